<?php

declare(strict_types=1);

namespace Kho\Tests;

use Kho\Answer;
use Kho\Error;
use Kho\Invalid;
use Kho\Ledger;
use Kho\Rational;

require_once __DIR__ . '/LedgerCase.php';

/** What the classes are, by reflection; and what is refused of them. */
final class FaceTest extends LedgerCase
{
    private const SOURCES = __DIR__ . '/../../bindings/php/src';

    /** @return list<\ReflectionClass<object>> */
    private static function classes(): array
    {
        return array_map(
            fn (string $file) => new \ReflectionClass('Kho\\' . basename($file, '.php')),
            glob(self::SOURCES . '/*.php'),
        );
    }

    public function testEveryPublicMethodTellsItsTypesAndWhatItThrows(): void
    {
        $seen = 0;
        foreach (self::classes() as $class) {
            foreach ($class->getMethods(\ReflectionMethod::IS_PUBLIC) as $method) {
                $name = "{$class->getShortName()}::{$method->getName()}()";
                $file = (string) $method->getFileName();
                if (!str_starts_with($file, realpath(self::SOURCES))) {
                    continue;
                }
                $seen++;
                $text = (string) $method->getDocComment();
                $this->assertStringContainsString('@throws ', $text, $name);
                $this->assertTrue(
                    $method->isConstructor() || $method->hasReturnType(),
                    "$name tells no type",
                );
                foreach ($method->getParameters() as $parameter) {
                    $this->assertTrue($parameter->hasType(), "$name: {$parameter->name}");
                    if (str_contains((string) $parameter->getType(), 'array')) {
                        $this->assertMatchesRegularExpression(
                            "/@param [^\\n$]*(<|Entry)[^\\n$]*\\$$parameter->name\\b/",
                            $text,
                            $name,
                        );
                    }
                }
                if ((string) $method->getReturnType() === 'array') {
                    $this->assertStringContainsString('@return ', $text, $name);
                }
            }
            $this->assertNotFalse($class->getDocComment(), $class->getName());
        }
        $this->assertGreaterThan(100, $seen);
    }

    public function testEveryClassIsFinalOrMeantToBeExtended(): void
    {
        foreach (self::classes() as $class) {
            $name = $class->getName();
            $final = $class->isFinal() || $class->isTrait() || $name === Error::class;
            $this->assertTrue($final, $name);
        }
        $this->assertTrue((new \ReflectionClass(Error::class))->isAbstract());
    }

    public function testEveryStatusHasAClass(): void
    {
        $header = file_get_contents(__DIR__ . '/../../include/kho/common.h');
        preg_match_all('/^ +KHO_E[A-Z]+ = (-\d+)/m', $header, $found);
        $classes = (new \ReflectionClassConstant(Error::class, 'CLASSES'))->getValue();
        $this->assertCount(count($found[1]), $classes);
        foreach ($classes as $word => $class) {
            $json = json_encode(['error' => [
                'status' => $word,
                'message' => 'why',
                'moves' => [],
            ]]);
            $error = Error::of($json, -1, 'rules.yaml', 3, 5);
            $this->assertInstanceOf($class, $error);
            $this->assertSame($word, $error->getStatus());
            $input = ['file' => 'rules.yaml', 'line' => 3, 'column' => 5];
            $this->assertSame($input, $error->getInput());
            $this->assertSame(__FILE__, $error->getFile());
        }
    }

    public function testUnknownNamedArgumentsAreErrorsOfPhp(): void
    {
        $this->expectException(\Error::class);
        $this->expectExceptionMessage('Unknown named parameter $palce');
        $this->ledger->stock(palce: 'tyt');
    }

    public function testWhatIsNoLanguageOrNoReport(): void
    {
        $calls = [
            fn () => $this->open('station.kho', lang: 'fr'),
            fn () => $this->open('station.kho', create: true, readOnly: true),
            fn () => $this->ledger->places()->label('place', 'fr'),
            fn () => $this->ledger->report('2026-11', ytd: true, value: true),
            fn () => $this->ledger->report('2026-11', 'expiry', ytd: true),
            fn () => $this->ledger->backup("a\0b"),
        ];
        foreach ($calls as $i => $call) {
            try {
                $call();
                $this->fail("call $i was done");
            } catch (\ValueError $error) {
                $this->assertNotSame('', $error->getMessage());
            }
        }
    }

    public function testWhatIsNoKindOfReportIsToldTheKinds(): void
    {
        $this->expectException(Invalid::class);
        $this->expectExceptionMessage('sums: no such report; there is: stock, ');
        $this->ledger->report('2026-11', 'sums');
    }

    public function testHandlesAreNeitherCopiedNorWrittenDown(): void
    {
        $ledger = $this->ledger;
        foreach ([$ledger, $ledger->places(), $ledger->supervise('tyt')] as $handle) {
            $class = $handle::class;
            $calls = [
                fn () => clone $handle,
                fn () => serialize($handle),
                fn () => unserialize('O:' . strlen($class) . ":\"$class\":0:{}"),
            ];
            foreach ($calls as $i => $call) {
                try {
                    $call();
                    $this->fail("$class: call $i was done");
                } catch (\Error | \LogicException $refused) {
                    $this->assertStringContainsString($class, $refused->getMessage());
                }
            }
        }
    }

    public function testPropertiesDoNotChange(): void
    {
        $answer = $this->ledger->receive('2026-11-03', 'ncc', 'tyt', ['bcs@A' => 5]);
        $half = new Rational(1, 2);
        $calls = [
            fn () => $this->ledger->path = '',
            fn () => $answer->uid = '',
            fn () => $half->numerator = 2,
        ];
        foreach ($calls as $call) {
            try {
                $call();
                $this->fail('it was changed');
            } catch (\Error $error) {
                $this->assertStringContainsString('readonly', $error->getMessage());
            }
        }
    }

    public function testAnAnswerIsDecodedWhenItIsRead(): void
    {
        $answer = $this->ledger->receive('2026-11-03', 'ncc', 'tyt', ['bcs@A' => 5]);
        $this->assertInstanceOf(Answer::class, $answer);
        $this->assertTrue(isset($answer->taken[0]));
        $this->assertFalse(isset($answer->taken[1]) || isset($answer->none));
        $told = json_decode(json_encode($answer), true);
        $this->assertSame($answer->taken, $told['taken']);
        $this->assertSame(
            ['seq', 'uid', 'existing', 'taken', 'changes', 'warnings'],
            array_keys($told),
        );
        $this->expectException(\Error::class);
        $this->expectExceptionMessage('an answer has no $none');
        $answer->none;
    }
}
