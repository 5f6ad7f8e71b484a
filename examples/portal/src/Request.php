<?php

declare(strict_types=1);

namespace Portal;

/** A request as it came; nothing of it is believed before Parameters has read it. */
final class Request
{
    public function __construct(
        public readonly string $method,
        public readonly string $path,
        public readonly string $query,
        public readonly string $seen,
    ) {
    }

    /** @param array<string, mixed> $server as in $_SERVER */
    public static function of(array $server): self
    {
        [$path, $query] = explode('?', (string) ($server['REQUEST_URI'] ?? '/'), 2) + [1 => ''];
        return new self(
            (string) ($server['REQUEST_METHOD'] ?? 'GET'),
            $path,
            $query,
            (string) ($server['HTTP_IF_NONE_MATCH'] ?? ''),
        );
    }

    /** The language to answer in, also where the rest of the request makes no sense. */
    public function language(): string
    {
        return preg_match('/(?:^|&)lang=en(?:&|$)/D', $this->query) === 1 ? 'en' : 'vi';
    }

    /** Tell whether the reader has seen an answer of this tag. */
    public function hasSeen(string $tag): bool
    {
        foreach (explode(',', $this->seen) as $one) {
            if (preg_replace('~^W/~', '', trim($one)) === preg_replace('~^W/~', '', $tag)) {
                return true;
            }
        }
        return trim($this->seen) === '*';
    }
}
