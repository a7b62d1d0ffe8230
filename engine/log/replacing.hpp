// Another log takes the place of one that was repaired or sealed.
#pragma once

#include <filesystem>
#include <string>

#include "engine/log/error.hpp"
#include "engine/log/wholeness.hpp"

namespace muster::log {

// "<what>-N" in the folder, for the lowest N that is free.
[[nodiscard]] std::filesystem::path free_name(const std::filesystem::path& folder,
                                              const std::string& what);

// Puts the log of the folder `made` in the place of the one that the evidence is of, whose files go
// into the folder `kept`. The new log takes its name while the old one keeps a second: at no moment
// is there none. `same_history`: the high-water mark and the snapshots stay, for they are of this
// log too; else they go as well, and as long as the mark stands a start on what is half done is
// refused. The caller has the folder's lock.
[[nodiscard]] LogError put_in_place(const Evidence& evidence, const std::filesystem::path& made,
                                    const std::filesystem::path& kept, bool same_history);

}  // namespace muster::log
