# A month at a station, in English.
language=en
. "$(dirname "$0")/station_day"
