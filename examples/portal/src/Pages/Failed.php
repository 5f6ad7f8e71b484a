<?php

declare(strict_types=1);

namespace Portal\Pages;

use Portal\Feed;
use Portal\Refusal;
use Portal\Request;
use Portal\Response;
use Portal\Texts;
use Portal\View;

/** What a reader is told who gets nothing else: what was wrong, and the way back. */
final class Failed
{
    public static function answer(Refusal $refusal, Request $request): Response
    {
        $language = $request->language();
        $told = Texts::say($refusal->text, $language, self::quotable($refusal->what));
        if (str_ends_with($request->path, '.json')) {
            return Feed::failure($refusal->status, $refusal->text, $told);
        }
        $view = new View($language, '/', [], null);
        return $view->page('failed', '', $told, ['status' => $refusal->status, 'told' => $told])
            ->as($refusal->status);
    }

    /** What came from outside, as far as it is a name. */
    private static function quotable(string $what): string
    {
        return preg_match('/^[\p{L}\p{N}._\[\]-]{1,64}$/Du', $what) === 1 ? $what : '…';
    }
}
