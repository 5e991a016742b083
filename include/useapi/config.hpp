#ifndef USEAPI_CONFIG_HPP
#define USEAPI_CONFIG_HPP

/** Marks what the shared library exports. All else is compiled with hidden visibility and is internal to the
    library. */
#define USEAPI_API __attribute__((visibility("default")))

#endif
