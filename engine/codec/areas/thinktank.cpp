#include "muster/thinktank.hpp"
#include "engine/codec/area_json_impl.hpp"

namespace muster::codec {

template std::span<const AlternativeJson<Command>> list_json<Command, ThinktankCommands>();
template std::span<const AlternativeJson<Event>> list_json<Event, ThinktankEvents>();
template EntityJson<Suggestion> entity_json<Suggestion>();
template EntityJson<SuggestionReport> entity_json<SuggestionReport>();

}  // namespace muster::codec
