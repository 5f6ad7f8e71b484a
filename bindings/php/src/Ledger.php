<?php

declare(strict_types=1);

namespace Kho;

/**
 * The books of contraceptive supplies, in one file.
 *
 * Quantities are integers of base units: anything else is a TypeError. Days are ISO
 * texts ("2026-11-03") or a DateTimeInterface, whose own day counts. Whatever the ledger
 * refuses is thrown as an Error, a class for each kind. Once it is closed every call but
 * close() throws Invalid; tables live on.
 *
 * @phpstan-type Moved array{
 *     item: string, quantity: int, from: string, to: string, lot?: ?string,
 *     expiry?: string|\DateTimeInterface|null, channel?: ?string
 * }
 * @phpstan-type Observed array{
 *     place: string, item: string, lot?: ?string,
 *     expiry?: string|\DateTimeInterface|null, channel?: ?string,
 *     found?: int, days_out?: int, returned?: ?int, month?: ?string
 * }
 * @phpstan-type Service array{
 *     place?: ?string, method: int|string, kind: string, clients?: int, mode?: ?string,
 *     age?: ?string, new?: ?string, client?: ?string
 * }
 * @phpstan-type Entry array{
 *     date?: string|\DateTimeInterface|null, uid?: ?string, by?: ?string,
 *     note?: ?string, late?: ?bool, campaign?: ?string, reverses?: ?string,
 *     moves?: list<Moved>, observed?: list<Observed>, service?: Service|list<Service>
 * }
 */
final class Ledger
{
    use Clients;
    use Handle;
    use Movements;
    use Questions;

    /** Levels of arrays, as the library reads them. */
    private const DEEPEST = 32;

    private bool $closed = false;

    private function __construct(
        private readonly Native\Ledger $native,
        /** The file. */
        public readonly string $path,
        /** The language of messages and labels: "en" or "vi". */
        public readonly string $lang,
    ) {
    }

    /**
     * Open a ledger, or make one.
     *
     * @param bool $create a new one: refused where the file exists
     * @param bool $readOnly never to be written
     * @param string $lang of messages and labels: "en" or "vi"
     * @param float $busy seconds to wait for other processes
     * @param int $utcOffset minutes, of a new ledger's day; Vietnam is 420
     * @param (callable(): \DateTimeInterface)|null $clock tells the time; null: the
     *     system's
     * @param (callable(string, int, int): mixed)|null $progress is told what is done, how
     *     much of it, and of how much, while long work goes on
     * @throws Error NotFound, Exists, Foreign, Damaged, Busy, Storage, ...
     * @throws \ValueError no such language, or both created and read only
     */
    public static function open(
        string $path,
        bool $create = false,
        bool $readOnly = false,
        string $lang = 'en',
        float $busy = 10.0,
        int $utcOffset = 420,
        ?callable $clock = null,
        ?callable $progress = null,
    ): self {
        if ($create && $readOnly) {
            throw new \ValueError('a new ledger is not read only');
        }
        $milliseconds = static fn (): int => (int) $clock()->format('Uv');
        $native = Native\open(
            $path,
            $readOnly ? 2 : (int) $create,
            (int) (1000 * max(0.0, min($busy, 1e6))),
            $utcOffset,
            Language::of($lang)->value,
            $clock === null ? null : $milliseconds,
            $progress,
        );
        return new self($native, $path, $lang);
    }

    /**
     * Close it, and let its callbacks go; again is as once.
     *
     * @throws Invalid its own callback tried to
     */
    public function close(): void
    {
        $this->native->close();
        $this->closed = true;
    }

    /**
     * Whether it was closed.
     *
     * @throws void
     */
    public function closed(): bool
    {
        return $this->closed;
    }

    /**
     * The ledger's day, as an ISO text.
     *
     * @throws Invalid it is closed
     */
    public function today(): string
    {
        return $this->native->today();
    }

