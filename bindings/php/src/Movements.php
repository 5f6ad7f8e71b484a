<?php

declare(strict_types=1);

namespace Kho;

/**
 * Movements by their names: lines that all go from one place to another.
 *
 * A line is ITEM[@LOT][/EXPIRY][/CHANNEL] => base units; where no lot is named, those
 * that expire first go first. $uid is the voucher's number, by which an entry that is
 * posted again is known; $late posts into a closed month all the same; $campaign is a
 * code.
 *
 * @internal
 */
trait Movements
{
    /** What arguments say of an entry's ends. */
    private const ENDS = [
        'source' => 'from',
        'target' => 'to',
        'place' => 'from',
        'arrive place' => 'to',
        'release place' => 'to',
        'reason' => 'to',
    ];

    /** Those that stand in its service. */
    private const SERVICE = [
        'method' => true,
        'kind' => true,
        'clients' => true,
        'mode' => true,
        'age' => true,
        'new' => true,
        'client' => true,
    ];

    /**
     * Begin with what is on the shelf at the start.
     *
     * @param array<string, int> $lines
     * @throws Error
     * @throws \TypeError a quantity isn't an int
     */
    public function begin(
        string|\DateTimeInterface $date,
        string $to,
        array $lines,
        ?string $uid = null,
        ?string $by = null,
        ?string $note = null,
        bool $late = false,
        ?string $campaign = null,
    ): Answer {
        return $this->hand('begin', get_defined_vars());
    }

    /**
     * Receive from a supplier or from outside.
     *
     * @param array<string, int> $lines
     * @throws Error
     * @throws \TypeError a quantity isn't an int
     */
    public function receive(
        string|\DateTimeInterface $date,
        string $source,
        string $target,
        array $lines,
        ?string $uid = null,
        ?string $by = null,
        ?string $note = null,
        bool $late = false,
        ?string $campaign = null,
    ): Answer {
        return $this->hand('receive', get_defined_vars());
    }

    /**
     * Send back to the supplier.
     *
     * @param array<string, int> $lines
     * @throws Error
     * @throws \TypeError a quantity isn't an int
     */
    public function sendBack(
        string|\DateTimeInterface $date,
        string $source,
        string $target,
        array $lines,
        ?string $uid = null,
        ?string $by = null,
        ?string $note = null,
        bool $late = false,
        ?string $campaign = null,
    ): Answer {
        return $this->hand('send_back', get_defined_vars());
    }

    /**
     * Ship to a place, which has it once it has arrived there.
     *
     * @param array<string, int> $lines
     * @throws Error
     * @throws \TypeError a quantity isn't an int
     */
    public function ship(
        string|\DateTimeInterface $date,
        string $source,
        string $target,
        array $lines,
        ?string $uid = null,
        ?string $by = null,
        ?string $note = null,
        bool $late = false,
        ?string $campaign = null,
    ): Answer {
        return $this->hand('ship', get_defined_vars());
    }

    /**
     * What was shipped to a place arrives.
     *
     * @param array<string, int> $lines
     * @throws Error
     * @throws \TypeError a quantity isn't an int
     */
    public function arrive(
        string|\DateTimeInterface $date,
        string $place,
        array $lines,
        ?string $uid = null,
        ?string $by = null,
        ?string $note = null,
        bool $late = false,
        ?string $campaign = null,
    ): Answer {
        return $this->hand('arrive', get_defined_vars());
    }

    /**
     * Transfer between stores.
     *
     * @param array<string, int> $lines
     * @throws Error
     * @throws \TypeError a quantity isn't an int
     */
    public function transfer(
        string|\DateTimeInterface $date,
        string $source,
        string $target,
        array $lines,
        ?string $uid = null,
        ?string $by = null,
        ?string $note = null,
        bool $late = false,
        ?string $campaign = null,
    ): Answer {
        return $this->hand('transfer', get_defined_vars());
    }

    /**
     * Issue to a collaborator.
     *
     * @param array<string, int> $lines
     * @throws Error
     * @throws \TypeError a quantity isn't an int
     */
    public function issue(
        string|\DateTimeInterface $date,
        string $source,
        string $target,
        array $lines,
        ?string $uid = null,
        ?string $by = null,
        ?string $note = null,
        bool $late = false,
        ?string $campaign = null,
    ): Answer {
        return $this->hand('issue', get_defined_vars());
    }

    /**
     * A collaborator gives back.
     *
     * @param array<string, int> $lines
     * @throws Error
     * @throws \TypeError a quantity isn't an int
     */
    public function giveBack(
        string|\DateTimeInterface $date,
        string $source,
        string $target,
        array $lines,
        ?string $uid = null,
        ?string $by = null,
        ?string $note = null,
        bool $late = false,
        ?string $campaign = null,
    ): Answer {
        return $this->hand('give_back', get_defined_vars());
    }

