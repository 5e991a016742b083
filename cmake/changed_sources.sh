#!/usr/bin/env bash
# Prints the sources of the library, the programs and the examples that changed since a revision, and the first MOST of
# those that include a header that changed: changed_sources.sh REV MOST. REV may be all. Without a REV (''): since the
# branch left origin/main, else since the last ten commits, or all if the clone has only one commit. The last changes
# come first. Only files that are built here are printed: each has a command in build/apart/compile_commands.json.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

since=$1
most=$2
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
                as_included=${name#src/}
                as_included=${as_included#include/}
                # shellcheck disable=SC2086 # a list of files
                files+=$(grep -lF -e "\"$as_included\"" -e "<$as_included>" $every | head -n "$most" || true)$'\n'
                ;;
        esac
    done
fi
[ -f build/apart/compile_commands.json ] || cmake --preset apart >/dev/null
# A file may be there twice, be gone, or not be built here, such as an example whose library is missing.
awk 'NF && !seen[$0]++' <<<"$files" | while read -r file; do
    ! grep -qF "/$file\"" build/apart/compile_commands.json || echo "$file"
done
