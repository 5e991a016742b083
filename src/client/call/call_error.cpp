#include "client/call/call.hpp"
#include "client/call/shown_request.hpp"
#include "vocabulary/error_facts.hpp"

#include <useapi/secret.hpp>

#include <string>

namespace useapi::detail {

void call::show_request(error& failed)
{
    std::string wire;
    std::string scratch;
    append_request(wire, scratch);
    error_access::change(failed).request = outline_of(wire, content_to_show(), secrets());
    wipe(wire);
    wipe(scratch);
}

} // namespace useapi::detail
