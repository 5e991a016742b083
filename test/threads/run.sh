#!/usr/bin/env bash
# Runs new schedules for a bounded time: run.sh [SECONDS] [FIRST_SEED]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

seconds=${1:-60}
first=${2:-$(od -An -N6 -tu8 /dev/urandom | tr -d ' ')}
program=build/dev/bin/useapi_threads
bash cmake/build.sh dev useapi_threads
echo "Running schedules for $seconds s from seed $first"
"$program" --from "$first" --count 1000000000 --seconds "$seconds"
