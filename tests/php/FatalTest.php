<?php

declare(strict_types=1);

namespace Kho\Tests;

require_once __DIR__ . '/LedgerCase.php';

/** A fatal error of PHP in a callback, which no PHP code can catch. */
final class FatalTest extends LedgerCase
{
    /** @return list<array{0: string, 1?: string, 2?: string}> */
    public static function calls(): array
    {
        return [
            ['post'],
            ['post', 'time', 'Maximum execution time of 1 second exceeded'],
            ['lines'],
            ['define'],
            ['ask'],
            ['today'],
            ['close'],
            ['close', 'time', 'Maximum execution time of 1 second exceeded'],
            ['check'],
            ['nested'],
            ['fiber'],
        ];
    }

    /**
     * Others post at once, and so does the handle.
     *
     * @dataProvider calls
     */
    public function testNothingIsHeldAfterwards(
        string $call,
        string $how = 'error',
        string $said = 'of a callback',
    ): void {
        $this->receive();
        if ($call === 'check') { /* tells of progress at each 1,024th entry */
            $line = json_encode(['date' => '2026-11-04', 'moves' => [
                ['item' => 'bcs', 'quantity' => 1, 'from' => 'tyt', 'to' => 'ctv'],
            ]]);
            $this->ledger->postJson(array_fill(0, 1024, $line));
        }
        $command = [PHP_BINARY, '-n', '-d', 'display_errors=0'];
        array_push($command, '-d', 'extension=' . getenv('KHO_PHP_EXTENSION'));
        array_push($command, __DIR__ . '/fatal.php', "$this->folder/station.kho");
        array_push($command, $call, $how);
        $process = proc_open($command, [['pipe', 'r'], ['pipe', 'w'], STDERR], $pipes);
        $this->assertSame("$said\n", fgets($pipes[1]));

        $other = $this->open('station.kho', busy: 0);
        $other->dispense('2026-11-05', 'tyt', ['bcs' => 1], uid: 'PX-2');
        $other->close();
        fwrite($pipes[0], "\n");
        $this->assertSame("posted\nclosed\n", stream_get_contents($pipes[1]));
        array_map(fclose(...), $pipes);
        $this->assertSame(255, proc_close($process));
        $stock = iterator_to_array($this->ledger->stock(item: 'bcs'));
        $left = array_sum(array_column($stock, 'quantity'));
        $this->assertSame(1440 - 2, $left); /* by PX-2 and PX-3 */
    }
}
