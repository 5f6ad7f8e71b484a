<?php

declare(strict_types=1);

namespace Portal\Pages;

use Kho\Table;
use Portal\Books;
use Portal\Response;
use Portal\Selection;
use Portal\Tree;
use Portal\View;

/** The places right under one, with the alerts of all that is under each. */
final class Places
{
    public const TAKES = ['place', 'on', 'page'];

    public static function answer(Books $books, View $view): Response
    {
        $books->check($view->asked);
        $tree = $books->tree();
        $under = $view->asked['place'] ?? self::top($tree);
        $rows = self::counted($tree, $under, $books->alerts(['place' => $under]));
        return $view->page('places', 'places', $view->titleOf('places'), [
            'tree' => $tree,
            'under' => $under,
            'selection' => Selection::of($rows, $view->asked, View::ROWS),
        ]);
    }

    /** The one place at the top, where there is one; "" for all that have nothing above. */
    private static function top(Tree $tree): string
    {
        $tops = $tree->children('');
        return count($tops) === 1 ? $tops[0] : '';
    }

    /**
     * @return array<int, array<string, mixed>> place, its name and a count for each severity;
     *   the place that is worst off first
     */
    private static function counted(Tree $tree, string $under, Table $alerts): array
    {
        $rows = [];
        foreach ($tree->children($under) as $code) {
            $rows[$code] = ['place' => $code, 'name' => $tree->name($code), 'channel' => null,
                'counts' => [1 => 0, 2 => 0, 3 => 0, 4 => 0]];
        }
        foreach ($alerts as $alert) {
            $path = [...$tree->above($alert['place']), $alert['place']];
            foreach ($path as $code) {
                if (isset($rows[$code])) {
                    $rows[$code]['counts'][$alert['severity']]++;
                }
            }
        }
        usort($rows, static fn(array $a, array $b): int => $b['counts'] <=> $a['counts']
            ?: strcmp($a['place'], $b['place']));
        return $rows;
    }
}
