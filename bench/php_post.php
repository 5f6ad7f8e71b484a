<?php

/*
 * What it costs to post from PHP rather than from C.
 *
 *     php -d extension=$PWD/build/release/php/kho.so bench/php_post.php \
 *         build/release/kho-post [ENTRIES [ROUNDS]]
 *
 * The same entries are posted by `kho-post` in C and by `Ledger::post()`, in turn, each
 * into a new ledger in memory and in one batch, of one move and of five. Making the
 * arrays is counted, as filling the structures is in C; reading the answers isn't. What
 * counts is the median of the rounds' ratios, of CPU seconds.
 */

declare(strict_types=1);

use Kho\Ledger;

require __DIR__ . '/../bindings/php/autoload.php';

const CATALOGUE = [
    'channels' => ['free'],
    'items' => [['code' => 'bcs', 'name' => 'Bao cao su', 'unit' => 'chiếc']],
    'places' => [
        ['code' => 'ncc', 'kind' => 'supplier', 'name' => 'Kho'],
        ['code' => 'tyt', 'kind' => 'store', 'name' => 'Trạm'],
    ],
];

function entry(int $number, int $moves): array
{
    $lines = [];
    for ($i = 0; $i < $moves; $i++) {
        $lines[] = [
            'item' => 'bcs',
            'lot' => "A$i",
            'expiry' => '2029-05-31',
            'from' => 'ncc',
            'to' => 'tyt',
            'quantity' => 100 + $i,
        ];
    }
    return [
        'uid' => "PN-$number",
        'date' => sprintf('2025-%02d-03', $number % 10 + 1),
        'moves' => $lines,
    ];
}

/** CPU seconds that this process took. */
function seconds(): float
{
    $used = getrusage();
    return $used['ru_utime.tv_sec'] + $used['ru_stime.tv_sec']
        + ($used['ru_utime.tv_usec'] + $used['ru_stime.tv_usec']) / 1e6;
}

function from_php(string $path, int $entries, int $moves): float
{
    $ledger = Ledger::open($path, create: true);
    $ledger->define(CATALOGUE);
    $start = seconds();
    $ledger->batch(static function (Ledger $ledger) use ($entries, $moves): void {
        for ($i = 0; $i < $entries; $i++) {
            $ledger->post(entry($i, $moves));
        }
    });
    $took = seconds() - $start;
    $ledger->close();
    return $took;
}

function from_c(string $program, string $path, int $entries, int $moves): float
{
    return (float) exec(sprintf(
        '%s %s %d %d',
        escapeshellarg($program),
        escapeshellarg($path),
        $entries,
        $moves,
    ));
}

function median(array $numbers): float
{
    sort($numbers);
    return $numbers[intdiv(count($numbers), 2)];
}

if ($argc < 2) {
    fwrite(STDERR, "usage: php_post.php KHO-POST [ENTRIES [ROUNDS]]\n");
    exit(2);
}
$program = $argv[1];
$entries = (int) ($argv[2] ?? 100000);
$rounds = (int) ($argv[3] ?? 7);
$memory = is_dir('/dev/shm') ? '/dev/shm' : sys_get_temp_dir();
foreach ([1, 5] as $moves) {
    $c = $php = $ratio = [];
    for ($round = 0; $round < $rounds; $round++) {
        $path = "$memory/kho-" . bin2hex(random_bytes(8));
        $c[] = from_c($program, "$path.c", $entries, $moves);
        $php[] = from_php("$path.php", $entries, $moves);
        $ratio[] = end($php) / end($c);
        array_map(unlink(...), glob("$path*"));
    }
    printf(
        "%d move%s an entry: C %.2f us, PHP %.2f us, ratio %.2f\n",
        $moves,
        $moves > 1 ? 's' : '',
        1e6 * median($c) / $entries,
        1e6 * median($php) / $entries,
        median($ratio),
    );
}
