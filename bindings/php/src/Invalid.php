<?php

declare(strict_types=1);

namespace Kho;

/** The input is malformed or out of range, or the ledger is closed. */
final class Invalid extends Error
{
}
