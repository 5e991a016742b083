#!/usr/bin/env bash
# Compiles the public headers as C++20, 23 and 26, without a warning: check_headers.sh [COMPILER...]. A
# missing compiler, and a standard that a compiler does not know, is reported and skipped.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

compilers=("$@")
[ ${#compilers[@]} -gt 0 ] || compilers=(g++ clang++-19)
mapfile -t headers < <(cd include && find useapi -name '*.hpp' | LC_ALL=C sort)
for compiler in "${compilers[@]}"; do
    if ! command -v "$compiler" >/dev/null; then
        echo "  not here: $compiler"
        continue
    fi
    for standard in 20 23 26; do
        # g++ 12 and clang 19 call the newest by its working name.
        flag=
        for name in "c++$standard" "c++2c"; do
            ! "$compiler" "-std=$name" -fsyntax-only -x c++ /dev/null 2>/dev/null || { flag=-std=$name && break; }
        done
        if [ -z "$flag" ] || { [ "$standard" -lt 26 ] && [ "$flag" = -std=c++2c ]; }; then
            echo "  not known to $compiler: C++$standard"
            continue
        fi
        printf '#include <%s>\n' "${headers[@]}" |
            "$compiler" "$flag" -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -fsyntax-only -Iinclude -x c++ -
        echo "  ok    $compiler, C++$standard: ${#headers[@]} headers"
    done
done
