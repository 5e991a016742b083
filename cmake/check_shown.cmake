# Fails when the program that a page shows is not the one that the tests build and run.
# Run: cmake -DPAGE=<a page> -DEXAMPLE=<a program> -P check_shown.cmake
file(READ "${PAGE}" page)
file(READ "${EXAMPLE}" example)
string(FIND "${page}" "```cpp\n${example}```" found)
if(found EQUAL -1)
  message(FATAL_ERROR "${PAGE} does not show ${EXAMPLE} as it is")
endif()
