<?php

declare(strict_types=1);

namespace Kho;

/** The date lies in a closed month. */
final class Closed extends Error
{
}
