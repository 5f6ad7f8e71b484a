# A month at a station, in Vietnamese.
language=vi
. "$(dirname "$0")/station_day"
