--TEST--
Whoever calls the extension itself with other types gets a TypeError
--EXTENSIONS--
kho
--FILE--
<?php
$path = __DIR__ . '/types.kho';
$calls = [
    fn () => Kho\Native\open([], 0, 0, 420, 0, null, null),
    fn () => Kho\Native\open($path, 0, 0, 420, 0, 'none', null),
    fn () => Kho\Native\open($path, 0, 0, 420, 0, null, 5),
    fn () => Kho\Native\open($path),
];
$ledger = Kho\Native\open($path, 1, 1000, 420, 0, null, null);
foreach ([5, 1.5, true, new stdClass(), fopen(__FILE__, 'r')] as $value) {
    $calls[] = fn () => $ledger->post($value);
    $calls[] = fn () => $ledger->post_json($value, false, false, 10);
    $calls[] = fn () => $ledger->backup($value);
    $calls[] = fn () => $ledger->define([], $value);
    $calls[] = fn () => $ledger->close_month($value, 'x', false, null);
}
foreach ($calls as $i => $call) {
    try {
        $call();
        echo "call $i was done\n";
    } catch (TypeError) {
        echo '.';
    }
}
foreach ([[null], [[], null, 1], ['2026-11', null, false, null]] as $i => $few) {
    try {
        [$ledger->post(...), $ledger->ask(...), $ledger->close_month(...)][$i](...$few);
        echo "done\n";
    } catch (Throwable $error) {
        echo get_class($error) === 'Error' ? 'wrong' : '.';
    }
}
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/types.kho');
?>
--EXPECT--
................................
