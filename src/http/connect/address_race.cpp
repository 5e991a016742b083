#include "http/connect/address_race.hpp"

namespace useapi::http {

using boost::asio::ip::tcp;

std::vector<tcp::endpoint> interleave_families(const std::vector<tcp::endpoint>& found)
{
    std::vector<tcp::endpoint> first_family;
    std::vector<tcp::endpoint> second_family;
    for (const tcp::endpoint& each : found)
        (each.protocol() == found.front().protocol() ? first_family : second_family).push_back(each);

    std::vector<tcp::endpoint> order;
    order.reserve(found.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (i < first_family.size())
            order.push_back(first_family[i]);
        if (i < second_family.size())
            order.push_back(second_family[i]);
    }
    return order;
}

} // namespace useapi::http
