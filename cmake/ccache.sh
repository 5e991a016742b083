# shellcheck shell=bash
# To be sourced, with the folder of the sources: has CMake compile through ccache where ccache is installed.
if command -v ccache >/dev/null; then
    # CCACHE_DEPEND: ccache uses the list of headers that the compiler makes, and does not run the preprocessor as
    # well. That saves a tenth of the time of a first build.
    # CCACHE_SLOPPINESS: without it ccache keeps nothing that was compiled with precompiled headers.
    export CMAKE_CXX_COMPILER_LAUNCHER=ccache CCACHE_BASEDIR=$1 CCACHE_NOHASHDIR=1 CCACHE_DEPEND=1
    export CCACHE_SLOPPINESS=pch_defines,time_macros
fi
