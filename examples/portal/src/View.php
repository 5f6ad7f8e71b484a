<?php

declare(strict_types=1);

namespace Portal;

use Kho\Rational;
use Kho\Table;

/**
 * What templates print with. Everything that reaches a page goes through one of these
 * methods, and each returns HTML that is safe where it is put.
 */
final class View
{
    /** Rows of a page. */
    public const ROWS = 50;
    private const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct',
        'Nov', 'Dec'];
    /** Word of a standing or an alert => symbol, and the severity whose colour it has. */
    private const MARKS = [
        'stocked_out' => ['✕', 1], 'negative' => ['−', 1], 'emergency' => ['!', 2],
        'expired' => ['⊘', 2], 'low' => ['▼', 3], 'at_risk' => ['◔', 3],
        'near_expiry' => ['◔', 3], 'discrepancy' => ['≠', 3], 'late_report' => ['◷', 3],
        'over' => ['▲', 4], 'adequate' => ['✓', 5], 'unknown' => ['?', 0],
    ];
    private const SEVERITIES = [1 => '✕', 2 => '!', 3 => '▼', 4 => '▲'];

    /** @param array<string, string> $asked */
    public function __construct(
        public readonly string $language,
        public readonly string $path,
        public readonly array $asked,
        public readonly ?Books $books,
    ) {
    }

    /**
     * Make a page of a template.
     *
     * @param string $tab the part of the navigation that it belongs to
     * @param string $title plain text, of the window
     * @param array<string, mixed> $values the template's variables
     */
    public function page(string $template, string $tab, string $title, array $values): Response
    {
        $body = $this->part($template, $values);
        $html = $this->part('layout', ['body' => $body, 'tab' => $tab, 'title' => $title]);
        return new Response(200, $html, ['Content-Type' => 'text/html; charset=utf-8']);
    }

    /**
     * Fill a template in; templates call it for their parts.
     *
     * @param array<string, mixed> $values
     */
    public function part(string $template, array $values): string
    {
        $render = function () use ($template, $values): string {
            $v = $this;
            extract($values, EXTR_SKIP);
            ob_start();
            try {
                require dirname(__DIR__) . "/templates/$template.php";
                return (string) ob_get_contents();
            } finally {
                ob_end_clean();
            }
        };
        return $render();
    }

    /**
     * Names of codes and words in a table's columns.
     *
     * @param string[] $keys of the columns
     * @return array<string, array<string, string>> key => code => name
     */
    public function names(Table $table, array $keys): array
    {
        $names = [];
        foreach ($keys as $key) {
            $names[$key] = $table->names($key, $this->language);
        }
        return $names;
    }

    /** Any text. */
    public function e(?string $text): string
    {
        return htmlspecialchars($text ?? '', ENT_QUOTES | ENT_SUBSTITUTE | ENT_HTML5, 'UTF-8');
    }

    /** The title of a list: what it is of, and of which place. */
    public function titleOf(string $key): string
    {
        $place = isset($this->asked['place']) ? $this->books->tree()->name($this->asked['place']) : '';
        return Texts::say($key, $this->language) . ($place === '' ? '' : ", $place");
    }

    /** A text of the portal's own. */
    public function t(string $key, string|int ...$with): string
    {
        return $this->e(Texts::say($key, $this->language, ...$with));
    }

    /** What was made by these methods before: a part of a page. */
    public function whole(string $html): string
    {
        return $html;
    }

    /** A number, or a dash where there is none. */
    public function n(int|Rational|null $number, int $digits = 0): string
    {
        return $number === null
            ? '<span class="none">–</span>'
            : $this->plain($number, $digits);
    }

    /** A number as people of the language write it; an average is rounded half up. */
    public function plain(int|Rational $number, int $digits = 0): string
    {
        [$thousands, $point] = $this->language === 'en' ? [',', '.'] : ['.', ','];
        $over = is_int($number) ? $number : $number->numerator;
        $under = is_int($number) ? 1 : $number->denominator;
        $digits = is_int($number) ? 0 : $digits;
        $scale = 10 ** $digits;
        $size = abs($over);
        $whole = intdiv($size, $under);
        $part = intdiv(2 * ($size % $under) * $scale + $under, 2 * $under);
        if ($part === $scale) {
            [$whole, $part] = [$whole + 1, 0];
        }
        $text = preg_replace('/\B(?=(\d{3})+$)/', $thousands, (string) $whole)
            . ($digits > 0 ? $point . str_pad((string) $part, $digits, '0', STR_PAD_LEFT) : '');
        return ($over < 0 ? '−' : '') . $text;
    }

    /** A day. */
    public function day(?string $day): string
    {
        if ($day === null) {
            return '<span class="none">–</span>';
        }
        [$year, $month, $date] = explode('-', $day);
        $shown = $this->language === 'en'
            ? (int) $date . ' ' . self::MONTHS[(int) $month - 1] . " $year"
            : "$date/$month/$year";
        return '<time datetime="' . $this->e($day) . '">' . $this->e($shown) . '</time>';
    }

    /** A month of the form YYYY-MM. */
    public function month(string $month): string
    {
        return $this->e($this->monthText($month));
    }

    /** The same, to be said within a text. */
    public function monthText(string $month): string
    {
        [$year, $number] = explode('-', $month);
        return $this->language === 'en'
            ? self::MONTHS[(int) $number - 1] . " $year"
            : "$number/$year";
    }

    /** How many days ago a day was, as of the day asked of. */
    public function ago(string $day): string
    {
        $from = new \DateTimeImmutable($day);
        return $this->t('days', (int) $from->diff(new \DateTimeImmutable($this->books->on))->days);
    }

    /** A standing or an alert: its symbol, its word, its colour. */
    public function mark(string $word, string $name): string
    {
        [$symbol, $colour] = self::MARKS[$word] ?? ['•', 0];
        return "<span class=\"mark s$colour\"><span class=\"symbol\" aria-hidden=\"true\">"
            . "$symbol</span> {$this->e($name)}</span>";
    }

    /** A severity: its symbol and word. */
    public function severity(int $severity): string
    {
        $symbol = self::SEVERITIES[$severity];
        return "<span class=\"symbol\" aria-hidden=\"true\">$symbol</span> "
            . $this->t("severity_$severity");
    }

    /**
     * The address of a page, with the language and the day of this one; not yet HTML.
     *
     * @param array<string, string|int|null> $asked
     */
    public function address(string $path, array $asked = []): string
    {
        $kept = ['on' => $this->asked['on'] ?? null, 'lang' => $this->language];
        $query = http_build_query(array_filter(
            $asked + $kept,
            static fn(string|int|null $value): bool => $value !== null && $value !== '',
        ));
        return "$path?$query";
    }

    /** @param array<string, string|int|null> $asked */
    public function url(string $path, array $asked = []): string
    {
        return $this->e($this->address($path, $asked));
    }

    /**
     * The address of this page with some of what was asked for changed.
     *
     * @param array<string, string|int|null> $changed
     */
    public function here(array $changed = []): string
    {
        return $this->url($this->path, $changed + $this->asked);
    }

    /** The address of a list as a feed, whole. */
    public function feed(string $path): string
    {
        return $this->url($path, ['page' => null] + $this->asked);
    }

    /** Which rules judged. */
    public function rules(string $name): string
    {
        return $name === 'built-in'
            ? $this->t('rules', Texts::say('built_in', $this->language))
            : $this->t('rules', $name);
    }

    /** The attribute of a link to what is shown. */
    public function current(bool $is): string
    {
        return $is ? ' aria-current="page"' : '';
    }

    /** The attribute of a choice that was made. */
    public function selected(string $code, string $chosen): string
    {
        return $code === $chosen ? ' selected' : '';
    }

    /** The attribute of what is folded out. */
    public function open(bool $is): string
    {
        return $is ? ' open' : '';
    }

    /** The space before the name of a place so far down. */
    public function indent(int $depth): string
    {
        return str_repeat('&nbsp;&nbsp;', $depth);
    }

    /**
     * The 24 months of a line as a drawing.
     *
     * @param array<string, array<string, mixed>> $rows month => row of the report
     * @param string[] $months
     */
    public function chart(array $rows, array $months, string $id, string $title): string
    {
        return (new Chart($this, $months))->stock($rows, $id, $title);
    }

    /**
     * Days out of stock, a cell for each month.
     *
     * @param array<string, ?int> $days month => days
     */
    public function strip(array $days): string
    {
        return (new Chart($this, array_keys($days)))->strip($days);
    }

    /** When the style sheet was last changed: its address changes with it. */
    public function style(): string
    {
        return '/style.css?v=' . (int) filemtime(dirname(__DIR__) . '/public/style.css');
    }
}
