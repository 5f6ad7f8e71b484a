<?php

declare(strict_types=1);

namespace Kho;

/**
 * Several tables under one title, to be read one after the other.
 *
 * @implements \IteratorAggregate<int, Table>
 * @implements \ArrayAccess<int, Table>
 */
final class Tables implements
    \ArrayAccess,
    \Countable,
    \IteratorAggregate,
    \JsonSerializable,
    \Stringable
{
    use Handle;
    use Written;

    /** @var list<Table> */
    private readonly array $tables;

    /**
     * @internal
     * @param string $lang of labels and names, unless they are asked in another
     * @throws void
     */
    public function __construct(
        private readonly Native\Tables $native,
        private readonly string $lang,
    ) {
        $count = $native->count();
        $tables = [];
        for ($i = 0; $i < $count; $i++) {
            $tables[] = new Table($native->share($i), $lang);
        }
        $this->tables = $tables;
    }

    /**
     * Their title for people.
     *
     * @param ?string $lang "en" or "vi"; null: the ledger's
     * @throws \ValueError no such language
     */
    public function title(?string $lang = null): string
    {
        return $this->native->title($this->language($lang));
    }

    /**
     * How many tables there are.
     *
     * @throws void
     */
    public function count(): int
    {
        return count($this->tables);
    }

    /**
     * The tables in order.
     *
     * @return \ArrayIterator<int, Table>
     * @throws void
     */
    public function getIterator(): \ArrayIterator
    {
        return new \ArrayIterator($this->tables);
    }

    /**
     * @param int $offset a table, from 0
     * @throws void
     */
    public function offsetExists(mixed $offset): bool
    {
        return is_int($offset) && isset($this->tables[$offset]);
    }

    /**
     * A table.
     *
     * @param int $offset from 0
     * @throws \OutOfBoundsException no such table
     */
    public function offsetGet(mixed $offset): Table
    {
        return $this->offsetExists($offset)
            ? $this->tables[$offset]
            : throw new \OutOfBoundsException('no such table');
    }

    /**
     * Tables don't change.
     *
     * @throws \LogicException always
     */
    public function offsetSet(mixed $offset, mixed $value): never
    {
        throw new \LogicException('tables do not change');
    }

    /**
     * Tables don't change.
     *
     * @throws \LogicException always
     */
    public function offsetUnset(mixed $offset): never
    {
        throw new \LogicException('tables do not change');
    }
}
