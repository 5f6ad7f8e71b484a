<?php

declare(strict_types=1);

namespace Kho;

/**
 * Links of services to clients: kept as keyed digests, never as what identifies them.
 *
 * @internal
 */
trait Clients
{
    /**
     * Make a key file, by which identifiers become digests; it is readable by its owner.
     *
     * @throws Error Exists, Storage
     */
    public static function makeClientKey(string $path): void
    {
        Native\make_client_key($path);
    }

    /**
     * Use a key file, so that clients may be named.
     *
     * @throws Error NotFound, Invalid, ...
     */
    public function useClientKey(string $path): void
    {
        $this->native->client_key($path);
    }

    /**
     * Forget which services a client had; the services stay.
     *
     * @return int how many links were erased
     * @throws Error
     */
    public function eraseClient(#[\SensitiveParameter] string $client): int
    {
        return $this->native->client_erase($client);
    }

    /**
     * Forget all clients of services before a day.
     *
     * @return int how many links were erased
     * @throws Error
     */
    public function purgeClients(string|\DateTimeInterface $before): int
    {
        return $this->native->client_purge($before);
    }

    /**
     * Key all links once more, so that the older key file is of no use.
     *
     * @throws Error
     */
    public function rotateClientKey(): void
    {
        $this->native->client_rotate();
    }

    /**
     * All that is linked to a client.
     *
     * @throws Error
     */
    public function exportClient(#[\SensitiveParameter] string $client): Table
    {
        return new Table($this->native->client_export($client), $this->lang);
    }
}
