<?php

declare(strict_types=1);

namespace Kho;

/**
 * Why a call failed. The message is one line for people, in the ledger's language; each
 * status has a class of its own.
 *
 * @phpstan-type Lot array{
 *     lot: string, expiry: ?string, channel: string, quantity: ?int, why: string
 * }
 * @phpstan-type Move array{
 *     index: int, status: string, place: ?string, item: ?string, lot: ?string,
 *     date: ?string, need: ?int, have: ?int, lots: list<Lot>, message: string
 * }
 * @phpstan-type Input array{file: string, line: int, column: int}
 */
abstract class Error extends \RuntimeException
{
    private const CLASSES = [
        'short' => Short::class,
        'conflict' => Conflict::class,
        'closed' => Closed::class,
        'not_found' => NotFound::class,
        'route' => Route::class,
        'ambiguous' => Ambiguous::class,
        'expired' => Expired::class,
        'invalid' => Invalid::class,
        'exists' => Exists::class,
        'read_only' => ReadOnlyLedger::class,
        'busy' => Busy::class,
        'storage' => Storage::class,
        'damaged' => Damaged::class,
        'foreign' => Foreign::class,
        'memory' => Memory::class,
        'overflow' => Overflow::class,
    ];

    /**
     * @param list<Move> $moves
     * @param ?Input $input
     */
    final private function __construct(
        private readonly string $status,
        string $message,
        int $code,
        private readonly array $moves,
        private readonly ?array $input,
    ) {
        parent::__construct($message, $code);
    }

    /**
     * Make the exception of an error: what the extension throws.
     *
     * @internal
     * @param string $json as kho_error_json() writes it
     * @throws \JsonException never: it is the library's own
     */
    public static function of(
        string $json,
        int $code,
        string $file,
        int $line,
        int $column,
    ): self {
        $error = json_decode($json, true, 16, JSON_THROW_ON_ERROR)['error'];
        $class = self::CLASSES[$error['status']];
        $input = $file === '' && $line === 0
            ? null
            : ['file' => $file, 'line' => $line, 'column' => $column];
        $made = new $class(
            $error['status'],
            $error['message'],
            $code,
            $error['moves'],
            $input,
        );
        foreach ($made->getTrace() as $call) { /* it was thrown where kho was called */
            if (isset($call['file']) && dirname($call['file']) !== __DIR__) {
                [$made->file, $made->line] = [$call['file'], $call['line']];
                break;
            }
        }
        return $made;
    }

    /**
     * The status as a word, such as "short"; its number is the code.
     *
     * @throws void
     */
    final public function getStatus(): string
    {
        return $this->status;
    }

    /**
     * The moves that were refused, and why: need and have are base units, null where it
     * isn't about quantities; lots are those that were passed over.
     *
     * @return list<Move>
     * @throws void
     */
    final public function getMoves(): array
    {
        return $this->moves;
    }

    /**
     * Where the mistake stands in what was read: a file's name ("" for values and lines),
     * line and column from 1 (0: unknown); null where nothing was read.
     *
     * @return ?Input
     * @throws void
     */
    final public function getInput(): ?array
    {
        return $this->input;
    }
}
