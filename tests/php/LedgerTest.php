<?php

declare(strict_types=1);

namespace Kho\Tests;

use Kho\Answer;
use Kho\Error;
use Kho\Invalid;
use Kho\Ledger;
use Kho\NotFound;
use Kho\Short;
use Kho\Storage;

require_once __DIR__ . '/LedgerCase.php';

final class LedgerTest extends LedgerCase
{
    public function testAnswersTellWhichLotsWereTakenAndWhatTheyHeld(): void
    {
        $this->receive();
        $lines = ['bcs' => 288];
        $answer = $this->ledger->issue('2026-11-05', 'tyt', 'ctv', $lines, uid: 'PX-1');
        $this->assertSame('PX-1', $answer->uid);
        $this->assertSame(3, $answer->seq);
        $this->assertFalse($answer->existing);
        $this->assertSame([[
            'move' => 0,
            'item' => 'bcs',
            'lot' => 'A12',
            'expiry' => '2029-05-31',
            'channel' => 'free',
            'from' => 'tyt',
            'to' => 'ctv',
            'quantity' => 288,
        ]], $answer->taken);
        $changes = array_column($answer->changes, null, 'place');
        $this->assertSame(1440, $changes['tyt']['before']);
        $this->assertSame(1152, $changes['tyt']['after']);
        $this->assertSame(288, $changes['ctv']['after']);
        $again = $this->ledger->issue('2026-11-05', 'tyt', 'ctv', $lines, uid: 'PX-1');
        $this->assertTrue($again->existing);
        $this->assertSame(3, $again->seq);
    }

    /** Root steps down for it; with posix alone that can be done, and undone. */
    public function testWhatMayNotBeReadIsNotCalledMissing(): void
    {
        $this->ledger->close();
        $root = function_exists('posix_geteuid') && posix_geteuid() === 0;
        $why = ['en' => 'the file can\'t be opened: Permission denied'];
        $why['vi'] = 'không mở được tệp: không được phép';
        chmod($this->folder, 0);
        if ($root) {
            posix_seteuid(65534);
        }
        try {
            foreach ($why as $lang => $text) {
                foreach ([false, true] as $readOnly) {
                    $error = null;
                    try {
                        $this->open('station.kho', lang: $lang, readOnly: $readOnly);
                    } catch (Storage $error) {
                    }
                    $told = $error?->getMessage();
                    $this->assertSame("$this->folder/station.kho: $text", $told);
                }
            }
        } finally {
            if ($root) {
                posix_seteuid(0);
            }
            chmod($this->folder, 0700);
        }
    }

    public function testARefusalIsAnExceptionOfItsKindWithItsMoves(): void
    {
        $this->receive();
        try {
            $this->ledger->issue('2026-11-05', 'tyt', 'ctv', ['bcs' => 1441]);
            $this->fail('it was posted');
        } catch (Error $error) {
            $this->assertInstanceOf(Short::class, $error);
            $this->assertSame('short', $error->getStatus());
            $this->assertSame(-1, $error->getCode());
            $this->assertSame(
                'bcs: need 1441, have 1440 on 2026-11-05',
                $error->getMessage(),
            );
            $this->assertSame([[
                'index' => 0,
                'status' => 'short',
                'place' => 'tyt',
                'item' => 'bcs',
                'lot' => null,
                'date' => '2026-11-05',
                'need' => 1441,
                'have' => 1440,
                'lots' => [],
                'message' => 'bcs: need 1441, have 1440 on 2026-11-05',
            ]], $error->getMoves());
            $this->assertNull($error->getInput());
            $this->assertSame(__FILE__, $error->getFile());
        }
    }

    /** @return iterable<string, array{mixed}> */
    public static function notIntegers(): iterable
    {
        yield 'a float' => [1.5];
        yield 'a whole float' => [5.0];
        yield 'a text' => ['5'];
        yield 'a truth' => [true];
        yield 'a list' => [[]];
    }

    /** @dataProvider notIntegers */
    public function testAQuantityThatIsNoIntIsATypeError(mixed $quantity): void
    {
        $this->receive();
        $move = ['item' => 'bcs', 'from' => 'tyt', 'to' => 'ctv'];
        $move['quantity'] = $quantity;
        $found = ['place' => 'tyt', 'item' => 'bcs', 'found' => $quantity];
        $calls = [
            fn (Ledger $ledger) => $ledger->issue(
                '2026-11-05',
                'tyt',
                'ctv',
                ['bcs' => $quantity],
            ),
            fn (Ledger $ledger) => $ledger->post(
                ['date' => '2026-11-05', 'moves' => [$move]],
            ),
            fn (Ledger $ledger) => $ledger->post(
                ['date' => '2026-11-05', 'observed' => [$found]],
            ),
        ];
        foreach ($calls as $call) {
            try {
                $call($this->ledger);
                $this->fail('it was posted');
            } catch (\TypeError $error) {
                $this->assertStringContainsString(
                    'must be of type int, ' . get_debug_type($quantity) . ' given',
                    $error->getMessage(),
                );
            }
        }
    }

    public function testACodeOfDigitsIsATextAgain(): void
    {
        $this->receive();
        $answer = $this->ledger->dispense('2026-11-05', 'tyt', ['5518' => 25]);
        $this->assertSame('5518', $answer->taken[0]['item']);
    }

