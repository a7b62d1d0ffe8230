#include "engine/app/commands/offsite_backup.hpp"

#include <sys/stat.h>

#include <cstdlib>
#include <system_error>
#include <utility>

#include "engine/app/backup_note.hpp"
#include "engine/app/commands/keys_backup.hpp"
#include "engine/app/config/options.hpp"
#include "engine/log/log_reader.hpp"

namespace muster::app {
namespace {

std::optional<TimePoint> made_at(const std::filesystem::path& backup) {
    struct stat found {};
    if (::stat(backup.c_str(), &found) != 0) return std::nullopt;
    return TimePoint{found.st_mtim.tv_sec * 1000};
}

std::string in_words(const Shipped& shipped, const std::string& where) {
    std::string text = "sent to " + where + " as " + shipped.name + ": " +
                       std::to_string(shipped.bytes) + " bytes, read back and the same\n";
    for (const std::string& name : shipped.removed)
        text += "removed from there: " + name + "\n";
    return text;
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
    std::error_code unknown;
    std::string name = (std::filesystem::temp_directory_path(unknown) / "muster-XXXXXX").string();
    if (!unknown && ::mkdtemp(name.data()) != nullptr) path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty() && !kept_) std::filesystem::remove_all(path_, ignored);
}

std::string TemporaryFolder::why_not() const {
    return "no folder can be made for what is temporary: let the variable TMPDIR name one where "
           "this "
           "user may write";
}

Expected<Offsite, std::string> open_offsite(const std::string& config_file) {
    Offsite offsite;
    const std::string config = config_file.empty() ? default_config_file() : config_file;
    if (auto wrong = offsite_options(config, offsite.options)) return *wrong;
    auto target = open_target(offsite.options);
    if (!target) return config + ": " + target.error();
    offsite.target = std::move(*target);
    return offsite;
}

Failed too_near(const Offsite& offsite, const std::filesystem::path& data) {
    if (kind_of(offsite.options.target) != TargetKind::folder || offsite.options.same_disk) {
        return std::nullopt;
    }
    struct stat here {};
    struct stat there {};
    if (::stat(data.c_str(), &here) != 0) return std::nullopt;
    if (::stat(offsite.options.target.c_str(), &there) != 0) return std::nullopt;
    if (here.st_dev != there.st_dev) return std::nullopt;
    return offsite.options.target + " is on the same disk as " + data.string() +
           ", and would be lost with it: is what should be mounted there? backup.same_disk = true "
           "takes it nevertheless";
}

std::string about_keys_at(const std::string& where, const std::filesystem::path& keys) {
    const auto kind = kind_of_keys(keys);
    if (!kind) return kind.error().message;
    switch (*kind) {
        case KeysKept::none:
            return "no keys lie beside it: what is not sealed is open to whoever reads " + where;
        case KeysKept::open:
            return "its keys lie there with the master key: whoever reads " + where +
                   " reads everything. Let sealing.recovery_key lock them (`muster keys "
                   "new-recovery`), or keep the master key elsewhere (sealing.master_key)";
        case KeysKept::sealed:
            return "its keys lie there, sealed by the master key, which does not: keep that one "
                   "apart, since nobody reads the backup without it";
        case KeysKept::locked:
            return "its keys lie there, locked: the secret half of the recovery key opens them";
    }
    return {};
}

Expected<Sent, std::string> send_offsite(const Offsite& offsite,
                                         const std::filesystem::path& backup,
                                         const std::filesystem::path& data,
                                         StageProgress& progress) {
    Shipment shipment;
    {
        const auto reader = log::LogReader::open(backup, {});
        if (!reader) return reader.error().message;
        shipment.instance = reader->meta().instance;
    }
    if (shipment.instance.empty()) {
        return backup.string() + " is of a log without a name: start the service on it once";
    }
    const auto made = made_at(backup);
    if (!made) return backup.string() + " cannot be read";
    shipment.made = *made;
    shipment.backup = backup;
    std::error_code ignored;
    const std::filesystem::path keys = keys_beside(backup, shipment.instance);
    if (std::filesystem::exists(keys, ignored)) shipment.keys = keys;
    auto shipped = ship(*offsite.target, shipment, offsite.options.keep,
                        [&](std::string_view stage, std::uint64_t done, std::uint64_t total) {
                            progress.show(stage, done, total);
                        });
    progress.end();
    const std::string where = offsite.target->where();
    if (!shipped) return "the backup did not arrive at " + where + ": " + shipped.error();
    Sent sent{shipped->name, in_words(*shipped, where) + about_keys_at(where, keys) + "\n", {}};
    if (const auto warning = offsite.target->warning()) sent.text += *warning + "\n";
    if (shipped->left) {
        sent.left =
            "the backup is at " + where + ", but old ones could not be removed: " + *shipped->left;
    }
    if (const log::LogError failed = note_offsite(data)) {
        sent.left = "the backup is at " + where +
                    ", but the running service will not know of it: " + failed.message;
    }
    return sent;
}

}  // namespace muster::app
