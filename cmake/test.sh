#!/usr/bin/env bash
# Installs what is missing, builds and runs every test, or those with one of the labels:
# test.sh [dev|asan|tsan|... [LABEL...]]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
preset=${1:-dev}
shift || true

bash cmake/install-deps.sh build
bash cmake/build.sh "$preset"
echo "Testing: preset $preset${*:+, the tests labelled $*}"
labels=()
[ $# -eq 0 ] || labels=(--label-regex "^($(IFS='|' && echo "$*"))\$")
ctest --preset "$preset" "${labels[@]}" | tee "build/$preset/test.log"
