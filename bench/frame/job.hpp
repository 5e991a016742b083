#ifndef USEAPI_BENCH_FRAME_JOB_HPP
#define USEAPI_BENCH_FRAME_JOB_HPP

#include <cstddef>
#include <cstdint>
#include <string>

namespace bench {

/** The job of a client, from its command line. Clients in every language take the same command line.
 */
class job
{
public:
    enum class handshakes
    {
        none,   ///< connections are kept
        full,   ///< a new connection for each request, without a TLS session
        resumed ///< a new connection for each request, with the TLS session of an earlier one
    };

    job(int argc, char** argv);

    std::uint16_t port = 0;
    std::string ca_file;
    std::size_t connections = 1;
    std::size_t warm_up = 0; ///< requests before the measured ones
    std::size_t requests = 0;
    double rate = 0; ///< requests per second, independent of earlier ones; 0: each as soon as possible
    unsigned threads = 1;
    handshakes reconnect = handshakes::none;
    bool observed = true; ///< only for useapi: whether an observer counts
    bool rests = false;   ///< leaves the connections idle at the end, to measure the memory that they keep
};

} // namespace bench

#endif
