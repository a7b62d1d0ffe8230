#include "muster/merges.hpp"
#include "engine/codec/area_json_impl.hpp"

namespace muster::codec {

template std::span<const AlternativeJson<Command>> list_json<Command, MergesCommands>();
template std::span<const AlternativeJson<Event>> list_json<Event, MergesEvents>();
template EntityJson<MemberMerge> entity_json<MemberMerge>();

}  // namespace muster::codec
