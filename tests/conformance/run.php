<?php

/*
 * The cases of this folder in PHP, by the face of bindings/php; README.md
 * tells the format.
 *
 *     php -d extension=kho.so run.php [TEXT]    those whose name has TEXT in it, or all
 */

declare(strict_types=1);

namespace Kho\Tests;

use Kho\Answer;
use Kho\Ledger;
use Kho\Rational;
use Kho\Table;
use Kho\Tables;

require_once __DIR__ . '/../../bindings/php/autoload.php';

/** What a case throws itself, to give a batch up. */
final class Undone extends \Exception
{
}

/** A step that came to something else than it expects. */
final class Differs extends \Exception
{
}

/** What came of a call, in the form in which cases expect it. */
final class Told
{
    /** @param ?object $asked what is expected of a table, which says what to look at */
    public static function of(mixed $result, ?object $expected): array
    {
        return match (true) {
            $result instanceof Answer => ['answer' => $result->jsonSerialize()],
            $result instanceof Table => self::table($result, $expected),
            $result instanceof Tables => self::tables($result, $expected),
            is_array($result) => ['answers' => $result],
            $result === null => [],
            default => ['value' => $result],
        };
    }

    public static function error(\Throwable $error): array
    {
        if ($error instanceof \Kho\Error) {
            return ['error' => [
                'status' => $error->getStatus(),
                'message' => $error->getMessage(),
                'moves' => $error->getMoves(),
            ] + ($error->getInput() ?? [])];
        }
        /* What the language itself refuses. */
        if ($error instanceof \TypeError || $error instanceof \ValueError) {
            $message = $error->getMessage();
            return ['error' => ['status' => 'invalid', 'message' => $message]];
        }
        throw $error;
    }

    private static function table(Table $table, ?object $expected): array
    {
        $asked = $expected->table ?? new \stdClass();
        $columns = $asked->columns ?? [];
        $rows = [];
        foreach ($table as $row) {
            $rows[] = array_map(
                static fn (string $key): mixed => $row[$key] instanceof Rational
                    ? "{$row[$key]->numerator}/{$row[$key]->denominator}"
                    : $row[$key],
                $columns,
            );
        }
        $names = $labels = [];
        foreach ($asked->names ?? [] as $key => $_) {
            $names[$key] = $table->names($key);
        }
        foreach ($asked->labels ?? [] as $key => $_) {
            $labels[$key] = $table->label($key);
        }
        return ['table' => [
            'name' => $table->name,
            'count' => count($table),
            'keys' => array_keys($table->columns()),
            'columns' => $columns,
            'rows' => $rows,
            'meta' => $table->meta(),
            'names' => $names,
            'labels' => $labels,
            'csv' => explode("\n", rtrim((string) $table->toCsv(), "\n")),
        ]];
    }

    private static function tables(Tables $tables, ?object $expected): array
    {
        $told = [];
        foreach ($tables as $i => $table) {
            $told[] = self::table($table, $expected->tables->tables[$i] ?? null);
        }
        return ['tables' => ['title' => $tables->title(), 'tables' => $told]];
    }
}

/** A case that is played in a folder of its own. */
final class Play
{
    private string $folder;

    /** Seconds of UTC. */
    private int $now = 0;

    /** @var array<string, Ledger> */
    private array $ledgers = [];

    public function __construct()
    {
        $root = is_writable('/dev/shm') ? '/dev/shm' : sys_get_temp_dir();
        $this->folder = $root . '/kho-case-' . bin2hex(random_bytes(6));
        mkdir($this->folder, 0700);
    }

    public function leave(): void
    {
        foreach ($this->ledgers as $ledger) {
            $ledger->close();
        }
        array_map(unlink(...), glob($this->folder . '/*') ?: []);
        rmdir($this->folder);
    }

    public function run(object $case, object $worlds): void
    {
        $world = isset($case->world) ? $worlds->{$case->world} : null;
        $this->setNow($case->today ?? $world->today ?? '2026-11-20');
        $args = ['path' => '$DIR/ledger.kho', 'create' => true];
        $args['lang'] = $case->lang ?? 'en';
        $this->step((object) ['call' => 'open', 'args' => (object) $args]);
        $this->steps($world->steps ?? []);
        $this->steps($case->steps);
        foreach ($this->ledgers as $ledger) {
            if (!$ledger->closed() && count($ledger->check()) > 0) {
                throw new Differs('check finds something');
            }
        }
    }

    /** A day means its noon in Vietnam. */
    private function setNow(string $text): void
    {
        $instant = strlen($text) > 10 ? $text : $text . 'T05:00:00Z';
        $this->now = (new \DateTimeImmutable($instant))->getTimestamp();
    }

    /** @param list<object> $steps */
    private function steps(array $steps): void
    {
        foreach ($steps as $i => $step) {
            try {
                $this->step($step);
            } catch (Differs $differs) {
                $at = sprintf('step %d (%s): ', $i + 1, $step->call ?? 'batch');
                throw new Differs($at . $differs->getMessage());
            }
        }
    }

