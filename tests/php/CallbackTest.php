<?php

declare(strict_types=1);

namespace Kho\Tests;

use Kho\Invalid;
use Kho\Ledger;
use Kho\Short;

require_once __DIR__ . '/LedgerCase.php';

/** What is called back, and work in batches. */
final class CallbackTest extends LedgerCase
{
    public function testTheClockIsAsked(): void
    {
        $this->assertSame('2026-11-30', $this->ledger->today());
        $night = new \DateTimeImmutable('2026-11-30 23:30 +00:00'); /* the 1st here */
        $later = $this->open('station.kho', clock: fn () => $night);
        $this->assertSame('2026-12-01', $later->today());
    }

    public function testWhatTheClockThrowsComesThroughAndNothingIsPosted(): void
    {
        $this->receive();
        $throws = fn () => throw new \DomainException('x');
        $broken = $this->open('station.kho', clock: $throws);
        $calls = [
            fn () => $broken->dispense('2026-11-05', 'tyt', ['bcs' => 1]),
            fn () => $broken->define(['channels' => ['other']]),
            fn () => $broken->alerts(),
            fn () => $broken->today(),
        ];
        foreach ($calls as $call) {
            try {
                $call();
                $this->fail('it was done');
            } catch (\DomainException $thrown) {
                $this->assertSame('x', $thrown->getMessage());
            }
        }
        $broken->close();
        $this->assertCount(2, $this->ledger->channels());
        $this->assertSame(1440, $this->ledger->stock(item: 'bcs')[0]['quantity']);
    }

    public function testProgressIsTold(): void
    {
        $this->receive();
        $told = [];
        $ledger = $this->open(
            'station.kho',
            progress: function (string $what, int $done, int $total) use (&$told): void {
                $told[] = [$what, $done, $total];
            },
        );
        $this->assertSame(1, $ledger->closeMonth('2026-10', 'tyt'));
        $this->assertSame([['close', 1, 1]], $told);
    }

    public function testWhatProgressThrowsComesThroughWhenTheWorkIsDone(): void
    {
        $this->receive();
        $throws = fn () => throw new \DomainException();
        $ledger = $this->open('station.kho', progress: $throws);
        try {
            $ledger->closeMonth('2026-10', 'tyt');
            $this->fail('nothing was thrown');
        } catch (\DomainException) {
            $this->assertSame(0, $this->ledger->closeMonth('2026-10', 'tyt'));
        }
    }

    public function testALedgerIsNotUsedByItsOwnCallback(): void
    {
        $this->receive();
        $said = null;
        $closes = function () use (&$ledger, &$said): void {
            try {
                $ledger->close();
            } catch (Invalid $error) {
                $said = $error->getMessage();
            }
        };
        $ledger = $this->open('station.kho', progress: $closes);
        $ledger->closeMonth('2026-10', 'tyt');
        $this->assertSame(
            'the ledger is in use by another thread, or by its own callback',
            $said,
        );
        $this->assertFalse($ledger->closed());
        $ledger->close();
    }

    public function testACallbackThatGoesMayCloseItsLedgerOnceMore(): void
    {
        $clock = new class () {
            public ?Ledger $ledger = null;

            public function __invoke(): \DateTimeInterface
            {
                return new \DateTimeImmutable('2026-11-30 12:00 +07:00');
            }

            public function __destruct()
            {
                $this->ledger->close();
            }
        };
        $ledger = $this->open('station.kho', clock: $clock);
        $clock->ledger = $ledger;
        unset($clock);
        $ledger->close();
        $this->assertTrue($ledger->closed());
    }

    public function testAClosedLedgerHasNoDay(): void
    {
        $this->ledger->close();
        $this->expectException(Invalid::class);
        $this->expectExceptionMessage('the ledger is closed');
        $this->ledger->today();
    }

    public function testABatchIsPostedAsAWhole(): void
    {
        $this->receive();
        $given = $this->ledger->batch(function (Ledger $ledger): int {
            $ledger->issue('2026-11-05', 'tyt', 'ctv', ['bcs' => 10]);
            $ledger->issue('2026-11-06', 'tyt', 'ctv', ['bcs' => 20]);
            return 30;
        });
        $this->assertSame(30, $given);
        $this->assertSame(30, $this->ledger->stock(place: 'ctv')[0]['quantity']);
    }

    public function testABatchThatThrowsIsUndone(): void
    {
        $this->receive();
        try {
            $this->ledger->batch(function (Ledger $ledger): void {
                $ledger->issue('2026-11-05', 'tyt', 'ctv', ['bcs' => 10]);
                $ledger->issue('2026-11-06', 'tyt', 'ctv', ['bcs' => 5000]);
            });
            $this->fail('it was posted');
        } catch (Short) {
            $this->assertCount(0, $this->ledger->stock(place: 'ctv'));
        }
        $this->ledger->issue('2026-11-05', 'tyt', 'ctv', ['bcs' => 10]);
        $this->expectException(Invalid::class);
        $this->ledger->batch(fn (Ledger $ledger) => $ledger->batch(fn () => null));
    }

    public function testAFiberMayWaitWithinACallback(): void
    {
        $this->receive();
        $ledger = $this->open('station.kho', progress: fn () => \Fiber::suspend('waits'));
        $fiber = new \Fiber(fn () => $ledger->closeMonth('2026-10', 'tyt'));
        $this->assertSame('waits', $fiber->start());
        try {
            $ledger->stock();
            $this->fail('it answered');
        } catch (Invalid) {
            $fiber->resume();
        }
        $this->assertSame(1, $fiber->getReturn());
        $this->assertCount(2, $ledger->stock());
    }

    /** @requires function pcntl_fork */
    public function testAForkedProcessOpensItAnew(): void
    {
        $child = pcntl_fork();
        if ($child === 0) {
            try {
                $this->ledger->stock();
                $code = 1;
            } catch (Invalid $error) {
                $code = str_contains($error->getMessage(), 'forked') ? 42 : 2;
            }
            file_put_contents("$this->folder/code", (string) $code);
            posix_kill(getmypid(), SIGKILL); /* nothing more of PHPUnit's in this one */
        }
        pcntl_waitpid($child, $status);
        $this->assertSame('42', file_get_contents("$this->folder/code"));
        $this->receive();
    }
}
