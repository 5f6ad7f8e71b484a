# Each public header stands alone, as C99 and as C++11, without a warning; so do the
# initialisers of the structs.
. "$(dirname "$0")/common.sh"

flags=(-fsyntax-only -Wall -Wextra -Wpedantic -Wshadow -Werror -I include)

compile() {
    local what=$1 compiler=$2 language=$3 standard=$4 text=$5
    command -v "$compiler" >/dev/null || return 0
    printf '%b' "$text" | "$compiler" "${flags[@]}" -x "$language" -std="$standard" - ||
        complain "$what: $compiler -std=$standard refuses it"
}

everywhere() {
    compile "$1" gcc c c99 "$2"
    compile "$1" clang c c99 "$2"
    compile "$1" g++ c++ c++11 "$2"
    compile "$1" clang++ c++ c++11 "$2"
}

for header in include/*.h include/kho/*.h; do
    everywhere "$header" "#include <${header#include/}>\n"
done

for macro in $(grep -ohE '^#define KHO_[A-Z]+_INIT\b' include/kho/*.h | cut -d ' ' -f 2); do
    type=$(echo "${macro%_INIT}" | tr '[:upper:]' '[:lower:]')
    everywhere "$macro" "#include <kho.h>\nextern $type made;\n$type made = $macro;\n"
done

# Every implementation of Arrow's interface declares its structs: they live beside another's.
everywhere "kho/arrow.h after another's" "#define ARROW_C_DATA_INTERFACE
#define ARROW_C_STREAM_INTERFACE\nstruct ArrowArrayStream { int own; };
#include <kho/arrow.h>\n"

finish
