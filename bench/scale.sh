#!/usr/bin/env bash
# Measures what grows, and prints tables as doc/scale.md has them: scale.sh connections|latency|rows|plan [OPTION...].
# Each part says with --help what it measures, and writes build/bench/scale_PART.json.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

case "${1:-}" in
    connections | latency)
        bash cmake/install-deps.sh bench
        bash cmake/build.sh bench
        bash bench/others.sh
        ;;
    rows)
        bash cmake/install-deps.sh peers
        bash cmake/build.sh release useapi_command
        ;;
    plan) ;;
    *)
        echo "usage: $0 connections|latency|rows|plan [--help]" >&2
        exit 2
        ;;
esac
cd bench
exec python3 -B -m "measure.scale_$1" "${@:2}"
