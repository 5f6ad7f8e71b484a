# For the tests of the command: sourced first, and `finish` is the last line of each script.
#
# A script runs the command in an empty folder with `kho ...`, which writes down what was
# typed, what came out, what came out on standard error (after "! ") and the exit code, if it
# isn't 0 (after "= "). What stands in `environment` is in its environment. All of it must be what SCRIPT.out says; UPDATE=1 writes that anew.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source_dir=$(cd "$here/../.." && pwd)
command=$(realpath "${KHO:-$source_dir/build/dev/kho}") && [ -x "$command" ] || exit 1
expected=$here/$(basename "$0" .sh).out
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

unset KHO_DB LC_MESSAGES LANG
export KHO_LANG=en LC_ALL=C TZ=UTC
mkdir "$scratch/work"
cd "$scratch/work" || exit 1
exec 3>&1 4>&2 >"$scratch/actual" 2>&1

kho() {
    local code
    printf '$ kho %s\n' "$*" | tr '\033\377' '??'
    env ${environment:-} "$command" "$@" >"$scratch/stdout" 2>"$scratch/stderr"
    code=$?
    cat "$scratch/stdout"
    sed 's/^/! /' "$scratch/stderr"
    [ "$code" -eq 0 ] || printf '= %d\n' "$code"
    return "$code"
}

# A remark between the commands.
say() {
    printf '\n# %s\n' "$*"
}

# What the last command wrote is JSON.
is_json() {
    for file in "$scratch/stdout" "$scratch/stderr"; do
        [ ! -s "$file" ] || check_json "$file"
    done
}

check_json() {
    if command -v python3 >/dev/null; then
        python3 - "$1" <<'PY' || echo "not JSON"
import json, sys
text = open(sys.argv[1], encoding="utf-8").read()
try:
    json.loads(text)
except ValueError:  # one document a line
    for line in text.splitlines():
        json.loads(line)
PY
    fi
}

# The catalogue that most scripts use: a province, a station, two collaborators.
write_catalogue() {
    cat >catalogue.yaml <<'YAML'
kho: catalogue/1
channels: [free, social_marketing, socialised]
items:
  - {code: bcs, name: {vi: Bao cao su nam, en: Male condom}, unit: {vi: chiếc, en: piece},
     pack: 144, method: condom, clinical: false, cyp: condom, shelf_life_months: 48}
  - {code: vien, name: {vi: Viên uống tránh thai, en: Oral pill}, unit: {vi: vỉ, en: cycle},
     pack: 1, method: pill, clinical: false, cyp: pill}
  - {code: dctc, name: {vi: Dụng cụ tử cung, en: IUD}, unit: {vi: chiếc, en: piece},
     pack: 1, method: iud, clinical: true, cyp: iud}
places:
  - {code: ncc, kind: supplier, name: {vi: Kho trung ương, en: Central store}}
  - {code: cds-19, kind: store, level: province, name: {vi: Chi cục Dân số Thái Nguyên}}
  - {code: tyt-05518, kind: store, level: station,
     name: {vi: Trạm Y tế phường Sông Công}, parent: cds-19, offers: [bcs, vien]}
  - {code: ctv-01, kind: collaborator, name: {vi: CTV tổ dân phố 1}, parent: tyt-05518}
  - {code: ctv-02, kind: collaborator, name: {vi: CTV tổ dân phố 2}, parent: tyt-05518}
YAML
}

finish() {
    exec >&3 2>&4
    if [ -n "${UPDATE:-}" ]; then
        cp "$scratch/actual" "$expected"
        echo "$expected was written anew"
        exit 0
    fi
    diff -u "$expected" "$scratch/actual" || exit 1
    exit 0
}
