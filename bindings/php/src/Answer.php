<?php

declare(strict_types=1);

namespace Kho;

/**
 * What was posted.
 *
 * @phpstan-type Taken array{
 *     move: int, item: string, lot: string, expiry: ?string, channel: string,
 *     from: string, to: string, quantity: int
 * }
 * @phpstan-type Change array{
 *     place: string, item: string, lot: string, expiry: ?string, channel: string,
 *     before: int, after: int, lowest: int
 * }
 * @phpstan-type Warning array{code: string, message: string}
 */
final readonly class Answer implements \JsonSerializable
{
    /**
     * @param int $seq the entry's number; 0 where nothing had to be posted
     * @param string $uid the voucher's number, or the one that was made; "" where nothing
     *     had to be posted
     * @param bool $existing it was posted before, with the same content
     * @param list<Taken> $taken which lots were moved, in base units
     * @param list<Change> $changes what lots held before and after
     * @param list<Warning> $warnings
     */
    private function __construct(
        public int $seq,
        public string $uid,
        public bool $existing,
        public array $taken,
        public array $changes,
        public array $warnings,
    ) {
    }

    /**
     * Read what the extension gives.
     *
     * @internal
     * @throws \JsonException never: it is the library's own
     */
    public static function of(string $json): self
    {
        $told = json_decode($json, true, 16, JSON_THROW_ON_ERROR);
        return new self(
            $told['seq'],
            $told['uid'] ?? '',
            $told['status'] === 'existing',
            $told['taken'],
            $told['changes'],
            $told['warnings'],
        );
    }

    /**
     * All of it, by name.
     *
     * @return array<string, mixed>
     * @throws void
     */
    public function jsonSerialize(): array
    {
        return get_object_vars($this);
    }
}
