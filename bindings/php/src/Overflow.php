<?php

declare(strict_types=1);

namespace Kho;

/** A sum doesn't fit 64 bits. */
final class Overflow extends Error
{
}
