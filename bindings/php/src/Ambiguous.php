<?php

declare(strict_types=1);

namespace Kho;

/** Several lots fit and none was named. */
final class Ambiguous extends Error
{
}
