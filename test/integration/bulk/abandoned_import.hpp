#ifndef USEAPI_TEST_INTEGRATION_BULK_ABANDONED_IMPORT_HPP
#define USEAPI_TEST_INTEGRATION_BULK_ABANDONED_IMPORT_HPP

#include "integration/client/loopback.hpp"

#include <useapi/bulk/import.hpp>

#include <boost/test/unit_test.hpp>

#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

namespace useapi::testing {

/** A folder with an input of so many rows. */
class abandoned_place
{
public:
    abandoned_place(const std::string& name, int rows)
        : folder_(std::filesystem::temp_directory_path() /
                  ("useapi-abandoned-" + name + '-' + std::to_string(::getpid())))
    {
        std::filesystem::create_directories(folder_);
        std::ofstream input(folder_ / "accounts.csv");
        input << "email,password,maxJobs\n";
        for (int i = 0; i < rows; ++i)
            input << "user" << i << "@example.com,sesame,5\n";
    }

    abandoned_place(const abandoned_place&) = delete;
    abandoned_place& operator=(const abandoned_place&) = delete;

    ~abandoned_place() { std::filesystem::remove_all(folder_); }

    std::string ledger() const { return (folder_ / "ledger").string(); }

    bulk::import_options options(const std::string& ledger) const
    {
        return bulk::import_options((folder_ / "accounts.csv").string())
            .concurrency(3)
            .ledger(ledger)
            .lease(std::chrono::seconds(2))
            .grace(std::chrono::milliseconds(0));
    }

    void remove_ledger() const
    {
        for (const char* const ending : {"", "-wal", "-shm"})
            std::filesystem::remove(ledger() + ending);
    }

private:
    std::filesystem::path folder_;
};

inline std::ptrdiff_t count_threads()
{
    const std::filesystem::directory_iterator all("/proc/self/task");
    return std::distance(begin(all), end(all));
}

/** The system lists a thread for a moment after it was joined. */
inline bool has_no_more_threads_than(std::ptrdiff_t before)
{
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (count_threads() > before) {
        if (std::chrono::steady_clock::now() > limit)
            return false;
        std::this_thread::yield();
    }
    return true;
}

/** The objects that are destroyed after the `io_context`. */
enum class left_behind
{
    nothing,
    import_alone, ///< and only the run has a handle of the client
    everything
};

/** Whether a new run can open the ledger at once. */
inline bool can_be_opened(const abandoned_place& work, const emulator::background_server& service,
                          const std::string& ledger)
{
    asio::io_context context(1);
    bulk::import next(work.options(ledger));
    next.check();
    try {
        next.open_ledger({{std::string(), client(context, options_for(service))}});
        return true;
    } catch (const exception& refused) {
        BOOST_TEST_MESSAGE(refused.reason().detail());
        return false;
    }
}

using between_handlers = std::function<void(bulk::import&, std::size_t)>;

/** Destroys the `io_context` of an import after so many handlers, and checks that nothing of the import is
    left.
    @return whether the import had ended before */
inline bool abandon_after(std::size_t handlers, const abandoned_place& work,
                          const emulator::background_server& service, const std::string& ledger,
                          left_behind left, std::chrono::milliseconds patience = std::chrono::seconds(10),
                          const between_handlers& act = {})
{
    const auto held = std::make_shared<int>();
    const std::ptrdiff_t threads = count_threads();
    bool is_over = false;
    {
        std::unique_ptr<client> last_client;
        std::optional<bulk::import> last_import;
        asio::io_context context(1);
        auto used = std::make_unique<client>(context, options_for(service));
        std::optional<bulk::import> run(std::in_place, work.options(ledger));
        run->check();
        run->async_run(*used, [held, &is_over](const bulk::import_summary&) { is_over = true; });
        for (std::size_t i = 0; i != handlers && !is_over; ++i) {
            if (act)
                act(*run, i);
            if (context.run_one_for(patience) == 0)
                break;
        }
        if (left == left_behind::everything)
            last_client = std::move(used);
        if (left != left_behind::nothing)
            last_import = std::move(run);
        used.reset();
    }
    BOOST_TEST(held.use_count() == 1, "held after " << handlers << " handlers");
    BOOST_TEST(has_no_more_threads_than(threads), "a thread is left after " << handlers << " handlers");
    return is_over;
}

} // namespace useapi::testing

#endif
