<?php

declare(strict_types=1);

namespace Portal\Pages;

use Portal\Books;
use Portal\Refusal;
use Portal\Response;
use Portal\View;

/** A place: what it has, how long that lasts, and why it is judged so. */
final class Station
{
    public const TAKES = ['place', 'on'];
    /** Statuses, the one to act on last; what isn't here is before them all. */
    private const URGENCY = ['adequate', 'over', 'unknown', 'low', 'emergency', 'stocked_out'];

    public static function answer(Books $books, View $view): Response
    {
        $place = $view->asked['place'] ?? throw new Refusal(400, 'place_missing');
        $books->check($view->asked);
        $months = $books->months($place);
        $report = end($months);
        $alerts = $books->ledger->alerts(place: $place, tree: true, on: $books->on);
        $stock = $books->ledger->stock(place: $place, on: $books->on);
        return $view->page('station', 'places', $books->tree()->name($place), [
            'place' => $place,
            'tree' => $books->tree(),
            'lines' => self::lines($books, $place, $months),
            'alerts' => $alerts,
            'stock' => $stock,
            'names' => $view->names($report, ['item', 'channel', 'status', 'unit']),
        ]);
    }

    /**
     * The place's lines: the last report's rows, those to act on first, each with its days
     * out of stock by month and the sentence that sums its judgement up.
     *
     * @param array<string, \Kho\Table> $months
     * @return array<int, array<string, mixed>>
     */
    private static function lines(Books $books, string $place, array $months): array
    {
        $out = [];
        foreach ($months as $month => $report) {
            foreach ($report as $row) {
                $kept = $row['closing'] > 0 || $row['days_out'] > 0;
                $out[$row['item']][$row['channel']][$month] = $kept ? $row['days_out'] : null;
            }
        }
        $told = [];
        $lines = [];
        foreach (end($months) as $row) {
            $item = $row['item'];
            $told[$item] ??= Line::sentences($books, $place, $item);
            $lines[] = $row + [
                'sentence' => $told[$item][$row['channel']] ?? '',
                'out' => array_replace(
                    array_fill_keys(array_keys($months), null),
                    $out[$item][$row['channel']],
                ),
            ];
        }
        usort($lines, static fn(array $a, array $b): int
            => array_search($b['status'], self::URGENCY) <=> array_search($a['status'], self::URGENCY));
        return $lines;
    }
}
