// What was last sent to a target, so that it is known after a restart: FOLDER/TARGET.sent.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "engine/log/verify.hpp"
#include "muster/units.hpp"

namespace muster::app {

struct SentNote {
    log::ChainAnchor end;
    TimePoint at;  // when it was sent, by the system's clock
};

// Nothing where there is none, or it is of another address: that one has nothing yet. One that
// cannot be read counts as none, since an anchor too many does no harm.
[[nodiscard]] std::optional<SentNote> read_sent_note(const std::filesystem::path& folder,
                                                     const std::string& target,
                                                     const std::string& address);

[[nodiscard]] log::LogError write_sent_note(const std::filesystem::path& folder,
                                            const std::string& target, const std::string& address,
                                            const SentNote& note);

}  // namespace muster::app