    public function testDaysMayBeObjects(): void
    {
        $this->receive();
        $day = new \DateTimeImmutable('2026-11-05 23:30 -10:00'); /* the 6th in Vietnam */
        $this->ledger->dispense($day, 'tyt', ['bcs' => 1]);
        $this->ledger->post(['date' => $day, 'moves' => [
            ['item' => 'bcs', 'from' => 'tyt', 'to' => 'client', 'quantity' => 1],
        ]]);
        $card = $this->ledger->card('tyt', 'bcs', fromDate: $day, toDate: $day);
        $this->assertSame(['2026-11-05', '2026-11-05'], array_slice(array_column(
            iterator_to_array($card),
            'date',
        ), -2));
    }

    public function testAFloatIsReadToItsLastDigitWhateverPhpIsSetTo(): void
    {
        $prices = ['2026-01-01' => 1234567.12345678];
        $prices += ['2026-02-01' => 0.1, '2026-03-01' => 5.0];
        $set = [];
        foreach ($prices as $from => $price) {
            $set[] = ['item' => 'bcs', 'channel' => 'free'] + compact('from', 'price');
        }
        foreach (['3', '14', '17', '-1'] as $precision) {
            ini_set('precision', $precision);
            ini_set('serialize_precision', $precision);
            $this->ledger->define(['prices' => $set]);
            ini_restore('precision');
            ini_restore('serialize_precision');
            $rows = iterator_to_array($this->ledger->prices());
            $this->assertSame(
                ['61728356172839/50000000', '1/10', '5'],
                array_map(strval(...), array_column($rows, 'price')),
            );
        }
    }

    /** A class of days may have a format() of its own, which may do anything. */
    public function testADayThatUnsetsWhatItStandsInIsRead(): void
    {
        $day = new class ('2026-11-03') extends \DateTimeImmutable {
            public static mixed $holder;

            public function format(string $format): string
            {
                self::$holder = str_repeat('-', 100);
                return parent::format($format);
            }
        };
        $holder = &$day::$holder;
        $move = ['item' => 'bcs', 'from' => 'ncc', 'to' => 'tyt', 'quantity' => 5];
        $holder = [['expiry' => $day] + $move, $move];
        unset($day);
        $answer = $this->ledger->post(['date' => '2026-11-03', 'moves' => &$holder]);
        $this->assertSame([5, 5], array_column($answer->changes, 'after'));
    }

    public function testADayThatIsNoTextIsATypeError(): void
    {
        $day = new class ('2026-11-03') extends \DateTimeImmutable {
            #[\ReturnTypeWillChange]
            public function format($format)
            {
                return 5;
            }
        };
        $calls = [
            fn () => $this->ledger->define(self::CATALOGUE, fromDate: $day),
            fn () => $this->ledger->post(['date' => $day]),
        ];
        foreach ($calls as $call) {
            try {
                $call();
                $this->fail('it was read');
            } catch (\TypeError $error) {
                $this->assertStringEndsWith(
                    '::format() gave int, not string',
                    $error->getMessage(),
                );
            }
        }
    }

    public function testAnIntegerThatCDoesNotHoldIsRefusedNotCut(): void
    {
        foreach ([(1 << 32) + 420, -(1 << 31) - 1, PHP_INT_MAX] as $offset) {
            try {
                $this->open('other.kho', create: true, utcOffset: $offset);
                $this->fail("$offset was taken");
            } catch (\ValueError $error) {
                $this->assertSame("$offset is beyond 32 bits", $error->getMessage());
            }
        }
        $this->expectException(\ValueError::class);
        $this->ledger->postJson('', commit: 1 << 32);
    }

    public function testNothingThatIsNotThereIsOpened(): void
    {
        $this->expectException(NotFound::class);
        Ledger::open("$this->folder/none.kho");
    }

    public function testAnAnswerOutlivesTheNextCallAndItsLedger(): void
    {
        $post = fn (string $uid, int $quantity): Answer => $this->ledger->begin(
            '2026-11-02',
            'tyt',
            ['bcs@A1/2029-05' => $quantity],
            uid: $uid,
        );
        $first = $post('A', 3);
        $post('B', 4);
        $last = $post('C', 5);
        $this->ledger->close();
        $this->assertSame(['A', 3], [$first->uid, $first->taken[0]['quantity']]);
        $this->assertSame(['C', 5], [$last->uid, $last->taken[0]['quantity']]);
    }

    public function testAHeadThatWasKeptTellsAnOlderCopy(): void
    {
        $this->ledger->backup("$this->folder/old.kho");
        $answer = $this->ledger->begin('2026-11-02', 'tyt', ['bcs@A1/2029-05' => 3]);
        $head = $this->ledger->head();
        $this->assertStringStartsWith("$answer->seq:", $head);
        $this->assertCount(0, $this->ledger->check(head: $head));
        $old = Ledger::open("$this->folder/old.kho", readOnly: true);
        $this->assertCount(0, $old->check());
        $faults = iterator_to_array($old->check($head));
        $this->assertSame(['head'], array_column($faults, 'kind'));
        $old->close();
        $this->expectException(Invalid::class);
        $this->ledger->check(head: '12');
    }

    public function testAClosedLedgerSaysSo(): void
    {
        $table = $this->ledger->places();
        $this->ledger->close();
        $this->ledger->close();
        $this->assertTrue($this->ledger->closed());
        $this->assertSame('places', $table->name);
        $this->expectException(Invalid::class);
        $this->expectExceptionMessage('the ledger is closed');
        $this->ledger->stock();
    }
}
