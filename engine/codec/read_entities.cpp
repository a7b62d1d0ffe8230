// Instantiates the reader for entities.
#include "engine/codec/commands_json.hpp"

namespace muster::codec {

std::optional<ParseError> read_entity(std::string_view text, EntityOut out, Mode mode,
                                      const Options& options) {
    return std::visit([&](auto* entity) { return Parser(options).read(text, *entity, mode); }, out);
}

}  // namespace muster::codec
