#include "cli/file_conflicts.hpp"

#include "bulk/ledger/ledger_store.hpp"
#include "bulk/run/output_file.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/usage_error.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace useapi::cli {
namespace {

/** The identity of a file. For a file that does not exist yet: its folder, and its name there. */
struct file_identity
{
    dev_t device = 0;
    ino_t number = 0;
    std::string name;

    bool operator==(const file_identity&) const = default;
};

enum class access
{
    read,
    written
};

/// Nothing if it is no ordinary file: a device or a pipe holds no data that could be lost.
std::optional<file_identity> identity_of(const struct stat& found)
{
    if (!S_ISREG(found.st_mode))
        return std::nullopt;
    return file_identity{found.st_dev, found.st_ino, {}};
}

std::optional<file_identity> identity_of_stream(int descriptor)
{
    struct stat found = {};
    return ::fstat(descriptor, &found) == 0 ? identity_of(found) : std::nullopt;
}

std::optional<file_identity> identity_of(const std::string& path, access how)
{
    if (path == "-")
        return identity_of_stream(how == access::read ? STDIN_FILENO : STDOUT_FILENO);
    struct stat found = {};
    if (::stat(path.c_str(), &found) == 0)
        return identity_of(found);
    const std::filesystem::path place = bulk::place_of(path);
    if (::stat(place.parent_path().c_str(), &found) != 0)
        return std::nullopt;
    return file_identity{found.st_dev, found.st_ino, place.filename().string()};
}

std::string shown(const named_file& file)
{
    return file.path.empty() || file.path == "-" ? file.role
                                                 : fmt::format("{} ({})", file.role, printable(file.path));
}

class file_uses
{
public:
    void read(std::string role, const std::string& path)
    {
        if (!path.empty())
            add(read_, {std::move(role), path}, identity_of(path, access::read));
    }

    /// @throws usage_error if another output is the same file
    void written(std::string role, const std::string& path)
    {
        if (path.empty())
            return;
        const named_file file{std::move(role), path};
        const auto identity = identity_of(path, access::written);
        for (const auto& [other, known] : written_)
            if ((identity && identity == known) || (path == "-" && other.path == "-"))
                refuse(other, file);
        written_.emplace_back(file, identity);
    }

    void ledger(const std::string& name, access how)
    {
        if (name.empty() || bulk::is_shared_ledger(name))
            return;
        for (const std::string_view ending : {"", "-wal", "-shm", "-journal"}) {
            const std::string path = name + std::string(ending);
            if (how == access::read)
                read("the ledger", path);
            else
                written("the ledger", path);
        }
    }

    /// @throws usage_error if an output is a file that is read, or a stream was redirected to either
    void check() const
    {
        for (const auto& [output, identity] : written_)
            for (const auto& [input, known] : read_)
                if (identity && identity == known)
                    refuse(input, output);
        for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO})
            check_stream(descriptor);
    }

private:
    using known_file = std::pair<named_file, std::optional<file_identity>>;

    static void add(std::vector<known_file>& to, named_file file, std::optional<file_identity> identity)
    {
        if (identity)
            to.emplace_back(std::move(file), std::move(identity));
    }

    void check_stream(int descriptor) const
    {
        const auto stream = identity_of_stream(descriptor);
        const named_file named{descriptor == STDOUT_FILENO ? "standard output" : "standard error", {}};
        if (!stream)
            return;
        for (const auto* const files : {&read_, &written_})
            for (const auto& [file, known] : *files)
                if (file.path != "-" && stream == known)
                    refuse(file, named);
        for (const auto& [file, known] : read_)
            if (stream == known)
                refuse(file, named);
    }

    [[noreturn]] static void refuse(const named_file& one, const named_file& other)
    {
        throw usage_error(
            fmt::format("{} and {} are the same file, which would be overwritten: name another one",
                        shown(one), shown(other)));
    }

    std::vector<known_file> read_;
    std::vector<known_file> written_;
};

void note_files_of_emulator(file_uses& uses, const emulator_arguments& given)
{
    uses.read("--accept-tokens", given.accepted_tokens_file);
    if (!given.tls_dir.empty())
        for (const std::string_view name : {"ca.pem", "server.pem", "server.key"})
            uses.read("a file of --tls-dir", (std::filesystem::path(given.tls_dir) / name).string());
    uses.written("--port-file", given.port_file);
}

} // namespace

std::string ledger_name(const import_arguments& given)
{
    return given.resume ? given.file + ".ledger" : given.ledger;
}

std::string ledger_name(const report_arguments& given)
{
    return ledger_beside(given.ledger.empty() ? given.file : given.ledger);
}

std::string ledger_beside(const std::string& name)
{
    if (name.empty() || bulk::is_shared_ledger(name))
        return name;
    std::error_code ignored;
    const std::string beside = name + ".ledger";
    return std::filesystem::exists(beside, ignored) ? beside : name;
}

void refuse_file_conflicts(const arguments& given, const std::vector<named_file>& read_as_well)
{
    file_uses uses;
    uses.read("the config file", given.config_file == "none" ? std::string() : given.config_file);
    uses.read("--token-file", given.connection.token_file);
    uses.read("--ca-file", given.connection.ca_file);
    uses.read("--input", given.api.input);
    uses.read("--password-file", given.account.password_file);
    uses.read("--profiles", given.bulk.profiles_file);
    uses.read("the input", given.bulk.file);
    uses.read("--control", given.bulk.control_file);
    uses.read("--plan", given.bulk.plan_file);
    for (const std::string& each : given.bulk.keep_rows_of)
        uses.read("--keep-rows-of", each);
    for (const named_file& each : read_as_well)
        uses.read(each.role, each.path);
    uses.ledger(ledger_name(given.report), access::read);
    uses.read("the input", given.report.file);
    uses.ledger(ledger_name(given.bulk), access::written);
    uses.ledger(ledger_beside(given.ledger.file), access::read);
    uses.written("the copy", given.ledger.copy);
    uses.written("--results", given.bulk.results_file);
    uses.written("--out", given.bulk.plan_out);
    uses.written("--metrics-file", given.health.metrics_file);
    uses.written("--csv", given.report.csv_file);
    uses.written("--html", given.report.html_file);
    note_files_of_emulator(uses, given.emulator);
    if (given.record.compares)
        uses.read("the recording", given.record.file);
    else
        uses.written("the recording", given.record.file);
    uses.check();
}

} // namespace useapi::cli
