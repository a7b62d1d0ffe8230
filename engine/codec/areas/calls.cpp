#include "muster/calls.hpp"
#include "engine/codec/area_json_impl.hpp"

namespace muster::codec {

template std::span<const AlternativeJson<Command>> list_json<Command, CallsCommands>();
template std::span<const AlternativeJson<Event>> list_json<Event, CallsEvents>();
template EntityJson<Call> entity_json<Call>();

}  // namespace muster::codec
