<?php

/*
 * Everything that takes memory, again and again: neither PHP's memory nor the process's
 * grows. Sanitizers and valgrind look on.
 *
 *     bash tests/php/common.sh tests/php/leaks.php [CYCLES]
 */

declare(strict_types=1);

use Kho\Ledger;

require __DIR__ . '/../../bindings/php/autoload.php';

function refused(callable $call, string $class): void
{
    try {
        $call();
    } catch (\Throwable $thrown) {
        if ($thrown instanceof $class) {
            return;
        }
        throw $thrown;
    }
    throw new \LogicException("$class was expected");
}

function throwing(): never
{
    throw new \DomainException('of a callback');
}

/** A ledger that is known: some hundred lines of stock, each with fractions and days. */
function make(string $path): void
{
    $ledger = Ledger::open($path, create: true);
    $items = $lines = [];
    for ($i = 0; $i < 300; $i++) {
        $items[] = ['code' => "i$i", 'name' => "Hàng $i", 'unit' => 'chiếc'];
        $lines["i$i@L$i/2035-05"] = 1000 + $i;
    }
    $ledger->define(['channels' => ['free'], 'items' => $items, 'places' => [
        ['code' => 'ncc', 'kind' => 'supplier', 'name' => 'Kho'],
        ['code' => 'tyt', 'kind' => 'store', 'name' => 'Trạm'],
    ]], fromDate: '2025-01-01');
    $ledger->receive('2025-11-03', 'ncc', 'tyt', $lines, uid: 'PN-1');
    $ledger->dispense('2025-11-04', 'tyt', ['i0' => 7, 'i1' => 11], uid: 'PX-1');
}

function ask(Ledger $ledger): void
{
    foreach ($ledger->stock() as $i => $row) {
        if ($i === 260) { /* in the second chunk: the generator is abandoned */
            break;
        }
    }
    $report = $ledger->report('2025-11', place: 'tyt');
    iterator_to_array($report);
    json_encode($report);
    $report->names('item', 'vi');
    $report->meta();
    $report->shown(0, 'closing');
    foreach ($ledger->supervise('tyt') as $table) {
        (string) $table;
    }
    refused(fn () => $report[1000000], \OutOfBoundsException::class);
    refused(fn () => $report->label('none'), \OutOfBoundsException::class);
}

function post(Ledger $ledger): void
{
    $again = $ledger->dispense('2025-11-04', 'tyt', ['i0' => 7, 'i1' => 11], uid: 'PX-1');
    $again->existing || throw new \LogicException('it was posted twice');
    $dispense = fn ($quantity) => fn () => $ledger->dispense(
        '2025-11-05',
        'tyt',
        ['i0' => $quantity],
    );
    refused($dispense(9999), Kho\Short::class);
    refused($dispense(1.5), TypeError::class);
    refused(fn () => $ledger->post(['moves' => [[[[]]]]]), Kho\Invalid::class);
    refused(fn () => $ledger->post(['moves' => [new stdClass()]]), TypeError::class);
    refused(fn () => $ledger->post(["\xff" => 1]), Kho\Invalid::class);
    refused(fn () => $ledger->dispense("2025\0", 'tyt', []), Kho\Invalid::class);
    refused(fn () => $ledger->backup("a\0b"), ValueError::class);
    refused(fn () => $ledger->closeMonth('2026-13', 'tyt'), Kho\Invalid::class);
    refused(fn () => $ledger->loadRules('/none.yaml'), Kho\NotFound::class);
    refused(fn () => $ledger->importMonthly('/none', '/none'), Kho\NotFound::class);
    refused(fn () => $ledger->batch(throwing(...)), DomainException::class);
    $ledger->postJson("{}\n[]\n", dryRun: true);
}

function cycle(string $path): void
{
    $ledger = Ledger::open($path, progress: static fn () => null);
    ask($ledger);
    post($ledger);
    $table = $ledger->stock();
    $ledger->close();
    refused(fn () => $ledger->stock(), Kho\Invalid::class);
    count($table) === 300 || throw new \LogicException('a table outlives its ledger');

    refused(fn () => Ledger::open("$path.none"), Kho\NotFound::class);
    refused(fn () => Ledger::open($path, create: true), Kho\Exists::class);
    refused(fn () => Ledger::open($path, lang: 'fr'), ValueError::class);
    $left = Ledger::open($path, readOnly: true, clock: throwing(...));
    refused(fn () => $left->alerts(), DomainException::class);
    $loud = Ledger::open($path, progress: throwing(...));
    file_put_contents(
        "$path.rules",
        "kho: rules/1\nname: tried\norder: {max_months: 4}\n",
    );
    $try = fn () => $loud->tryRules("$path.rules", '2025-11-01', '2025-11-30');
    refused($try, DomainException::class); /* its table is freed */
}

/** Pages of memory that the process holds. */
function held(): int
{
    return (int) explode(' ', file_get_contents('/proc/self/statm'))[1];
}

/** Do it again and again: how many bytes PHP took, and how many pages the process. */
function grown(int $times, callable $work): array
{
    for ($i = 0; $i < min($times, 20); $i++) { /* what is made once is there */
        $work();
    }
    gc_collect_cycles();
    [$bytes, $pages] = [memory_get_usage(), held()];
    for ($i = 0; $i < $times; $i++) {
        $work();
    }
    gc_collect_cycles();
    return [memory_get_usage() - $bytes, held() - $pages];
}

$cycles = (int) ($argv[1] ?? 100);
$openings = (int) ($argv[2] ?? 2000);
$folder = sys_get_temp_dir() . '/kho-' . bin2hex(random_bytes(8));
mkdir($folder);
$path = "$folder/new.kho";
make($path);
$grown = [
    "$cycles cycles" => grown($cycles, static fn () => cycle($path)),
    "$openings openings" => grown(
        $openings,
        static fn () => Ledger::open($path, progress: static fn () => null)->close(),
    ),
];
array_map(unlink(...), glob("$folder/*"));
rmdir($folder);
$watched = getenv('KHO_PHP_PRELOAD') || getenv('KHO_VALGRIND'); /* that takes memory */
foreach ($grown as $what => [$bytes, $pages]) {
    echo "$what: PHP's memory grew by $bytes bytes, the process by $pages pages\n";
    if ($bytes > 0 || $pages > 256 && !$watched) {
        throw new \LogicException('memory grows');
    }
}
