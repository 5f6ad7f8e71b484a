<?php

declare(strict_types=1);

namespace Kho;

/** The file isn't a ledger of kho, or is of a newer version. */
final class Foreign extends Error
{
}
