// Commands whose places are in another system of coordinates than ours (datum.hpp).
#pragma once

#include <optional>
#include <string_view>

#include "engine/codec/datum.hpp"
#include "muster/commands.hpp"

namespace muster::codec {

constexpr std::string_view datum_names = "wgs84, gcj02, bd09";

// Nothing when it is not one of datum_names.
[[nodiscard]] std::optional<Datum> datum_named(std::string_view name);

// Every place in the command, wherever it stands, as WGS-84.
void to_wgs84(Command& command, Datum from);

}  // namespace muster::codec
