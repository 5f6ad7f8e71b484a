<?php

declare(strict_types=1);

namespace Kho\Tests;

use Kho\Answer;
use Kho\Closed;
use Kho\Conflict;
use Kho\Exists;
use Kho\Foreign;
use Kho\Invalid;
use Kho\Ledger;
use Kho\NotFound;
use Kho\ReadOnlyLedger;
use Kho\Route;

require_once __DIR__ . '/LedgerCase.php';

/** Every movement by its name, and what else writes. */
final class MovementsTest extends LedgerCase
{
    private function held(string $place, string $item = 'bcs'): int
    {
        $sum = 0;
        foreach ($this->ledger->stock(place: $place, item: $item) as $row) {
            $sum += $row['place'] === $place ? $row['quantity'] : 0; /* hold/X apart */
        }
        return $sum;
    }

    /** @return list<array{string, string, int}> from, to, quantity */
    private static function taken(Answer $answer): array
    {
        return array_map(
            fn (array $taken) => [$taken['from'], $taken['to'], $taken['quantity']],
            $answer->taken,
        );
    }

    public function testEachGoesFromWhereItsNameSaysToWhereItSays(): void
    {
        $this->ledger->define(['places' => [
            ['code' => 'xa', 'kind' => 'store', 'name' => 'Trạm khác'],
        ]], fromDate: '2026-01-01');
        $books = $this->ledger;
        $made = [
            $books->begin('2026-11-01', 'tyt', ['bcs@A/2029-05' => 1000]),
            $books->receive('2026-11-02', 'ncc', 'tyt', ['bcs@A/2029-05' => 100]),
            $books->sendBack('2026-11-03', 'tyt', 'ncc', ['bcs' => 10]),
            $books->ship('2026-11-04', 'tyt', 'xa', ['bcs' => 90]),
            $books->arrive('2026-11-05', 'xa', ['bcs' => 80]),
            $books->transfer('2026-11-06', 'xa', 'tyt', ['bcs' => 30]),
            $books->issue('2026-11-07', 'tyt', 'ctv', ['bcs' => 70]),
            $books->giveBack('2026-11-08', 'ctv', 'tyt', ['bcs' => 20]),
            $books->dispense('2026-11-09', 'ctv', ['bcs' => 15]),
            $books->hold('2026-11-10', 'tyt', ['bcs' => 40]),
            $books->release('2026-11-11', 'tyt', ['bcs' => 25]),
            $books->lose('2026-11-12', 'tyt', ['bcs' => 5], reason: 'damaged'),
            $books->lose('2026-11-13', 'tyt', ['bcs' => 1]),
            $books->count('2026-11-14', 'ctv', ['bcs@A/2029-05' => 33]),
        ];
        $this->assertSame([
            [['opening', 'tyt', 1000]],
            [['ncc', 'tyt', 100]],
            [['tyt', 'ncc', 10]],
            [['tyt', 'transit/xa', 90]],
            [['transit/xa', 'xa', 80]],
            [['xa', 'tyt', 30]],
            [['tyt', 'ctv', 70]],
            [['ctv', 'tyt', 20]],
            [['ctv', 'client', 15]],
            [['tyt', 'hold/tyt', 40]],
            [['hold/tyt', 'tyt', 25]],
            [['tyt', 'loss/damaged', 5]],
            [['tyt', 'loss/other', 1]],
            [['ctv', 'count', 2]],
        ], array_map(self::taken(...), $made));
        /* 1000 + 100 - 10 - 90 + 30 - 70 + 20 - 40 + 25 - 5 - 1 */
        $this->assertSame(959, $this->held('tyt'));
        $this->assertSame(33, $this->held('ctv'));
        $reversed = $books->reverse($made[11]->uid, note: 'found again');
        $this->assertSame([['tyt', 'loss/damaged', -5]], self::taken($reversed));
        $this->assertSame(964, $this->held('tyt'));
    }

    public function testAMoveOfAnotherNameIsRefused(): void
    {
        $this->receive();
        $this->expectException(Route::class);
        $this->expectExceptionMessage('issue');
        $this->ledger->transfer('2026-11-05', 'tyt', 'ctv', ['bcs' => 1]);
    }

