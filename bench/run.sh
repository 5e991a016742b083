#!/usr/bin/env bash
# Builds the benchmarks, runs every client against the same responder, side by side, and writes build/bench/results.json,
# a table and plots: run.sh [--quick]. Takes under five minutes with --quick, under thirty without.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

case "${1:-}" in
    "" | --quick) ;;
    *)
        echo "usage: $0 [--quick]" >&2
        exit 2
        ;;
esac

bash cmake/install-deps.sh bench
bash cmake/build.sh bench
bash bench/others.sh
cd bench
exec python3 -B -m measure "$@"
