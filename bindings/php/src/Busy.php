<?php

declare(strict_types=1);

namespace Kho;

/** Another process held the ledger for too long. */
final class Busy extends Error
{
}
