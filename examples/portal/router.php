<?php

/* For PHP's own server, which `serve` starts: files as they are, all else to the portal. */

declare(strict_types=1);

$path = explode('?', $_SERVER['REQUEST_URI'], 2)[0];
if (in_array($path, ['/style.css', '/icon.svg'], true)) {
    return false;
}
require __DIR__ . '/public/index.php';
