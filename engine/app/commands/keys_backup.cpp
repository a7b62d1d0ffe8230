#include "engine/app/commands/keys_backup.hpp"

#include <string_view>
#include <utility>

#include "engine/app/commands/access_backup.hpp"
#include "engine/log/files.hpp"
#include "engine/seal/key_book.hpp"
#include "engine/seal/master_key.hpp"
#include "engine/seal/recovery_key.hpp"

namespace muster::app {
namespace {

namespace fs = std::filesystem;

// The first line of a file that is not locked; then, on a line, the master key or nothing, and then
// the bytes of keys.sqlite.
constexpr std::string_view magic = "muster keys, sealed by the master key 1\n";

log::Result<std::string> locked_keys(const fs::path& data, const std::string& recovery_key) {
    const auto book = seal::KeyBook::of(data);
    if (!book) return log::LogError(book.error());
    std::string keys = (*book)->all_keys();
    auto locked = seal::lock(recovery_key, keys);
    seal::wipe(keys);
    if (!locked) {
        return log::LogError{log::LogErrorCode::io, "sealing.recovery_key: " + locked.error().why};
    }
    return std::move(*locked);
}

}  // namespace

fs::path keys_beside(const fs::path& backup, const std::string& instance) {
    return fs::absolute(backup).parent_path() / ("keys-" + instance + ".muster");
}

log::Result<KeysKept> keep_keys(const fs::path& data, const fs::path& file,
                                const std::string& recovery_key) {
    std::error_code ignored;
    if (!fs::exists(data / seal::key_file_name, ignored)) return KeysKept::none;
    if (!recovery_key.empty()) {
        const auto locked = locked_keys(data, recovery_key);
        if (!locked) return locked.error();
        if (log::LogError failed = log::write_file_durably(file, *locked, "")) return failed;
        return KeysKept::locked;
    }
    std::string head(magic);
    const bool open = fs::exists(data / seal::master_file_name, ignored);
    if (open) {
        const auto master = log::read_file(data / seal::master_file_name);
        if (!master) return master.error();
        head += *master;
    } else {
        head += '\n';
    }
    const auto keys = database_bytes(data / seal::key_file_name);
    if (!keys) return keys.error();
    if (log::LogError failed = log::write_file_durably(file, head, *keys)) return failed;
    return open ? KeysKept::open : KeysKept::sealed;
}

log::Result<KeysKept> kind_of_keys(const fs::path& file) {
    std::error_code ignored;
    if (!fs::exists(file, ignored)) return KeysKept::none;
    const auto start = log::read_start(file, magic.size() + 1);
    if (!start) return start.error();
    if (!start->starts_with(magic)) return KeysKept::locked;
    return start->back() == '\n' && start->size() > magic.size() ? KeysKept::sealed
                                                                 : KeysKept::open;
}

log::Result<KeysKept> put_keys(const fs::path& file, const fs::path& data) {
    std::error_code ignored;
    if (!fs::exists(file, ignored)) return KeysKept::none;
    const auto read = log::read_file(file);
    if (!read) return read.error();
    std::string_view text = *read;
    if (!text.starts_with(magic)) return KeysKept::locked;
    text.remove_prefix(magic.size());
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) {
        return log::LogError{log::LogErrorCode::corrupted, file.string() + " is cut short"};
    }
    const std::string_view master = text.substr(0, end + 1);
    if (master.size() > 1) {
        if (log::LogError failed =
                log::write_file_durably(data / seal::master_file_name, master, "")) {
            return failed;
        }
    }
    if (log::LogError failed =
            log::write_file_durably(data / seal::key_file_name, text.substr(end + 1), "")) {
        return failed;
    }
    return master.size() > 1 ? KeysKept::open : KeysKept::sealed;
}

}  // namespace muster::app
