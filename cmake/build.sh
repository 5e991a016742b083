#!/usr/bin/env bash
# Configures and builds one preset: build.sh PRESET [TARGET...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

preset=${1:?usage: build.sh PRESET [TARGET...]}
shift
if command -v ccache >/dev/null; then
    # CCACHE_DEPEND: ccache uses the list of headers that the compiler makes, and does not run the preprocessor as
    # well. That saves a tenth of the time of a first build.
    # CCACHE_SLOPPINESS: without it ccache keeps nothing that was compiled with precompiled headers.
    export CMAKE_CXX_COMPILER_LAUNCHER=ccache CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1 CCACHE_DEPEND=1
    export CCACHE_SLOPPINESS=pch_defines,time_macros
fi

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
