#!/usr/bin/env bash
# Installs what is missing of Debian's packages: install-deps.sh build|ci|bench
set -euo pipefail

build=(g++ cmake ninja-build ccache git ca-certificates
       libboost1.81-dev libboost-json1.81-dev libboost-test1.81-dev
       libssl-dev libcsv-dev libsqlitecpp-dev libpq-dev zlib1g-dev libzstd-dev libcli11-dev libfmt-dev libtomlplusplus-dev jq)
ci=(clang-19 clang-format-19 clang-tidy-19 libclang-rt-19-dev nginx-light haproxy tinyproxy postgresql-15
    zsh fish mandoc groff-base doxygen graphviz dpkg-dev file pkg-config)
bench=(libcurl4-openssl-dev python3 strace valgrind gnuplot-nox)

case "${1:-}" in
    build) wanted=("${build[@]}") ;;
    ci) wanted=("${build[@]}" "${ci[@]}" "${bench[@]}") ;;
    bench) wanted=("${build[@]}" "${bench[@]}") ;;
    *)
        echo "usage: $0 build|ci|bench" >&2
        exit 2
        ;;
esac

missing=()
for package in "${wanted[@]}"; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
    echo "Packages: all ${#wanted[@]} are installed."
    exit 0
fi

echo "Packages: installing ${missing[*]}"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "Installing packages needs root: run this as root, or install sudo." >&2
        exit 1
    fi
    as_root=(sudo)
fi
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
