<?php

declare(strict_types=1);

namespace Kho\Tests;

require_once __DIR__ . '/LedgerCase.php';

/** What identifies a client stands in no exception, however it came about. */
final class PrivacyTest extends LedgerCase
{
    private const CLIENT = '079123456789';
    private const ENTRY = [
        'date' => '2026-11-05',
        'service' => [
            'place' => 'tyt',
            'method' => 5,
            'kind' => 'new',
            'client' => self::CLIENT,
        ],
    ];

    protected function setUp(): void
    {
        parent::setUp();
        ini_set('zend.exception_ignore_args', '0');
        ini_set('zend.exception_string_param_max_len', '1000000');
    }

    protected function tearDown(): void
    {
        ini_restore('zend.exception_ignore_args');
        ini_restore('zend.exception_string_param_max_len');
        parent::tearDown();
    }

    /** All that can be read of an exception, but of this test's own calls. */
    private static function told(?\Throwable $thrown): string
    {
        $told = (string) $thrown;
        for (; $thrown !== null; $thrown = $thrown->getPrevious()) {
            foreach ($thrown->getTrace() as $frame) {
                if (str_starts_with($frame['function'], 'test')) {
                    break;
                }
                if (($frame['class'] ?? '') !== self::class) {
                    $told .= print_r($frame, true);
                }
            }
        }
        return $told;
    }

    private function assertToldWithoutTheClient(string $class, callable $call): void
    {
        try {
            $call();
        } catch (\Throwable $thrown) {
            $this->assertInstanceOf($class, $thrown, (string) $thrown);
            $this->assertStringNotContainsString(self::CLIENT, self::told($thrown));
            return;
        }
        $this->fail("no $class was thrown");
    }

    /** @return array<string, array{0: \Closure(\Kho\Ledger): mixed}> */
    public static function calls(): array
    {
        $client = self::CLIENT;
        $line = json_encode(self::ENTRY);
        $serve = static fn ($ledger) => $ledger->serve(
            '2026-11-05',
            'tyt',
            5,
            'new',
            client: $client,
        );
        return [
            'erase' => [static fn ($ledger) => $ledger->eraseClient($client)],
            'batch' => [static fn ($ledger) => $ledger->batch(
                static fn () => $ledger->eraseClient($client),
            )],
            'export' => [static fn ($ledger) => $ledger->exportClient($client)],
            'serve' => [$serve],
            'post' => [static fn ($ledger) => $ledger->post(self::ENTRY)],
            'text' => [static fn ($ledger) => $ledger->postJson($line)],
            'lines' => [static fn ($ledger) => $ledger->postJson([$line])],
            'entries' => [static fn ($ledger) => $ledger->postJson([self::ENTRY])],
        ];
    }

    /** @dataProvider calls */
    public function testAClosedLedger(\Closure $call): void
    {
        $this->ledger->close();
        $this->assertToldWithoutTheClient(
            \Kho\Invalid::class,
            fn () => $call($this->ledger),
        );
    }

    public function testNoKeyIsInUse(): void
    {
        foreach (['erase', 'export', 'serve', 'post', 'batch'] as $name) {
            $call = self::calls()[$name][0];
            $this->assertToldWithoutTheClient(
                \Kho\Invalid::class,
                fn () => $call($this->ledger),
            );
        }
    }

    public function testACallbackThrows(): void
    {
        \Kho\Ledger::makeClientKey("$this->folder/key");
        $throws = fn () => throw new \DomainException();
        $ledger = $this->open('station.kho', clock: $throws);
        $ledger->useClientKey("$this->folder/key");
        foreach (['serve', 'post', 'text', 'lines', 'entries'] as $name) {
            $call = self::calls()[$name][0];
            $this->assertToldWithoutTheClient(
                \DomainException::class,
                fn () => $call($ledger),
            );
        }
        $ledger->close();
    }

    public function testWhatIsNoValue(): void
    {
        $ledger = $this->ledger;
        $broken = new class () extends \DateTimeImmutable {
            public function format(string $format): string
            {
                throw new \DomainException();
            }
        };
        $moves = ['moves' => [['item' => 'bcs', 'quantity' => 1.5]]];
        $deep = self::ENTRY;
        $deep['moves'] = [&$deep];
        $calls = [
            [\TypeError::class, fn () => $ledger->post(self::ENTRY + $moves)],
            [\DomainException::class, fn () => $ledger->post(
                self::ENTRY + ['x' => $broken],
            )],
            [\ValueError::class, fn () => $ledger->eraseClient(self::CLIENT . "\0")],
            [\ValueError::class, fn () => $ledger->exportClient(self::CLIENT . "\0")],
            [\TypeError::class, fn () => $ledger->post(self::CLIENT)],
            [\TypeError::class, fn () => $ledger->eraseClient([self::CLIENT])],
            [\TypeError::class, fn () => $ledger->serve(
                '2026-11-05',
                'tyt',
                5,
                'new',
                ['bcs' => 1.5],
                client: self::CLIENT,
            )],
            [\JsonException::class, fn () => $ledger->postJson([$deep])],
            [\JsonException::class, fn () => $ledger->postJson(
                [self::ENTRY + ['note' => "\xff"]],
            )],
            [\DomainException::class, fn () => $ledger->postJson(
                [self::ENTRY + ['moves' => [['expiry' => $broken]]]],
            )],
        ];
        foreach ($calls as [$class, $call]) {
            $this->assertToldWithoutTheClient($class, $call);
        }
    }
}
