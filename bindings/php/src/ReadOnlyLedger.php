<?php

declare(strict_types=1);

namespace Kho;

/** The ledger was opened for reading only. (`ReadOnly` is a word of PHP's own.) */
final class ReadOnlyLedger extends Error
{
}
