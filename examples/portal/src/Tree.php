<?php

declare(strict_types=1);

namespace Portal;

use Kho\Table;

/** The stores and collaborators of a ledger, each under the place above it. */
final class Tree
{
    /** @var array<string, string> code => name */
    private array $names = [];
    /** @var array<string, array{kind: string, level: ?string, parent: ?string}> */
    private array $places = [];
    /** @var array<string, string[]> code => codes under it; "" => those without a parent */
    private array $children = [];

    public function __construct(Table $places, string $language)
    {
        $names = $places->names('place', $language);
        foreach ($places as $row) {
            if ($row['kind'] !== 'store' && $row['kind'] !== 'collaborator') {
                continue;
            }
            $code = $row['place'];
            $this->names[$code] = $names[$code] ?? $code;
            $this->places[$code] = $row;
            $this->children[$row['parent'] ?? ''][] = $code;
        }
    }

    public function has(string $code): bool
    {
        return isset($this->places[$code]);
    }

    public function name(string $code): string
    {
        return $this->names[$code] ?? $code;
    }

    public function isStore(string $code): bool
    {
        return $this->places[$code]['kind'] === 'store';
    }

    /** @return string[] */
    public function children(string $code): array
    {
        return $this->children[$code] ?? [];
    }

    /** @return string[] the places above it, the highest first */
    public function above(string $code): array
    {
        $above = [];
        while (($code = $this->places[$code]['parent'] ?? null) !== null && $this->has($code)) {
            array_unshift($above, $code);
        }
        return $above;
    }

    /** @return string[] all places, each after the one above it */
    public function order(string $above = ''): array
    {
        $order = [];
        foreach ($this->children($above) as $code) {
            array_push($order, $code, ...$this->order($code));
        }
        return $order;
    }

    /**
     * The stores, each after the one above it; where they are many, only those that have
     * stores under them.
     *
     * @return array<string, int> code => depth
     */
    public function stores(int $most = 400): array
    {
        $all = [];
        $this->walk('', 0, $all);
        return count($all) <= $most ? $all : array_filter(
            $all,
            fn(string $code): bool => $this->hasStores($code),
            ARRAY_FILTER_USE_KEY,
        );
    }

    /** @param array<string, int> $all */
    private function walk(string $above, int $depth, array &$all): void
    {
        foreach ($this->children($above) as $code) {
            if ($this->isStore($code)) {
                $all[$code] = $depth;
                $this->walk($code, $depth + 1, $all);
            }
        }
    }

    private function hasStores(string $code): bool
    {
        foreach ($this->children($code) as $child) {
            if ($this->isStore($child)) {
                return true;
            }
        }
        return false;
    }
}
