# What `cmake --install` puts where: headers, the library, useapi::testing, useapi::bulk, the CMake package, the
# pkg-config file and the command. A static and a shared build may be installed to one prefix; find_package then gives
# the shared one, unless told otherwise.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

if(USEAPI_SEPARATE_COMPILATION)
  # The library would lack the functions of Asio and Beast.
  install(CODE "message(FATAL_ERROR \"this build is for tests, and cannot be installed: build the preset release\")"
          ALL_COMPONENTS)
endif()

if(BUILD_SHARED_LIBS)
  set(useapi_kind shared)
else()
  set(useapi_kind static)
endif()
set(useapi_cmake_dir "${CMAKE_INSTALL_LIBDIR}/cmake/useapi")

# Whatever is below include/ is public, so that a header that is added cannot be forgotten here.
file(GLOB_RECURSE useapi_headers CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/include/useapi/*.hpp")
set(useapi_testing_headers ${useapi_headers})
list(FILTER useapi_testing_headers INCLUDE REGEX "/useapi/testing[./]")
set(useapi_bulk_headers ${useapi_headers})
list(FILTER useapi_bulk_headers INCLUDE REGEX "/useapi/bulk[./]")
list(FILTER useapi_headers EXCLUDE REGEX "/useapi/(testing|bulk)[./]")

# useapi_install(<library> <export set> <component> <header>...)
function(useapi_install library export component)
  target_sources(${library} PUBLIC FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}/include" FILES ${ARGN})
  # `cmake --build ... --target all_verify_interface_header_sets` compiles each header on its own.
  set_target_properties(${library} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  install(
    TARGETS ${library}
    EXPORT ${export}
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT ${component}
    LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT runtime NAMELINK_COMPONENT ${component}
    FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT ${component}
    INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
  install(EXPORT ${export} NAMESPACE useapi:: DESTINATION "${useapi_cmake_dir}" COMPONENT ${component})
endfunction()

useapi_install(useapi useapi-${useapi_kind}-targets development ${useapi_headers})
if(USEAPI_BUILD_TESTING_SUPPORT)
  useapi_install(useapi_testing_library useapi-testing-targets development ${useapi_testing_headers})
endif()
if(TARGET useapi_bulk_library)
  # In a file of its own, since it needs packages that users of the other components do without.
  useapi_install(useapi_bulk_library useapi-bulk-targets bulk ${useapi_bulk_headers})
  configure_file("${PROJECT_SOURCE_DIR}/cmake/useapi-bulk.cmake.in" "${PROJECT_BINARY_DIR}/useapi-bulk.cmake" @ONLY)
  install(FILES "${PROJECT_BINARY_DIR}/useapi-bulk.cmake" "${PROJECT_SOURCE_DIR}/cmake/UseapiBulkDependencies.cmake"
          DESTINATION "${useapi_cmake_dir}" COMPONENT bulk)
endif()

configure_package_config_file(
  "${PROJECT_SOURCE_DIR}/cmake/useapi-config.cmake.in" "${PROJECT_BINARY_DIR}/useapi-config.cmake"
  INSTALL_DESTINATION "${useapi_cmake_dir}" NO_SET_AND_CHECK_MACRO)
# Until 1.0 a minor version may break compatibility.
if(PROJECT_VERSION_MAJOR EQUAL 0)
  set(useapi_compatibility SameMinorVersion)
else()
  set(useapi_compatibility SameMajorVersion)
endif()
write_basic_package_version_file("${PROJECT_BINARY_DIR}/useapi-config-version.cmake"
                                 COMPATIBILITY ${useapi_compatibility})
install(FILES "${PROJECT_BINARY_DIR}/useapi-config.cmake" "${PROJECT_BINARY_DIR}/useapi-config-version.cmake"
        DESTINATION "${useapi_cmake_dir}" COMPONENT development)

# The version as a number, as boost/version.hpp has it.
string(REGEX MATCH "^([0-9]+)\\.([0-9]+)\\.([0-9]+)" _ "${Boost_VERSION}")
math(EXPR useapi_boost_number "${CMAKE_MATCH_1} * 100000 + ${CMAKE_MATCH_2} * 100 + ${CMAKE_MATCH_3}")

# What a program must link beside the library. A shared library names its own dependencies.
set(useapi_pc_own "-luseapi")
set(useapi_pc_private "-lboost_json -pthread")
if(BUILD_SHARED_LIBS)
  set(useapi_pc_requires "")
else()
  set(useapi_pc_own "${useapi_pc_own} ${useapi_pc_private}")
  set(useapi_pc_private "")
  set(useapi_pc_requires "libssl >= 3.0, libcrypto >= 3.0")
endif()
# Relative to the file's own place, so that `cmake --install --prefix` may install to another prefix than the
# configured one.
file(RELATIVE_PATH useapi_pc_to_prefix "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
string(REGEX REPLACE "/$" "" useapi_pc_to_prefix "${useapi_pc_to_prefix}")
configure_file("${PROJECT_SOURCE_DIR}/cmake/useapi.pc.in" "${PROJECT_BINARY_DIR}/useapi.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/useapi.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig"
        COMPONENT development)

if(TARGET useapi_command)
  install(TARGETS useapi_command RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT command)
endif()

if(PROJECT_IS_TOP_LEVEL)
  include("${PROJECT_SOURCE_DIR}/cmake/UseapiDebian.cmake")
endif()
