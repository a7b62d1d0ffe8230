#include "muster/talents.hpp"
#include "engine/codec/area_json_impl.hpp"

namespace muster::codec {

template std::span<const AlternativeJson<Command>> list_json<Command, TalentsCommands>();
template std::span<const AlternativeJson<Event>> list_json<Event, TalentsEvents>();
template EntityJson<Talent> entity_json<Talent>();

}  // namespace muster::codec
