#!/usr/bin/env bash
# Installs what is missing of Debian's packages: install-deps.sh build|peers|bench|ci. peers adds the programs
# that some tests start, and packages that only some releases have. Boost is the default of the release if
# that is 1.81 or later, else the newest one of the release. An installed Boost is kept; USEAPI_BOOST=1.88
# chooses a version.
set -euo pipefail

build=(g++ cmake ninja-build ccache mold git ca-certificates libssl-dev libcsv-dev libsqlitecpp-dev libpq-dev zlib1g-dev
       libzstd-dev libcli11-dev libfmt-dev libtomlplusplus-dev jq)
peers=(nginx haproxy tinyproxy postgresql pgbouncer zsh fish mandoc groff-base dpkg-dev file)
ci=(clang-19 clang-format-19 clang-tidy-19 libclang-rt-19-dev doxygen graphviz pkg-config debootstrap abigail-tools)
# Not in every release: installed if the release has it.
optional=(opentelemetry-cpp-dev)
bench=(libcurl4-openssl-dev python3 strace valgrind gnuplot-nox)

case "${1:-}" in
    build) wanted=("${build[@]}") ;;
    peers) wanted=("${build[@]}" "${peers[@]}") ;;
    ci) wanted=("${build[@]}" "${peers[@]}" "${ci[@]}" "${bench[@]}") ;;
    bench) wanted=("${build[@]}" "${bench[@]}") ;;
    *)
        echo "usage: $0 build|peers|bench|ci" >&2
        exit 2
        ;;
esac

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null || true)" = installed ]; }
new_enough() { awk '{ split($1, part, "."); if (part[1] > 1 || part[2] >= 81) print }' | sort -V; }

# The packages of one Boost; its version is a part of their names.
boost_packages() { printf '%s\n' "libboost$1-dev" "libboost-json$1-dev" "libboost-test$1-dev"; }
installed_boost() {
    { dpkg-query -W -f '${db:Status-Status} ${Package}\n' 'libboost*-dev' 2>/dev/null || true; } |
        sed -nE 's/^installed libboost([0-9.]+)-dev$/\1/p' | new_enough | tail -n 1
}
offered_boost() {
    local own
    own=$(apt-cache depends libboost-dev 2>/dev/null | sed -nE 's/.*Depends: libboost([0-9.]+)-dev$/\1/p' | new_enough)
    [ -z "$own" ] || { echo "$own" && return; }
    apt-cache pkgnames libboost | sed -nE 's/^libboost([0-9.]+)-dev$/\1/p' | new_enough | tail -n 1
}

missing=()
for package in "${wanted[@]}"; do
    installed "$package" || missing+=("$package")
done
boost=${USEAPI_BOOST:-$(installed_boost)}
if [ -n "$boost" ]; then
    for package in $(boost_packages "$boost"); do
        installed "$package" || missing+=("$package")
    done
    if [ ${#missing[@]} -eq 0 ]; then
        echo "Packages: all $((${#wanted[@]} + 3)) are installed, with Boost $boost."
        exit 0
    fi
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "Installing packages needs root: run this as root, or install sudo." >&2
        exit 1
    fi
    as_root=(sudo)
fi
"${as_root[@]}" apt-get update -qq
for package in "${optional[@]}"; do
    if [ "${1:-}" != build ] && [ -n "$(apt-cache pkgnames "$package")" ]; then
        missing+=("$package")
    fi
done
if [ -z "$boost" ]; then
    boost=$(offered_boost)
    if [ -z "$boost" ]; then
        echo "No Boost of 1.81 or later is offered here; useapi needs one." >&2
        exit 1
    fi
    mapfile -t -O ${#missing[@]} missing < <(boost_packages "$boost")
fi
echo "Packages: installing ${missing[*]}"
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
