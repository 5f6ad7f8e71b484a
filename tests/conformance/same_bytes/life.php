<?php

/* Live on in a ledger by a clock that stands, and write its tables:
   life.php LEDGER LINES FOLDER. */

declare(strict_types=1);

require __DIR__ . '/../../../bindings/php/autoload.php';

setlocale(LC_ALL, '');
[, $path, $lines, $folder] = $argv;
$on = '2025-11-05';
/* Later than the command's, in whose past all that is asked about must lie, too. */
$clock = static fn () => new DateTimeImmutable('2100-01-05T05:00:00Z');
$ledger = Kho\Ledger::open($path, lang: 'vi', clock: $clock);
foreach (file($lines) as $line) {
    $ledger->post(json_decode($line, true, 512, JSON_THROW_ON_ERROR));
}
$ledger->closeMonth('2025-10', 'tyt', by: 'Lan');
$tables = [
    'stock' => $ledger->stock(on: $on),
    'report' => $ledger->report('2025-10', place: 'cds', tree: true, on: $on),
    'ytd' => $ledger->report('2025-10', ytd: true, place: 'tyt', on: $on),
    'alerts' => $ledger->alerts(on: $on),
    'explain' => $ledger->explain('tyt', 'bcs', on: $on),
    'services' => $ledger->report('2025-10', 'services', on: $on),
    'mix' => $ledger->report('2025-Q4', 'mix', on: $on),
    'check' => $ledger->check(),
];
foreach ($tables as $name => $table) {
    $table->toCsv("$folder/$name.csv");
    $table->toJson("$folder/$name.json");
    $table->toHtml("$folder/$name.html");
    $table->toXlsx("$folder/$name.xlsx");
}
$ledger->supervise('tyt', on: $on)->toHtml("$folder/supervise.html");
