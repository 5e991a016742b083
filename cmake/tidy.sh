#!/usr/bin/env bash
# Runs clang-tidy 19 on the sources of the library and the programs that changed since a revision, and for each header
# that changed on two sources that include it: tidy.sh [REV], or tidy.sh all (cmake/changed_sources.sh). After
# USEAPI_TIDY_LIMIT seconds no further file is begun, and the number of files that are left is printed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

files=$(bash cmake/changed_sources.sh "${1:-}" 2)
if [ -z "$files" ]; then
    echo "clang-tidy: nothing changed that it looks at"
    exit 0
fi

echo "clang-tidy 19: $(wc -l <<<"$files") files"
left_out=$(mktemp)
trap 'rm -f "$left_out"' EXIT
export left_out until=$(($(date +%s) + ${USEAPI_TIDY_LIMIT:-86400}))
status=0
# clang does not know the warnings that only g++ has.
xargs -P "$(nproc)" -I '{}' sh -c '
    if [ "$(date +%s)" -ge "$until" ]; then
        echo "{}" >>"$left_out"
    else
        clang-tidy-19 -p build/apart --quiet --extra-arg=-Wno-unknown-warning-option "{}" 2>/dev/null
    fi' <<<"$files" || status=1
if [ -s "$left_out" ]; then
    echo "clang-tidy: time was up before $(wc -l <"$left_out") of them; bash cmake/tidy.sh ${1:-REV} looks at all"
fi
exit "$status"
