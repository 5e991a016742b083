#include "bulk/run/output_file.hpp"
#include "unit/bulk/refusal.hpp"
#include "unit/set_variable.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <system_error>
#include <unistd.h>

BOOST_AUTO_TEST_SUITE(output_files)

namespace {

using useapi::bulk::output_file;
using useapi::bulk::testing::message_of_refusal;
using useapi::test::set_variable;
using useapi::test::temporary_folder;
namespace fs = std::filesystem;

std::string content_of(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

unsigned mode_of(const std::string& path)
{
    return static_cast<unsigned>(fs::status(path).permissions());
}

std::ptrdiff_t files_in(const temporary_folder& folder)
{
    return std::distance(fs::directory_iterator(folder.path("")), fs::directory_iterator());
}

/** A folder in which no file can be made meanwhile. Root may make files everywhere, so it acts as another
 * user. */
class closed_folder
{
public:
    explicit closed_folder(const std::string& path) : path_(path)
    {
        ::chmod(path_.c_str(), 0555);
        if (::geteuid() == 0)
            is_another_user_ = ::seteuid(nobody) == 0;
    }

    closed_folder(const closed_folder&) = delete;
    closed_folder& operator=(const closed_folder&) = delete;

    ~closed_folder()
    {
        if (is_another_user_)
            BOOST_TEST(::seteuid(0) == 0);
        ::chmod(path_.c_str(), 0755);
    }

private:
    static constexpr uid_t nobody = 65534;

    const std::string path_;
    bool is_another_user_ = false;
};

std::atomic<int> problem_of_fsync = 0;

} // namespace

/** The system's, unless a test has it fail. */
extern "C" int fsync(int descriptor)
{
    if (problem_of_fsync == 0)
        return static_cast<int>(::syscall(SYS_fsync, descriptor));
    errno = problem_of_fsync;
    return -1;
}

// It holds emails and what the service said of each.
BOOST_AUTO_TEST_CASE(new_file_is_its_owners_alone)
{
    const temporary_folder folder;
    const std::string path = folder.path("out.csv");
    output_file file(path);
    file.write("text");
    BOOST_TEST(!fs::exists(path));
    BOOST_TEST(!file.would_replace());
    file.put_in_place();
    BOOST_TEST(content_of(path) == "text");
    BOOST_TEST(mode_of(path) == 0600U);
    BOOST_TEST(files_in(folder) == 1);
}

// A file elsewhere could not be moved to its place, or would be left in a folder that its owner never named.
BOOST_AUTO_TEST_CASE(file_is_written_beside_its_place_and_goes_if_it_is_not_put_there)
{
    const temporary_folder folder;
    const std::string path = folder.file("out.csv", "of the last run");
    {
        output_file file(path);
        file.write("half of it");
        BOOST_TEST(file.would_replace());
        BOOST_TEST(files_in(folder) == 2);
    }
    BOOST_TEST(files_in(folder) == 1);
    BOOST_TEST(content_of(path) == "of the last run");
}

BOOST_AUTO_TEST_CASE(place_where_no_file_can_be_is_refused_by_name)
{
    const temporary_folder folder;
    const std::string path = folder.path("gone/out.csv");
    BOOST_TEST(message_of_refusal([&] { const output_file file(path, "results file "); }) ==
               "results file " + path + " cannot be written: No such file or directory");
}

// Such as a file that is mounted into a container.
BOOST_AUTO_TEST_CASE(file_in_a_folder_that_takes_no_other_one_is_overwritten)
{
    const temporary_folder folder;
    const temporary_folder elsewhere;
    fs::permissions(elsewhere.path(""), fs::perms::all);
    const set_variable used("TMPDIR", elsewhere.path(""));
    const std::string path = folder.file("out.csv", "of the last run");
    fs::permissions(path, fs::perms(0666));
    const std::string text(100'000, 'x');
    {
        const closed_folder closed(folder.path(""));
        output_file file(path);
        file.write(text);
        BOOST_TEST(content_of(path) == "of the last run");
        file.put_in_place();
        BOOST_TEST(file.failure() == "");
        BOOST_TEST((content_of(path) == text));
        // What comes afterwards goes into the same file.
        file.write("end");
    }
    BOOST_TEST((content_of(path) == text + "end"));
    BOOST_TEST(mode_of(path) == 0666U);
    BOOST_TEST(files_in(elsewhere) == 0);
}

BOOST_AUTO_TEST_CASE(device_that_is_full_ends_the_writing)
{
    output_file file("/dev/full", "results file ");
    BOOST_TEST(file.is_stream());
    BOOST_TEST(file.is_open());
    file.write("text");
    BOOST_TEST(!file.is_open());
    BOOST_TEST(file.failure() == "results file /dev/full cannot be written: No space left on device");
}

// A user would believe that the results are on the disk. A file that has no disk of its own is none to
// complain of.
BOOST_AUTO_TEST_CASE(results_that_do_not_reach_the_disk_are_a_failure)
{
    const struct
    {
        int problem;
        bool is_failure;
    } rows[] = {{0, false}, {EIO, true}, {ENOSPC, true}, {EINVAL, false}, {EROFS, false}};

    const temporary_folder folder;
    for (const auto& [problem, is_failure] : rows)
        BOOST_TEST_CONTEXT(problem)
        {
            const std::string path = folder.path("out.csv");
            output_file file(path);
            file.write("text");
            problem_of_fsync = problem;
            file.synchronise();
            problem_of_fsync = 0;
            BOOST_TEST(file.failure() ==
                       (is_failure ? path + " cannot be written: " + std::generic_category().message(problem)
                                   : std::string()));
        }
}

BOOST_AUTO_TEST_SUITE_END()
