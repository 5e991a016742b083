#!/usr/bin/env bash
# Builds this tree on another release of Debian, and runs demo and tests there: platform.sh
# trixie|sid|bookworm [LABEL...] With labels it runs only the tests with these; with the word `prepare` it
# makes the root and installs the packages. The root is a folder below build/platform, made by debootstrap
# from the mirror that apt uses here. It is kept for the next call. USEAPI_BOOST=1.88 builds with another
# Boost of the release than its own. Needs root. Its mounts are in a namespace of their own, which ends with
# this command, however that ends. Exits with 3 if the root cannot be made, or if packages for it are not
# available.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

release=${1:-}
case $release in
    trixie | sid | bookworm) shift ;;
    *)
        echo "usage: $0 trixie|sid|bookworm [prepare | TEST LABEL...]" >&2
        exit 2
        ;;
esac
root=$PWD/build/platform/$release
built=$root.build
say() { echo "Platform $release: $*"; }
cannot() {
    say "$1" >&2
    exit 3
}

# Inside of the root ---------------------------------------------------------------------------------------------------
if [ "${USEAPI_PLATFORM_STAGE:-}" = root ]; then
    bash cmake/install-deps.sh peers || cannot "its packages cannot be installed"
    [ "$*" != prepare ] || exit 0
    boost=$(sed -nE 's/^#define BOOST_LIB_VERSION "([0-9_]+)"$/\1/p' /usr/include/boost/version.hpp | tr _ .)
    say "$(g++ --version | head -n 1), Boost $boost, $(openssl version | cut -d' ' -f1-2), $(cmake --version | head -n 1)"
    [ -z "${USEAPI_PLATFORM_COMMAND:-}" ] || exec bash "cmake/$USEAPI_PLATFORM_COMMAND"
    if [ $# -eq 0 ]; then
        bash cmake/demo.sh
    fi
    exec bash cmake/test.sh dev "$@"
fi

# With mounts of its own -----------------------------------------------------------------------------------------------
if [ "${USEAPI_PLATFORM_STAGE:-}" = mounts ]; then
    mkdir -p "$built" "$root/useapi" "$root/ccache"
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    # The tree is only read there; the build has its own folder.
    mount --bind "$PWD" "$root/useapi"
    mount -o remount,bind,ro "$root/useapi"
    mount --bind "$built" "$root/useapi/build"
    mount --bind "$USEAPI_PLATFORM_CCACHE" "$root/ccache"
    exec chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 CCACHE_DIR=/ccache \
        USEAPI_PLATFORM_STAGE=root USEAPI_PLATFORM_COMMAND="${USEAPI_PLATFORM_COMMAND:-}" USEAPI_BOOST="${USEAPI_BOOST:-}" \
        bash /useapi/cmake/platform.sh "$release" "$@"
fi

# Outside --------------------------------------------------------------------------------------------------------------
[ "$(id -u)" -eq 0 ] || cannot "needs root: sudo bash cmake/platform.sh $release"
mkdir -p build/platform
exec 9>"$root.lock"
flock 9

if [ ! -e "$root/etc/debian_version" ]; then
    command -v debootstrap >/dev/null || cannot "debootstrap is missing: apt-get install debootstrap"
    # shellcheck disable=SC2016 # apt's own words
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | head -n 1)
    [ -n "$mirror" ] || cannot "no mirror of Debian is known to apt here: apt-get update"
    say "making its root by debootstrap, in $root"
    rm -rf "$root.new"
    if ! debootstrap --variant=minbase --include=ca-certificates "$release" "$root.new" "$mirror" >"$root.log" 2>&1; then
        cannot "its root cannot be made: $(grep -E '^[EW]:' "$root.log" | tail -n 1)"
    fi
    # No package starts a service there.
    printf '#!/bin/sh\nexit 101\n' >"$root.new/usr/sbin/policy-rc.d"
    chmod +x "$root.new/usr/sbin/policy-rc.d"
    # A mirror may be older than the week for which sid's lists are valid.
    echo 'Acquire::Check-Valid-Until "false";' >"$root.new/etc/apt/apt.conf.d/90platform"
    mv "$root.new" "$root"
fi
cp /etc/resolv.conf "$root/etc/resolv.conf"

if command -v ccache >/dev/null; then
    USEAPI_PLATFORM_CCACHE=$(ccache --get-config cache_dir)
else
    USEAPI_PLATFORM_CCACHE=$PWD/build/platform/ccache
fi
mkdir -p "$USEAPI_PLATFORM_CCACHE"
export USEAPI_PLATFORM_CCACHE USEAPI_PLATFORM_STAGE=mounts
unshare --mount --pid --fork --kill-child bash cmake/platform.sh "$release" "$@"
