// Commands, rules and profiles whose places are in another system of coordinates than ours
// (datum.hpp), and the names by which whoever sends them says so.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "engine/codec/datum.hpp"
#include "muster/command.hpp"
#include "muster/responders.hpp"
#include "muster/rules.hpp"

namespace muster::codec {

constexpr std::string_view datum_names = "wgs84, gcj02, bd09";

// Nothing when it is not one of datum_names.
[[nodiscard]] std::optional<Datum> datum_named(std::string_view name);

// What to say of a name that datum_named does not know, beside datum_names.
[[nodiscard]] std::string unknown_datum(std::string_view name);

// Every place in the command, wherever it stands, as WGS-84.
void to_wgs84(Command& command, Datum from);
void to_wgs84(ResponderProfile& profile, Datum from);
// `from` says it for each field of Rules by its name.
void to_wgs84(Rules& rules, const std::function<Datum(std::string_view)>& from);

}  // namespace muster::codec
