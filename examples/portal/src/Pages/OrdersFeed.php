<?php

declare(strict_types=1);

namespace Portal\Pages;

use Portal\Books;
use Portal\Feed;
use Portal\Response;
use Portal\Selection;
use Portal\View;

/** The suggested orders for programs. */
final class OrdersFeed
{
    public const TAKES = Orders::TAKES;

    public static function answer(Books $books, View $view): Response
    {
        $books->check($view->asked);
        $table = $books->orders($view->asked);
        return Feed::of($table, Selection::of($table, $view->asked, Feed::ROWS), $view);
    }
}
