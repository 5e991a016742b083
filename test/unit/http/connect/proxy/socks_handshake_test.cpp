#include "http/connect/proxy/socks_handshake.hpp"

#include "http/connect/proxy/proxy.hpp"
#include "unit/printing.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(socks_handshake)

using namespace useapi;
using namespace std::string_literals;
using next = http::proxy_handshake::next;

namespace {

const std::string established = "\x05\x00\x00\x01\x7f\x00\x00\x01\x1f\x90"s;

http::origin name(std::string host = "service.example")
{
    return {std::move(host), 443, false, ""};
}

http::origin address(std::string host)
{
    return {std::move(host), 8443, true, ""};
}

secret login_of(std::string_view userinfo)
{
    return http::parse_proxy_url("socks5://" + std::string(userinfo) + "@proxy").value().authorization;
}

std::string hex(std::string_view bytes)
{
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        text += digits[static_cast<unsigned char>(c) >> 4];
        text += digits[static_cast<unsigned char>(c) & 15U];
    }
    return text;
}

/** The messages of the client, and the end of the handshake. */
struct course
{
    std::vector<std::string> said; ///< in hexadecimal digits
    next last = next::read;
    errc code = errc();
    std::string text;
    bool is_about_address = false;
};

/** @param answers  one for each message. */
course play(const secret& login, const http::origin& to, const std::vector<std::string>& answers,
            bool byte_by_byte)
{
    http::socks_handshake handshake(login, to);
    course seen;
    seen.last = handshake.begin();
    for (const std::string& answer : answers) {
        if (seen.last != next::write)
            break;
        seen.said.push_back(hex(handshake.message()));
        wipe(handshake.message());
        if (!byte_by_byte) {
            seen.last = handshake.add(answer);
            continue;
        }
        seen.last = next::read;
        for (std::size_t i = 0; i != answer.size() && seen.last == next::read; ++i)
            seen.last = handshake.add(std::string_view(answer).substr(i, 1));
    }
    if (seen.last == next::write)
        seen.said.push_back(hex(handshake.message()));
    seen.code = handshake.why().code;
    seen.text = handshake.why().text;
    seen.is_about_address = handshake.why().is_about_address;
    return seen;
}

void check_said(const course& seen, const std::vector<std::string>& expected)
{
    BOOST_TEST(seen.said == expected, boost::test_tools::per_element());
}

} // namespace

BOOST_AUTO_TEST_CASE(proxy_is_asked_for_a_name_or_an_address)
{
    struct row
    {
        http::origin to;
        std::string request;
    };

    const std::vector<row> rows = {
        {name(), "050100030f736572766963652e6578616d706c6501bb"},
        {name("a"), "05010003016101bb"},
        {address("127.0.0.1"), "050100017f00000120fb"},
        {address("2001:db8::1"), "0501000420010db800000000000000000000000120fb"},
    };
    for (const row& r : rows)
        for (const bool byte_by_byte : {false, true}) {
            const course seen = play({}, r.to, {"\x05\x00"s, established}, byte_by_byte);
            check_said(seen, {"050100", r.request});
            BOOST_TEST((seen.last == next::done));
        }
}

BOOST_AUTO_TEST_CASE(name_of_255_characters_is_the_longest)
{
    const std::string longest(255, 'a');
    BOOST_TEST((play({}, name(longest), {"\x05\x00"s, established}, false).last == next::done));
    const course seen = play({}, name(longest + 'a'), {}, false);
    BOOST_TEST((seen.last == next::failed));
    BOOST_TEST(seen.code == errc::invalid_argument);
    BOOST_TEST(seen.text == "SOCKS5 takes host names of at most 255 characters");
}

BOOST_AUTO_TEST_CASE(user_and_password_are_sent_if_the_proxy_asks_for_them)
{
    const secret login = login_of("me:s%40fe");
    for (const bool byte_by_byte : {false, true}) {
        const course with =
            play(login, address("127.0.0.1"), {"\x05\x02"s, "\x01\x00"s, established}, byte_by_byte);
        check_said(with, {"05020002", "01026d650473406665", "050100017f00000120fb"});
        BOOST_TEST((with.last == next::done));
        const course without = play(login, address("127.0.0.1"), {"\x05\x00"s, established}, byte_by_byte);
        check_said(without, {"05020002", "050100017f00000120fb"});
        BOOST_TEST((without.last == next::done));
    }
}

