#ifndef USEAPI_CONFIG_HPP
#define USEAPI_CONFIG_HPP

/** Marks what the shared library exports. Everything is compiled with hidden visibility; what has no such
   mark is an inner matter of the library. */
#define USEAPI_API __attribute__((visibility("default")))

#endif
