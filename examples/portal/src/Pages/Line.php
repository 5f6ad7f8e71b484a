<?php

declare(strict_types=1);

namespace Portal\Pages;

use Kho\Table;
use Portal\Books;
use Portal\Refusal;
use Portal\Response;
use Portal\Selection;
use Portal\View;

/** An item at a place: its judgement step by step, 24 months of it, its stock card. */
final class Line
{
    public const TAKES = ['place', 'item', 'month', 'on', 'page'];

    public static function answer(Books $books, View $view): Response
    {
        foreach (['place', 'item'] as $needed) {
            if (!isset($view->asked[$needed])) {
                throw new Refusal(400, "{$needed}_missing");
            }
        }
        $books->check($view->asked);
        ['place' => $place, 'item' => $item] = $view->asked;
        $months = $books->months($place, $item);
        $explained = $books->ledger->explain($place, $item, on: $books->on);
        $month = $view->asked['month'] ?? substr($books->on, 0, 7);
        $card = self::card($books, $place, $item, $month);
        $name = $books->items()[$item];
        return $view->page('line', 'places', "$name, {$books->tree()->name($place)}", [
            'place' => $place,
            'item' => $item,
            'tree' => $books->tree(),
            'name' => $name,
            'months' => $months,
            'series' => self::series($months),
            'explained' => self::grouped($explained),
            'month' => $month,
            'selection' => Selection::of($card, $view->asked, View::ROWS),
            'stock' => $books->ledger->stock(place: $place, item: $item, on: $books->on),
            'names' => $view->names($explained, ['channel'])
                + $view->names(end($months), ['unit']),
            'cards' => $view->names($card, ['verb', 'other', 'channel']),
        ]);
    }

    /** @return array<string, string> channel => the sentence that sums the judgement up */
    public static function sentences(Books $books, string $place, string $item): array
    {
        $table = $books->ledger->explain($place, $item, on: $books->on);
        $sentences = [];
        foreach ($table as $at => $row) {
            if ($row['step'] === 'because') {
                $sentences[$row['channel']] = $table->shown($at, 'value');
            }
        }
        return $sentences;
    }

    private static function card(Books $books, string $place, string $item, string $month): Table
    {
        $last = (new \DateTimeImmutable("$month-01"))->modify('last day of this month');
        return $books->ledger->card(
            $place,
            $item,
            fromDate: "$month-01",
            toDate: $last->format('Y-m-d'),
        );
    }

    /**
     * @param array<string, Table> $months
     * @return array<string, array<string, array<string, mixed>>> channel => month => row
     */
    private static function series(array $months): array
    {
        $series = [];
        foreach ($months as $month => $report) {
            foreach ($report as $row) {
                $series[$row['channel']][$month] = $row;
            }
        }
        return $series;
    }

    /**
     * @return array<string, array<string, mixed>> channel => its steps, the word of its
     *   status, the status and the sentence as people read them
     */
    private static function grouped(Table $explained): array
    {
        $judged = [];
        foreach ($explained as $at => $row) {
            $one = &$judged[$row['channel']];
            $shown = $explained->shown($at, 'value');
            if ($row['step'] === 'because') {
                $one['sentence'] = $shown;
                continue;
            }
            if ($row['step'] === 'status') {
                [$one['word'], $one['status']] = [$row['value'], $shown];
            }
            $one['steps'][] = [
                'step' => $explained->shown($at, 'step'),
                'formula' => $row['formula'] === $row['value'] ? null : $row['formula'],
                'value' => $shown,
            ];
        }
        return $judged;
    }
}
