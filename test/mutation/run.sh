#!/usr/bin/env bash
# Changes the sources, one small change at a time, in a copy of the tree, and tells which ones no test noticed:
# run.sh [--files PATH...] [--seed N] [--count N] [--minutes M] [--list]. All options: --help.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")

if ! command -v python3 >/dev/null; then
    echo "python3 is not installed" >&2
    exit 77
fi
PYTHONDONTWRITEBYTECODE=1 exec python3 "$here/run.py" "$@"
