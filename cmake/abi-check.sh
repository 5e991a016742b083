#!/usr/bin/env bash
# Compares the exports of the shared library with those of the last tag, or of another revision:
# abi-check.sh [REV]. Exits with 1 if a program that was linked against the old library would break.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD

if ! command -v abidiff >/dev/null; then
    echo "abidiff is missing: on Debian 12, apt-get install abigail-tools" >&2
    exit 2
fi
old=${1:-$(git describe --tags --abbrev=0 --match 'v[0-9]*' 2>/dev/null || true)}
if [ -z "$old" ]; then
    echo "There is no tag v*, so nothing was promised yet, and nothing is compared. Name a revision to compare with it."
    exit 0
fi
if ! git rev-parse --quiet --verify "$old^{commit}" >/dev/null; then
    echo "$old is no revision of this repository." >&2
    exit 2
fi

work=$root/build/abi
rm -rf "$work"
mkdir -p "$work"
git worktree prune
git worktree add --quiet --detach "$work/old_tree" "$old"
trap 'git worktree remove --force "$work/old_tree"' EXIT

# build TREE FOLDER REVISION
build() {
    echo "Building: $2"
    source cmake/ccache.sh "$1"
    if ! cmake -S "$1" -B "$work/$2" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_EXTENSIONS=OFF \
        -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=40 -DBUILD_SHARED_LIBS=ON -DUSEAPI_BUILD_{BULK,CLI,EMULATOR,TESTS,TESTING_SUPPORT}=OFF \
        >"$work/$2.log" 2>&1 ||
        ! cmake --build "$work/$2" --target useapi >>"$work/$2.log" 2>&1; then
        tail -n 40 "$work/$2.log" >&2
        echo "$3 cannot be built as a shared library." >&2
        exit 2
    fi
}
build "$work/old_tree" old "$old"
build "$root" new "This tree"

echo "Comparing with $old"
status=0
abidiff --headers-dir1 "$work/old_tree/include" --headers-dir2 "$root/include" --drop-private-types \
    --exported-interfaces-only --no-added-syms --suppressions cmake/abi.suppr "$work/old/src/libuseapi.so" "$work/new/src/libuseapi.so" || status=$?
if [ $((status & 3)) -ne 0 ]; then
    echo "abidiff could not compare them." >&2
    exit 2
fi
if [ "$status" -ne 0 ]; then
    echo "The ABI differs from that of $old: raise the minor version before 1.0, the major version after it." >&2
    exit 1
fi
echo "Programs that were linked against $old go on working."
