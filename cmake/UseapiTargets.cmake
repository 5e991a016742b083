# The functions that make targets: one static library for each layer, which links only the layers it may include, and
# libraries for users that are put together from the layers.

add_library(useapi_warnings INTERFACE)
target_compile_options(
  useapi_warnings
  INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow $<$<BOOL:${USEAPI_WARNINGS_AS_ERRORS}>:-Werror>
            # In a unity build g++ takes a source for a header, since it is not the main file.
            $<$<AND:$<BOOL:${CMAKE_UNITY_BUILD}>,$<CXX_COMPILER_ID:GNU>>:-Wno-subobject-linkage>
            # There clang takes a local variable for one that hides another source's constant.
            $<$<AND:$<BOOL:${CMAKE_UNITY_BUILD}>,$<CXX_COMPILER_ID:Clang>>:-Wno-shadow>)

add_library(useapi_sanitizers INTERFACE)
if(USEAPI_SANITIZE)
  target_compile_options(useapi_sanitizers INTERFACE -fsanitize=${USEAPI_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(useapi_sanitizers INTERFACE -fsanitize=${USEAPI_SANITIZE})
  # Recycled coroutine frames hide lifetime errors from the sanitizers.
  target_compile_definitions(useapi_sanitizers INTERFACE BOOST_ASIO_DISABLE_AWAITABLE_FRAME_RECYCLING)
  if(USEAPI_SANITIZE MATCHES "undefined")
    # A report ends the test. The check of dynamic types asks the kernel by a pipe which memory can be read, so it
    # reports good objects in the tests that leave no file descriptor.
    target_compile_options(useapi_sanitizers INTERFACE -fno-sanitize=vptr -fno-sanitize-recover=undefined)
  endif()
  if(USEAPI_SANITIZE MATCHES "thread")
    # ThreadSanitizer does not understand stand-alone fences.
    target_compile_definitions(useapi_sanitizers INTERFACE BOOST_ASIO_DISABLE_FENCED_BLOCK)
    target_compile_options(useapi_sanitizers INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
  endif()
endif()
if(USEAPI_COVERAGE)
  target_compile_options(useapi_sanitizers INTERFACE --coverage -fprofile-update=atomic)
  target_link_options(useapi_sanitizers INTERFACE --coverage)
endif()

# Everything that is linked together must agree on these.
add_library(useapi_agreement INTERFACE)
target_link_libraries(useapi_agreement INTERFACE useapi_sanitizers)
if(USEAPI_SEPARATE_COMPILATION)
  set(sources boost/asio/impl/src.hpp boost/asio/ssl/impl/src.hpp boost/beast/src.hpp)
  list(TRANSFORM sources REPLACE "(.+)" "#include <\\1>\n")
  string(JOIN "" sources ${sources})
  file(CONFIGURE OUTPUT separate.cpp CONTENT "${sources}")
  set(separate BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION)
  add_library(useapi_separate STATIC "${CMAKE_CURRENT_BINARY_DIR}/separate.cpp")
  target_compile_features(useapi_separate PRIVATE cxx_std_20)
  target_compile_definitions(useapi_separate PRIVATE ${separate})
  target_link_libraries(useapi_separate PRIVATE useapi_sanitizers PUBLIC Boost::headers OpenSSL::SSL Threads::Threads)
  target_compile_definitions(useapi_agreement INTERFACE ${separate})
  target_link_libraries(useapi_agreement INTERFACE useapi_separate)
endif()

add_library(useapi_build_mode INTERFACE)
target_compile_features(useapi_build_mode INTERFACE cxx_std_20)
target_link_libraries(useapi_build_mode INTERFACE useapi_agreement)

# useapi_compile_alike(<target>): the options that the objects of libraries need. g++ takes precompiled headers only for the
# options they were made with, so programs are compiled with them as well.
function(useapi_compile_alike target)
  # -fPIC by name: for a program, POSITION_INDEPENDENT_CODE means -fPIE.
  target_compile_options(${target} PRIVATE -fPIC)
  set_target_properties(${target} PROPERTIES CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
endfunction()

# useapi_precompile(<target>): gives a target headers that are compiled once for all targets. A build of several sources at
# once saves a tenth of its time by that. Other builds are to show that each source includes what it uses.
function(useapi_precompile target)
  if(NOT CMAKE_UNITY_BUILD OR NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    return()
  endif()
  if(NOT TARGET useapi_precompiled)
    file(CONFIGURE OUTPUT precompiled.cpp CONTENT "")
    add_library(useapi_precompiled OBJECT "${CMAKE_CURRENT_BINARY_DIR}/precompiled.cpp")
    target_link_libraries(useapi_precompiled PRIVATE useapi_build_mode useapi_warnings Boost::headers)
    useapi_compile_alike(useapi_precompiled)
    target_precompile_headers(
      useapi_precompiled
      PRIVATE
      <algorithm>
      <atomic>
      <chrono>
      <filesystem>
      <fstream>
      <functional>
      <map>
      <memory>
      <mutex>
      <optional>
      <random>
      <set>
      <sstream>
      <string>
      <thread>
      <utility>
      <vector>
      <boost/asio/awaitable.hpp>
      <boost/asio/bind_cancellation_slot.hpp>
      <boost/asio/co_spawn.hpp>
      <boost/asio/detached.hpp>
      <boost/asio/io_context.hpp>
      <boost/asio/ip/tcp.hpp>
      <boost/asio/post.hpp>
      <boost/asio/steady_timer.hpp>
      <boost/asio/strand.hpp>
      <boost/asio/use_awaitable.hpp>
      <boost/asio/write.hpp>)
  endif()
  useapi_compile_alike(${target})
  target_precompile_headers(${target} REUSE_FROM useapi_precompiled)
endfunction()

# useapi_add_layer(<name> SOURCES <file>... [APART <file>...] [LINKS <target>...] [PRIVATE_LINKS <target>...])
# APART names the sources that use a name for something else than another source does. In a build of several sources at
# once they are compiled by themselves.
function(useapi_add_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 layer "" "" "SOURCES;APART;LINKS;PRIVATE_LINKS")
  add_library(useapi_${name} STATIC ${layer_SOURCES} ${layer_APART})
  set_source_files_properties(${layer_APART} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  target_include_directories(
    useapi_${name}
    PUBLIC "${PROJECT_SOURCE_DIR}/include"
    PRIVATE "${PROJECT_SOURCE_DIR}/src")
  target_link_libraries(
    useapi_${name}
    PUBLIC useapi_build_mode ${layer_LINKS}
    PRIVATE useapi_warnings ${layer_PRIVATE_LINKS})
  # The same objects serve in static and in shared libraries, ours and our users'.
  useapi_compile_alike(useapi_${name})
  useapi_precompile(useapi_${name})
endfunction()

# useapi_put_together(<library> LAYERS <name>... [LINKS <target>...] [PRIVATE_LINKS <target>...]): a library that can
# be installed, of the objects of layers. Its public headers come from useapi_install.
function(useapi_put_together library)
  cmake_parse_arguments(PARSE_ARGV 1 library "" "" "LAYERS;LINKS;PRIVATE_LINKS")
  foreach(layer IN LISTS library_LAYERS)
    target_sources(${library} PRIVATE $<TARGET_OBJECTS:useapi_${layer}>)
  endforeach()
  target_compile_features(${library} PUBLIC cxx_std_20)
  target_include_directories(${library} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>)
  target_link_libraries(${library} PUBLIC $<BUILD_INTERFACE:useapi_agreement> ${library_LINKS}
                                   PRIVATE ${library_PRIVATE_LINKS})
  set_target_properties(${library} PROPERTIES LINKER_LANGUAGE CXX)
endfunction()

# What Boost.Test's macros need to be compiled with.
add_library(useapi_test_macros INTERFACE)
target_link_libraries(useapi_test_macros INTERFACE Boost::unit_test_framework)
target_compile_definitions(useapi_test_macros INTERFACE BOOST_TEST_DYN_LINK)
# From g++ 16 on -Wconversion warns of a conversion inside each BOOST_TEST that has a message, and from clang 22 on
# -Wpedantic warns of the __COUNTER__ inside each test case.
target_compile_options(
  useapi_test_macros
  INTERFACE $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_GREATER_EQUAL:$<CXX_COMPILER_VERSION>,16>>:-Wno-conversion>
            $<$<AND:$<CXX_COMPILER_ID:Clang>,$<VERSION_GREATER_EQUAL:$<CXX_COMPILER_VERSION>,22>>:-Wno-c2y-extensions>)

# useapi_add_test(<name> LABEL <label> SOURCES <file>... [APART <file>...] LINKS <target>... [TIMEOUT <seconds>] [LONG]
#                 [SPLIT <suite>[,<suite>...]...])
# APART as above. LONG is for a test that takes minutes and spends most of them waiting: it begins first, and others run
# beside it. SPLIT makes several tests of it, which run at once: one of each of these lists of suites (with commas
# between them), and one of all other suites.
function(useapi_add_test name)
  cmake_parse_arguments(PARSE_ARGV 1 test "LONG" "LABEL;TIMEOUT" "SOURCES;APART;LINKS;SPLIT")
  if(NOT test_TIMEOUT)
    set(test_TIMEOUT 300)
  endif()
  add_executable(${name} ${test_SOURCES} ${test_APART})
  set_source_files_properties(${test_APART} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/src" "${PROJECT_SOURCE_DIR}/test")
  target_link_libraries(${name} PRIVATE ${test_LINKS} useapi_warnings useapi_test_macros)
  useapi_precompile(${name})
  set(tests ${name})
  if(test_SPLIT)
    set(tests "")
    foreach(suites IN LISTS test_SPLIT)
      list(LENGTH tests number)
      list(APPEND tests ${name}_${number})
      string(REPLACE "," ";" ${name}_${number}_suites "${suites}")
      list(APPEND split ${${name}_${number}_suites})
    endforeach()
    list(APPEND tests ${name}_others)
    list(TRANSFORM split PREPEND "!" OUTPUT_VARIABLE ${name}_others_suites)
  endif()
  foreach(test IN LISTS tests)
    list(TRANSFORM ${test}_suites PREPEND "--run_test=" OUTPUT_VARIABLE chosen)
    add_test(NAME ${test} COMMAND ${name} --log_level=test_suite --color_output=false ${chosen})
  endforeach()
  set_tests_properties(${tests} PROPERTIES LABELS ${test_LABEL} TIMEOUT ${test_TIMEOUT})
  if(test_LONG)
    set_tests_properties(${tests} PROPERTIES COST 1000)
  elseif(NOT test_LABEL MATCHES "^(unit|exhaustive)$")
    # All other tests go by a real clock, and have the machine to themselves.
    set_tests_properties(${tests} PROPERTIES RUN_SERIAL ON)
  endif()
endfunction()
