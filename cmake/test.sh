#!/usr/bin/env bash
# Installs what is missing, builds and runs every test. A preset may be named: test.sh [dev|asan|tsan|...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
preset=${1:-dev}

bash cmake/install-deps.sh build
bash cmake/build.sh "$preset"
echo "Testing: preset $preset"
ctest --preset "$preset" | tee "build/$preset/test.log"
