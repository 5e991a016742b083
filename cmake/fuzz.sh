#!/usr/bin/env bash
# Builds the fuzzers and runs each for so long, as many at once as there are cores: fuzz.sh [SECONDS [TARGET...]].
# The corpus in the tree is only read: new inputs go to build/fuzz/found/TARGET, and stay there for the next run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds=${1:-20}
shift || true
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
    for folder in test/fuzz/corpus/*/; do
        targets+=("$(basename "$folder")")
    done
fi

bash cmake/build.sh fuzz "${targets[@]/#/fuzz_}"

# run TARGET: fuzzes it, and prints what came of it.
run() {
    local target=$1 found=build/fuzz/found/$1 crashes=build/fuzz/crashes/$1 log=build/fuzz/fuzz_$1.log
    local dictionary state=ok executed rate coverage
    mkdir -p "$found" "$crashes"
    local inputs=("$found" "test/fuzz/corpus/$target")
    [ ! -d "test/fuzz/regressions/$target" ] || inputs+=("test/fuzz/regressions/$target")

    case $target in
        account | ndjson) dictionary=test/fuzz/dictionaries/json.dict ;;
        *) dictionary=test/fuzz/dictionaries/$target.dict ;;
    esac
    local options=(-max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=4096
                   -print_final_stats=1 -artifact_prefix="$crashes/")
    [ ! -f "$dictionary" ] || options+=(-dict="$dictionary")

    "build/fuzz/bin/fuzz_$target" "${options[@]}" "${inputs[@]}" >"$log" 2>&1 || state=FAILED
    executed=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    rate=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log")
    coverage=$(grep -o 'cov: [0-9]*' "$log" | tail -n 1 || true)
    printf '%-14s %-6s %10s execs  %7s exec/s  %s\n' "$target" "$state" "${executed:-?}" "${rate:-?}" "$coverage"
    [ "$state" = FAILED ] || return 0
    grep -m 1 -E 'does not hold:|ERROR: |runtime error:' "$log" | sed 's/^/    /' || tail -n 3 "$log"
    echo "    the whole report: $log"
    sed -n "s|.*Test unit written to \(.*\)|    replay: build/fuzz/bin/fuzz_$target \1|p" "$log"
    return 1
}
export -f run
export seconds

# Each target prints its lines together, since another one may end at the same time.
# shellcheck disable=SC2016 # for the other shell
printf '%s\0' "${targets[@]}" |
    xargs -0 -n 1 -P "$(nproc)" bash -c 'said=$(run "$1") && status=0 || status=1; printf "%s\n" "$said"; exit "$status"' fuzz
