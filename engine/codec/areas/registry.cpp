#include "muster/registry.hpp"
#include "engine/codec/area_json_impl.hpp"

namespace muster::codec {

template std::span<const AlternativeJson<Command>> list_json<Command, RegistryCommands>();
template std::span<const AlternativeJson<Event>> list_json<Event, RegistryEvents>();
template EntityJson<Member> entity_json<Member>();
template EntityJson<Card> entity_json<Card>();

}  // namespace muster::codec
