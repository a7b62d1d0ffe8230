#include "engine/app/commands/datum_option.hpp"

#include "engine/codec/command_datum.hpp"

namespace muster::app {

CLI::Option* add_datum_option(CLI::App& command, const std::string& places, codec::Datum& out) {
    const std::string names(codec::datum_names);
    return command
        .add_option_function<std::string>(
            "--datum",
            [&out, names](const std::string& name) {
                const auto datum = codec::datum_named(name);
                if (!datum) {
                    throw CLI::ValidationError(
                        "--datum", codec::unknown_datum(name) + "; expected one of " + names);
                }
                out = *datum;
            },
            "coordinates of " + places + ": " + names + " (default: wgs84)")
        ->type_name("NAME");
}

}  // namespace muster::app
