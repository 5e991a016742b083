// Asio's own functions, instrumented: they are the first that the linker finds.
#include <boost/asio/impl/src.hpp>
