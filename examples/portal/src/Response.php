<?php

declare(strict_types=1);

namespace Portal;

/** An answer: a page, a feed, or that nothing has changed. */
final class Response
{
    /** What every answer says: nothing runs, nothing is framed, nothing leaks to elsewhere. */
    private const HEADERS = [
        'Content-Security-Policy' => "default-src 'none'; style-src 'self'; img-src 'self'; "
            . "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        'X-Content-Type-Options' => 'nosniff',
        'X-Frame-Options' => 'DENY',
        'Referrer-Policy' => 'same-origin',
        'Permissions-Policy' => 'camera=(), geolocation=(), microphone=()',
        'Cross-Origin-Opener-Policy' => 'same-origin',
        'Cross-Origin-Resource-Policy' => 'same-origin',
    ];

    /** @param array<string, string> $headers */
    public function __construct(
        public readonly int $status,
        public readonly string $body,
        public readonly array $headers = [],
    ) {
    }

    /** @param array<string, string> $headers to add */
    public function with(array $headers): self
    {
        return new self($this->status, $this->body, $headers + $this->headers);
    }

    /** The same under another status. */
    public function as(int $status): self
    {
        return new self($status, $this->body, $this->headers);
    }

    public function send(): void
    {
        http_response_code($this->status);
        header_remove('X-Powered-By');
        foreach ($this->headers + self::HEADERS as $name => $value) {
            header("$name: $value");
        }
        if ($this->status !== 304) {
            header('Content-Length: ' . strlen($this->body));
        }
        echo $this->body; /* PHP itself says nothing to HEAD */
    }
}
