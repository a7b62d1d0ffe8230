// Instantiates the reader for entities.
#include "engine/codec/commands_json.hpp"

namespace muster::codec {

std::optional<ParseError> read_member(std::string_view text, Member& out, Mode mode,
                                      const Options& options) {
    return Parser(options).read(text, out, mode);
}
std::optional<ParseError> read_card(std::string_view text, Card& out, Mode mode,
                                    const Options& options) {
    return Parser(options).read(text, out, mode);
}
std::optional<ParseError> read_responder(std::string_view text, Responder& out, Mode mode,
                                         const Options& options) {
    return Parser(options).read(text, out, mode);
}
std::optional<ParseError> read_request(std::string_view text, Request& out, Mode mode,
                                       const Options& options) {
    return Parser(options).read(text, out, mode);
}
std::optional<ParseError> read_offer(std::string_view text, Offer& out, Mode mode,
                                     const Options& options) {
    return Parser(options).read(text, out, mode);
}

}  // namespace muster::codec
