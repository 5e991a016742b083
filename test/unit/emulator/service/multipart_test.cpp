#include "emulator/service/multipart.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

using namespace useapi::emulator;

std::string part(const std::string& name, const std::string& value)
{
    return "--X\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
}

form_fields fields_of(const std::string& content_type, const std::string& body)
{
    const auto result = parse_multipart(content_type, body);
    if (const auto* reason = std::get_if<std::string>(&result))
        BOOST_FAIL(*reason);
    return std::get<form_fields>(result);
}

} // namespace

BOOST_AUTO_TEST_SUITE(multipart)

BOOST_AUTO_TEST_CASE(parse_multipart_good_body_fields_by_name)
{
    const auto body =
        part("email", "a@b.c") + part("password", " p\r\nw--X ") + part("empty", "") + "--X--\r\n";
    const auto fields = fields_of("multipart/form-data; boundary=X", body);
    BOOST_TEST(fields.size() == 3U);
    BOOST_TEST(fields.at("email") == "a@b.c");
    BOOST_TEST(fields.at("password") == " p\r\nw--X ");
    BOOST_TEST(fields.at("empty").empty());
}

BOOST_AUTO_TEST_CASE(parse_multipart_forms_of_headers_all_read)
{
    struct
    {
        const char* name;
        const char* content_type;
        const char* header;
        const char* field;
    } const cases[] = {
        {"quoted boundary", "multipart/form-data; boundary=\"X\"",
         "Content-Disposition: form-data; name=\"n\"", "n"},
        {"parameter before", "multipart/form-data; charset=utf-8; Boundary=X",
         "Content-Disposition: form-data; name=\"n\"", "n"},
        {"case of header", "multipart/form-data; boundary=X", "content-disposition:form-data;NAME=n", "n"},
        {"other headers", "multipart/form-data; boundary=X",
         "Content-Type: text/plain\r\nContent-Disposition: form-data; filename=\"f;name=x\"; name=\"n\"",
         "n"},
        {"escaped quote", "multipart/form-data; boundary=X",
         "Content-Disposition: form-data; name=\"a\\\"b\"", "a\"b"},
    };

    for (const auto& c : cases) {
        BOOST_TEST_CONTEXT(c.name)
        {
            const auto body = std::string("--X\r\n") + c.header + "\r\n\r\nvalue\r\n--X--";
            const auto fields = fields_of(c.content_type, body);
            BOOST_TEST(fields.size() == 1U);
            BOOST_TEST(fields.contains(c.field));
        }
    }
}

BOOST_AUTO_TEST_CASE(parse_multipart_broken_body_is_refused)
{
    const auto good = part("n", "v");

    struct
    {
        const char* name;
        const char* content_type;
        std::string body;
    } const cases[] = {
        {"no boundary", "multipart/form-data", good + "--X--"},
        {"empty boundary", "multipart/form-data; boundary=", good + "--X--"},
        {"unclosed quote", "multipart/form-data; boundary=\"X", good + "--X--"},
        {"empty body", "multipart/form-data; boundary=X", ""},
        {"other boundary", "multipart/form-data; boundary=Y", good + "--X--"},
        {"no closing delimiter", "multipart/form-data; boundary=X", good},
        {"no line end after delimiter", "multipart/form-data; boundary=X", "--Xa\r\n\r\nv\r\n--X--"},
        {"no blank line", "multipart/form-data; boundary=X",
         "--X\r\nContent-Disposition: form-data; name=n\r\n--X--"},
        {"no name", "multipart/form-data; boundary=X",
         "--X\r\nContent-Disposition: form-data\r\n\r\nv\r\n--X--"},
        {"no disposition", "multipart/form-data; boundary=X", "--X\r\nA: b\r\n\r\nv\r\n--X--"},
        {"not form-data", "multipart/form-data; boundary=X",
         "--X\r\nContent-Disposition: attachment; name=n\r\n\r\nv\r\n--X--"},
        {"twice", "multipart/form-data; boundary=X", good + good + "--X--"},
    };

    for (const auto& c : cases) {
        BOOST_TEST_CONTEXT(c.name)
        {
            BOOST_TEST(std::holds_alternative<std::string>(parse_multipart(c.content_type, c.body)));
        }
    }
}

BOOST_AUTO_TEST_CASE(parse_multipart_cut_anywhere_is_refused_not_misread)
{
    const auto body = part("email", "a@b.c") + part("password", "p") + "--X--";
    for (std::size_t size = 0; size < body.size(); ++size) {
        BOOST_TEST_CONTEXT("first " << size << " bytes")
        {
            const auto result = parse_multipart("multipart/form-data; boundary=X", body.substr(0, size));
            BOOST_TEST(std::holds_alternative<std::string>(result));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
