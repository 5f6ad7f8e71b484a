<?php

declare(strict_types=1);

namespace Kho;

/** Out of memory. */
final class Memory extends Error
{
}
