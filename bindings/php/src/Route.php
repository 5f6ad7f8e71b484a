<?php

declare(strict_types=1);

namespace Kho;

/** Stock doesn't move between such places. */
final class Route extends Error
{
}
