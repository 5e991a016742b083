# Finds what the chosen parts need, and names the Debian package where something is missing.

if(POLICY CMP0167)
  # What Boost installs itself, in place of the module that CMake 3.30 takes away.
  cmake_policy(SET CMP0167 NEW)
endif()

function(useapi_require package debian_package)
  find_package(${package} ${ARGN} QUIET)
  if(NOT ${package}_FOUND)
    message(FATAL_ERROR "useapi needs ${package} (${ARGN}): on Debian 12, apt-get install ${debian_package}")
  endif()
  # find_package sets its results in this function's scope only; imported targets must outlive it.
  set(${package}_FOUND TRUE PARENT_SCOPE)
endfunction()

set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)
set(useapi_boost_components json)
if(USEAPI_BUILD_TESTS)
  list(APPEND useapi_boost_components unit_test_framework)
endif()
useapi_require(Boost "libboost1.81-dev libboost-json1.81-dev libboost-test1.81-dev"
               1.81 COMPONENTS ${useapi_boost_components})
useapi_require(OpenSSL "libssl-dev" 3.0)
useapi_require(Threads "libc6-dev")
if(USEAPI_BUILD_BULK)
  useapi_require(SQLiteCpp "libsqlitecpp-dev" 3.2)
  useapi_require(ZLIB "zlib1g-dev")
  include("${CMAKE_CURRENT_LIST_DIR}/UseapiBulkDependencies.cmake")
  if(useapi_bulk_missing)
    list(JOIN useapi_bulk_missing ", " useapi_bulk_missing)
    message(FATAL_ERROR "the bulk layer needs ${useapi_bulk_missing}: on Debian 12, apt-get install the packages in "
                        "brackets; -DUSEAPI_BUILD_BULK=OFF does without the layer, -DUSEAPI_WITH_POSTGRESQL=OFF "
                        "without libpq")
  endif()
endif()
if(USEAPI_BUILD_CLI)
  useapi_require(CLI11 "libcli11-dev" 2.1)
  useapi_require(fmt "libfmt-dev" 9.0)
  useapi_require(tomlplusplus "libtomlplusplus-dev" 3.0)
endif()
