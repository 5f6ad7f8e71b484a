<?php

declare(strict_types=1);

namespace Kho;

/** The lot had expired on that day. */
final class Expired extends Error
{
}
