#!/usr/bin/env bash
# Makes what is installed without a build, in build/packages: an archive of the command that needs no package beside
# glibc, and the Debian packages of the release it runs on. package.sh [trixie|sid|bookworm] makes the packages of
# another release, in the root of cmake/platform.sh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [ $# -gt 0 ]; then
    USEAPI_PLATFORM_COMMAND=package.sh bash cmake/platform.sh "$1"
    mkdir -p build/packages
    cp "build/platform/$1.build/packages/"* build/packages/
    exit 0
fi

bash cmake/install-deps.sh build
for tool in dpkg-shlibdeps file; do
    command -v "$tool" >/dev/null && continue
    echo "$tool is missing: apt-get install dpkg-dev file" >&2
    exit 1
done
version=$(sed -n 's/^#define USEAPI_VERSION_[A-Z]* \([0-9]*\)$/\1/p' include/useapi/version.hpp | paste -sd.)
made=$PWD/build/packages
rm -rf "$made"
mkdir -p "$made"

bash cmake/build.sh archive useapi_command useapi_command_share
command=build/archive/bin/useapi
libraries=$(objdump -p "$command" | sed -n 's/^ *NEEDED *//p' | grep -vE '^(libc|libm|ld-linux.*)\.so\.' || true)
if [ -n "$libraries" ]; then
    echo "The command of the archive needs more than glibc: $libraries" >&2
    exit 1
fi
glibc=$(objdump -T "$command" | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -n 1)
name=useapi-$version-linux-$(uname -m)
cmake --install build/archive --strip --component command --prefix "build/archive/$name" >/dev/null
cp LICENSE "build/archive/$name/"
tar -C build/archive --owner=0 --group=0 --sort=name -czf "$made/$name.tar.gz" "$name"
echo "Archive: $name.tar.gz, needs ${glibc/_/ } or later"

bash cmake/build.sh package
(cd build/package && rm -f ./*.deb && cpack -G DEB) >build/package/cpack.log 2>&1 || {
    tail -n 20 build/package/cpack.log >&2
    exit 1
}
cp build/package/*.deb "$made/"
for package in "$made"/*.deb; do
    echo "Debian package: $(basename "$package"), depends on $(dpkg-deb -f "$package" Depends)"
done
