<?php

declare(strict_types=1);

namespace Kho;

/**
 * A language of texts that people see, by its word.
 *
 * @internal
 */
enum Language: int
{
    case English = 0;
    case Vietnamese = 1;

    /**
     * @throws \ValueError no such language
     */
    public static function of(string $word): self
    {
        return match ($word) {
            'en' => self::English,
            'vi' => self::Vietnamese,
            default => throw new \ValueError("no language '$word': there are en and vi"),
        };
    }
}
