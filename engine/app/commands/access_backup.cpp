#include "engine/app/commands/access_backup.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <memory>

#include "engine/access/token_book.hpp"
#include "engine/app/clock.hpp"
#include "engine/log/files.hpp"
#include "engine/log/hash.hpp"

namespace muster::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = "access/";
constexpr const char* tokens_name = access::access_file_name;
constexpr const char* card_key_name = "card-key";
// Whoever makes or revokes a token meanwhile holds the file for milliseconds.
constexpr int busy_timeout_ms = 2000;

struct Free {
    void operator()(unsigned char* bytes) const { sqlite3_free(bytes); }
};
log::LogError attach(const sqlite::Database& into, const std::string& name,
                     std::string_view bytes) {
    const std::string hash = log::to_hex(log::Hasher().digest(bytes));
    return log::attach(into, std::string(prefix) + name + "/" + hash,
                       std::as_bytes(std::span(bytes)));
}

log::LogError count_tokens(const fs::path& folder, AccessReport& report) {
    std::string error;
    const auto book = access::TokenBook::open(folder, system_now, error);
    if (!book) return {log::LogErrorCode::io, error};
    const TimePoint now = system_now();
    const std::vector<access::TokenInfo> tokens = book->list();
    report.tokens = tokens.size();
    report.valid = static_cast<std::uint64_t>(
        std::count_if(tokens.begin(), tokens.end(), [&](const access::TokenInfo& info) {
            return !info.revoked_at && (!info.expires_at || info.expires_at > now);
        }));
    return {};
}

}  // namespace

log::Result<std::string> database_bytes(const fs::path& path) {
    constexpr std::string_view copying = "copying a file";
    const auto from =
        sqlite::Database::open(path, {.access = sqlite::Access::read, .busy_ms = busy_timeout_ms});
    if (!from) return log::LogError(from.error());
    const auto to = sqlite::Database::open(sqlite::in_memory, {});
    if (!to) return log::LogError(to.error());
    sqlite3_backup* copy = sqlite3_backup_init(to->get(), "main", from->get(), "main");
    if (copy == nullptr) return log::LogError(sqlite::error_of(*to, copying));
    const int copied = sqlite3_backup_step(copy, -1);
    sqlite3_backup_finish(copy);
    if (copied != SQLITE_DONE) {
        return log::LogError{log::LogErrorCode::io, "cannot copy " + path.string() + ": " +
                                                        sqlite3_errstr(copied) +
                                                        "; nothing was kept, try again"};
    }
    sqlite3_int64 size = 0;
    const std::unique_ptr<unsigned char, Free> bytes(
        sqlite3_serialize(to->get(), "main", &size, 0));
    if (!bytes)
        return log::LogError{log::LogErrorCode::io, "out of memory copying " + path.string()};
    return std::string(reinterpret_cast<const char*>(bytes.get()), static_cast<std::size_t>(size));
}

log::LogError attach_access(const fs::path& folder, const sqlite::Database& into,
                            AccessReport& report) {
    if (fs::exists(folder / tokens_name)) {
        log::Result<std::string> bytes = database_bytes(folder / tokens_name);
        if (!bytes) return bytes.error();
        if (log::LogError failed = attach(into, tokens_name, *bytes)) return failed;
        if (log::LogError failed = count_tokens(folder, report)) return failed;
    }
    if (fs::exists(folder / card_key_name)) {
        log::Result<std::string> bytes = log::read_file(folder / card_key_name);
        if (!bytes) return bytes.error();
        if (log::LogError failed = attach(into, card_key_name, *bytes)) return failed;
        report.card_key = true;
    }
    return {};
}

log::Result<std::vector<AccessFile>> access_inside(const log::LogReader& backup) {
    log::Result<std::vector<std::string>> names = log::attachment_names(backup.database());
    if (!names) return names.error();
    std::vector<AccessFile> files;
    for (const std::string& name : *names) {
        if (!name.starts_with(prefix)) continue;
        const std::string rest = name.substr(prefix.size());
        const std::string file = rest.substr(0, rest.find('/'));
        if (file != tokens_name && file != card_key_name) continue;
        auto bytes = log::read_attachment(backup.database(), name);
        if (!bytes) return bytes.error();
        std::string text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
        if (rest != file + "/" + log::to_hex(log::Hasher().digest(text))) {
            return log::LogError{log::LogErrorCode::corrupted,
                                 file + " inside " + backup.file().string() +
                                     " is damaged; --no-tokens restores without it"};
        }
        files.push_back({file, std::move(text)});
    }
    return files;
}

log::LogError put_access(const std::vector<AccessFile>& files, const fs::path& folder,
                         AccessReport& report) {
    const mode_t before = umask(S_IRWXG | S_IRWXO);
    log::LogError failed;
    for (const AccessFile& file : files) {
        if (!failed) failed = log::write_file_durably(folder / file.name, file.bytes, "");
        if (file.name == card_key_name) report.card_key = true;
    }
    umask(before);
    if (failed || files.empty()) return failed;
    return count_tokens(folder, report);
}

}  // namespace muster::app
