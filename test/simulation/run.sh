#!/usr/bin/env bash
# Runs new histories for a bounded time: run.sh [SECONDS] [FIRST_SEED]
# An hour: bash test/simulation/run.sh 3600
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

seconds=${1:-60}
first=${2:-$(od -An -N6 -tu8 /dev/urandom | tr -d ' ')}
batch=100
program=${USEAPI_SIMULATION:-build/release/bin/useapi_simulation}
if [ -z "${USEAPI_SIMULATION:-}" ]; then
    # The demo leaves the tests out of the same build folder.
    cmake --preset release -DUSEAPI_BUILD_TESTS=ON >/dev/null
    bash cmake/build.sh release useapi_simulation
fi

echo "Simulating for $seconds s from seed $first"
end=$((SECONDS + seconds))
seed=$first
while [ "$SECONDS" -lt "$end" ]; do
    if ! output=$("$program" --from "$seed" --count "$batch"); then
        echo "$output"
        echo "Replay with: $program, and the arguments that stand beside the seed." >&2
        exit 1
    fi
    seed=$((seed + batch))
done
echo "$((seed - first)) histories, 0 violations"
