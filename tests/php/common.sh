# Run PHP, PHPUnit for a test's file, with the extension as it was built:
#     KHO_PHP_EXTENSION=<build>/php/kho.so bash tests/php/common.sh FILE [ARGUMENT...]
set -euo pipefail

php=(php -n -d "extension=$KHO_PHP_EXTENSION" -d zend.assertions=1 -d error_reporting=-1
    -d display_errors=1 -d memory_limit=1G)
for extension in dom mbstring tokenizer xml xmlwriter; do # what PHPUnit needs, shared here
    [ ! -e "$(php-config --extension-dir)/$extension.so" ] || php+=(-d "extension=$extension")
done

case $1 in
*Test.php)
    if ! phpunit=$(command -v phpunit); then
        echo "phpunit is not installed: $1 was skipped"
        exit 77
    fi
    exec "${php[@]}" "$phpunit" --no-configuration --do-not-cache-result --colors=never \
        --fail-on-warning --fail-on-risky "$@"
    ;;
*) exec "${php[@]}" "$@" ;;
esac
