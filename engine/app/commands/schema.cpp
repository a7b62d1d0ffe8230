#include <cstdio>
#include <memory>
#include <string>

#include "engine/app/commands/cli.hpp"
#include "engine/codec/schema.hpp"

namespace muster::app {

void add_schema(Cli& cli) {
    const auto format = std::make_shared<std::string>("json-schema");
    Command command = cli.app.add_subcommand(
        "schema", "Print the wire contract, derived from the program itself");
    command.add_option("--format", *format, "json-schema, openapi, asyncapi or typescript")
        .capture_default_str()
        .one_of({"json-schema", "openapi", "asyncapi", "typescript"});
    command.example("muster schema --format openapi > openapi.json");
    command.callback([format] {
        const std::string text = *format == "openapi"      ? codec::openapi()
                                 : *format == "asyncapi"   ? codec::asyncapi()
                                 : *format == "typescript" ? codec::typescript()
                                                           : codec::json_schema();
        std::printf("%s\n", text.c_str());
    });
}

}  // namespace muster::app
