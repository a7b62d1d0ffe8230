#include "engine/app/commands/datum_option.hpp"

#include <optional>

#include "engine/codec/command_datum.hpp"

namespace muster::app {

Option add_datum_option(Command command, const std::string& places, codec::Datum& out) {
    const std::string names(codec::datum_names);
    return command
        .add_option(
            "--datum",
            [&out, names](const std::string& name) -> std::optional<std::string> {
                const auto datum = codec::datum_named(name);
                if (!datum) return codec::unknown_datum(name) + "; expected one of " + names;
                out = *datum;
                return std::nullopt;
            },
            "coordinates of " + places + ": " + names + " (default: wgs84)")
        .type_name("NAME");
}

}  // namespace muster::app
