<?php

declare(strict_types=1);

namespace Kho;

/**
 * The answer to a question: rows of named cells.
 *
 * A cell is an int, an ISO day, a Rational or a text, and null where it is undefined.
 * Codes are given, not names: see names(). A table doesn't change, and may outlive its
 * ledger.
 *
 * @phpstan-type Row array<string, int|string|Rational|null>
 * @implements \IteratorAggregate<int, Row>
 * @implements \ArrayAccess<int, Row>
 */
final class Table implements
    \ArrayAccess,
    \Countable,
    \IteratorAggregate,
    \JsonSerializable,
    \Stringable
{
    use Handle;
    use Written;

    private const TYPES = ['integer', 'rational', 'date', 'text'];

    /** Rows are made this many at a time. */
    private const CHUNK = 256;

    /** Which question it answers, such as "report". */
    public readonly string $name;

    /** @var list<string> */
    private readonly array $keys;

    /**
     * @internal
     * @param string $lang of labels and names, unless they are asked in another
     * @throws void
     */
    public function __construct(
        private readonly Native\Table $native,
        private readonly string $lang,
    ) {
        $this->name = $native->name();
        $columns = $native->columns();
        $keys = [];
        for ($i = 0; $i < $columns; $i++) {
            $keys[] = $native->key($i);
        }
        $this->keys = $keys;
    }

    /**
     * Its title for people.
     *
     * @param ?string $lang "en" or "vi"; null: the ledger's
     * @throws \ValueError no such language
     */
    public function title(?string $lang = null): string
    {
        return $this->native->title($this->language($lang));
    }

    /**
     * What it was made with: ["on" => "2026-11-30", "known" => "1284", ...].
     *
     * @return array<string, string>
     * @throws void
     */
    public function meta(): array
    {
        $metas = $this->native->metas();
        $meta = [];
        for ($i = 0; $i < $metas; $i++) {
            $key = $this->native->meta_key($i);
            $meta[$key] = $this->native->meta($key);
        }
        return $meta;
    }

    /**
     * The keys of its columns, and what their cells are.
     *
     * @return array<string, 'integer'|'rational'|'date'|'text'>
     * @throws void
     */
    public function columns(): array
    {
        $columns = [];
        foreach ($this->keys as $i => $key) {
            $columns[$key] = self::TYPES[$this->native->type($i)];
        }
        return $columns;
    }

    /**
     * A column's label for people.
     *
     * @param ?string $lang "en" or "vi"; null: the ledger's
     * @throws \OutOfBoundsException no such column
     * @throws \ValueError no such language
     */
    public function label(string $key, ?string $lang = null): string
    {
        return $this->native->label($this->column($key), $this->language($lang));
    }

    /**
     * What people read for each code in a column of texts: code => name.
     *
     * A code whose name depends on the row (in the values of an explanation, a status is
     * also a sentence) isn't among them: shown() tells it.
     *
     * @param ?string $lang "en" or "vi"; null: the ledger's
     * @return array<string, string> PHP makes integers of codes of digits alone
     * @throws \OutOfBoundsException no such column
     * @throws \ValueError no such language
     */
    public function names(string $key, ?string $lang = null): array
    {
        $column = $this->column($key);
        $language = $this->language($lang);
        $words = $this->native->words($column);
        $names = $unlike = [];
        for ($i = 0; $i < $words; $i++) {
            $word = $this->native->word($column, $i);
            $name = $this->native->word_name($column, $i, $language);
            if (($names[$word] ??= $name) !== $name) {
                $unlike[$word] = true;
            }
        }
        return array_diff_key($names, $unlike);
    }

    /**
     * A cell as people read it: names, thousands, printed digits; "" where undefined.
     *
     * @param int $row from 0
     * @param ?string $lang "en" or "vi"; null: the ledger's
     * @throws \OutOfBoundsException no such row or column
     * @throws \ValueError no such language
     */
    public function shown(int $row, string $key, ?string $lang = null): string
    {
        $this->check($row);
        return $this->native->shown_cell(
            $row,
            $this->column($key),
            $this->language($lang),
        );
    }

    /**
     * Write it as CSV: one line of keys, codes, no language.
     *
     * @param ?string $path of a file; null: give it as a text
     * @return ($path is null ? string : null)
     * @throws \RuntimeException the file can't be written
     */
    public function toCsv(?string $path = null): ?string
    {
        return $this->write(1, $path, null);
    }

    /**
     * Write it as a workbook.
     *
     * @param ?string $path of a file; null: give its bytes
     * @param ?string $lang "en" or "vi"; null: the ledger's
     * @return ($path is null ? string : null)
     * @throws Invalid this build has no workbooks, or more rows than a sheet has
     * @throws \RuntimeException the file can't be written
     */
    public function toXlsx(?string $path = null, ?string $lang = null): ?string
    {
        return $this->write(4, $path, $lang);
    }

    /**
     * How many rows it has.
     *
     * @throws void
     */
    public function count(): int
    {
        return $this->native->rows();
    }

    /**
     * Its rows one by one, made as they are asked for.
     *
     * @return \Generator<int, Row>
     * @throws void
     */
    public function getIterator(): \Generator
    {
        $rows = $this->count();
        for ($first = 0; $first < $rows; $first += self::CHUNK) {
            foreach ($this->native->read($first, self::CHUNK) as $i => $row) {
                yield $first + $i => $row;
            }
        }
    }

    /**
     * @param int $offset a row, from 0
     * @throws void
     */
    public function offsetExists(mixed $offset): bool
    {
        return is_int($offset) && $offset >= 0 && $offset < $this->count();
    }

    /**
     * A row.
     *
     * @param int $offset from 0
     * @return Row
     * @throws \OutOfBoundsException no such row
     */
    public function offsetGet(mixed $offset): array
    {
        $this->check($offset);
        return $this->native->read($offset, 1)[0];
    }

    /**
     * A table doesn't change.
     *
     * @throws \LogicException always
     */
    public function offsetSet(mixed $offset, mixed $value): never
    {
        throw new \LogicException('a table does not change');
    }

    /**
     * A table doesn't change.
     *
     * @throws \LogicException always
     */
    public function offsetUnset(mixed $offset): never
    {
        throw new \LogicException('a table does not change');
    }

    private function check(mixed $row): void
    {
        if (!$this->offsetExists($row)) {
            throw new \OutOfBoundsException(
                'no row ' . (is_scalar($row) ? $row : get_debug_type($row)),
            );
        }
    }

    private function column(string $key): int
    {
        $column = array_search($key, $this->keys, true);
        if ($column === false) {
            throw new \OutOfBoundsException("no column '$key'");
        }
        return $column;
    }
}
