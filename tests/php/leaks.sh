# Nothing that PHP takes is kept: cycles of everything, and ledgers opened and closed. In a
# sanitized build its sanitizer looks on, in others valgrind does once more.
set -euo pipefail
here=$(dirname "$0")
if [ -z "${KHO_PHP_EXTENSION:-}" ]; then
    echo "PHP was not built: skipped"
    exit 77
fi
if [ -n "${KHO_PHP_PRELOAD:-}" ]; then
    exec bash "$here/common.sh" "$here/leaks.php" 10 100
fi
bash "$here/common.sh" "$here/leaks.php" 100 2000
if [ -n "${KHO_QUICK:-}" ]; then
    echo "a quick test: valgrind was not asked"
elif command -v valgrind >/dev/null; then
    export KHO_VALGRIND="valgrind -q --leak-check=full --show-leak-kinds=definite --error-exitcode=98"
    export KHO_VALGRIND+=" --errors-for-leak-kinds=definite"
    bash "$here/common.sh" "$here/leaks.php" 2 10
else
    echo "valgrind is not installed: that part was skipped"
fi
