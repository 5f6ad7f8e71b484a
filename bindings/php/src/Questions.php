<?php

declare(strict_types=1);

namespace Kho;

/**
 * Questions: each gives a table.
 *
 * $place with $tree means all places below it, too, and $sum makes one of them; $on is
 * the day of the answer (null: today), $known the number of the last entry that was known
 * (null: all).
 *
 * @internal
 */
trait Questions
{
    /** What a query calls otherwise than arguments do. */
    private const QUERY = ['fromDate' => 'from', 'toDate' => 'to'];

    /**
     * What is where, lot by lot.
     *
     * @throws Error
     */
    public function stock(
        ?string $place = null,
        bool $tree = false,
        bool $sum = false,
        ?string $item = null,
        string|\DateTimeInterface|null $on = null,
        ?int $known = null,
    ): Table {
        return $this->ask('stock', get_defined_vars());
    }

    /**
     * The card of an item at a place: what came and went, with the balance.
     *
     * @throws Error
     */
    public function card(
        string $place,
        string $item,
        string|\DateTimeInterface|null $fromDate = null,
        string|\DateTimeInterface|null $toDate = null,
        bool $tree = false,
        bool $sum = false,
        string|\DateTimeInterface|null $on = null,
        ?int $known = null,
    ): Table {
        return $this->ask('card', get_defined_vars());
    }

    /**
     * The report of a period.
     *
     * @param string $period "2026-11", "2026-Q4", "2026" or "2026-01-01..2026-03-15"
     * @param string $kind "stock", "collaborators", "services", "mix", "expiry",
     *     "indicators", "reporting" or "quality"
     * @param bool $ytd with the year so far
     * @param bool $restated what closed months say otherwise now
     * @param bool $value in dong
     * @param ?string $by of services: "mode", "age" or "new"
     * @param ?string $cyp edition of the factors of couple-years
     * @throws Error
     */
    public function report(
        string $period,
        string $kind = 'stock',
        bool $ytd = false,
        bool $restated = false,
        bool $value = false,
        ?string $by = null,
        ?string $cyp = null,
        ?string $place = null,
        bool $tree = false,
        bool $sum = false,
        ?string $item = null,
        string|\DateTimeInterface|null $on = null,
        ?int $known = null,
    ): Table {
        $said = get_defined_vars();
        unset($said['ytd'], $said['restated'], $said['value']);
        return $this->ask(self::question($kind, $ytd, $restated, $value), $said);
    }

    /**
     * What needs attention, the most severe first.
     *
     * @throws Error
     */
    public function alerts(
        ?string $place = null,
        bool $tree = false,
        bool $sum = false,
        ?string $item = null,
        string|\DateTimeInterface|null $on = null,
        ?int $known = null,
    ): Table {
        return $this->ask('alerts', get_defined_vars());
    }

    /**
     * What to order, and how it comes about.
     *
     * @throws Error
     */
    public function suggest(
        ?string $place = null,
        bool $tree = false,
        bool $sum = false,
        ?string $item = null,
        string|\DateTimeInterface|null $on = null,
        ?int $known = null,
    ): Table {
        return $this->ask('suggest', get_defined_vars());
    }

    /**
     * How the judgement of an item at a place comes about, step by step.
     *
     * @throws Error
     */
    public function explain(
        string $place,
        string $item,
        bool $tree = false,
        bool $sum = false,
        string|\DateTimeInterface|null $on = null,
        ?int $known = null,
    ): Table {
        return $this->ask('explain', get_defined_vars());
    }

    /**
     * Which rules hold, and which line of which file says so.
     *
     * @throws Error
     */
    public function rules(
        ?string $place = null,
        bool $tree = false,
        bool $sum = false,
        ?string $item = null,
        string|\DateTimeInterface|null $on = null,
        ?int $known = null,
    ): Table {
        return $this->ask('rules', get_defined_vars());
    }

    /**
     * What would have come about under a file's rules.
     *
     * @throws Error
     */
    public function tryRules(
        string $path,
        string|\DateTimeInterface $fromDate,
        string|\DateTimeInterface $toDate,
        ?string $place = null,
        bool $tree = false,
        bool $sum = false,
        ?string $item = null,
        string|\DateTimeInterface|null $on = null,
        ?int $known = null,
    ): Table {
        $said = get_defined_vars();
        unset($said['path']);
        $table = $this->native->try_rules($path, self::query($said));
        return new Table($table, $this->lang);
    }

    /**
     * What to look at when a store or a collaborator is visited.
     *
     * @param ?string $item of it alone, and of services those of its method
     * @param ?string $cyp edition of the factors of couple-years
     * @throws Error
     */
    public function supervise(
        string $place,
        ?string $item = null,
        string|\DateTimeInterface|null $on = null,
        ?int $known = null,
        ?string $cyp = null,
    ): Tables {
        $tables = $this->native->supervise(self::query(get_defined_vars()));
        return new Tables($tables, $this->lang);
    }

    /**
     * All items.
     *
     * @throws Error
     */
    public function items(): Table
    {
        return $this->ask('items', []);
    }

    /**
     * All places.
     *
     * @throws Error
     */
    public function places(): Table
    {
        return $this->ask('places', []);
    }

    /**
     * All lots.
     *
     * @throws Error
     */
    public function lots(): Table
    {
        return $this->ask('lots', []);
    }

    /**
     * All channels.
     *
     * @throws Error
     */
    public function channels(): Table
    {
        return $this->ask('channels', []);
    }

    /**
     * All prices.
     *
     * @throws Error
     */
    public function prices(): Table
    {
        return $this->ask('prices', []);
    }

    /** The question's word, of a report's kind and of what was asked for with it. */
    private static function question(
        string $kind,
        bool $ytd,
        bool $restated,
        bool $value,
    ): string {
        $asked = array_keys(array_filter(compact('ytd', 'restated', 'value')));
        if (count($asked) + ($kind === 'stock' ? 0 : 1) > 1) {
            throw new \ValueError(
                'ytd, restated and value are each of the stock report, one at a time',
            );
        }
        return $asked[0] ?? 'report';
    }

    /**
     * @param array<string, mixed> $said arguments by their names
     * @return array<string, mixed> as a query calls them
     */
    private static function query(array $said): array
    {
        $query = [];
        foreach ($said as $name => $value) {
            $query[self::QUERY[$name] ?? $name] = $value;
        }
        return $query;
    }

    /** @param array<string, mixed> $said arguments by their names */
    private function ask(string $question, array $said): Table
    {
        return new Table($this->native->ask($question, self::query($said)), $this->lang);
    }
}