    /**
     * Post an entry, in the shape of its JSON.
     *
     * @param Entry $entry
     * @throws Error Short, Conflict, Closed, NotFound, Route, Ambiguous, Expired, ...
     * @throws \TypeError a quantity isn't an int
     */
    public function post(#[\SensitiveParameter] array $entry): Answer
    {
        return new Answer($this->native->post($entry));
    }

    /**
     * Post entries of JSON, one a line; a refused line doesn't spoil its neighbours.
     *
     * @param string|iterable<string|Entry> $lines a text of lines, or lines
     * @param bool $atomic all lines or none
     * @param bool $dryRun post, answer, roll back
     * @param int $commit lines in one durable commit
     * @return list<array<string, mixed>> what came of each line, in order
     * @throws Error nothing more could be done
     * @throws \JsonException an Entry can't be written as JSON: nothing was posted
     */
    public function postJson(
        #[\SensitiveParameter] string|iterable $lines,
        bool $atomic = false,
        bool $dryRun = false,
        int $commit = 1000,
    ): array {
        $text = $lines;
        if (!is_string($lines)) {
            $text = '';
            foreach ($lines as $line) {
                $text .= (is_string($line) ? $line : self::line($line)) . "\n";
            }
        }
        $answers = $this->native->post_json($text, $atomic, $dryRun, $commit);
        return array_map(
            static fn (string $line): array
                => json_decode($line, true, self::DEEPEST, JSON_THROW_ON_ERROR),
            $answers === '' ? [] : explode("\n", rtrim($answers, "\n")),
        );
    }

    /**
     * An entry as a line of JSON; what can't be one is thrown from here, where no trace
     * holds it.
     *
     * @throws \JsonException
     */
    private static function line(#[\SensitiveParameter] mixed $entry): string
    {
        $line = json_encode(self::dated($entry), JSON_PRESERVE_ZERO_FRACTION);
        if ($line === false) {
            throw new \JsonException(json_last_error_msg(), json_last_error());
        }
        return $line;
    }

    /** What was given, with days as JSON has them; an array may hold itself. */
    private static function dated(
        #[\SensitiveParameter] mixed $value,
        int $depth = 0,
    ): mixed {
        if ($value instanceof \DateTimeInterface) {
            return $value->format('Y-m-d');
        }
        if (!is_array($value)) {
            return $value;
        }
        if ($depth === self::DEEPEST) {
            throw new \JsonException('nested too deep');
        }
        $dated = [];
        foreach ($value as $name => $part) { /* array_map() would show it in a trace */
            $dated[$name] = self::dated($part, $depth + 1);
        }
        return $dated;
    }

    /**
     * Do work in one batch: durable all at once when the callable returns, undone when it
     * throws.
     *
     * @template T
     * @param callable(self): T $work
     * @return T what it returned
     * @throws \Throwable what it threw
     * @throws Error the batch couldn't be begun or made durable
     */
    public function batch(#[\SensitiveParameter] callable $work): mixed
    {
        $this->native->begin_batch();
        try {
            $result = $work($this);
        } catch (\Throwable $thrown) {
            $this->closed || $this->native->roll_back_batch();
            throw $thrown;
        }
        $this->native->commit_batch();
        return $result;
    }

    /**
     * Add or change items, places, channels and prices.
     *
     * @param array<string, mixed> $catalogue in the shape of its YAML (docs/catalogue.md)
     * @param string|\DateTimeInterface|null $fromDate day from which a changed parent
     *     holds; null: today
     * @throws Error
     */
    public function define(
        array $catalogue,
        string|\DateTimeInterface|null $fromDate = null,
    ): Answer {
        return new Answer($this->native->define($catalogue, $fromDate));
    }

    /**
     * Define what a catalogue's file says.
     *
     * @param string|\DateTimeInterface|null $fromDate as in define()
     * @param bool $dryRun verify only
     * @throws Error Invalid: getInput() tells the line
     */
    public function loadCatalogue(
        string $path,
        string|\DateTimeInterface|null $fromDate = null,
        bool $dryRun = false,
    ): Answer {
        return new Answer($this->native->load_catalogue($path, $fromDate, $dryRun));
    }

    /**
     * Let a file's rules hold.
     *
     * @param string|\DateTimeInterface|null $fromDate null: the first of next month, or
     *     always where nothing was ever moved, seen or ruled
     * @param bool $dryRun verify only
     * @throws Error Invalid: getInput() tells the line
     */
    public function loadRules(
        string $path,
        string|\DateTimeInterface|null $fromDate = null,
        bool $dryRun = false,
    ): Answer {
        return new Answer($this->native->load_rules($path, $fromDate, $dryRun));
    }

    /**
     * Close a month at a place: nothing is posted into it but what says so.
     *
     * @param string $month "2026-11"
     * @param bool $tree with all places below
     * @return int how many places were closed
     * @throws Error
     */
    public function closeMonth(
        string $month,
        string $place,
        bool $tree = false,
        ?string $by = null,
    ): int {
        return $this->native->close_month($month, $place, $tree, $by);
    }

    /**
     * Open a closed month again.
     *
     * @param string $month "2026-11"
     * @param string $note why
     * @throws Error
     */
    public function reopenMonth(string $month, string $place, string $note): Answer
    {
        return new Answer($this->native->reopen_month($month, $place, $note));
    }

    /**
     * Import monthly returns: a CSV file read through a map in YAML.
     *
     * @param string $map path of the map
     * @param string $csv path of the returns
     * @param bool $amend months that were imported before are imported anew
     * @param ?list<string> $messages what was refused or warned of is put there
     * @param-out list<string> $messages
     * @throws Error
     */
    public function importMonthly(
        string $map,
        string $csv,
        bool $amend = false,
        ?array &$messages = null,
    ): Table {
        [$told, $table] = $this->native->import_monthly($map, $csv, $amend);
        $messages = $told === '' ? [] : explode("\n", rtrim($told, "\n"));
        return new Table($table, $this->lang);
    }

    /**
     * Write a copy, whole and verified, to another file.
     *
     * @throws Error Exists, Storage
     */
    public function backup(string $path): void
    {
        $this->native->backup($path);
    }

    /**
     * The last entry and its hash, "12:HASH".
     *
     * Whoever keeps it elsewhere can have an older copy told by check().
     *
     * @throws Error Invalid, Busy, Storage
     */
    public function head(): string
    {
        return $this->native->head();
    }

    /**
     * Verify the whole ledger: a row for each fault, none where all is well.
     *
     * @param ?string $head what head() once gave: a row of kind "head" tells that the
     *     ledger no longer goes through it
     * @throws Error Invalid: that is no head
     */
    public function check(?string $head = null): Table
    {
        return $head === null
            ? $this->ask('check', [])
            : new Table($this->native->check_head($head), $this->lang);
    }

    /**
     * The version of the library, such as "0.1.0".
     *
     * @throws void
     */
    public static function version(): string
    {
        return Native\version();
    }
}
