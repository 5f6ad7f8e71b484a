<?php

declare(strict_types=1);

namespace Portal;

/**
 * What may stand behind the question mark of an address: each parameter once, of a form.
 *
 * An unknown one is refused rather than passed over: a feed that misspells a filter would
 * otherwise get everything and never know.
 */
final class Parameters
{
    private const CODE = '/^[A-Za-z0-9._-]{1,64}$/D';
    private const FORMS = [
        'lang' => '/^(?:vi|en)$/D',
        'place' => self::CODE,
        'item' => self::CODE,
        'channel' => self::CODE,
        'severity' => '/^[1-4]$/D',
        'on' => '/^[12][0-9]{3}-[01][0-9]-[0-3][0-9]$/D',
        'month' => '/^[12][0-9]{3}-(?:0[1-9]|1[0-2])$/D',
        'page' => '/^[1-9][0-9]{0,4}$/D',
    ];
    private const LONGEST = 1024;

    /**
     * Read a query string.
     *
     * @param string[] $taken the parameters that the page takes, beside "lang"
     * @return array<string, string> those that were given; what is empty wasn't
     * @throws Refusal 400, 414
     */
    public static function read(string $query, array $taken): array
    {
        if (strlen($query) > self::LONGEST) {
            throw new Refusal(414, 'too_long');
        }
        $given = [];
        foreach ($query === '' ? [] : explode('&', $query) as $pair) {
            [$name, $value] = array_map('urldecode', explode('=', $pair, 2) + [1 => '']);
            if ($name !== 'lang' && !in_array($name, $taken, true)) {
                throw new Refusal(400, 'unknown_parameter', $name);
            }
            if (isset($given[$name])) {
                throw new Refusal(400, 'twice', $name);
            }
            if ($value !== '' && !self::fits($name, $value)) {
                throw new Refusal(400, 'bad_parameter', $name);
            }
            $given[$name] = $value;
        }
        return array_filter($given, static fn(string $value): bool => $value !== '');
    }

    private static function fits(string $name, string $value): bool
    {
        if (preg_match(self::FORMS[$name], $value) !== 1) {
            return false;
        }
        [$year, $month, $day] = array_map('intval', explode('-', $value) + [0, 0, 0]);
        return $name !== 'on' || checkdate($month, $day, $year);
    }
}
