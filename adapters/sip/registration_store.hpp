// Which GB/T 28181 devices have registered, in a file of its own, so that a restart of ours is none
// of theirs: a camera does not notice it, and goes on sending what only a registered one may. No
// commit waits for the disk: the death of the process loses nothing, and that of the machine a few,
// which register again when their time is over.
//
// One thread. Texts that say what went wrong are for an operator.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/sqlite/sqlite.hpp"
#include "muster/expected.hpp"
#include "muster/units.hpp"

namespace muster::sip {

struct StoredRegistration {
    std::string device;
    std::string address;   // that it registered from
    std::string uri;       // that it is reached by
    TimePoint expires_at;  // by the system's clock
};

class RegistrationStore {
  public:
    // Makes the file where there is none.
    [[nodiscard]] static Expected<std::unique_ptr<RegistrationStore>, std::string> open(
        const std::filesystem::path& file);
    // Those that have not expired, at most so many: the ones that last longest. Forgets the others.
    [[nodiscard]] Expected<std::vector<StoredRegistration>, std::string> load(TimePoint now,
                                                                              std::size_t most);
    [[nodiscard]] bool forget_expired(TimePoint now);
    // False when it is not in the file.
    [[nodiscard]] bool put(const StoredRegistration& registration);
    [[nodiscard]] bool remove(const std::string& device);
    // Why the last call that failed did so.
    [[nodiscard]] const std::string& trouble() const { return trouble_; }

  private:
    explicit RegistrationStore(sqlite::Database db) : db_(std::move(db)) {}
    [[nodiscard]] bool keep(sqlite::Error failed);

    sqlite::Database db_;
    std::string trouble_;
};

}  // namespace muster::sip
