# Finds what the chosen parts need, and names the Debian package if something is missing.

if(POLICY CMP0167)
  # Uses the package that Boost itself installs, since CMake 3.30 removes its own module.
  cmake_policy(SET CMP0167 NEW)
endif()

if(USEAPI_STATIC_COMMAND)
  set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
  set(OPENSSL_USE_STATIC_LIBS ON)
  set(Boost_USE_STATIC_LIBS ON)
endif()

function(useapi_require package debian_package)
  find_package(${package} ${ARGN} QUIET)
  if(NOT ${package}_FOUND)
    message(FATAL_ERROR "useapi needs ${package} (${ARGN}): on Debian, apt-get install ${debian_package}, or bash "
                        "cmake/install-deps.sh build")
  endif()
  # find_package sets its results in this function's scope only; imported targets must outlive it.
  set(${package}_FOUND TRUE PARENT_SCOPE)
  set(${package}_VERSION "${${package}_VERSION}" PARENT_SCOPE)
endfunction()

set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)
set(useapi_boost_components json)
if(USEAPI_BUILD_TESTS)
  list(APPEND useapi_boost_components unit_test_framework)
endif()
useapi_require(Boost "the -dev packages of Boost's headers, JSON and Test, 1.81 or later"
               1.81 COMPONENTS ${useapi_boost_components})
useapi_require(OpenSSL "libssl-dev" 3.0)
useapi_require(Threads "libc6-dev")
if(USEAPI_BUILD_BULK)
  useapi_require(SQLiteCpp "libsqlitecpp-dev" 3.2)
  useapi_require(ZLIB "zlib1g-dev")
  include("${CMAKE_CURRENT_LIST_DIR}/UseapiBulkDependencies.cmake")
  if(useapi_bulk_missing)
    list(JOIN useapi_bulk_missing ", " useapi_bulk_missing)
    message(FATAL_ERROR "the bulk layer needs ${useapi_bulk_missing}: on Debian, apt-get install the packages in "
                        "brackets; -DUSEAPI_BUILD_BULK=OFF does without the layer, -DUSEAPI_WITH_POSTGRESQL=OFF "
                        "without libpq")
  endif()
endif()
if(USEAPI_BUILD_CLI)
  useapi_require(CLI11 "libcli11-dev" 2.1)
  useapi_require(fmt "libfmt-dev" 9.0)
  useapi_require(tomlplusplus "libtomlplusplus-dev" 3.0)
endif()
