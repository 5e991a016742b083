#ifndef USEAPI_BENCH_FRAME_JOB_HPP
#define USEAPI_BENCH_FRAME_JOB_HPP

#include <cstddef>
#include <cstdint>
#include <string>

namespace bench {

/** What a client is to do, as its command line says. Every client, of whatever language, takes the same one.
 */
class job
{
public:
    enum class handshakes
    {
        none,   ///< connections are kept
        full,   ///< a new connection a request, with nothing remembered of the one before
        resumed ///< a new connection a request, with the session of one before
    };

    job(int argc, char** argv);

    std::uint16_t port = 0;
    std::string ca_file;
    std::size_t connections = 1;
    std::size_t warm_up = 0; ///< requests before the measured ones
    std::size_t requests = 0;
    double rate = 0; ///< requests a second, whatever becomes of those before; 0: each as soon as it can
    unsigned threads = 1;
    handshakes reconnect = handshakes::none;
    bool observed = true; ///< of ours: whether an observer counts
    bool rests = false;   ///< lets the connections lie idle at the end, to see what they keep
};

} // namespace bench

#endif
