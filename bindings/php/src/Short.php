<?php

declare(strict_types=1);

namespace Kho;

/** Not enough stock on that day or a later one. */
final class Short extends Error
{
}
