# The faults that scripts/planted plants still fit the sources.
. "$(dirname "$0")/common.sh"
scripts/planted --fits || complain "see scripts/planted"
finish
