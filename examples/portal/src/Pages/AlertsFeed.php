<?php

declare(strict_types=1);

namespace Portal\Pages;

use Portal\Books;
use Portal\Feed;
use Portal\Response;
use Portal\Selection;
use Portal\View;

/** The alerts for programs. */
final class AlertsFeed
{
    public const TAKES = Alerts::TAKES;

    public static function answer(Books $books, View $view): Response
    {
        $books->check($view->asked);
        $table = $books->alerts($view->asked);
        return Feed::of($table, Selection::ofAlerts($table, $view->asked, Feed::ROWS), $view);
    }
}
