// Instantiates the reader for events.
#include "engine/codec/commands_json.hpp"
#include "muster/events.hpp"

namespace muster::codec {

std::optional<ParseError> read_event(std::string_view text, Event& out, Mode mode,
                                     const Options& options) {
    return Parser(options).read(text, out, mode);
}

std::optional<ParseError> read_events(std::string_view text, std::vector<Event>& out, Mode mode,
                                      const Options& options) {
    return Parser(options).read(text, out, mode);
}

}  // namespace muster::codec
