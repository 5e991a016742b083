#include "emulator/faults/fault.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <variant>

namespace {

using namespace useapi::emulator;

fault parsed(std::string_view spec)
{
    auto result = parse_fault(spec);
    if (const auto* error = std::get_if<fault_error>(&result))
        BOOST_FAIL(std::string(spec) + ": " + error->message());
    return std::get<fault>(result);
}

} // namespace

BOOST_AUTO_TEST_SUITE(fault_grammar)

BOOST_AUTO_TEST_CASE(parse_fault_each_kind_kind_and_default_place)
{
    struct
    {
        const char* spec;
        fault_kind kind;
        strikes applied;
    } const cases[] = {
        {"status=503", fault_kind::status, strikes::before_change},
        {"reset=before-request", fault_kind::reset_before_request, strikes::before_change},
        {"reset=after-request", fault_kind::reset_after_request, strikes::after_change},
        {"stall", fault_kind::stall, strikes::after_change},
        {"delay=1s", fault_kind::delay, strikes::before_change},
        {"truncate", fault_kind::truncate, strikes::after_change},
        {"close", fault_kind::close, strikes::after_change},
        {"close=silent", fault_kind::close_silent, strikes::after_change},
        {"garbage", fault_kind::garbage, strikes::after_change},
        {"wrong-password", fault_kind::wrong_password, strikes::before_change},
        {"suspended", fault_kind::suspended, strikes::before_change},
    };

    for (const auto& c : cases) {
        BOOST_TEST_CONTEXT(c.spec)
        {
            const auto read = parsed(c.spec);
            BOOST_TEST((read.kind() == c.kind));
            BOOST_TEST((read.applied() == c.applied));
            BOOST_TEST(read.rate() == 1.0);
            BOOST_TEST(!read.nth());
            BOOST_TEST(!read.email());
            BOOST_TEST(!read.method());
        }
    }
}

BOOST_AUTO_TEST_CASE(name_of_each_kind_is_what_a_spec_begins_with)
{
    for (const char* spec : {"stall", "truncate", "close", "close=silent", "garbage", "wrong-password",
                             "suspended", "reset=before-request", "reset=after-request"})
        BOOST_TEST(name_of(parsed(spec).kind()) == spec);
    BOOST_TEST(name_of(fault_kind::status) == "status");
    BOOST_TEST(name_of(fault_kind::delay) == "delay");
}

BOOST_AUTO_TEST_CASE(parse_fault_options_are_read)
{
    const auto read =
        parsed("status=429,retry-after=3,rate=0.05,nth=2+,email=A@b.c,method=DELETE,applied=after");
    BOOST_TEST(read.status() == 429U);
    BOOST_TEST(read.retry_after()->wait().count() == 3);
    BOOST_TEST(!read.retry_after()->as_date());
    BOOST_TEST(read.rate() == 0.05);
    BOOST_TEST(!read.nth()->contains(1));
    BOOST_TEST(read.nth()->contains(2));
    BOOST_TEST(read.nth()->contains(3));
    BOOST_TEST(*read.email() == "A@b.c");
    BOOST_TEST((read.method() == request_method::del));
    BOOST_TEST((read.applied() == strikes::after_change));
}

BOOST_AUTO_TEST_CASE(parse_fault_nth_without_plus_is_that_request_only)
{
    const auto read = parsed("stall,nth=2");
    BOOST_TEST(!read.nth()->contains(1));
    BOOST_TEST(read.nth()->contains(2));
    BOOST_TEST(!read.nth()->contains(3));
}

BOOST_AUTO_TEST_CASE(parse_fault_durations_are_in_ms_or_s)
{
    BOOST_TEST(parsed("delay=250ms").delay().count() == 250);
    BOOST_TEST(parsed("delay=2s").delay().count() == 2000);
    BOOST_TEST(parsed("delay=0ms").delay().count() == 0);
}

