<?php

/*
 * A process whose callback ends in a fatal error, for FatalTest.php: it tells the error,
 * waits for a line, and tells what came of using its ledger once more.
 *
 *     php tests/php/fatal.php LEDGER CALL HOW
 */

declare(strict_types=1);

use Kho\Ledger;

require __DIR__ . '/../../bindings/php/autoload.php';

[, $path, $call, $how] = $argv;

function fail(string $how): void
{
    static $failed = false;

    if ($failed) {
        return;
    }
    $failed = true;
    if ($how === 'time') {
        set_time_limit(1);
        for (;;) {
        }
    }
    trigger_error('of a callback', E_USER_ERROR);
}

$noon = new DateTimeImmutable('2026-11-30 12:00 +07:00');
$clock = static function () use ($noon, $call, $how): DateTimeInterface {
    if (!in_array($call, ['close', 'check', 'nested'], true)) {
        fail($how);
    }
    return $noon;
};
$progress = match ($call) {
    'nested' => static function () use ($path, $how): void {
        Ledger::open($path, clock: static fn () => fail($how))->today();
    },
    default => static fn () => fail($how),
};
$ledger = Ledger::open($path, busy: 0, clock: $clock, progress: $progress);
$dispense = static fn (string $uid) => $ledger->dispense(
    '2026-11-05',
    'tyt',
    ['bcs' => 1],
    uid: $uid,
);
register_shutdown_function(static function () use ($ledger, $dispense): void {
    echo error_get_last()['message'] ?? 'no error', "\n";
    fgets(STDIN);
    echo $dispense('PX-3')->existing ? 'existing' : 'posted', "\n";
    $ledger->close();
    echo "closed\n";
});
$work = match ($call) {
    'post', 'fiber' => static fn () => $dispense('PX-1'),
    'lines' => static fn () => $ledger->postJson([
        ['date' => '2026-11-05', 'moves' => [
            ['item' => 'bcs', 'quantity' => 1, 'from' => 'tyt', 'to' => 'client'],
        ]],
    ]),
    'define' => static fn () => $ledger->define(['channels' => ['other']]),
    'ask' => $ledger->alerts(...),
    'today' => $ledger->today(...),
    'close', 'nested' => static fn () => $ledger->closeMonth('2026-10', 'tyt'),
    'check' => $ledger->check(...),
};
if ($call === 'fiber') {
    $fiber = new Fiber($work);
    $fiber->start();
} else {
    $work();
}
echo "it went on\n";
