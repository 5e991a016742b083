#!/usr/bin/env bash
# Checks figures that a change must not make worse: allocations, bytes, system calls and instructions of a
# request, and the cost of the public headers. Counts, not times, so that the answer is the same on a busy
# machine. Run by .ci/run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash cmake/build.sh bench useapi_bench_floor useapi_bench_useapi useapi_bench_responder useapi_bench_counted_memory
cd bench
exec python3 -B -m measure.gates "$@"
