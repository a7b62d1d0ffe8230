// Everything that is kept of one member, for whoever asks what is known of her (PIPL article 45).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>

#include "engine/pipeline/recovery.hpp"
#include "muster/ids.hpp"

namespace muster::pipeline {

struct PersonReport {
    bool known = false;          // there is or was such a member
    std::uint64_t entities = 0;  // that are hers now
    std::uint64_t records = 0;   // in which something of hers was told
};

// Writes one JSON object, piece by piece:
//
//     {"member":12,
//      "now":{"members":[...],"requests":[...],...},      each as its list shows it, unmasked
//      "told":[{"seq":57,"at":...,"source":"desk 3","events":[...]},...]}      in order
//
// Hers is what core/subjects.hpp says is hers, under this number and under those that were merged
// into it. Reads the whole log, beside a running service too.
[[nodiscard]] log::Result<PersonReport> export_person(
    const std::filesystem::path& folder, MemberId member,
    const std::function<void(std::string_view piece)>& write, const Progress& progress);

}  // namespace muster::pipeline
