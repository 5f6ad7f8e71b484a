<?php

declare(strict_types=1);

namespace Kho;

/**
 * How tables are written: as a text, or into a file.
 *
 * @internal
 */
trait Written
{
    /**
     * Write it in aligned columns for people.
     *
     * @param ?string $path of a file; null: give it as a text
     * @param ?string $lang "en" or "vi"; null: the ledger's
     * @return ($path is null ? string : null)
     * @throws \RuntimeException the file can't be written
     */
    public function toText(?string $path = null, ?string $lang = null): ?string
    {
        return $this->write(0, $path, $lang);
    }

    /**
     * Write it as JSON, exact, the same in every language.
     *
     * @param ?string $path of a file; null: give it as a text
     * @return ($path is null ? string : null)
     * @throws \RuntimeException the file can't be written
     */
    public function toJson(?string $path = null): ?string
    {
        return $this->write(2, $path, null);
    }

    /**
     * Write it as a page for people, for A4 and phones.
     *
     * @param ?string $path of a file; null: give it as a text
     * @param ?string $lang "en" or "vi"; null: the ledger's
     * @return ($path is null ? string : null)
     * @throws \RuntimeException the file can't be written
     */
    public function toHtml(?string $path = null, ?string $lang = null): ?string
    {
        return $this->write(3, $path, $lang);
    }

    /**
     * As toText() writes it.
     *
     * @throws Memory
     */
    public function __toString(): string
    {
        return $this->native->written(0, $this->language(null));
    }

    /**
     * What toJson() writes, as values.
     *
     * @throws \JsonException never: it is the library's own
     */
    public function jsonSerialize(): mixed
    {
        return json_decode($this->toJson(), false, 16, JSON_THROW_ON_ERROR);
    }

    private function language(?string $lang): int
    {
        return Language::of($lang ?? $this->lang)->value;
    }

    private function write(int $format, ?string $path, ?string $lang): ?string
    {
        $written = $this->native->written($format, $this->language($lang));
        if ($path === null) {
            return $written;
        }
        $file = new \SplFileObject($path, 'wb');
        if ($file->fwrite($written) !== strlen($written)) {
            throw new \RuntimeException("$path could not be written");
        }
        return null;
    }
}
