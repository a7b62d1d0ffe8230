// Instantiates the reader for commands and rules.
#include "engine/codec/commands_json.hpp"

namespace muster::codec {

std::optional<ParseError> read_command(std::string_view text, Command& out, Mode mode,
                                       const Options& options) {
    return Parser(options).read(text, out, mode);
}

std::optional<ParseError> read_command_named(std::string_view name, std::string_view text,
                                             Command& out, Mode mode, const Options& options) {
    return Parser(options).read_named(name, text.empty() ? "{}" : text, out, mode);
}

bool is_command_name(std::string_view name) {
    return Alternatives<Command>::table.find(name) != Alternatives<Command>::count;
}

std::optional<ParseError> read_rules(std::string_view text, Rules& out, Mode mode,
                                     const Options& options) {
    return Parser(options).read(text, out, mode);
}

}  // namespace muster::codec
