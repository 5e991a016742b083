#include "accounts/json/json_document.hpp"

#include <boost/json/parser.hpp>

namespace useapi::accounts {

namespace json = boost::json;

json_document::json_document(std::string_view text) : value_(json::storage_ptr(&values_))
{
    // Windows tools often write a byte order mark first.
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    json::parser parser(json::storage_ptr(&heap_), json::parse_options(), scratch_.bytes,
                        sizeof scratch_.bytes);
    parser.reset(&values_);
    parser.write(text.data(), text.size(), ec_);
    if (!ec_)
        value_ = parser.release();
}

} // namespace useapi::accounts
