<?php

declare(strict_types=1);

require __DIR__ . '/../src/autoload.php';

Portal\Portal::ofEnvironment()->answer(Portal\Request::of($_SERVER))->send();
