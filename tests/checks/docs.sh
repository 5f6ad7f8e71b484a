# The C reference is made of the public headers, and doxygen has nothing to complain of.
. "$(dirname "$0")/common.sh"

if ! command -v doxygen >/dev/null; then
    echo "skipped: doxygen is not installed"
    exit 77
fi
none "doxygen passes over a header without @file" grep -L '@file' include/*.h include/kho/*.h
mkdir -p "$build_dir/docs"
(cat docs/Doxyfile && echo "OUTPUT_DIRECTORY = $build_dir/docs") | doxygen - ||
    complain "doxygen warns of the above"
[ -s "$build_dir/docs/html/index.html" ] || complain "no reference was written"
finish
