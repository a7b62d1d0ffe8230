#include "muster/responders.hpp"
#include "engine/codec/area_json_impl.hpp"

namespace muster::codec {

template std::span<const AlternativeJson<Command>> list_json<Command, RespondersCommands>();
template std::span<const AlternativeJson<Event>> list_json<Event, RespondersEvents>();
template EntityJson<Responder> entity_json<Responder>();

}  // namespace muster::codec
