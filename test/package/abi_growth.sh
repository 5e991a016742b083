#!/usr/bin/env bash
# Shows that options and events can grow as doc/decisions.md says, and that cmake/abi-check.sh sees where they cannot:
# abi_growth.sh. Works in a clone of the last commit.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

command -v abidiff >/dev/null || { echo "abidiff is missing: apt-get install abigail-tools" >&2 && exit 2; }
clone=build/abi-growth
rm -rf "$clone"
git clone --quiet . "$clone"
trap 'rm -rf "$clone"' EXIT
cd "$clone"

# insert FILE BEFORE TEXT: puts a line before the last one that matches.
insert() {
    local line
    line=$(grep -nE "$2" "$1" | tail -n 1 | cut -d: -f1)
    [ -n "$line" ] || { echo "$1 has no line like $2" >&2 && exit 2; }
    sed -i "${line}i $3" "$1"
}
# expects STATUS WHAT: what abi-check.sh says of this clone.
expects() {
    local status=0
    bash cmake/abi-check.sh HEAD >check.log 2>&1 || status=$?
    if [ "$status" -ne "$1" ]; then
        cat check.log >&2
        echo "  WRONG $2: abi-check.sh ended with $status, not with $1" >&2
        exit 1
    fi
    echo "  ok    $2: $(tail -n 1 check.log)"
}

options=include/useapi/client/client_options.hpp
insert src/client/more_client_options.hpp '^};' '    int grown = 0;'
insert "$options" 'const load_options& load\(\) const' '    USEAPI_API client_options\& grown(int value) \&;\n    USEAPI_API int grown() const noexcept;'
insert src/client/client_options.cpp '^} // namespace useapi$' \
    'client_options\& client_options::grown(int value) \& { own(more_).grown = value; return *this; }\nint client_options::grown() const noexcept { return view(more_).grown; }'
insert include/useapi/client/events.hpp '^};' '    int grown_ = 0;'
expects 0 "an option behind the pointer, and a member at the end of an event"

insert include/useapi/client/events.hpp '    error_code code_;' '    int misplaced_ = 0;'
expects 1 "a member in front of others in an event"
git checkout --quiet include/useapi/client/events.hpp

insert "$options" '^};' '    int misplaced_ = 0;'
expects 1 "an option in client_options itself"
