<?php

declare(strict_types=1);

namespace Kho;

/** The uid was posted before, with another content. */
final class Conflict extends Error
{
}
