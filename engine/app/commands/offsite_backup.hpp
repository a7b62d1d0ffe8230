// What `muster backup`, `backups` and `restore` have in common where a backup goes elsewhere or
// comes from there.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "engine/app/commands/stage_progress.hpp"
#include "engine/app/offsite/shipment.hpp"
#include "engine/app/offsite/target.hpp"
#include "muster/expected.hpp"

namespace muster::app {

// A folder for its owner alone under $TMPDIR, gone again with all that is in it.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    // Empty where it could not be made.
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::string why_not() const;
    // It stays.
    void keep() { kept_ = true; }

  private:
    std::filesystem::path path_;
    bool kept_ = false;
};

struct Offsite {
    OffsiteOptions options;
    std::unique_ptr<Target> target;
};
// As the configuration says; empty = the default one. What is wrong is in the configuration.
[[nodiscard]] Expected<Offsite, std::string> open_offsite(const std::string& config_file);

// Why a backup of these data would be no safer there.
[[nodiscard]] Failed too_near(const Offsite& offsite, const std::filesystem::path& data);

struct Sent {
    std::string name;
    std::string text;  // lines for people
    // It is there, and something else went wrong.
    std::optional<std::string> left;
};
// A finished backup and the keys beside it; leaves the note in `data`.
[[nodiscard]] Expected<Sent, std::string> send_offsite(const Offsite& offsite,
                                                       const std::filesystem::path& backup,
                                                       const std::filesystem::path& data,
                                                       StageProgress& progress);

// The words of what lies elsewhere with it: who can read it.
[[nodiscard]] std::string about_keys_at(const std::string& where,
                                        const std::filesystem::path& keys);

}  // namespace muster::app
