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
if command -v go >/dev/null; then
    (cd bench/client/go && CGO_ENABLED=0 go build -o ../../../build/bench/bin/useapi_bench_go_net_http main.go)
else
    echo "Go is not installed: its client is left out (on Debian, apt-get install golang-go)."
fi
if ! command -v node >/dev/null; then
    echo "Node is not installed: undici is left out (on Debian, apt-get install node-undici)."
elif ! NODE_PATH=/usr/share/nodejs:$(npm root -g 2>/dev/null || true) node -e 'require("undici")' 2>/dev/null; then
    echo "undici is not installed: its client is left out (on Debian, apt-get install node-undici)."
fi
cd bench
exec python3 -B -m measure "$@"