    public function testServicesAreRecordedWithWhatClientsGot(): void
    {
        $this->receive();
        $this->ledger->serve(
            '2026-11-05',
            'tyt',
            'condom',
            'new',
            ['bcs' => 12],
            clients: 3,
            age: '20-24',
        );
        $this->ledger->serve('2026-11-06', 'tyt', 'condom', 'resupply');
        $services = $this->ledger->report('2026-11', 'services', place: 'tyt');
        $this->assertGreaterThan(0, count($services));
        $this->assertSame(1428, $this->held('tyt'));
        $this->expectException(\TypeError::class);
        $this->ledger->post(['date' => '2026-11-06', 'service' => [
            'place' => 'tyt',
            'method' => 'condom',
            'kind' => 'new',
            'clients' => '3',
        ]]);
    }

    public function testAnEmptyArrayIsAListOrTheMapOfLines(): void
    {
        $this->receive();
        $this->ledger->post(['date' => '2026-11-05', 'moves' => [], 'observed' => [
            ['place' => 'tyt', 'item' => 'bcs', 'lot' => 'A12', 'found' => 1440],
        ]]);
        $this->ledger->define(['items' => [], 'channels' => ['third']]);
        $this->expectException(Invalid::class);
        $this->expectExceptionMessageMatches('/line/');
        $this->ledger->dispense('2026-11-05', 'tyt', []);
    }

    public function testTheSameUidWithOtherContentIsAConflict(): void
    {
        $this->receive();
        $this->expectException(Conflict::class);
        $this->ledger->receive('2026-11-03', 'ncc', 'tyt', ['bcs@A12' => 1], uid: 'PN-1');
    }

    public function testMonthsAreClosedAndOpenedAgain(): void
    {
        $this->receive();
        $this->assertSame(1, $this->ledger->closeMonth('2026-10', 'tyt', by: 'Hoa'));
        try {
            $this->ledger->receive('2026-10-03', 'ncc', 'tyt', ['bcs@B' => 1]);
            $this->fail('it was posted');
        } catch (Closed $error) {
            $this->assertSame('closed', $error->getStatus());
        }
        $this->ledger->receive('2026-10-03', 'ncc', 'tyt', ['bcs@B' => 1], late: true);
        $this->ledger->reopenMonth('2026-10', 'tyt', 'a voucher was found');
        $this->ledger->receive('2026-10-03', 'ncc', 'tyt', ['bcs@B' => 1]);
        $this->assertSame(1442, $this->held('tyt'));
    }

    public function testLinesOfJsonAreAnsweredOneByOne(): void
    {
        $move = ['item' => 'bcs', 'lot' => 'A', 'from' => 'ncc', 'to' => 'tyt'];
        $moves = [$move + ['quantity' => 5]];
        $lines = [
            ['uid' => 'A', 'date' => '2026-11-03', 'moves' => $moves],
            '{"uid": "B", "moves": 1}',
        ];
        $answers = $this->ledger->postJson($lines, dryRun: true);
        $this->assertSame(['A', 'B'], array_column($answers, 'uid'));
        $this->assertSame('posted', $answers[0]['status']);
        $this->assertSame('invalid', $answers[1]['error']['status']);
        $this->assertSame(0, $this->held('tyt'));
        $this->ledger->postJson(json_encode($lines[0]));
        $this->assertSame(5, $this->held('tyt'));
        $this->assertSame([], $this->ledger->postJson(''));
        $this->assertSame('rolled_back', $this->ledger->postJson(
            [str_replace('"A"', '"C"', json_encode($lines[0])), '{}'],
            atomic: true,
        )[0]['status']);
    }

    public function testLinesOfJsonMayHoldDaysAndNoFloats(): void
    {
        $day = new \DateTimeImmutable('2026-11-03 23:30 -10:00');
        $move = ['item' => 'bcs', 'lot' => 'A', 'from' => 'ncc', 'to' => 'tyt'];
        $move += ['expiry' => new \DateTime('2029-05-31'), 'quantity' => 5];
        $line = ['date' => &$day, 'moves' => [$move]];
        $float = ['moves' => [['quantity' => 5.0] + $move]] + $line;
        $answers = $this->ledger->postJson([$line, $float]);
        $this->assertSame('posted', $answers[0]['status'] ?? $answers[0]['error']);
        $this->assertSame('2029-05-31', $answers[0]['taken'][0]['expiry']);
        $this->assertStringContainsString('quantity', $answers[1]['error']['message']);
        $this->assertSame(5, $this->held('tyt'));
        $card = iterator_to_array($this->ledger->card('tyt', 'bcs'));
        $this->assertContains('2026-11-03', array_column($card, 'date'));
        $this->assertInstanceOf(\DateTimeImmutable::class, $day);
    }

