#include "muster/dispatch.hpp"
#include "engine/codec/area_json_impl.hpp"
#include "engine/codec/commands_json.hpp"

namespace muster::codec {

template std::span<const AlternativeJson<Command>> list_json<Command, DispatchCommands>();
template std::span<const AlternativeJson<Event>> list_json<Event, DispatchEvents>();
template EntityJson<Offer> entity_json<Offer>();

void write(std::string& out, const Candidate& candidate) {
    write<Candidate>(out, candidate);
}
void write(std::string& out, const Rationale& rationale) {
    write<Rationale>(out, rationale);
}

}  // namespace muster::codec
