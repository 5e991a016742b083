#!/usr/bin/env bash
# Builds the fuzzers and runs each for so long: fuzz.sh [SECONDS [TARGET...]]. The corpus in the tree is only
# read: new inputs go to build/fuzz/found/TARGET, and stay there for the next run.
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

failed=0
for target in "${targets[@]}"; do
    found=build/fuzz/found/$target
    crashes=build/fuzz/crashes/$target
    log=build/fuzz/fuzz_$target.log
    mkdir -p "$found" "$crashes"
    inputs=("$found" "test/fuzz/corpus/$target")
    [ ! -d "test/fuzz/regressions/$target" ] || inputs+=("test/fuzz/regressions/$target")

    case $target in
        account | ndjson) dictionary=test/fuzz/dictionaries/json.dict ;;
        *) dictionary=test/fuzz/dictionaries/$target.dict ;;
    esac
    options=(-max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=4096
             -print_final_stats=1 -artifact_prefix="$crashes/")
    [ ! -f "$dictionary" ] || options+=(-dict="$dictionary")

    if "build/fuzz/bin/fuzz_$target" "${options[@]}" "${inputs[@]}" >"$log" 2>&1; then
        state=ok
    else
        state=FAILED
        failed=1
    fi
    executed=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    rate=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log")
    coverage=$(grep -o 'cov: [0-9]*' "$log" | tail -n 1 || true)
    printf '%-14s %-6s %10s execs  %7s exec/s  %s\n' "$target" "$state" "${executed:-?}" "${rate:-?}" "$coverage"
    if [ "$state" = FAILED ]; then
        grep -m 1 -E 'does not hold:|ERROR: |runtime error:' "$log" | sed 's/^/    /' || tail -n 3 "$log"
        echo "    the whole report: $log"
        sed -n "s|.*Test unit written to \(.*\)|    replay: build/fuzz/bin/fuzz_$target \1|p" "$log"
    fi
done
exit "$failed"
