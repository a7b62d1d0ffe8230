#include "muster/rosters.hpp"
#include "engine/codec/area_json_impl.hpp"

namespace muster::codec {

template std::span<const AlternativeJson<Command>> list_json<Command, RostersCommands>();
template std::span<const AlternativeJson<Event>> list_json<Event, RostersEvents>();
template EntityJson<Shift> entity_json<Shift>();
template EntityJson<Absence> entity_json<Absence>();

}  // namespace muster::codec
