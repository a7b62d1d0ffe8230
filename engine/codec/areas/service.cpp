#include "muster/service.hpp"
#include "engine/codec/area_json_impl.hpp"
#include "engine/codec/commands_json.hpp"

namespace muster::codec {

template std::span<const AlternativeJson<Command>> list_json<Command, ServiceCommands>();
template std::span<const AlternativeJson<Event>> list_json<Event, ServiceEvents>();

std::optional<ParseError> read_rules(std::string_view text, Rules& out, Mode mode,
                                     const Options& options) {
    return Parser(options).read(text, out, mode);
}
void write(std::string& out, const Rules& rules) {
    write<Rules>(out, rules);
}
void add_rules(Model& model) {
    model_of<Rules>(model);
}

}  // namespace muster::codec