BOOST_AUTO_TEST_CASE(refusals_and_failures_are_told_apart)
{
    struct row
    {
        std::string reply;
        errc code;
        std::string text;
        bool is_about_address = false;
    };

    const std::vector<row> rows = {
        {"\x05\x01"s, errc::proxy_failed, "it answered 1, general failure"},
        {"\x05\x02"s, errc::proxy_refused, "it answered 2, its rules do not allow the connection"},
        {"\x05\x03"s, errc::proxy_failed, "it answered 3, network unreachable", true},
        {"\x05\x04"s, errc::proxy_failed, "it answered 4, host unreachable", true},
        {"\x05\x05"s, errc::proxy_failed, "it answered 5, connection refused", true},
        {"\x05\x06"s, errc::proxy_failed, "it answered 6, TTL expired", true},
        {"\x05\x07"s, errc::proxy_refused, "it answered 7, command not supported"},
        {"\x05\x08"s, errc::proxy_refused, "it answered 8, address type not supported", true},
        {"\x05\x09"s, errc::proxy_failed, "it answered 9, which has no meaning in SOCKS5"},
        {"\x05\xff"s, errc::proxy_failed, "it answered 255, which has no meaning in SOCKS5"},
        {"\x05\x05\x00\x01\x00\x00\x00\x00\x00\x00"s, errc::proxy_failed, "it answered 5, connection refused",
         true},
        {"\x05\x00\x00\x02"s, errc::proxy_failed, "answered an address of a type that SOCKS5 does not have"},
        {"\x04\x00"s, errc::proxy_failed, "answered something that is not SOCKS5"},
        {"H"s, errc::proxy_failed, "answered something that is not SOCKS5"},
    };
    for (const row& r : rows)
        for (const bool byte_by_byte : {false, true})
            BOOST_TEST_CONTEXT(hex(r.reply) << (byte_by_byte ? " byte by byte" : ""))
            {
                const course seen = play({}, name(), {"\x05\x00"s, r.reply}, byte_by_byte);
                BOOST_TEST((seen.last == next::failed));
                BOOST_TEST(seen.code == r.code);
                BOOST_TEST(seen.text == r.text);
                BOOST_TEST(seen.is_about_address == r.is_about_address);
            }
}

BOOST_AUTO_TEST_CASE(proxy_and_client_must_agree_how_to_log_in)
{
    struct row
    {
        std::string userinfo;
        std::vector<std::string> answers;
        errc code;
        std::string text;
    };

    const std::vector<row> rows = {
        {"", {"\x05\xff"s}, errc::proxy_refused, "it wants credentials, and was given none"},
        {"me:hunter2", {"\x05\xff"s}, errc::proxy_refused, "it does not accept a user and password"},
        {"", {"\x05\x02"s}, errc::proxy_failed, "chose a way to log in that was not offered"},
        {"me:hunter2", {"\x05\x01"s}, errc::proxy_failed, "chose a way to log in that was not offered"},
        {"me:hunter2",
         {"\x05\x02"s, "\x01\x01"s},
         errc::proxy_refused,
         "it wants other credentials than it was given"},
        {"me:hunter2",
         {"\x05\x02"s, "\x05\x00"s},
         errc::proxy_failed,
         "answered something that is not SOCKS5"},
        {"me:hunter2", {"\x04\x5a"s}, errc::proxy_failed, "answered something that is not SOCKS5"},
    };
    for (const row& r : rows)
        for (const bool byte_by_byte : {false, true})
            BOOST_TEST_CONTEXT(hex(r.answers.back()) << (byte_by_byte ? " byte by byte" : ""))
            {
                const secret login = r.userinfo.empty() ? secret() : login_of(r.userinfo);
                const course seen = play(login, name(), r.answers, byte_by_byte);
                BOOST_TEST((seen.last == next::failed));
                BOOST_TEST(seen.code == r.code);
                BOOST_TEST(seen.text == r.text);
            }
}

BOOST_AUTO_TEST_CASE(answer_ends_where_its_address_ends)
{
    const std::vector<std::string> answers = {
        established,
        "\x05\x00\x00\x04"s + std::string(16, '\0') + "\x1f\x90",
        "\x05\x00\x00\x03\x05proxy\x1f\x90"s,
        "\x05\x00\x00\x03\x00\x1f\x90"s,
        "\x05\x00\x00\x03\xff"s + std::string(255, 'p') + "\x1f\x90",
        "\x05\x00\x07\x01\x7f\x00\x00\x01\x1f\x90"s, // the reserved byte is not looked at
    };
    for (const std::string& answer : answers)
        BOOST_TEST_CONTEXT(hex(answer))
        {
            for (const bool byte_by_byte : {false, true})
                BOOST_TEST((play({}, name(), {"\x05\x00"s, answer}, byte_by_byte).last == next::done));
            for (std::size_t size = 0; size != answer.size(); ++size)
                BOOST_TEST(
                    (play({}, name(), {"\x05\x00"s, answer.substr(0, size)}, false).last == next::read));
            const course longer = play({}, name(), {"\x05\x00"s, answer + 'x'}, false);
            BOOST_TEST((longer.last == next::failed));
            BOOST_TEST(longer.text == "sent more than its answer");
        }
    BOOST_TEST(play({}, name(), {"\x05\x00\x05"s}, false).text == "sent more than its answer");
}

BOOST_AUTO_TEST_SUITE_END()
