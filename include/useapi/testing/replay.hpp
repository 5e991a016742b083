#ifndef USEAPI_TESTING_REPLAY_HPP
#define USEAPI_TESTING_REPLAY_HPP

#include <useapi/testing/memory_network.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace useapi::testing {

/** What a service said once, as the far end of a `memory_network`: the answers of a file of `useapi record`.

    A request is answered by the first recorded answer to its method and target that was not given yet, after
   the time that it took then, in virtual time. So requests may come in another order than they were recorded
   in. The API token, the other header fields and the content of a request are not compared.

    The file has other emails than the service had: `user-1@example.invalid` for the first one that was
   recorded, and so on. A test uses these. A `Date` of the service is played back, and sessions end by it, as
   they did then.

    A cheap handle: copies share what was given.

    @par Thread safety
    Distinct objects: safe. Shared objects, and handles on the same recording: unsafe.
*/
class replay
{
public:
    /** @param file  the path of a recording.
        @throws std::runtime_error  where it cannot be read, or is no recording; it names the file and the
       line. */
    explicit replay(const std::string& file);

    /** The function to give a `memory_network`. A request that has no recorded answer left throws
        `std::runtime_error`, which leaves `virtual_clock::run`: it names the request, and the one that was
       recorded next. */
    memory_network::server far_end() const;

    /** Recorded answers that were not given. 0 at the end of a test that asks for all of them. */
    std::size_t left() const noexcept;

private:
    class state;

    std::shared_ptr<state> state_;
};

} // namespace useapi::testing

#endif
