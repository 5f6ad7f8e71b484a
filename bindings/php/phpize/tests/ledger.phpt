--TEST--
A ledger, with the classes of kho/kho (KHO_PHP_CLASSES: their autoload.php)
--EXTENSIONS--
kho
--SKIPIF--
<?php
if (!getenv('KHO_PHP_CLASSES')) {
    die('skip KHO_PHP_CLASSES is not set');
}
?>
--FILE--
<?php
require getenv('KHO_PHP_CLASSES');
$path = __DIR__ . '/ledger.kho';
$noon = new DateTimeImmutable('2026-11-30 12:00 +07:00');
$ledger = Kho\Ledger::open($path, create: true, lang: 'vi', clock: fn () => $noon);
$ledger->define(['channels' => ['free'], 'items' => [
    ['code' => 'bcs', 'name' => 'Bao cao su', 'unit' => 'chiếc', 'pack' => 144],
], 'places' => [
    ['code' => 'ncc', 'kind' => 'supplier', 'name' => 'Kho trung ương'],
    ['code' => 'tyt', 'kind' => 'store', 'name' => 'Trạm Y tế'],
]], fromDate: '2026-01-01');
$ledger->receive('2026-11-03', 'ncc', 'tyt', ['bcs@A12/2029-05' => 1440], uid: 'PN-1');
try {
    $ledger->dispense('2026-11-05', 'tyt', ['bcs' => 1441]);
} catch (Kho\Short $short) {
    echo $short->getMessage(), "\n";
}
foreach ($ledger->stock() as $row) {
    echo implode(' ', $row), "\n";
}
echo $ledger->today(), "\n";
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/ledger.kho');
?>
--EXPECT--
bcs: cần 1441, còn 1440 ngày 2026-11-05
tyt bcs A12 2029-05-31 free 1440 1440
2026-11-30
