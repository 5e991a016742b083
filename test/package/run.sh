#!/usr/bin/env bash
# Installs useapi into an empty prefix in every way there is, and has projects outside of the tree build and run against
# what was installed: run.sh [WAY...]. The ways: static shared pkg_config add_subdirectory fetch_content, and deb, which
# installs the packages on this machine for a moment and must be named.
set -euo pipefail
shopt -s extglob
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
root=$PWD

ways=("$@")
[ ${#ways[@]} -gt 0 ] || ways=(static shared pkg_config add_subdirectory fetch_content)
wanted() {
    local way
    for way in "${ways[@]}"; do
        [ "$way" != "$1" ] || return 0
    done
    return 1
}

source cmake/ccache.sh "$root"
# All ways have the same flags, so ccache has the objects of the library from the first one on.
flags_of_all=(-G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG="-O0 -g1" -DCMAKE_CXX_EXTENSIONS=OFF
        -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=40 -DUSEAPI_WARNINGS_AS_ERRORS=ON)
version=$(sed -n 's/^#define USEAPI_VERSION_[A-Z]* \([0-9]*\)$/\1/p' include/useapi/version.hpp | paste -sd.)

# As deep below the tree as the preset's folder, so that ccache takes a compilation for the same one.
work=$root/build/package-
rm -rf "$work"*
log=${work}log
emulator=
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
to_remove=()
finish() {
    local status=$?
    [ ${#to_remove[@]} -eq 0 ] || "${as_root[@]}" dpkg -P "${to_remove[@]}" >/dev/null 2>&1 || true
    [ -z "$emulator" ] || kill "$emulator" 2>/dev/null || true
    [ -z "$emulator" ] || wait "$emulator" 2>/dev/null || true
    [ "$status" -eq 0 ] || [ ! -s "$log" ] || tail -n 40 "$log" >&2
    rm -rf "$work"*
}
trap finish EXIT
quietly() { "$@" >"$log" 2>&1; }

says_version() {
    local said
    said=$("$1" --version | head -n 1)
    if [ "$said" != "useapi $version" ]; then
        echo "  WRONG $1 --version says '$said', not 'useapi $version'" >&2
        exit 1
    fi
}

serve() {
    "$1" emulator --tls-dir "${work}tls" --port-file "${work}port" >"${work}emulator.log" 2>&1 &
    emulator=$!
    for _ in $(seq 300); do
        [ -s "${work}port" ] || sleep 0.1
    done
    service=("https://127.0.0.1:$(cat "${work}port")/v1/runwayml" "${work}tls/ca.pem")
}

# project NAME FOLDER [OPTION...]: configures, builds and runs a project of test/package.
project() {
    local name=$1 folder=$2
    shift 2
    quietly cmake -S "test/package/$folder" -B "${work}$name" "${flags_of_all[@]}" "$@"
    quietly cmake --build "${work}$name"
    local program
    for program in register_account import_file; do
        [ ! -x "${work}$name/$program" ] || "${work}$name/$program" "${service[@]}"
    done
    [ ! -x "${work}$name/call_in_memory" ] || "${work}$name/call_in_memory"
}

echo "Package: installing the static library, useapi::testing, useapi::bulk and the command"
quietly cmake -S . -B "${work}static_build" "${flags_of_all[@]}" -DUSEAPI_BUILD_TESTS=OFF
quietly cmake --build "${work}static_build"
quietly cmake --install "${work}static_build" --prefix "${work}static"
says_version "${work}static/bin/useapi"
serve "${work}static/bin/useapi"

if wanted static; then
    echo "Package: find_package, static"
    project find_static find_package -DCMAKE_PREFIX_PATH="${work}static" -DKIND=static
    project bulk_static find_package_bulk -DCMAKE_PREFIX_PATH="${work}static" -DKIND=static
fi

if wanted shared || wanted pkg_config; then
    echo "Package: installing the shared library"
    quietly cmake -S . -B "${work}shared_build" "${flags_of_all[@]}" -DBUILD_SHARED_LIBS=ON -DUSEAPI_BUILD_TESTS=OFF \
        -DUSEAPI_BUILD_CLI=OFF
    quietly cmake --build "${work}shared_build"
    quietly cmake --install "${work}shared_build" --prefix "${work}shared"
    bash test/package/check_symbols.sh "${work}"shared/lib*/libuseapi.so "$version"
fi

if wanted shared; then
    echo "Package: find_package, shared"
    project find_shared find_package -DCMAKE_PREFIX_PATH="${work}shared" -DKIND=shared
    project bulk_shared find_package_bulk -DCMAKE_PREFIX_PATH="${work}shared" -DKIND=shared
    if quietly cmake -S test/package/find_package -B "${work}find_neither" -DCMAKE_PREFIX_PATH="${work}shared" -DKIND=static; then
        echo "  WRONG a kind that is not installed was found" >&2
        exit 1
    fi
    echo "  ok    a kind that is not installed is not found"
fi

if wanted pkg_config; then
    for kind in static shared; do
        echo "Package: pkg-config, $kind"
        folder=$(dirname "$(find "${work}$kind" -name useapi.pc)")
        flags=$(PKG_CONFIG_PATH=$folder pkg-config --cflags --libs useapi)
        # shellcheck disable=SC2086 # the flags are words
        quietly "${CXX:-c++}" -std=c++20 test/package/program/register_account.cpp -o "${work}by_pkg_config_$kind" $flags
        LD_LIBRARY_PATH=$(dirname "$folder") "${work}by_pkg_config_$kind" "${service[@]}"
    done
fi

# refuses WHAT EXPECTED HEADER OPTION...: the compiler or the linker refuses a program, with these words.
refuses() {
    local what=$1 expected=$2 header=$3
    shift 3
    if "${CXX:-c++}" -std=c++20 -x c++ - -x none -o "${work}refused" "$@" >"$log" 2>&1 <<<"#include <useapi/$header>
        int main() {}"; then
        echo "  WRONG a program that has $what is not refused" >&2
        exit 1
    fi
    grep -q -- "$expected" "$log"
    echo "  ok    a program that has $what is refused: $expected"
}

if wanted pkg_config; then
    echo "Package: programs that Asio has another layout in than in the library"
    mkdir -p "${work}other/boost"
    printf '#include_next <boost/version.hpp>\n#undef BOOST_VERSION\n#define BOOST_VERSION 199900\n' >"${work}other/boost/version.hpp"
    for kind in static shared; do
        folder=$(dirname "$(find "${work}$kind" -name useapi.pc)")
        flags=$(PKG_CONFIG_PATH=$folder pkg-config --cflags --libs useapi)
        quiet_about_boost=${flags//-DUSEAPI_BUILT_WITH_BOOST=*([0-9])/}
        # shellcheck disable=SC2086 # the flags are words
        {
            refuses "another Boost" was_built_with_boost_199900 runwayml.hpp -isystem "${work}other" $quiet_about_boost
            refuses "another Boost, with the flags of pkg-config" 'was built with another Boost' \
                client/build_agreement.hpp -isystem "${work}other" $flags
            refuses "no RTTI" was_built_without_rtti client/build_agreement.hpp -fno-rtti $flags
            refuses "handler tracking" was_built_with_asio_handler_tracking client/build_agreement.hpp \
                -DBOOST_ASIO_ENABLE_HANDLER_TRACKING $flags
            refuses "no deprecated names of Asio" was_built_without_asio_deprecated client/build_agreement.hpp \
                -DBOOST_ASIO_NO_DEPRECATED $flags
        }
    done
fi

if wanted add_subdirectory; then
    echo "Package: add_subdirectory"
    project add_subdirectory add_subdirectory -DUSEAPI_SOURCE="$root"
fi

if wanted fetch_content; then
    echo "Package: FetchContent"
    project fetch_content fetch_content -DUSEAPI_SOURCE="$root"
fi

if wanted deb; then
    packages=(libuseapi0 libuseapi-dev libuseapi-bulk-dev useapi)
    for package in "${packages[@]}"; do
        if dpkg-query -W "$package" >/dev/null 2>&1; then
            echo "$package is installed already; remove it first, this check installs its own." >&2
            exit 1
        fi
    done
    echo "Package: making .deb files"
    quietly cmake -S . -B "${work}deb_build" "${flags_of_all[@]}" -DBUILD_SHARED_LIBS=ON -DUSEAPI_BUILD_TESTS=OFF \
        -DCMAKE_INSTALL_PREFIX=/usr
    quietly cmake --build "${work}deb_build"
    (cd "${work}deb_build" && quietly cpack -G DEB)
    echo "Package: installing them"
    to_remove=("${packages[@]}")
    quietly "${as_root[@]}" dpkg -i "${work}"deb_build/*.deb
    says_version /usr/bin/useapi
    project find_deb find_package
    project bulk_deb find_package_bulk
    flags=$(pkg-config --cflags --libs useapi)
    # shellcheck disable=SC2086
    quietly "${CXX:-c++}" -std=c++20 test/package/program/register_account.cpp -o "${work}by_pkg_config_deb" $flags
    "${work}by_pkg_config_deb" "${service[@]}"
    installed=$(dpkg-query -L "${packages[@]}" | grep -i useapi)
    quietly "${as_root[@]}" dpkg -r "${packages[@]}"
    quietly "${as_root[@]}" dpkg -P "${packages[@]}"
    left=$(while read -r path; do [ ! -e "$path" ] || echo "$path"; done <<<"$installed")
    if [ -n "$left" ] || ldconfig -p | grep -q libuseapi; then
        echo "  WRONG the packages left this behind: $left" >&2
        exit 1
    fi
    echo "  ok    $(wc -l <<<"$installed") files and folders were installed, and none is left"
fi
