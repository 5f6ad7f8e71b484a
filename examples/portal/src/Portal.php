<?php

declare(strict_types=1);

namespace Portal;

use Kho\Ledger;

/** The portal: from a request to its answer. It reads one ledger, and never writes it. */
final class Portal
{
    /** Paths and their pages. */
    private const PAGES = [
        '/' => Pages\Alerts::class,
        '/places' => Pages\Places::class,
        '/station' => Pages\Station::class,
        '/line' => Pages\Line::class,
        '/orders' => Pages\Orders::class,
        '/alerts.json' => Pages\AlertsFeed::class,
        '/orders.json' => Pages\OrdersFeed::class,
    ];
    /** How long to wait for a writer, seconds. */
    private const PATIENCE = 5.0;

    public function __construct(private readonly ?string $ledger)
    {
    }

    public static function ofEnvironment(): self
    {
        return new self(getenv('KHO_PORTAL_LEDGER') ?: null);
    }

    public function answer(Request $request): Response
    {
        try {
            return $this->page($request);
        } catch (\Throwable $failure) {
            return $this->failed($request, $failure);
        }
    }

    private function page(Request $request): Response
    {
        $page = self::PAGES[$request->path] ?? throw new Refusal(404, 'no_page');
        if (!in_array($request->method, ['GET', 'HEAD'], true)) {
            throw new Refusal(405, 'method');
        }
        $asked = Parameters::read($request->query, $page::TAKES);
        $books = new Books($this->open($request->language()), $asked['on'] ?? null);
        $headers = ['ETag' => $this->tag($request->path, $asked, $books),
            'Cache-Control' => 'private, no-cache'];
        if ($request->hasSeen($headers['ETag'])) {
            return new Response(304, '', $headers);
        }
        return $page::answer($books, new View($request->language(), $request->path, $asked, $books))
            ->with($headers);
    }

    private function open(string $language): Ledger
    {
        if ($this->ledger === null) {
            throw new Refusal(503, 'no_ledger');
        }
        try {
            return Ledger::open(
                $this->ledger,
                readOnly: true,
                lang: $language,
                busy: self::PATIENCE,
            );
        } catch (\Kho\Busy $busy) {
            throw $busy;
        } catch (\Kho\Error $trouble) {
            throw new Refusal(503, 'trouble', previous: $trouble);
        }
    }

    /**
     * The tag of an answer: another one as soon as anything was posted (catalogue and rules
     * are), the books or the day asked of are others, or the portal itself was changed.
     *
     * @param array<string, string> $asked
     */
    private function tag(string $path, array $asked, Books $books): string
    {
        ksort($asked);
        $made = [$path, $asked, $books->on, $books->head, self::made()];
        return 'W/"' . substr(hash('sha256', serialize($made)), 0, 32) . '"';
    }

    /** When the portal's own files were last changed. */
    private static function made(): int
    {
        $files = glob(dirname(__DIR__) . '/{src,src/Pages,templates,public}/*', GLOB_BRACE);
        return max(array_map('filemtime', $files ?: [__FILE__]));
    }

    /** The page of a failure. What is wrong with the server is told to its log alone. */
    private function failed(Request $request, \Throwable $failure): Response
    {
        $refusal = match (true) {
            $failure instanceof Refusal => $failure,
            $failure instanceof \Kho\NotFound => new Refusal(404, 'not_found'),
            $failure instanceof \Kho\Invalid => new Refusal(400, 'refused'),
            $failure instanceof \Kho\Busy => new Refusal(503, 'busy'),
            $failure instanceof \Kho\Error => new Refusal(503, 'trouble'),
            default => new Refusal(500, 'failed_here'),
        };
        if ($refusal->status >= 500) {
            $cause = $failure->getPrevious() ?? $failure;
            error_log('portal: ' . $cause::class . ': ' . $cause->getMessage());
        }
        $headers = match ($refusal->status) {
            405 => ['Allow' => 'GET, HEAD'],
            503 => ['Retry-After' => '30'],
            default => [],
        };
        return Pages\Failed::answer($refusal, $request)->with(
            $headers + ['Cache-Control' => 'no-store'],
        );
    }
}
