<?php

declare(strict_types=1);

namespace Kho;

/** An exact fraction in lowest terms. */
final readonly class Rational implements \JsonSerializable, \Stringable
{
    /**
     * @param int $numerator may be negative
     * @param positive-int $denominator
     * @throws void
     */
    public function __construct(public int $numerator, public int $denominator)
    {
    }

    /**
     * The nearest float: for charts, not for sums.
     *
     * @throws void
     */
    public function toFloat(): float
    {
        return $this->numerator / $this->denominator;
    }

    /**
     * "47/3", or "16" where it is whole.
     *
     * @throws void
     */
    public function __toString(): string
    {
        return $this->denominator === 1
            ? (string) $this->numerator
            : "$this->numerator/$this->denominator";
    }

    /**
     * The text of __toString().
     *
     * @throws void
     */
    public function jsonSerialize(): string
    {
        return (string) $this;
    }
}
