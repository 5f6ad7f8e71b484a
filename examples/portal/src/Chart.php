<?php

declare(strict_types=1);

namespace Portal;

use Kho\Rational;

/** Drawings as SVG within the page: no scripts, no colours of their own (style.css has them). */
final class Chart
{
    private const WIDTH = 600;
    private const HEIGHT = 260;
    private const LEFT = 62;
    private const RIGHT = 16;
    private const TOP = 22;
    private const BOTTOM = 32;

    /** @param string[] $months in their order */
    public function __construct(private readonly View $view, private readonly array $months)
    {
    }

    /**
     * Stock at each month's end as bars, consumption as a line, months with days out marked.
     *
     * @param array<string, array<string, mixed>> $rows month => row of the report
     */
    public function stock(array $rows, string $id, string $title): string
    {
        $step = self::step($this->highest($rows));
        $top = $step * max(1, (int) ceil($this->highest($rows) / $step));
        $parts = [$this->grid($step, $top)];
        foreach ($this->months as $at => $month) {
            if (isset($rows[$month])) {
                $parts[] = $this->bar($at, $month, $rows[$month], $top);
            }
            $parts[] = $this->label($at, $month);
        }
        $parts[] = $this->line($rows, $top);
        return sprintf(
            '<svg class="chart" viewBox="0 0 %d %d" role="img" aria-labelledby="%s">'
                . '<title id="%3$s">%s</title>%s</svg>',
            self::WIDTH,
            self::HEIGHT,
            $this->view->e($id),
            $this->view->e($title),
            implode('', $parts),
        );
    }

    /** @param array<string, ?int> $days month => days out of stock; null: not kept then */
    public function strip(array $days): string
    {
        $cells = '';
        foreach (array_values($days) as $at => $count) {
            $class = match (true) {
                $count === null => 'unkept',
                $count === 0 => 'fine',
                $count < 10 => 'some',
                default => 'many',
            };
            $height = match ($class) {
                'unkept' => 3,
                'fine' => 6,
                'some' => 11,
                default => 16,
            };
            $cells .= sprintf(
                '<rect class="%s" x="%d" y="%d" width="4" height="%d"/>',
                $class,
                5 * $at,
                16 - $height,
                $height,
            );
        }
        $out = count(array_filter($days));
        return sprintf(
            '<svg class="strip" viewBox="0 0 %d 16" role="img" aria-label="%s">%s</svg>',
            5 * count($days) - 1,
            $this->view->t('months_out', $out, count($days)),
            $cells,
        );
    }

    /** @param array<string, array<string, mixed>> $rows */
    private function highest(array $rows): int
    {
        $highest = 1;
        foreach ($rows as $row) {
            $highest = max($highest, $row['closing'], self::ceiling($row['amc']));
        }
        return $highest;
    }

    private static function ceiling(?Rational $value): int
    {
        return $value === null
            ? 0
            : intdiv($value->numerator + $value->denominator - 1, $value->denominator);
    }

    /** A round step of which four or so reach a height. */
    private static function step(int $highest): int
    {
        $power = 10 ** (strlen((string) intdiv($highest, 4)) - 1);
        foreach ([1, 2, 5, 10] as $factor) {
            if ($highest <= 4 * $factor * $power) {
                return $factor * $power;
            }
        }
        return 10 * $power;
    }

    private function x(int $at): float
    {
        return self::LEFT + ($at + 0.5) * (self::WIDTH - self::LEFT - self::RIGHT) / count($this->months);
    }

    private static function y(float $value, int $top): float
    {
        return self::HEIGHT - self::BOTTOM
            - $value / $top * (self::HEIGHT - self::BOTTOM - self::TOP);
    }

    private function grid(int $step, int $top): string
    {
        $lines = '';
        for ($value = 0; $value <= $top; $value += $step) {
            $y = self::y($value, $top);
            $lines .= sprintf(
                '<line class="grid" x1="%d" x2="%d" y1="%.1F" y2="%.1F"/>'
                    . '<text class="axis" x="%d" y="%.1F" text-anchor="end">%s</text>',
                self::LEFT,
                self::WIDTH,
                $y,
                $y,
                self::LEFT - 8,
                $y + 5,
                $this->view->n($value),
            );
        }
        return $lines;
    }

    /** @param array<string, mixed> $row */
    private function bar(int $at, string $month, array $row, int $top): string
    {
        $width = 0.62 * (self::WIDTH - self::LEFT - self::RIGHT) / count($this->months);
        $y = self::y(max(0, $row['closing']), $top);
        $bar = sprintf(
            '<rect class="bar%s" x="%.1F" y="%.1F" width="%.1F" height="%.1F"><title>%s</title></rect>',
            $row['days_out'] > 0 ? ' out' : '',
            $this->x($at) - $width / 2,
            $y,
            $width,
            self::HEIGHT - self::BOTTOM - $y,
            $this->view->t('bar_title', $month, $row['closing'], $row['days_out'] ?? 0),
        );
        return $row['days_out'] > 0 ? $bar . sprintf(
            '<text class="out" x="%.1F" y="%.1F" text-anchor="middle">✕</text>',
            $this->x($at),
            $y - 5,
        ) : $bar;
    }

    private function label(int $at, string $month): string
    {
        if ((count($this->months) - 1 - $at) % 3 !== 0) {
            return '';
        }
        return sprintf(
            '<text class="axis" x="%.1F" y="%d" text-anchor="middle">%s</text>',
            $this->x($at),
            self::HEIGHT - self::BOTTOM + 21,
            $this->view->e(substr($month, 5) . '/' . substr($month, 2, 2)),
        );
    }

    /** @param array<string, array<string, mixed>> $rows */
    private function line(array $rows, int $top): string
    {
        $path = '';
        $drawn = false;
        foreach ($this->months as $at => $month) {
            $amc = $rows[$month]['amc'] ?? null;
            if ($amc !== null) {
                $y = self::y($amc->numerator / $amc->denominator, $top);
                $path .= sprintf('%s%.1F %.1F', $drawn ? 'L' : 'M', $this->x($at), $y);
            }
            $drawn = $amc !== null;
        }
        return $path === '' ? '' : "<path class=\"use\" d=\"$path\"/>";
    }
}
