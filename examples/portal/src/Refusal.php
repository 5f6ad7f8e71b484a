<?php

declare(strict_types=1);

namespace Portal;

/** A request that gets an error page: 4xx of what was asked, 503 of the ledger's trouble. */
final class Refusal extends \RuntimeException
{
    /**
     * @param int $status of HTTP
     * @param string $text key of what to tell, in Texts
     * @param string $what the name that it is about, quoted on the page; "" where there is none
     * @param ?\Throwable $previous what is told to the server's log, and to nobody else
     */
    public function __construct(
        public readonly int $status,
        public readonly string $text,
        public readonly string $what = '',
        ?\Throwable $previous = null,
    ) {
        parent::__construct($text, $status, $previous);
    }
}
