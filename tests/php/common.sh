# Run PHP with the extension of a build, PHPUnit for a test's file:
#     KHO_PHP_EXTENSION=build/dev/php/kho.so bash tests/php/common.sh FILE [ARGUMENT...]
set -euo pipefail

php=("${KHO_PHP:-php}" -n -d "extension=$KHO_PHP_EXTENSION" -d zend.assertions=1
    -d error_reporting=-1 -d display_errors=1 -d memory_limit=1G)
extensions=$(php-config --extension-dir)
for extension in dom mbstring pcntl posix tokenizer xml xmlwriter; do # PHPUnit's, if not built in
    [ ! -e "$extensions/$extension.so" ] || php+=(-d "extension=$extension")
done

# A sanitizer is loaded before PHP, and sees its memory piece by piece, as valgrind does.
# PHPUnit ends by exit(), which leaves PHP's own objects: leaks are seen without it.
if [ -n "${KHO_PHP_PRELOAD:-}" ]; then
    leaks=1
    [[ $1 != *Test.php ]] || leaks=0
    php=(env "LD_PRELOAD=$KHO_PHP_PRELOAD" USE_ZEND_ALLOC=0
        "ASAN_OPTIONS=exitcode=99:detect_leaks=$leaks:verify_asan_link_order=0" "${php[@]}")
fi
if [ -n "${KHO_VALGRIND:-}" ]; then
    read -ra watch <<<"$KHO_VALGRIND"
    php=(env USE_ZEND_ALLOC=0 "${watch[@]}" "${php[@]}")
fi

if [[ $1 == *Test.php ]]; then
    if ! phpunit=$(command -v phpunit); then
        echo "phpunit is not installed: $1 was skipped"
        exit 77
    fi
    exec "${php[@]}" "$phpunit" --no-configuration --do-not-cache-result --colors=never \
        --fail-on-warning --fail-on-risky "$@"
fi
exec "${php[@]}" "$@"
