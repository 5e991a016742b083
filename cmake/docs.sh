#!/usr/bin/env bash
# Builds the reference and the pages into build/docs/html: docs.sh. A warning is an error.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

for tool in doxygen dot; do
    command -v "$tool" >/dev/null && continue
    echo "$tool is missing: on Debian 12, apt-get install doxygen graphviz" >&2
    exit 1
done
mkdir -p build/docs
doxygen Doxyfile
echo "Reference: build/docs/html/index.html"
