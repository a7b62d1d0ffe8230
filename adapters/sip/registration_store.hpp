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
#include <vector>

#include "muster/expected.hpp"
#include "muster/units.hpp"

struct sqlite3;

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
    ~RegistrationStore();
    RegistrationStore(const RegistrationStore&) = delete;
    RegistrationStore& operator=(const RegistrationStore&) = delete;

    // Those that have not expired, at most so many: the ones that last longest. Forgets the others.
    [[nodiscard]] Expected<std::vector<StoredRegistration>, std::string> load(TimePoint now,
                                                                              std::size_t most);
    [[nodiscard]] bool forget_expired(TimePoint now);
    // False when it is not in the file.
    [[nodiscard]] bool put(const StoredRegistration& registration);
    [[nodiscard]] bool remove(const std::string& device);
    // Why the last call failed.
    [[nodiscard]] std::string trouble() const;

  private:
    struct Close {
        void operator()(sqlite3* db) const;
    };
    RegistrationStore(sqlite3* db, std::string file);
    [[nodiscard]] bool run(const char* sql);

    std::unique_ptr<sqlite3, Close> db_;
    std::string file_;
};

}  // namespace muster::sip
