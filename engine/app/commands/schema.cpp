#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "engine/app/commands/cli.hpp"
#include "engine/codec/schema.hpp"
#include "engine/views/documents.hpp"

namespace muster::app {

namespace {

struct Format {
    const char* name;
    std::string (*text)();
};
constexpr std::array formats{
    Format{"json-schema", codec::json_schema}, Format{"openapi", codec::openapi},
    Format{"asyncapi", codec::asyncapi},       Format{"typescript", codec::typescript},
    Format{"model", views::model_document},    Format{"words", views::words_document}};

}  // namespace

void add_schema(Cli& cli) {
    const auto format = std::make_shared<std::string>(formats.front().name);
    Command command = cli.app.add_subcommand(
        "schema", "Print the wire contract, derived from the program itself");
    std::vector<std::string> names;
    for (const Format& one : formats)
        names.emplace_back(one.name);
    command
        .add_option("--format", *format,
                    "json-schema, openapi, asyncapi, typescript; model: entities, commands and "
                    "fields as data; words: what they are called, in both languages")
        .capture_default_str()
        .one_of(names);
    command.example("muster schema --format openapi > openapi.json");
    command.callback([format] {
        const auto* const wanted = std::find_if(
            formats.begin(), formats.end(), [&](const Format& one) { return *format == one.name; });
        std::printf("%s\n", wanted->text().c_str());
    });
}

}  // namespace muster::app
