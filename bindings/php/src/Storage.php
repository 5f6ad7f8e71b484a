<?php

declare(strict_types=1);

namespace Kho;

/** The file system or the database failed. */
final class Storage extends Error
{
}
