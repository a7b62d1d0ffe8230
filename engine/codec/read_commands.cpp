// Instantiates the reader for commands and rules.
#include "engine/codec/commands_json.hpp"
#include "muster/commands.hpp"

namespace muster::codec {

std::optional<ParseError> read_command(std::string_view text, Command& out, Mode mode,
                                       const Options& options) {
    return Parser(options).read(text, out, mode);
}

std::optional<ParseError> read_command_named(std::string_view name, std::string_view text,
                                             Command& out, Mode mode, const Options& options) {
    return Parser(options).read_named(name, text.empty() ? "{}" : text, out, mode);
}

std::span<const NamedCommand> commands_by_name() {
    static constexpr auto all = []<class... C>(TypeList<C...>) {
        return std::array{NamedCommand{type_name<C>(), command_row<C>}...};
    }(Commands());
    return all;
}

const NamedCommand* find_command(std::string_view name) {
    const std::size_t place = Alternatives<Command>::table.find(name);
    return place == Alternatives<Command>::count ? nullptr : &commands_by_name()[place];
}

std::optional<ParseError> read_rules(std::string_view text, Rules& out, Mode mode,
                                     const Options& options) {
    return Parser(options).read(text, out, mode);
}

}  // namespace muster::codec
