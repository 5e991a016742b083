# `cpack -G DEB`: libuseapi0 (the shared library), libuseapi-dev (what to compile against), libuseapi-bulk-dev (files of
# accounts, from code) and useapi (the command).
# Debian's own folders need -DCMAKE_INSTALL_PREFIX=/usr, as the preset `package` has it.

set(CPACK_PACKAGE_NAME useapi)
set(CPACK_PACKAGE_VENDOR useapi)
set(USEAPI_PACKAGE_MAINTAINER "useapi maintainers <maintainers@useapi.invalid>"
    CACHE STRING "Who is named as the maintainer of the Debian packages")
set(CPACK_PACKAGE_CONTACT "${USEAPI_PACKAGE_MAINTAINER}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_HOMEPAGE_URL "https://useapi.net/docs/api-runwayml-v1")
set(CPACK_GENERATOR DEB)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_ALL runtime development command)
if(TARGET useapi_bulk_library)
  list(APPEND CPACK_COMPONENTS_ALL bulk)
endif()
# Packages of two releases differ, so their versions do: 0.1.0~deb12 and 0.1.0~deb13. Both are older than 0.1.0.
set(useapi_release "")
if(EXISTS /etc/os-release)
  file(STRINGS /etc/os-release useapi_os REGEX "^(ID|VERSION_ID|VERSION_CODENAME)=")
  if(useapi_os MATCHES "(^|;)VERSION_ID=\"([0-9.]+)\"" AND useapi_os MATCHES "(^|;)ID=debian")
    string(REGEX REPLACE ".*VERSION_ID=\"([0-9.]+)\".*" "~deb\\1" useapi_release "${useapi_os}")
  elseif(useapi_os MATCHES "VERSION_CODENAME=([a-z]+)")
    set(useapi_release "~${CMAKE_MATCH_1}")
  endif()
endif()
set(useapi_package_version "${PROJECT_VERSION}${useapi_release}")
set(CPACK_DEBIAN_PACKAGE_VERSION "${useapi_package_version}")
string(REGEX MATCH "^[0-9]+\\.[0-9]+" useapi_boost "${Boost_VERSION}")
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY "=")

set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME "libuseapi${PROJECT_VERSION_MAJOR}")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION libs)
set(CPACK_COMPONENT_RUNTIME_DESCRIPTION "Client library for the accounts API of useapi.net
 The shared library that programs run with.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libuseapi-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
    "libuseapi${PROJECT_VERSION_MAJOR} (= ${useapi_package_version}), libboost${useapi_boost}-dev, libboost-json${useapi_boost}-dev, libssl-dev")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "Client library for the accounts API of useapi.net, to compile against
 Headers, the CMake package, the pkg-config file, and useapi::testing: a network
 and a clock in memory, for the tests of a service.")

set(CPACK_DEBIAN_BULK_PACKAGE_NAME libuseapi-bulk-dev)
set(CPACK_DEBIAN_BULK_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_BULK_PACKAGE_DEPENDS
    "libuseapi-dev (= ${useapi_package_version}), libsqlitecpp-dev, libcsv-dev, zlib1g-dev, libzstd-dev")
if(USEAPI_WITH_POSTGRESQL)
  string(APPEND CPACK_DEBIAN_BULK_PACKAGE_DEPENDS ", libpq-dev")
endif()
set(CPACK_COMPONENT_BULK_DESCRIPTION "Files of accounts for the accounts API of useapi.net, to compile against
 useapi::bulk: reads a file of accounts, registers many at a time, and keeps a
 ledger to go on with after whatever happened.")

set(CPACK_DEBIAN_COMMAND_PACKAGE_NAME useapi)
set(CPACK_DEBIAN_COMMAND_PACKAGE_SECTION utils)
set(CPACK_COMPONENT_COMMAND_DESCRIPTION "Command for the accounts API of useapi.net
 Registers, reads and deletes accounts, one by one or a file of them at a time,
 and takes the place of the service in tests.")

set(useapi_packages runtime=libuseapi${PROJECT_VERSION_MAJOR} development=libuseapi-dev command=useapi)
if(TARGET useapi_bulk_library)
  list(APPEND useapi_packages bulk=libuseapi-bulk-dev)
endif()
foreach(package IN LISTS useapi_packages)
  string(REGEX MATCH "^([a-z]+)=(.*)$" _ "${package}")
  install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DATAROOTDIR}/doc/${CMAKE_MATCH_2}"
          COMPONENT ${CMAKE_MATCH_1} RENAME copyright)
endforeach()
include(CPack)
