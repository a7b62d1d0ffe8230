// Instantiates the writer for the vocabulary.
#include "engine/codec/commands_json.hpp"
#include "engine/codec/json_writer.hpp"
#include "muster/commands.hpp"
#include "muster/events.hpp"

namespace muster::codec {

void write(std::string& out, const Command& command) {
    write<Command>(out, command);
}
void write(std::string& out, const Event& event) {
    write<Event>(out, event);
}
void write(std::string& out, std::span<const Event> events) {
    Writer w(out);
    detail::write_list(w, events);
}
void write(std::string& out, const Rules& rules) {
    write<Rules>(out, rules);
}
void write(std::string& out, const Candidate& candidate) {
    write<Candidate>(out, candidate);
}
void write(std::string& out, const Rationale& rationale) {
    write<Rationale>(out, rationale);
}
void write_entity(std::string& out, EntityIn entity) {
    Writer w(out);
    std::visit([&](const auto* one) { write_value(w, *one); }, entity);
}

void write_string(std::string& out, std::string_view text) {
    Writer w(out);
    w.string(text);
}

}  // namespace muster::codec
