# For the checks: where things are, and how they complain. Sourced, not run.
set -uo pipefail
export LC_ALL=C.UTF-8
source_dir=${KHO_SOURCE:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}
build_dir=${KHO_BUILD:-$source_dir/build/dev}
cd "$source_dir" || exit 1
shopt -s nullglob

faults=0
complain() {
    printf '%s\n' "$*"
    faults=$((faults + 1))
}

# Complain of each line that a command prints: the command looks for what must not be.
none() {
    local what=$1 line
    shift
    while IFS= read -r line; do
        complain "$what: $line"
    done < <("$@")
}

# Declarations of the public headers without comments and directives, one a line.
declarations() {
    cat include/*.h include/kho/*.h | "${KHO_CC:-cc}" -fpreprocessed -dD -E -P -x c - |
        sed -e ':join' -e '/\\$/{N;s/\\\n/ /;b join}' | grep -v '^[ ]*#' | tr '\n' ' ' |
        sed -e 's/extern "C" {//g' | tr ';' '\n' | grep -E '\bkho_[a-z0-9_]+ *\([^*]'
}

finish() {
    [ "$faults" -eq 0 ] && exit 0
    echo "faults: $faults"
    exit 1
}
