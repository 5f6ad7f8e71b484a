<?php

declare(strict_types=1);

namespace Portal\Pages;

use Kho\Table;
use Portal\Books;
use Portal\Response;
use Portal\Selection;
use Portal\Tree;
use Portal\View;

/** What to order, as it is suggested; nothing is ordered here. */
final class Orders
{
    public const TAKES = ['place', 'item', 'channel', 'on', 'page'];

    public static function answer(Books $books, View $view): Response
    {
        $books->check($view->asked);
        $table = $books->orders($view->asked);
        $rows = self::byPlace($table, $books->tree());
        return $view->page('orders', 'orders', $view->titleOf('orders'), [
            'selection' => Selection::of($rows, $view->asked, View::ROWS),
            'names' => $view->names($table, ['place', 'item', 'channel']),
            'rules' => (string) ($table->meta()['rules'] ?? ''),
        ]);
    }

    /**
     * The same rows, collaborators' after those of the store above them.
     *
     * @return \Generator<int, array<string, mixed>>
     */
    private static function byPlace(Table $table, Tree $tree): \Generator
    {
        $rows = [];
        foreach ($table as $row) {
            $rows[$row['place']][] = $row;
        }
        foreach ($tree->order() as $code) {
            yield from $rows[$code] ?? [];
        }
    }
}
