<?php

/**
 * Find classes: the portal's beside this file, kho's face in Composer's vendor/ or, from a
 * source tree, in bindings/php/src. KHO_PORTAL_FACE names another folder.
 */

declare(strict_types=1);

if (is_file(__DIR__ . '/../vendor/autoload.php')) {
    require __DIR__ . '/../vendor/autoload.php';
}

spl_autoload_register(static function (string $class): void {
    $folders = [
        'Portal' => __DIR__,
        'Kho' => getenv('KHO_PORTAL_FACE') ?: dirname(__DIR__, 3) . '/bindings/php/src',
    ];
    [$space, $rest] = explode('\\', $class, 2) + [1 => ''];
    $file = ($folders[$space] ?? '') . '/' . strtr($rest, '\\', '/') . '.php';
    if (isset($folders[$space]) && is_file($file)) {
        require $file;
    }
});
