# Monthly returns from CSV.
. "$(dirname "$0")/common.sh"
export KHO_DB=returns.kho
kho init
cat >map.yaml <<'YAML'
kho: monthly/1
period: {year: year, month: month}
place: {code: site, kind: store, level: facility, parent: district}
item: {code: product}
columns: {opening: opening, received: received, dispensed: distributed,
          adjusted: adjustment, closing: closing, days_out: days_out}
unknown: create
YAML
cat >2019.csv <<'CSV'
year,month,site,district,product,opening,received,distributed,adjustment,closing,days_out
2019,1,C1001,D01,AS27000,10,100,40,0,70,0
2019,2,C1001,D01,AS27000,70,0,60,-2,8,3
2019,3,C1001,D01,AS27000,9,50,20,0,39,0
2019,4,C1001,D01,AS27000,39,0,20,0,20,0
CSV
kho import monthly --map map.yaml 2019.csv
kho import monthly --map map.yaml 2019.csv
kho stock --on 2019-12-31
sed 's/^2019,2.*/2019,2,C1001,D01,AS27000,70,0,61,-1,8,3/' 2019.csv >changed.csv
kho import monthly --map map.yaml changed.csv
kho -l vi import monthly --map map.yaml --amend changed.csv
kho -f json import monthly --map map.yaml --amend changed.csv
is_json
kho report 2019-02 --place C1001
kho check
finish
