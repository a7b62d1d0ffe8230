#include "muster/timebank.hpp"
#include "engine/codec/area_json_impl.hpp"

namespace muster::codec {

template std::span<const AlternativeJson<Command>> list_json<Command, TimebankCommands>();
template std::span<const AlternativeJson<Event>> list_json<Event, TimebankEvents>();
template EntityJson<Account> entity_json<Account>();
template EntityJson<Hold> entity_json<Hold>();
template EntityJson<Entry> entity_json<Entry>();

}  // namespace muster::codec