    /**
     * Dispense to clients.
     *
     * @param array<string, int> $lines
     * @throws Error
     * @throws \TypeError a quantity isn't an int
     */
    public function dispense(
        string|\DateTimeInterface $date,
        string $place,
        array $lines,
        ?string $uid = null,
        ?string $by = null,
        ?string $note = null,
        bool $late = false,
        ?string $campaign = null,
    ): Answer {
        return $this->hand('dispense', get_defined_vars());
    }

    /**
     * Hold back: still there, but not to be used.
     *
     * @param array<string, int> $lines
     * @throws Error
     * @throws \TypeError a quantity isn't an int
     */
    public function hold(
        string|\DateTimeInterface $date,
        string $place,
        array $lines,
        ?string $uid = null,
        ?string $by = null,
        ?string $note = null,
        bool $late = false,
        ?string $campaign = null,
    ): Answer {
        return $this->hand('hold', get_defined_vars());
    }

    /**
     * Release what was held back.
     *
     * @param array<string, int> $lines
     * @throws Error
     * @throws \TypeError a quantity isn't an int
     */
    public function release(
        string|\DateTimeInterface $date,
        string $place,
        array $lines,
        ?string $uid = null,
        ?string $by = null,
        ?string $note = null,
        bool $late = false,
        ?string $campaign = null,
    ): Answer {
        return $this->hand('release', get_defined_vars());
    }

    /**
     * Lose, by whatever reason.
     *
     * @param array<string, int> $lines
     * @param string $reason such as "expired", "damaged", "other"
     * @throws Error
     * @throws \TypeError a quantity isn't an int
     */
    public function lose(
        string|\DateTimeInterface $date,
        string $place,
        array $lines,
        string $reason = 'other',
        ?string $uid = null,
        ?string $by = null,
        ?string $note = null,
        bool $late = false,
        ?string $campaign = null,
    ): Answer {
        return $this->hand('lose', get_defined_vars());
    }

    /**
     * Count what is on the shelf: the difference to the books is posted.
     *
     * @param array<string, int> $lines
     * @throws Error
     * @throws \TypeError a quantity isn't an int
     */
    public function count(
        string|\DateTimeInterface $date,
        string $place,
        array $lines,
        ?string $uid = null,
        ?string $by = null,
        ?string $note = null,
        bool $late = false,
        ?string $campaign = null,
    ): Answer {
        return $this->hand('count', get_defined_vars());
    }

    /**
     * Record what clients were served with, and what they got.
     *
     * @param int|string $method its word or its code
     * @param string $kind "new", "continued", ... (docs/services.md)
     * @param ?array<string, int> $lines
     * @param int $clients how many
     * @param ?string $mode "fixed", ...
     * @param ?string $age group, such as "15-19"
     * @param ?string $new new to what
     * @param ?string $client identifies one; kept as a keyed digest
     * @throws Error
     * @throws \TypeError a quantity isn't an int
     */
    public function serve(
        string|\DateTimeInterface $date,
        string $place,
        int|string $method,
        string $kind,
        ?array $lines = null,
        int $clients = 1,
        ?string $mode = null,
        ?string $age = null,
        ?string $new = null,
        #[\SensitiveParameter] ?string $client = null,
        ?string $uid = null,
        ?string $by = null,
        ?string $note = null,
        bool $late = false,
        ?string $campaign = null,
    ): Answer {
        return $this->hand('serve', get_defined_vars());
    }

    /**
     * Post the mirror image of an entry: all that it moved goes back.
     *
     * @param string|\DateTimeInterface|null $date null: the original's
     * @throws Error
     */
    public function reverse(
        string $uid,
        string|\DateTimeInterface|null $date = null,
        bool $late = false,
        ?string $note = null,
    ): Answer {
        return new Answer($this->native->reverse($uid, $date, $late, $note));
    }

    /**
     * What a movement calls its ends, as an entry by hand does; what nothing was said of
     * stays away.
     *
     * @param array<string, mixed> $said arguments by their names
     */
    private function hand(
        string $verb,
        #[\SensitiveParameter] array $said,
    ): Answer {
        $hand = ['verb' => $verb];
        foreach ($said as $name => $value) {
            if ($value === null) {
                continue;
            }
            if (isset(self::SERVICE[$name])) {
                $hand['service'][$name] = $value;
            } else {
                $hand[self::ENDS["$verb $name"] ?? self::ENDS[$name] ?? $name] = $value;
            }
        }
        return new Answer($this->native->post_hand($hand));
    }
}
