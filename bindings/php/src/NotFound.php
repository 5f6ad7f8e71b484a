<?php

declare(strict_types=1);

namespace Kho;

/** No such place, item, lot, channel, entry or file. */
final class NotFound extends Error
{
}
