<?php

declare(strict_types=1);

namespace Kho\Tests;

use Kho\Rational;
use Kho\Table;

require_once __DIR__ . '/LedgerCase.php';

final class TableTest extends LedgerCase
{
    private function report(): Table
    {
        $this->receive();
        $this->ledger->dispense('2026-11-12', 'tyt', ['bcs' => 100]);
        return $this->ledger->report('2026-11', place: 'tyt', item: 'bcs');
    }

    public function testCellsAreIntegersDaysFractionsTextsAndNull(): void
    {
        $report = $this->report();
        $this->assertSame('report', $report->name);
        $this->assertCount(1, $report);
        $row = $report[0];
        $this->assertSame(array_keys($report->columns()), array_keys($row));
        $this->assertSame('tyt', $row['place']);
        $this->assertSame(1440, $row['received']);
        $this->assertSame(100, $row['dispensed']);
        $this->assertSame(1340, $row['closing']);
        $this->assertInstanceOf(Rational::class, $row['amc']);
        $this->assertSame([100, 1], [$row['amc']->numerator, $row['amc']->denominator]);
        $this->assertSame('67/5', (string) $row['months']); /* 1340 / 100 */
        $this->assertSame(13.4, $row['months']->toFloat());
        $lot = $this->ledger->stock(item: '5518')[0];
        $this->assertSame('2027-06-30', $lot['expiry']);
        $this->ledger->receive('2026-11-13', 'ncc', 'tyt', ['bcs@X' => 1]);
        $without = array_column([...$this->ledger->stock()], 'expiry', 'lot');
        $this->assertNull($without['X']);
        $types = ['place' => 'text', 'closing' => 'integer', 'amc' => 'rational'];
        $this->assertSame($types, array_intersect_key($report->columns(), $types));
        $this->assertSame('date', $this->ledger->stock()->columns()['expiry']);
    }

    public function testPeopleReadNamesInEitherLanguage(): void
    {
        $report = $this->report();
        $this->assertSame('Closing', $report->label('closing'));
        $this->assertSame('Tồn cuối kỳ', $report->label('closing', 'vi'));
        $this->assertSame(['bcs' => 'Condom'], $report->names('item'));
        $this->assertSame(['bcs' => 'Bao cao su'], $report->names('item', lang: 'vi'));
        $this->assertSame('1,340', $report->shown(0, 'closing'));
        $this->assertSame('1.340', $report->shown(0, 'closing', 'vi'));
        $this->assertSame('13,4', $report->shown(0, 'months', 'vi'));
        $this->assertNotSame($report->title('vi'), $report->title('en'));
        $this->assertSame('2026-11-30', $report->meta()['on']);
    }

    /** A judgement's word is its status and its sentence: only the row says which. */
    public function testACodeWithSeveralNamesHasNone(): void
    {
        $this->receive();
        $explained = $this->ledger->explain('tyt', 'bcs');
        $at = array_flip(array_column([...$explained], 'step'));
        $this->assertSame('unknown', $explained[$at['status']]['value']);
        $this->assertSame('unknown', $explained[$at['because']]['value']);
        $names = $explained->names('value');
        $this->assertArrayNotHasKey('unknown', $names);
        $this->assertSame('1440', $names['1440']);
        $this->assertSame('Chưa rõ', $explained->shown($at['status'], 'value', 'vi'));
        $sentence = $explained->shown($at['because'], 'value');
        $this->assertStringStartsWith('1,440 usable, but ', $sentence);
    }

    public function testItIsWrittenAsTextOrIntoAFile(): void
    {
        $stock = $this->open('other.kho', create: true)->stock();
        $csv = "place,item,lot,expiry,channel,quantity,usable\n";
        $this->assertSame($csv, $stock->toCsv());
        $this->assertNull($stock->toCsv("$this->folder/stock.csv"));
        $this->assertSame($csv, file_get_contents("$this->folder/stock.csv"));
        $report = $this->report();
        $this->assertStringContainsString('Bao cao su', $report->toHtml(lang: 'vi'));
        $this->assertStringContainsString('Condom', (string) $report);
        $this->assertSame('PK', substr($report->toXlsx(), 0, 2));
        $told = json_decode(json_encode($report), true);
        $this->assertSame($told, json_decode($report->toJson(), true));
        $this->assertSame(1340, $told['rows'][0]['closing']);
        $this->expectException(\RuntimeException::class);
        $report->toCsv("$this->folder/none/stock.csv");
    }

    public function testRowsComeOneByOneAndInChunks(): void
    {
        $lines = [];
        for ($i = 0; $i < 600; $i++) {
            $lines["bcs@L$i/2029-05"] = $i + 1;
        }
        $this->ledger->receive('2026-11-03', 'ncc', 'tyt', $lines);
        $stock = $this->ledger->stock();
        $this->assertCount(600, $stock);
        $sum = 0;
        $next = 0;
        foreach ($stock as $i => $row) {
            $this->assertSame($next++, $i);
            $sum += $row['quantity'];
        }
        $this->assertSame(600, $next);
        $this->assertSame(180300, $sum);
        $this->assertEquals($stock[599], iterator_to_array($stock)[599]);
        foreach ($stock as $row) { /* a second time, and given up */
            break;
        }
        $this->assertSame($stock[0], $row);
    }

    public function testRowsAndColumnsThatAreNotThere(): void
    {
        $report = $this->report();
        $this->assertTrue(isset($report[0]));
        $this->assertFalse(isset($report[1]) || isset($report[-1]));
        $this->assertFalse(isset($report['0']));
        $calls = [
            fn () => $report[1],
            fn () => $report[-1],
            fn () => $report['0'],
            fn () => $report[PHP_INT_MAX],
            fn () => $report->label('none'),
            fn () => $report->names('none'),
            fn () => $report->shown(1, 'closing'),
        ];
        foreach ($calls as $call) {
            try {
                $call();
                $this->fail('it was given');
            } catch (\OutOfBoundsException $error) {
                $this->assertStringStartsWith('no ', $error->getMessage());
            }
        }
    }

    public function testItDoesNotChange(): void
    {
        $report = $this->report();
        $calls = [
            function () use ($report): void {
                $report[0] = [];
            },
            function () use ($report): void {
                unset($report[0]);
            },
        ];
        foreach ($calls as $call) {
            try {
                $call();
                $this->fail('it changed');
            } catch (\LogicException $error) {
                $this->assertSame('a table does not change', $error->getMessage());
            }
        }
    }

    public function testSeveralTablesUnderOneTitle(): void
    {
        $this->receive();
        $tables = $this->ledger->supervise('tyt');
        $this->assertGreaterThan(3, count($tables));
        $this->assertSame('tyt', $tables[0]->meta()['place'] ?? 'tyt');
        foreach ($tables as $i => $table) {
            $this->assertSame($tables[$i], $table);
        }
        $this->assertNotSame($tables->title('vi'), $tables->title('en'));
        $this->assertCount(count($tables), json_decode($tables->toJson())->tables);
        $kept = $tables[0];
        unset($tables);
        $this->assertIsString($kept->toCsv());
    }
}
