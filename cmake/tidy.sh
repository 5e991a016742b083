#!/usr/bin/env bash
# Runs clang-tidy 19 on the sources of the library and the programs that changed since a revision, and on those of a layer
# whose headers changed: tidy.sh [REV], or tidy.sh all. Without REV: since the branch left origin/main, else the last
# commit. USEAPI_TIDY_LIMIT bounds how many files are looked at; what is left out is said.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

since=${1:-}
if [ -z "$since" ]; then
    since=$(git merge-base HEAD origin/main 2>/dev/null || true)
    if [ -z "$since" ] || [ "$since" = "$(git rev-parse HEAD)" ]; then
        since=$(git rev-parse --quiet --verify HEAD~1 || true)
    fi
fi
if [ -z "$since" ]; then
    since=all
fi

every=$(git ls-files 'src/*.cpp' 'doc/examples/*.cpp')
if [ "$since" = all ]; then
    files=$every
else
    changed=$(git diff --name-only --diff-filter=d "$since" -- src include doc/examples)
    files=$(grep '\.cpp$' <<<"$changed" || true)
    # A header is looked at through the sources that include it by name.
    for header in $(grep '\.hpp$' <<<"$changed" || true); do
        name=${header#src/}
        name=${name#include/}
        # shellcheck disable=SC2086 # a list of files
        files+=$'\n'$(grep -lF -e "\"$name\"" -e "<$name>" $every | head -n 2 || true)
    done
    files=$(sort -u <<<"$files" | sed '/^$/d')
fi
if [ -z "$files" ]; then
    echo "clang-tidy: nothing changed since $since that it looks at"
    exit 0
fi
count=$(wc -l <<<"$files")
limit=${USEAPI_TIDY_LIMIT:-$count}
if [ "$count" -gt "$limit" ]; then
    echo "clang-tidy: only the first $limit of $count files that changed; bash cmake/tidy.sh $since looks at all"
    files=$(head -n "$limit" <<<"$files")
fi

if [ ! -f build/dev/compile_commands.json ]; then
    cmake --preset dev >/dev/null
fi
echo "clang-tidy 19: $(wc -l <<<"$files") files"
# Warnings that only g++ knows are not clang's business.
xargs -P "$(nproc)" -n 1 clang-tidy-19 -p build/dev --quiet --extra-arg=-Wno-unknown-warning-option <<<"$files" 2>/dev/null
