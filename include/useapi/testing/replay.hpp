#ifndef USEAPI_TESTING_REPLAY_HPP
#define USEAPI_TESTING_REPLAY_HPP

#include <useapi/testing/memory_network.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace useapi::testing {

/** The recorded answers of a service, as the far end of a `memory_network`. `useapi record` writes such a
    file.

    A request gets the first recorded answer to its method and target that was not given yet. The answer takes
    as long as it took when it was recorded, in virtual time. So requests may come in another order than they
    were recorded in. The API token, the other header fields and the content of a request are not compared.

    A recording has other emails than the service had: `user-1@example.invalid` for the first one, and so on.
    A test uses these emails. The recorded `Date` of an answer is sent too, so sessions expire as they did
    then.

    A cheap handle: copies share which answers were given.

    @par Thread safety
    Distinct objects: safe. Shared objects, and handles on the same recording: unsafe.
*/
class replay
{
public:
    /** @param file  the path of a recording.
        @throws std::runtime_error  if the file cannot be read, or is no recording; the message names the file
                and the line. */
    explicit replay(const std::string& file);

    /** The function to give a `memory_network`. For a request that has no recorded answer left it throws
        `std::runtime_error`, which leaves `virtual_clock::run`. The message names the request, and the one
        that was recorded next. */
    memory_network::server far_end() const;

    /** The number of recorded answers that were not given: 0 at the end of a test that asks for all of
        them. */
    std::size_t left() const noexcept;

private:
    class state;

    std::shared_ptr<state> state_;
};

} // namespace useapi::testing

#endif
