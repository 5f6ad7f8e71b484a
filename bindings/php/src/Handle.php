<?php

declare(strict_types=1);

namespace Kho;

/**
 * What lives in the library's memory is one thing, in one process.
 *
 * @internal
 */
trait Handle
{
    private function __clone()
    {
    }

    /**
     * Refused.
     *
     * @throws \LogicException always
     */
    public function __serialize(): never
    {
        throw new \LogicException(self::class . ' can not be serialized');
    }

    /**
     * Refused.
     *
     * @param array<mixed> $data
     * @throws \LogicException always
     */
    public function __unserialize(array $data): never
    {
        throw new \LogicException(self::class . ' can not be unserialized');
    }
}
