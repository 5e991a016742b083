#!/usr/bin/env bash
# Builds the unit tests with gcov, runs them, and tells how much of retry, pool and codec they reach. Fails if
# that is less than 95 % of the lines or 85 % of the branches. Branches that only an exception of the standard
# library takes do not count.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if ! command -v gcovr >/dev/null; then
    echo "gcovr is missing: on Debian 12, apt-get install gcovr" >&2
    exit 2
fi
tests=(unit_vocabulary unit_retry unit_http unit_client unit_runwayml)
bash cmake/build.sh coverage "${tests[@]}"
find build/coverage -name '*.gcda' -delete
for test in "${tests[@]}"; do
    if ! "build/coverage/bin/$test" >"build/coverage/$test.log" 2>&1; then
        tail -n 40 "build/coverage/$test.log" >&2
        exit 1
    fi
done

failed=0
# part NAME FILTER...: the figures of some sources together.
part() {
    local name=$1 filter lines branches verdict=ok
    local options=(--root . --object-directory build/coverage --exclude-throw-branches --exclude-unreachable-branches)
    shift
    for filter in "$@"; do
        options+=(--filter "$filter")
    done
    read -r lines branches < <(gcovr "${options[@]}" --json-summary - | jq -r '"\(.line_percent) \(.branch_percent)"')
    if ! jq -ne "$lines >= 95 and $branches >= 85" >/dev/null; then
        verdict=BELOW
        failed=1
    fi
    printf '  %-6s %-6s %5s %% of lines, %5s %% of branches\n' "$verdict" "$name" "$lines" "$branches"
}
echo "Coverage by the unit tests, of 95 % of lines and 85 % of branches at least:"
part retry src/retry/
part pool 'src/http/pool.*' 'src/http/lease.*' 'src/http/connection\.'
part codec 'src/runwayml/(account_|ordinary_account|validate).*' 'src/accounts/(field_rules|json/).*' \
    'src/http/(response_reader|received_message|framing_rules|message_syntax|keep_alive).*'
exit "$failed"
