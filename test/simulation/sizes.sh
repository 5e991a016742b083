#!/usr/bin/env bash
# Prints how small the history becomes that finds each bug: sizes.sh [BUG...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

program=${USEAPI_SIMULATION:-build/dev/bin/useapi_simulation}
bugs=("$@")
[ $# -ne 0 ] || mapfile -t bugs < <("$program" --bug list | cut -d: -f1)

echo '| bug | seed | choices | events | runs |'
echo '|---|---|---|---|---|'
for bug in "${bugs[@]}"; do
    # A bug that is found ends the program with 1.
    output=$("$program" --bug "$bug" --count 1000 --stop-at-first) || true
    line=$(grep 'made smaller' <<<"$output") || { echo "sizes.sh: $bug was not made smaller" >&2; exit 1; }
    read -r _ seed _ _ _ choices _ _ events _ _ fewer_choices _ fewer_events _ runs _ <<<"$line"
    echo "| $bug | $seed | $choices → $fewer_choices | $events → ${fewer_events%,} | $runs |"
done
