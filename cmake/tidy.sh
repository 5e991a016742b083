#!/usr/bin/env bash
# Runs clang-tidy 19 on the sources of the library and the programs that changed since a revision, and on those that
# include a header that changed: tidy.sh [REV], or tidy.sh all. Without REV: since the branch left origin/main, else
# since the last ten commits, or all if the clone has only one commit. The last changes come first. After
# USEAPI_TIDY_LIMIT seconds no further file is begun, and the number of files that are left is printed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

since=${1:-}
if [ -z "$since" ]; then
    since=$(git merge-base HEAD origin/main 2>/dev/null || true)
    if [ -z "$since" ] || [ "$since" = "$(git rev-parse HEAD)" ]; then
        since=$(git rev-list --max-count=11 --first-parent HEAD | tail -n 1)
    fi
    [ "$since" != "$(git rev-parse HEAD)" ] || since=all
fi

every=$(git ls-files 'src/*.cpp' 'doc/examples/*.cpp')
if [ "$since" = all ]; then
    files=$every
else
    changed=$(
        git diff --name-only HEAD -- src include doc/examples
        git log --format= --name-only "$since..HEAD" -- src include doc/examples
    )
    files=
    for name in $(awk '!seen[$0]++' <<<"$changed"); do
        case $name in
            *.cpp) files+=$name$'\n' ;;
            *.hpp)
                # A header is checked through two sources that include it by name.
                as_included=${name#src/}
                as_included=${as_included#include/}
                # shellcheck disable=SC2086 # a list of files
                files+=$(grep -lF -e "\"$as_included\"" -e "<$as_included>" $every | head -n 2 || true)$'\n'
                ;;
        esac
    done
    # Leaves out repeated names, and files that do not exist any more.
    files=$(awk 'NF && !seen[$0]++' <<<"$files" | while read -r file; do [ ! -f "$file" ] || echo "$file"; done)
fi
[ -f build/apart/compile_commands.json ] || cmake --preset apart >/dev/null
# Leaves out files that are not built here, such as an example whose library is missing: they have no compile command.
files=$(awk 'NF' <<<"$files" | while read -r file; do ! grep -qF "/$file\"" build/apart/compile_commands.json || echo "$file"; done)
if [ -z "$files" ]; then
    echo "clang-tidy: nothing changed since $since that it looks at"
    exit 0
fi

echo "clang-tidy 19: $(wc -l <<<"$files") files that changed since $since"
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
    echo "clang-tidy: time was up before $(wc -l <"$left_out") of them; bash cmake/tidy.sh $since looks at all"
fi
exit "$status"
