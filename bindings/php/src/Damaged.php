<?php

declare(strict_types=1);

namespace Kho;

/** The ledger's file isn't what it should be. */
final class Damaged extends Error
{
}