BOOST_AUTO_TEST_CASE(parse_fault_retry_after_can_be_a_date)
{
    struct
    {
        const char* spec;
        bool as_date;
        int seconds;
    } const cases[] = {
        {"status=503,retry-after=0", false, 0},
        {"status=503,retry-after=120", false, 120},
        {"status=503,retry-after=date", true, 1},
        {"status=503,retry-after=date+7", true, 7},
    };

    for (const auto& c : cases) {
        BOOST_TEST_CONTEXT(c.spec)
        {
            const auto wait = *parsed(c.spec).retry_after();
            BOOST_TEST(wait.as_date() == c.as_date);
            BOOST_TEST(wait.wait().count() == c.seconds);
        }
    }
}

BOOST_AUTO_TEST_CASE(parse_fault_body_takes_the_rest)
{
    const auto read = parsed("status=500,rate=0.5,body=Login failed: a, b, rate=2");
    BOOST_TEST(*read.body() == "Login failed: a, b, rate=2");
    BOOST_TEST(read.rate() == 0.5);
    BOOST_TEST(parsed("status=500,body=").body()->empty());
}

BOOST_AUTO_TEST_CASE(parse_fault_wrong_spec_says_what_and_where)
{
    struct
    {
        const char* spec;
        std::size_t column;
        const char* says;
    } const cases[] = {
        {"", 1, "a fault begins with"},
        {"nonsense", 1, "not 'nonsense'"},
        {"rate=0.5,stall", 1, "a fault begins with"},
        {"status", 1, "status wants a value"},
        {"status=", 1, "status wants a value"},
        {"status=abc", 8, "not 'abc'"},
        {"status=199", 8, "200 to 599"},
        {"status=600", 8, "200 to 599"},
        {"status=-1", 8, "200 to 599"},
        {"status=503 ", 8, "not '503 '"},
        {"reset", 1, "reset wants a value"},
        {"reset=now", 7, "not 'now'"},
        {"stall=1", 6, "takes no value"},
        {"close=loud", 7, "not 'loud'"},
        {"delay=1", 7, "not '1'"},
        {"delay=ms", 7, "not 'ms'"},
        {"delay=1.5s", 7, "not '1.5s'"},
        {"delay=99999999999999999999s", 7, "at most a day"},
        {"delay=86401s", 7, "at most a day"},
        {"stall,", 7, "an option is"},
        {"stall,,rate=1", 7, "an option is"},
        {"stall, rate=1", 7, "not ' rate'"},
        {"stall,rate=", 7, "rate wants a value"},
        {"stall,rate=2", 12, "0 to 1"},
        {"stall,rate=-0.1", 12, "0 to 1"},
        {"stall,rate=nan", 12, "0 to 1"},
        {"stall,rate=5%", 12, "0 to 1"},
        {"stall,nth=0", 11, "nth is"},
        {"stall,nth=+", 11, "nth is"},
        {"stall,nth=1-3", 11, "nth is"},
        {"stall,method=PUT", 14, "not 'PUT'"},
        {"stall,applied=never", 15, "not 'never'"},
        {"stall,rate=0.1,rate=0.2", 16, "rate is given twice"},
        {"stall,retry-after=1", 7, "belongs to a status only"},
        {"stall,body=x", 7, "belongs to a status only"},
        {"status=503,retry-after=never", 24, "date, date+2 or none, not 'never'"},
        {"status=503,retry-after=-1", 24, "not '-1'"},
        {"status=503,retry-after=1.0", 24, "not '1.0'"},
        {"status=503,retry-after=dates", 24, "not 'dates'"},
        {"reset=before-request,applied=after", 22, "has no meaning"},
        {"close,applied=before", 7, "has no meaning"},
        {"wrong-password,nth=1", 16, "has no meaning"},
        {"suspended,method=POST", 11, "has no meaning"},
        {"wrong-password,applied=after", 16, "has no meaning"},
    };

    for (const auto& c : cases) {
        BOOST_TEST_CONTEXT(c.spec)
        {
            const auto result = parse_fault(c.spec);
            const auto* error = std::get_if<fault_error>(&result);
            BOOST_REQUIRE(error != nullptr);
            BOOST_TEST(error->column() == c.column);
            BOOST_TEST_INFO(error->message());
            BOOST_TEST(error->reason().find(c.says) != std::string::npos);
            BOOST_TEST(error->message() == "column " + std::to_string(c.column) + ": " + error->reason());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
