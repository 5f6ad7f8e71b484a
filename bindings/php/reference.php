<?php

/*
 * Write the reference of the classes: what their comments and types say.
 *
 *     php -d extension=kho bindings/php/reference.php
 */

declare(strict_types=1);

require __DIR__ . '/autoload.php';

/* What stands in many signatures has a word of its own, which docs/php.md explains. */
const SHORT = [
    'Kho\\' => '',
    '\\DateTimeInterface' => 'DateTimeInterface',
    'DateTimeInterface|string|null' => '?day',
    'DateTimeInterface|string' => 'day',
    '?string $uid = null, ?string $by = null, ?string $note = null, '
        . 'bool $late = false, ?string $campaign = null' => '...voucher',
    '?string $place = null, bool $tree = false, bool $sum = false, '
        . '?string $item = null, ?day $on = null, ?int $known = null' => '...asked',
];

const ORDER = ['Ledger', 'Answer', 'Table', 'Tables', 'Rational', 'Error'];

/** The first paragraph of a comment, without its stars. */
function summary(string|false $comment): string
{
    $text = preg_replace('~^\s*/?\*+/? ?~m', '', (string) $comment);
    $text = preg_split('~\n\s*(?:@|\n)~', trim(rtrim(trim($text), '*/')))[0];
    return str_starts_with($text, '@') ? '' : preg_replace('/\s+/', ' ', trim($text));
}

/** What a comment says it throws, but for "void". */
function thrown(string|false $comment): string
{
    preg_match_all('/@throws (?!void)\\\\?(\w+)/', (string) $comment, $found);
    return implode(', ', array_map(fn (string $name) => "`$name`", $found[1]));
}

function signature(ReflectionMethod $method): string
{
    $parameters = [];
    foreach ($method->getParameters() as $parameter) {
        $text = $parameter->getType() . ' ';
        $text .= ($parameter->isPassedByReference() ? '&$' : '$') . $parameter->getName();
        if ($parameter->isDefaultValueAvailable()) {
            $value = $parameter->getDefaultValue();
            $text .= ' = ' . ($value === null ? 'null' : var_export($value, true));
        }
        $parameters[] = $text;
    }
    $name = ($method->isStatic() ? '::' : '') . $method->getName();
    $text = "$name(" . implode(', ', $parameters) . '): ' . $method->getReturnType();
    return str_replace(array_keys(SHORT), array_values(SHORT), $text);
}

function row(string $what, string $does, string $throws): string
{
    return str_replace('|', '\\|', "`$what`") . " | $does | $throws |\n";
}

/** The classes that Error finds by a status' word. */
function errors(): string
{
    $text = "\n| class | `getStatus()` | |\n| --- | --- | --- |\n";
    $classes = new ReflectionClassConstant(Kho\Error::class, 'CLASSES');
    foreach ($classes->getValue() as $word => $name) {
        $class = new ReflectionClass($name);
        $text .= "| `{$class->getShortName()}` | `$word` | "
            . summary($class->getDocComment()) . " |\n";
    }
    return $text;
}

foreach (ORDER as $name) {
    $class = new ReflectionClass("Kho\\$name");
    echo "\n### Kho\\$name\n\n", summary($class->getDocComment()), "\n\n";
    echo "| | | throws |\n| --- | --- | --- |\n";
    foreach ($class->getProperties(ReflectionProperty::IS_PUBLIC) as $property) {
        $comment = (string) $property->getDocComment();
        preg_match('/@var \S+ (.*?) *\*\//', $comment, $found);
        $does = $found[1] ?? summary($comment);
        echo '| ', row("{$property->getType()} \${$property->getName()}", $does, '');
    }
    foreach ($class->getMethods(ReflectionMethod::IS_PUBLIC) as $method) {
        $comment = (string) $method->getDocComment();
        $own = str_starts_with((string) $method->getFileName(), __DIR__);
        $hidden = str_contains($comment, '@internal') || summary($comment) === 'Refused.';
        if ($own && !$hidden && summary($comment) !== '') {
            echo '| ', row(signature($method), summary($comment), thrown($comment));
        }
    }
    if ($name === 'Error') {
        echo errors();
    }
}
