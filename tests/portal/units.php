<?php

/* What the portal's pages are made with, apart from any page. */

declare(strict_types=1);

require getenv('PORTAL_SOURCE') . '/src/autoload.php';

use Kho\Rational;
use Portal\{Chart, Portal, Request, View};

function expect(mixed $got, mixed $wanted, string $what): void
{
    if ($got !== $wanted) {
        printf("%s: %s rather than %s\n", $what, var_export($got, true), var_export($wanted, true));
        exit(1);
    }
}

$vi = new View('vi', '/', ['on' => '2026-10-31', 'place' => 'a'], null);
$en = new View('en', '/', [], null);

$harm = "\"'<b>&amp;\xff\u{1EBF}";
expect($vi->e($harm), "&quot;&apos;&lt;b&gt;&amp;amp;\u{FFFD}\u{1EBF}", 'escaped');
expect($vi->url('/', ['item' => '"><b>&']), '/?item=%22%3E%3Cb%3E%26&amp;on=2026-10-31&amp;lang=vi', 'address');
expect($vi->here(['place' => null, 'page' => 2]), '/?page=2&amp;on=2026-10-31&amp;lang=vi', 'changed');
expect($vi->n(null), '<span class="none">–</span>', 'nothing');

$numbers = [ /* number, digits, in Vietnamese, in English; halves are rounded away from 0 */
    [0, 0, '0', '0'],
    [999, 0, '999', '999'],
    [1000, 0, '1.000', '1,000'],
    [-1234567, 0, '−1.234.567', '−1,234,567'],
    [PHP_INT_MAX, 0, '9.223.372.036.854.775.807', '9,223,372,036,854,775,807'],
    [new Rational(47, 3), 1, '15,7', '15.7'],
    [new Rational(1, 4), 1, '0,3', '0.3'],
    [new Rational(-1, 4), 1, '−0,3', '−0.3'],
    [new Rational(5, 2), 0, '3', '3'],
    [new Rational(2999, 1000), 1, '3,0', '3.0'],
    [new Rational(99999, 100), 1, '1.000,0', '1,000.0'],
    [new Rational(3, 1), 1, '3,0', '3.0'],
];
foreach ($numbers as [$number, $digits, $inVietnamese, $inEnglish]) {
    expect($vi->plain($number, $digits), $inVietnamese, 'number');
    expect($en->plain($number, $digits), $inEnglish, 'number');
}
expect(strip_tags($vi->day('2026-03-09')), '09/03/2026', 'day');
expect(strip_tags($en->day('2026-03-09')), '9 Mar 2026', 'day');
expect($vi->month('2026-03') . $en->month('2026-03'), '03/2026Mar 2026', 'month');

$rows = [];
foreach ([100, 50, 0, 400] as $at => $closing) {
    $rows["2026-0$at"] = ['closing' => $closing, 'days_out' => $closing ? 0 : 31, 'amc' => new Rational(200, 1)];
}
$drawn = (new Chart($vi, array_keys($rows)))->stock($rows, 'c', 'a "<b>"');
preg_match_all('/<rect class="bar( out)?"[^>]* height="([0-9.]+)"/', $drawn, $bars);
expect(count($bars[2]), 4, 'bars');
expect(abs((float) $bars[2][0] - 2 * (float) $bars[2][1]) < 0.2, true, 'heights');
expect(abs((float) $bars[2][3] - 4 * (float) $bars[2][0]) < 0.3, true, 'heights');
expect([$bars[2][2], $bars[1][2]], ['0.0', ' out'], 'an empty month');
expect(str_contains($drawn, 'a &quot;&lt;b&gt;&quot;</title>'), true, 'title');
preg_match('/class="use" d="M[0-9.]+ ([0-9.]+)L[0-9.]+ ([0-9.]+)/', $drawn, $line);
expect($line[1], $line[2], 'the same use each month');

$portal = new Portal(getenv('PORTAL_LEDGER'));
expect((new Portal(null))->answer(new Request('GET', '/', '', ''))->status, 503, 'no ledger');
$crumbs = $portal->answer(new Request('GET', '/station', 'place=ctv-0001-1', ''))->body;
expect(strpos($crumbs, '/places?place=cds-01') < strpos($crumbs, '/places?place=tyt-0001'), true, 'crumbs');
echo "the parts are as they should be\n";
