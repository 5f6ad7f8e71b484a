<?php

declare(strict_types=1);

namespace Portal;

use Kho\Table;

/** The rows of a table that a reader asked for: one page of them, and how many there are. */
final class Selection
{
    /** @var array<int, array<string, mixed>> */
    public array $rows = [];
    /** How many rows there are on all pages. */
    public int $total = 0;
    /** @var array<int, int> severity => rows, whatever severity was asked for */
    public array $bySeverity = [1 => 0, 2 => 0, 3 => 0, 4 => 0];
    /** @var array<int, array<string, true>> severity => the places concerned */
    public array $places = [1 => [], 2 => [], 3 => [], 4 => []];

    private function __construct(public readonly int $page, private readonly int $size)
    {
    }

    /** @param array<string, string> $asked */
    public static function ofAlerts(Table $table, array $asked, int $size): self
    {
        $selection = new self((int) ($asked['page'] ?? 1), $size);
        $severity = (int) ($asked['severity'] ?? 0);
        foreach ($table as $row) {
            if (isset($asked['channel']) && $row['channel'] !== $asked['channel']) {
                continue;
            }
            $selection->bySeverity[$row['severity']]++;
            $selection->places[$row['severity']][$row['place']] = true;
            if ($severity === 0 || $row['severity'] === $severity) {
                $selection->take($row);
            }
        }
        return $selection->whole();
    }

    /**
     * @param iterable<array<string, mixed>> $rows
     * @param array<string, string> $asked
     */
    public static function of(iterable $rows, array $asked, int $size): self
    {
        $selection = new self((int) ($asked['page'] ?? 1), $size);
        foreach ($rows as $row) {
            if (!isset($asked['channel']) || $row['channel'] === $asked['channel']) {
                $selection->take($row);
            }
        }
        return $selection->whole();
    }

    /** How many pages there are; at least one. */
    public function pages(): int
    {
        return max(1, intdiv($this->total + $this->size - 1, $this->size));
    }

    /** The number of the page's first row, from 1 on. */
    public function first(): int
    {
        return ($this->page - 1) * $this->size + 1;
    }

    /** @param array<string, mixed> $row */
    private function take(array $row): void
    {
        $this->total++;
        if ($this->total >= $this->first() && count($this->rows) < $this->size) {
            $this->rows[] = $row;
        }
    }

    /** @throws Refusal 404 where there is no such page */
    private function whole(): self
    {
        if ($this->page > $this->pages()) {
            throw new Refusal(404, 'no_such_page', (string) $this->page);
        }
        return $this;
    }
}
