#!/usr/bin/env bash
# Configures and builds one preset: build.sh PRESET [TARGET...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

preset=${1:?usage: build.sh PRESET [TARGET...]}
shift
source cmake/ccache.sh "$PWD"

echo "Building: preset $preset"
log=build/$preset/build.log
mkdir -p "build/$preset"
targets=()
[ $# -eq 0 ] || targets=(--target "$@")
if ! { cmake --preset "$preset" && cmake --build --preset "$preset" "${targets[@]}"; } >"$log" 2>&1; then
    tail -n 60 "$log" >&2
    echo "The build failed; its whole output is in $log." >&2
    exit 1
fi
