# What is typed wrongly: exit code 2, one line that says why, nothing done.
. "$(dirname "$0")/common.sh"

say "nothing at all"
kho
say "no such command, not yet a command, half a command"
kho sell
kho order sell
kho rules load x.yaml
kho catalogue
kho catalogue sell
kho import
say "no such option, or not here"
kho stock --colour
kho stock -x
kho --place tyt-05518 stock
kho stock --atomic
kho stock --version
say "values"
kho stock --place
kho stock -d
kho stock --tree=yes --place p
kho stock --on 2026-02-30
kho stock --on today
kho stock --known 0
kho stock --known 1.5
kho stock --known 99999999999999999999x
kho -l fr stock
kho -f pdf stock
kho stock --on 2026-01-01 --on 2026-01-02
kho post --commit 0
kho lose --date 2026-01-01 --from tyt-05518 --reason eaten bcs=1
say "operands"
kho stock bcs
kho card tyt-05518
kho card tyt-05518 bcs extra
kho report
kho report 2026-10 stock extra
kho backup
kho reverse
kho init here
kho check now
say "what a command needs"
kho stock
kho issue --from a --to b bcs=1
kho -d x.kho issue --date 2026-01-01 --from a bcs=1
kho -d x.kho issue --date 2026-01-01 --to b bcs=1
kho -d x.kho receive --date 2026-01-01 bcs=1
kho -d x.kho arrive --date 2026-01-01 bcs=1
kho -d x.kho hold --date 2026-01-01 bcs=1
kho -d x.kho ship --date 2026-01-01 --from a bcs=1
kho -d x.kho lose --date 2026-01-01 --from a --to loss/other --reason stolen bcs=1
kho -d x.kho count --date 2026-01-01 bcs=1
kho -d x.kho count --place a bcs=1
kho -d x.kho import monthly x.csv
kho -d x.kho stock --tree
kho -d x.kho stock --sum
say "periods and kinds"
kho -d x.kho report 2026-13
kho -d x.kho report 2026-Q5
kho -d x.kho report 2026-03-15..2026-01-01
kho -d x.kho report 2026-10 weather
kho -d x.kho card a b --from 2026-02-01 --to 2026-01-01
kho -d x.kho catalogue list people
say "in Vietnamese, wherever -l stands"
kho -l vi sell
kho stock --colour -l vi
kho stock --place -lvi
environment=KHO_LANG=vi kho stock --on 2026-02-30
environment='KHO_LANG= LC_ALL=vi_VN.UTF-8' kho sell
environment='KHO_LANG= LC_ALL= LANG=vi' kho sell
environment='KHO_LANG=en LC_ALL=vi_VN.UTF-8' kho sell
say "in JSON, wherever -f stands"
kho -f json sell
is_json
kho stock --colour -f json
is_json
kho --format=json stock --on $'2026"\\\e'
is_json
say "what was typed comes out clean"
kho $'s\e[31mell\xff'
ls
finish
