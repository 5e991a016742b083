#ifndef USEAPI_SRC_CLIENT_OBSERVE_PROMETHEUS_WRITER_HPP
#define USEAPI_SRC_CLIENT_OBSERVE_PROMETHEUS_WRITER_HPP

#include "client/observe/histogram.hpp"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace useapi {

/** Writes metrics in the text format of Prometheus, version 0.0.4.

    A family first, then its samples. */
class prometheus_writer
{
public:
    using label = std::pair<std::string_view, std::string_view>;

    /** @param name  lives until the next family. */
    void begin(std::string_view name, std::string_view type, std::string_view help);

    /** A label with an empty value means a missing label, and is left out. */
    void add(std::uint64_t value, std::initializer_list<label> labels = {});
    void add(const histogram& values, std::initializer_list<label> labels = {});

    std::string take() noexcept { return std::move(text_); }

private:
    void sample(std::string_view suffix, std::initializer_list<label> labels, label last,
                std::string_view value);

    std::string_view family_;
    std::string text_;
};

} // namespace useapi

#endif
