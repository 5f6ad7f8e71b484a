<?php

declare(strict_types=1);

namespace Kho;

/** A file or an entry that must not exist does. */
final class Exists extends Error
{
}
