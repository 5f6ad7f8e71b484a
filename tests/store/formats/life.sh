# A ledger's life and what it says of it: for formats.sh, and for whoever makes the ledger of a new format.
#
#   KHO=build/dev/kho bash tests/store/formats/life.sh N    makes formats/N.kho.gz, N.key and N.txt
#
# A ledger of a format is made once, by a program that knew no newer one, and never again. What it
# says (N.txt) is written anew where reports change: UPDATE=1 ctest --preset dev -R store.formats

# Sourced or run, it stands in a folder of its own, which goes again.
formats=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
command=$(realpath "${KHO:-$formats/../../../build/dev/kho}") || exit 1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
failed=0

kho() {
    "$command" "$@"
}

complain() {
    echo "$*"
    failed=1
}

# Something of all that is kept: catalogue, prices, rules, moves, counts, services with clients, closings.
live() {
    local key=$2
    export KHO_DB=$1
    cat >catalogue.yaml <<'YAML'
kho: catalogue/1
channels: [free, social_marketing]
items:
  - {code: bcs, name: {vi: Bao cao su nam, en: Male condom}, unit: {vi: chiếc, en: piece},
     pack: 144, method: condom, cyp: condom, shelf_life_months: 48}
  - {code: vien, name: {vi: Viên uống tránh thai, en: Oral pill}, unit: {vi: vỉ, en: cycle}, method: pill, cyp: pill}
  - {code: dctc, name: {vi: Dụng cụ tử cung, en: IUD}, unit: chiếc, method: iud, clinical: true, cyp: iud}
places:
  - {code: ncc, kind: supplier, name: {vi: Kho trung ương, en: Central store}}
  - {code: cds, kind: store, level: province, name: Chi cục Dân số}
  - {code: tyt, kind: store, level: station, name: Trạm Y tế Sông Công, parent: cds, clinical: true, offers: [bcs, vien]}
  - {code: ctv-1, kind: collaborator, name: CTV tổ 1, parent: tyt}
  - {code: ctv-2, kind: collaborator, name: CTV tổ 2, parent: tyt}
prices:
  - {item: bcs, channel: free, from: 2025-01-01, price: 1500}
YAML
    cat >rules.yaml <<'YAML'
kho: rules/1
name: quy tắc
consumption: {window: 2}
order: {policy: standard, review_months: 1, lead_months: 0.5}
match: [{when: {item: bcs}, set: {max_months: 4}}]
deadlines: [{report: month, recipients: tinh, within: 5, days: working}]
YAML
    clients
    kho init --catalogue catalogue.yaml
    kho rules load rules.yaml --from 2025-01-01
    kho begin --date 2025-09-01 --to tyt --uid M-1 bcs@A0/2026-03-31=300
    kho receive --date 2025-09-02 --from ncc --to cds --uid N-1 bcs@A1/2029-05-31=14400 vien@P1/2028-02-29=900
    kho ship --date 2025-09-03 --from cds --to tyt --uid S-1 bcs=1440 vien=300
    kho arrive --date 2025-09-05 --to tyt --uid S-2 bcs=1440 vien=298
    kho receive --date 2025-09-05 --from ncc --to tyt --uid N-2 dctc@V/2031-01-31=40
    kho issue --date 2025-09-06 --from tyt --to ctv-1 --uid X-1 bcs=288 vien=60
    kho issue --date 2025-09-06 --from tyt --to ctv-2 --uid X-2 bcs=144
    kho dispense --date 2025-09-20 --from ctv-1 --uid D-1 bcs=120 vien=11
    kho hold --date 2025-09-21 --from tyt --uid G-1 bcs@A1/2029-05-31=100 --note "rách vỏ"
    kho dispense --date 2025-09-22 --from ctv-2 --uid D-2 bcs=30
    kho reverse D-2
    kho privacy key "$key"
    kho serve --place tyt --date 2025-09-23 --method iud --kind new --age 25-34 --uid V-1 --client-key "$key" --client lan dctc=1
    kho serve --place tyt --date 2025-09-24 --method pill --kind counsel --uid V-2 --client-key "$key" --client hoa
    kho privacy rotate --client-key "$key"
    kho serve --place tyt --date 2025-10-02 --method iud --kind counsel --uid V-3 --client-key "$key" --client lan
    kho count --place tyt --date 2025-09-30 --uid K-1 bcs@A1/2029-05-31=1100
    kho close 2025-09 --place tyt --by Lan
    kho dispense --date 2025-09-25 --from tyt --uid L-1 --late bcs=7
    kho dispense --date 2025-10-03 --from tyt --uid D-3 bcs=60 --note "chị Hoa"
}

# What a ledger says, with a reader's eyes.
tell() {
    local key=$2
    export KHO_DB=$1 KHO_LANG=en
    asked kho head
    asked kho check
    asked kho catalogue list items
    asked kho catalogue list places
    asked kho stock --on 2025-10-31
    asked kho -f json stock --on 2025-10-31
    asked kho report 2025-09 --place tyt
    asked kho report 2025-09 --place tyt --restated
    asked kho report 2025-10 --place cds --tree
    asked kho card tyt bcs --from 2025-09-01 --on 2025-10-31
    asked kho alerts --on 2025-11-30
    asked kho order suggest --on 2025-10-31
    asked kho explain tyt bcs --on 2025-10-31
    asked kho rules show --on 2025-10-31
    clients
    asked kho privacy export --client-key "$key" lan
    asked kho privacy export --client-key "$key" hoa
}

clients() {
    printf '038095000123\n' >lan
    printf '038095000456\n' >hoa
}

asked() {
    printf '$ %s\n' "$*" | sed 's| --client-key [^ ]*| --client-key KEY|'
    "$@" 2>&1 || echo "= $?"
}

if [ "$0" = "${BASH_SOURCE[0]}" ]; then
    set -eu
    export LC_ALL=C TZ=UTC KHO_LANG=en
    live ledger.kho key >/dev/null
    tell ledger.kho key >"$formats/$1.txt"
    gzip -9n <ledger.kho >"$formats/$1.kho.gz"
    cp key "$formats/$1.key"
fi
