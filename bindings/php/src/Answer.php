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
final class Answer implements \JsonSerializable
{
    /** The entry's number; 0 where nothing had to be posted. */
    public readonly int $seq;

    /** The voucher's number, or the one that was made; "" where nothing was posted. */
    public readonly string $uid;

    /** It was posted before, with the same content. */
    public readonly bool $existing;

    /** @var list<Taken> which lots were moved, in base units */
    public readonly array $taken;

    /** @var list<Change> what lots held before and after */
    public readonly array $changes;

    /** @var list<Warning> */
    public readonly array $warnings;

    /**
     * Most answers are never read: they are decoded when they are.
     *
     * @internal
     * @param ?Native\Answer $given the library's
     * @throws void
     */
    public function __construct(private ?Native\Answer $given)
    {
        unset($this->seq, $this->uid, $this->existing);
        unset($this->taken, $this->changes, $this->warnings);
    }

    /**
     * Decode all, where one is read for the first time.
     *
     * @internal
     * @throws \Error no such property
     */
    public function __get(string $name): mixed
    {
        if ($this->given === null || !property_exists($this, $name)) {
            throw new \Error("an answer has no \$$name");
        }
        $json = Native\answer_text($this->given);
        $told = json_decode($json, true, 16, JSON_THROW_ON_ERROR);
        $this->given = null;
        $this->seq = $told['seq'];
        $this->uid = $told['uid'] ?? '';
        $this->existing = $told['status'] === 'existing';
        $this->taken = $told['taken'];
        $this->changes = $told['changes'];
        $this->warnings = $told['warnings'];
        return $this->$name;
    }

    /**
     * @internal
     * @throws void
     */
    public function __isset(string $name): bool
    {
        return $name !== 'given' && property_exists($this, $name);
    }

    /**
     * All of it, by name.
     *
     * @return array<string, mixed>
     * @throws void
     */
    public function jsonSerialize(): array
    {
        return [
            'seq' => $this->seq,
            'uid' => $this->uid,
            'existing' => $this->existing,
            'taken' => $this->taken,
            'changes' => $this->changes,
            'warnings' => $this->warnings,
        ];
    }

    /**
     * As jsonSerialize(), for var_dump().
     *
     * @return array<string, mixed>
     * @throws void
     */
    public function __debugInfo(): array
    {
        return $this->jsonSerialize();
    }
}
