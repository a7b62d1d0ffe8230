#include "engine/app/access/secrets.hpp"

#include <spdlog/spdlog.h>

#include "engine/access/access_file.hpp"
#include "engine/access/secret_sealing.hpp"

namespace muster::app {
namespace {

void say_what_was_found(const access::SecretsFound& found) {
    if (found.sealed_now > 0) {
        spdlog::warn(
            "the secrets of {} one-time codes stood open in {} and are sealed now; backups of "
            "before hold them as they were",
            found.sealed_now, access::access_file_name);
    }
    if (found.open > 0) {
        spdlog::warn(
            "sealing is off: the secrets of {} one-time codes stand open in {}, so whoever has the "
            "disk computes their codes",
            found.open, access::access_file_name);
    }
    if (!found.lost.empty()) {
        spdlog::warn(
            "the codes of {} accounts, {} the first of them, cannot be checked, because the key is "
            "missing that their secrets are sealed with: put the keys back from beside the backup, "
            "or invite these people anew (muster account invite); their recovery codes still count",
            found.lost.size(), found.lost.front());
    }
}

}  // namespace

Expected<access::SecretBox, std::string> open_secrets(const std::filesystem::path& folder,
                                                      seal::KeyBook* keys, bool sealing) {
    access::SecretBox box;
    if (keys != nullptr) {
        // Whose key it is must be on the disk before what it seals.
        if (sqlite::Error failed = keys->make_durable()) return failed.message;
        if (const auto desk = keys->key_there_is({})) box = access::SecretBox(desk->key, sealing);
    }
    const auto file = access::open_access_file(folder);
    if (!file) return file.error().message;
    const auto found = access::seal_secrets(*file, box);
    if (!found) return found.error().message;
    say_what_was_found(*found);
    return box;
}

}  // namespace muster::app
