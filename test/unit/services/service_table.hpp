#ifndef USEAPI_TEST_UNIT_SERVICES_SERVICE_TABLE_HPP
#define USEAPI_TEST_UNIT_SERVICES_SERVICE_TABLE_HPP

#include "unit/printing.hpp"

#include <useapi/accounts/account.hpp>
#include <useapi/client.hpp>

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace services {

using useapi::accounts::account;

template <class T>
using completion = std::function<void(useapi::result<T>)>;

/** The operations of a service, and its properties that tests need. */
struct service_under_test
{
    std::string_view accounts_path;   ///< such as `/v2/pixverse/accounts`
    std::string key;                  ///< of the account that `upsert` registers
    std::string path_of_key;          ///< the same, encoded for a path
    std::string own_answer;           ///< what the service answers for it
    std::string other_answer;         ///< the answer about another account
    std::vector<std::string> secrets; ///< of that account, and in `own_answer`
    bool posts_to_account;
    bool replaces;
    bool refuses_with_500 = false; ///< a 500 tells of a refused login
    bool knows_account = true;     ///< before the service told its key

    void (*upsert)(const useapi::client& on, const char* password, completion<account> handler);
    void (*get)(const useapi::client& on, completion<account> handler);
    void (*list)(const useapi::client& on, completion<std::vector<account>> handler);
    void (*remove)(const useapi::client& on, completion<void> handler);

    /** Registers, lists, reads and removes it by coroutines. @return how many of these succeeded */
    boost::asio::awaitable<int> (*all)(useapi::client on);
};

/** An answer to a POST, and the outcome of the call. */
struct answer_row
{
    int status;
    std::string content;
    useapi::errc expected;
    useapi::effect effect;
    bool again = false; ///< the request is sent again
};

/** The service's error as JSON. */
std::string error_text(int status, std::string_view text);

/** Checks the answers that mean the same for all services, and then the given ones, with the client's own
    retry policy and with one that always wants another attempt. */
void check_answers(const service_under_test& of, const std::vector<answer_row>& own);

/** Checks the whole life of an account with the emulator: the requests, and what is read from the answers.
    @param body  of the POST, with the password `hunter22` */
void check_life(const service_under_test& of, std::string_view body);

/** Checks the reading of an account and of a list, as the service writes them, made from `own_answer`. */
void check_readings(const service_under_test& of);

/** The command line of curl that a refused POST tells of. */
std::string curl_of_refused_upsert(const service_under_test& of);

} // namespace services

#endif
