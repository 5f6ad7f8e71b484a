<?php

declare(strict_types=1);

namespace Portal\Pages;

use Portal\Books;
use Portal\Response;
use Portal\Selection;
use Portal\View;

/** What needs attention, the first line the one to act on. */
final class Alerts
{
    public const TAKES = ['place', 'item', 'channel', 'severity', 'on', 'page'];

    public static function answer(Books $books, View $view): Response
    {
        $books->check($view->asked);
        $table = $books->alerts($view->asked);
        $selection = Selection::ofAlerts($table, $view->asked, View::ROWS);
        return $view->page('alerts', 'alerts', $view->titleOf('alerts'), [
            'table' => $table,
            'selection' => $selection,
            'names' => $view->names($table, ['alert', 'place', 'item', 'channel']),
            'rules' => (string) ($table->meta()['rules'] ?? ''),
        ]);
    }
}