    public function testALineThatIsNoJsonIsThrownBeforeAnythingIsPosted(): void
    {
        $move = ['item' => 'bcs', 'lot' => 'A', 'from' => 'ncc', 'to' => 'tyt'];
        $line = ['date' => '2026-11-03', 'moves' => [$move + ['quantity' => 5]]];
        $endless = $line;
        $endless['note'] = [&$endless, &$endless];
        foreach ([$endless, ['note' => "\xff"], ['note' => NAN]] as $wrong) {
            try {
                $this->ledger->postJson([$line, $wrong]);
                $this->fail('nothing was thrown');
            } catch (\JsonException) {
                $this->assertSame(0, $this->held('tyt'));
            }
        }
        $deep = [[]];
        for ($level = 2; $level < 31; $level++) {
            $deep = [$deep];
        }
        $answer = $this->ledger->postJson([['note' => $deep]])[0];
        $this->assertSame('invalid', $answer['error']['status']);
        $this->assertStringNotContainsString('32 levels', $answer['error']['message']);
    }

    public function testFilesAreReadAndTheirMistakesNamed(): void
    {
        file_put_contents(
            "$this->folder/catalogue.yaml",
            "kho: catalogue/1\nplaces:\n  - {code: xa, kind: store, name: Trạm}\n",
        );
        $this->ledger->loadCatalogue("$this->folder/catalogue.yaml", dryRun: true);
        $places = array_column([...$this->ledger->places()], 'place');
        $this->assertContains('tyt', $places);
        $this->assertNotContains('xa', $places);
        $rules = "kho: rules/1\nname: ours\norder: {max_months: 4, mix: 1}\n";
        file_put_contents("$this->folder/rules.yaml", $rules);
        try {
            $this->ledger->loadRules("$this->folder/rules.yaml");
            $this->fail('it was loaded');
        } catch (Invalid $error) {
            $this->assertSame(3, $error->getInput()['line']);
            $this->assertSame("$this->folder/rules.yaml", $error->getInput()['file']);
        }
        $rules = str_replace(', mix: 1', '', $rules);
        file_put_contents("$this->folder/rules.yaml", $rules);
        $this->ledger->loadRules("$this->folder/rules.yaml", fromDate: '2026-01-01');
        $tried = $this->ledger->tryRules(
            "$this->folder/rules.yaml",
            '2026-10-01',
            '2026-10-31',
        );
        $this->assertSame('try', $tried->name);
    }

    public function testFilesOfLedgersAreWhatTheyAre(): void
    {
        $this->ledger->backup("$this->folder/copy.kho");
        file_put_contents("$this->folder/text", str_repeat('no ledger ', 100));
        $reader = $this->open('copy.kho', readOnly: true);
        $calls = [
            [Exists::class, fn () => $this->ledger->backup("$this->folder/copy.kho")],
            [Exists::class, fn () => $this->open('copy.kho', create: true)],
            [Foreign::class, fn () => $this->open('text')],
            [NotFound::class, fn () => $this->ledger->stock(place: 'none')],
            [ReadOnlyLedger::class, fn () => $reader->define(['channels' => ['x']])],
        ];
        foreach ($calls as [$class, $call]) {
            try {
                $call();
                $this->fail("$class was expected");
            } catch (\Kho\Error $error) {
                $this->assertSame($class, $error::class, $error->getMessage());
            }
        }
        $this->assertMatchesRegularExpression('/^\d+\.\d+\.\d+$/', Ledger::version());
        $this->assertSame(Ledger::version(), phpversion('kho'));
    }

    public function testClientsAreLinkedErasedAndGivenOut(): void
    {
        $this->receive();
        Ledger::makeClientKey("$this->folder/key");
        $this->ledger->useClientKey("$this->folder/key");
        $serve = fn (string $date, string $client) => $this->ledger->serve(
            $date,
            'tyt',
            'condom',
            'new',
            ['bcs' => 12],
            client: $client,
        );
        $serve('2026-11-05', '001099000001');
        $serve('2026-11-06', '001099000001');
        $serve('2026-11-07', '001099000002');
        $this->assertCount(2, $this->ledger->exportClient('001099000001'));
        $this->assertSame(2, $this->ledger->eraseClient('001099000001'));
        $this->assertCount(0, $this->ledger->exportClient('001099000001'));
        $this->ledger->rotateClientKey();
        $this->assertSame(1, $this->ledger->purgeClients('2026-11-30'));
        $this->assertSame(1404, $this->held('tyt'));
    }
}
