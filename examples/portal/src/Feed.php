<?php

declare(strict_types=1);

namespace Portal;

use Kho\Rational;
use Kho\Table;

/** A table for programs: rows as the ledger writes them, averages exact ("47/3"). */
final class Feed
{
    public const ROWS = 1000;

    public static function of(Table $table, Selection $selection, View $view): Response
    {
        $last = $selection->page >= $selection->pages();
        $document = [
            'table' => $table->name,
            'meta' => $table->meta(),
            'total' => $selection->total,
            'page' => $selection->page,
            'pages' => $selection->pages(),
            'next' => $last ? null : $view->address(
                $view->path,
                ['page' => $selection->page + 1] + $view->asked,
            ),
            'rows' => array_map(self::exact(...), $selection->rows),
        ];
        return self::written(200, $document);
    }

    /**
     * @param array<string, mixed> $row
     * @return array<string, int|string|null>
     */
    private static function exact(array $row): array
    {
        return array_map(static fn(mixed $cell): int|string|null => $cell instanceof Rational
            ? "$cell->numerator/$cell->denominator"
            : $cell, $row);
    }

    /** The same for what failed. */
    public static function failure(int $status, string $word, string $message): Response
    {
        return self::written($status, ['error' => ['status' => $word, 'message' => $message]]);
    }

    /** @param array<string, mixed> $document */
    private static function written(int $status, array $document): Response
    {
        $flags = JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES;
        return new Response($status, json_encode($document, $flags) . "\n", [
            'Content-Type' => 'application/json; charset=utf-8',
        ]);
    }
}
