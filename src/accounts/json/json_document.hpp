#ifndef USEAPI_SRC_ACCOUNTS_JSON_DOCUMENT_HPP
#define USEAPI_SRC_ACCOUNTS_JSON_DOCUMENT_HPP

#include "vocabulary/wiped_heap.hpp"

#include <useapi/errc.hpp>
#include <useapi/secret.hpp>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <string_view>

namespace useapi::accounts {

template <std::size_t Size>
class wiped_buffer
{
public:
    wiped_buffer() = default;
    wiped_buffer(const wiped_buffer&) = delete;
    wiped_buffer& operator=(const wiped_buffer&) = delete;

    ~wiped_buffer() { wipe(bytes, Size); }

    unsigned char bytes[Size];
};

/** The parsed text. Its memory is on the stack as far as it fits, and is overwritten afterwards, since it
    holds passwords and tokens. */
class json_document
{
public:
    explicit json_document(std::string_view text);

    /** Null if the text is no object. */
    const boost::json::object* object() const noexcept { return ec_ ? nullptr : value_.if_object(); }

private:
    wiped_buffer<4096> first_values_;
    wiped_buffer<2048> scratch_;
    wiped_heap heap_; ///< for parts that do not fit on the stack
    boost::json::monotonic_resource values_{first_values_.bytes, sizeof first_values_.bytes,
                                            boost::json::storage_ptr(&heap_)};
    error_code ec_;
    boost::json::value value_;
};

} // namespace useapi::accounts

#endif
