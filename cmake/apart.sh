#!/usr/bin/env bash
# Compiles each source by itself that changed since a revision or includes a header that changed: apart.sh [REV], or
# apart.sh all (cmake/changed_sources.sh). A unity build, as of most presets, does not see that a source includes too
# little. After USEAPI_APART_LIMIT seconds the others are left out.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

files=$(bash cmake/changed_sources.sh "${1:-}" 1000)
if [ -z "$files" ]; then
    echo "No source changed"
    exit 0
fi
status=0
# `FILE^` is what ninja makes of that file.
sed "s|.*|$PWD/&^|" <<<"$files" |
    timeout "${USEAPI_APART_LIMIT:-86400}" xargs ninja -C build/apart || status=$?
if [ "$status" -eq 124 ]; then
    echo "Not all of $(wc -l <<<"$files") sources: time was up; bash cmake/apart.sh ${1:-REV} compiles all"
    exit 0
fi
exit "$status"