    private function step(object $step): void
    {
        if (isset($step->now)) {
            $this->setNow($step->now);
            return;
        }
        if (isset($step->file)) {
            $text = implode("\n", $step->lines) . "\n";
            file_put_contents("$this->folder/$step->file", $text);
            return;
        }
        $expected = isset($step->expect) ? $this->placed($step->expect) : null;
        try {
            $told = isset($step->batch)
                ? $this->batch($step)
                : $this->call($step, $expected);
        } catch (Differs | Undone $thrown) {
            throw $thrown;
        } catch (\Throwable $error) {
            $told = $expected === null ? throw $error : Told::error($error);
        }
        if ($expected !== null) {
            self::compare('', $expected, $told);
        }
    }

    private function batch(object $step): array
    {
        try {
            $this->ledger($step)->batch(function () use ($step): void {
                $this->steps($step->batch);
                if ($step->undone ?? false) {
                    throw new Undone();
                }
            });
        } catch (Undone) {
        }
        return [];
    }

    private function call(object $step, ?object $expected): array
    {
        $args = [];
        $said = json_decode((string) json_encode($step->args), true);
        foreach ($said as $name => $value) {
            $args[self::camel($name)] = $this->placed($value);
        }
        $method = self::camel($step->call);
        if ($method === 'open') {
            $args['clock'] = fn () => new \DateTimeImmutable("@$this->now");
            $this->ledgers[$step->as ?? 'ledger'] = Ledger::open(...$args);
            return [];
        }
        if ($method === 'makeClientKey') {
            Ledger::makeClientKey(...$args);
            return [];
        }
        $messages = null;
        if ($method === 'importMonthly') {
            $args['messages'] = &$messages;
        }
        $result = call_user_func_array([$this->ledger($step), $method], $args);
        $told = Told::of($result, $expected);
        return $messages === null ? $told : $told + ['messages' => $messages];
    }

    private function ledger(object $step): Ledger
    {
        return $this->ledgers[$step->at ?? 'ledger'];
    }

    private static function camel(string $name): string
    {
        return lcfirst(str_replace('_', '', ucwords($name, '_')));
    }

    /** Texts with "$DIR" and "$FILES" before them, in the case's folder and ours. */
    private function placed(mixed $value): mixed
    {
        if (is_string($value)) {
            $places = ['$DIR' => $this->folder, '$FILES' => __DIR__ . '/files'];
            foreach ($places as $word => $path) {
                if (str_starts_with($value, $word)) {
                    return $path . substr($value, strlen($word));
                }
            }
            return $value;
        }
        if (is_object($value)) {
            return (object) array_map($this->placed(...), (array) $value);
        }
        return is_array($value) ? array_map($this->placed(...), $value) : $value;
    }

    /**
     * What is expected beside what came: objects may say less, lists are whole, "*" is
     * any text that isn't empty.
     *
     * @throws Differs
     */
    private static function compare(string $path, mixed $expected, mixed $told): void
    {
        if ($expected === '*' && is_string($told) && $told !== '') {
            return;
        }
        if (is_object($expected) && is_array($told)) {
            foreach ((array) $expected as $key => $value) {
                if (!array_key_exists($key, $told)) {
                    throw self::differing("$path.$key", $value, 'nothing');
                }
                self::compare("$path.$key", $value, $told[$key]);
            }
            return;
        }
        $lists = is_array($expected) && is_array($told);
        if ($lists && count($expected) === count($told)) {
            foreach ($expected as $i => $value) {
                self::compare("{$path}[$i]", $value, $told[$i] ?? null);
            }
            return;
        }
        if ($expected !== $told) {
            throw self::differing($path, $expected, self::json($told));
        }
    }

    private static function differing(
        string $path,
        mixed $expected,
        string $told,
    ): Differs {
        return new Differs("$path: expected " . self::json($expected) . ", got $told");
    }

    private static function json(mixed $value): string
    {
        return json_encode($value, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
    }
}

$read = static fn (string $file): mixed
    => json_decode((string) file_get_contents($file), false, 64, JSON_THROW_ON_ERROR);
$wanted = $argv[1] ?? '';
$count = $failed = 0;
$worlds = $read(__DIR__ . '/files/worlds.json');
foreach (glob(__DIR__ . '/*.json') ?: [] as $file) {
    foreach ($read($file) as $case) {
        if (!str_contains($case->name, $wanted)) {
            continue;
        }
        $play = new Play();
        $count++;
        try {
            $play->run($case, $worlds);
        } catch (\Throwable $error) {
            $failed++;
            $what = $error instanceof Differs ? '' : get_debug_type($error) . ': ';
            $what .= $error->getMessage();
            printf("%s: %s\n    %s\n", basename($file), $case->name, $what);
        } finally {
            $play->leave();
        }
    }
}
printf("%d cases, %d failed\n", $count, $failed);
exit($failed > 0 || $count === 0 ? 1 : 0);
