# Finds what useapi::bulk links beside useapi::useapi, for its build and for projects that find it installed.
# Sets useapi_bulk_missing to the libraries that are missing, with their Debian packages, or to nothing. Needs
# USEAPI_WITH_POSTGRESQL.

set(useapi_bulk_missing "")

# Finds a library that brings no CMake package of its own.
function(useapi_find_c_library target header library)
  cmake_parse_arguments(PARSE_ARGV 3 found "" "PATH_SUFFIX" "")
  string(TOUPPER "USEAPI_${library}" prefix)
  find_path(${prefix}_INCLUDE_DIR ${header} PATH_SUFFIXES ${found_PATH_SUFFIX})
  find_library(${prefix}_LIBRARY ${library})
  mark_as_advanced(${prefix}_INCLUDE_DIR ${prefix}_LIBRARY)
  if(${prefix}_INCLUDE_DIR AND ${prefix}_LIBRARY AND NOT TARGET ${target})
    add_library(${target} INTERFACE IMPORTED GLOBAL)
    target_include_directories(${target} INTERFACE "${${prefix}_INCLUDE_DIR}")
    target_link_libraries(${target} INTERFACE "${${prefix}_LIBRARY}")
  endif()
endfunction()

useapi_find_c_library(useapi_csv csv.h csv)
if(NOT TARGET useapi_csv)
  list(APPEND useapi_bulk_missing "libcsv (libcsv-dev)")
endif()
useapi_find_c_library(useapi_zstd zstd.h zstd)
if(NOT TARGET useapi_zstd)
  list(APPEND useapi_bulk_missing "libzstd (libzstd-dev)")
endif()
if(USEAPI_WITH_POSTGRESQL)
  # FindPostgreSQL is not used, since it needs the server's headers as well.
  useapi_find_c_library(useapi_pq libpq-fe.h pq PATH_SUFFIX postgresql)
  if(NOT TARGET useapi_pq)
    list(APPEND useapi_bulk_missing "libpq (libpq-dev)")
  endif()
endif()
