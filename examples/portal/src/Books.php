<?php

declare(strict_types=1);

namespace Portal;

use Kho\Ledger;
use Kho\Table;

/** What the pages ask of the ledger, all as of one day and one entry. */
final class Books
{
    /** The day asked of, YYYY-MM-DD. */
    public readonly string $on;
    /** The last entry and the chain's hash up to it: other books, another head. */
    public readonly string $head;
    /** The last entry. */
    public readonly int $known;
    private ?Table $items = null;
    private ?Tree $tree = null;

    public function __construct(public readonly Ledger $ledger, ?string $on)
    {
        $this->on = $on ?? $ledger->today();
        $this->head = $ledger->head();
        $this->known = (int) $this->head; /* "1284:5f..." */
    }

    public function tree(): Tree
    {
        return $this->tree ??= new Tree($this->ledger->places(), $this->ledger->lang);
    }

    /** @return array<string, string> code => name, as they stand in the catalogue */
    public function items(): array
    {
        $this->items ??= $this->ledger->items();
        return $this->items->names('item', $this->ledger->lang);
    }

    /** @return array<string, string> code => name */
    public function channels(): array
    {
        return $this->ledger->channels()->names('channel', $this->ledger->lang);
    }

    /**
     * The filters of a request, of which each names something that there is.
     *
     * @param array<string, string> $asked
     * @throws Refusal 404
     */
    public function check(array $asked): void
    {
        $there = [
            'place' => fn(string $code): bool => $this->tree()->has($code),
            'item' => fn(string $code): bool => isset($this->items()[$code]),
            'channel' => fn(string $code): bool => isset($this->channels()[$code]),
        ];
        foreach (array_intersect_key($there, $asked) as $name => $has) {
            if (!$has($asked[$name])) {
                throw new Refusal(404, "no_$name", $asked[$name]);
            }
        }
    }

    /** @param array<string, string> $asked */
    public function alerts(array $asked): Table
    {
        return $this->ledger->alerts(
            place: ($asked['place'] ?? '') ?: null,
            tree: ($asked['place'] ?? '') !== '',
            item: $asked['item'] ?? null,
            on: $this->on,
        );
    }

    /** @param array<string, string> $asked */
    public function orders(array $asked): Table
    {
        return $this->ledger->suggest(
            place: ($asked['place'] ?? '') ?: null,
            tree: ($asked['place'] ?? '') !== '',
            item: $asked['item'] ?? null,
            on: $this->on,
        );
    }

    /**
     * The report of each of the last months at a place, the earliest first.
     *
     * @return array<string, Table> month => report; of the day's month up to its end
     */
    public function months(string $place, ?string $item = null, int $count = 24): array
    {
        $reports = [];
        $month = new \DateTimeImmutable(substr($this->on, 0, 7) . '-01');
        for ($back = $count - 1; $back >= 0; $back--) {
            $name = $month->modify("-$back months")->format('Y-m');
            $reports[$name] =
                $this->ledger->report($name, place: $place, item: $item, on: $this->on);
        }
        return $reports;
    }
}
