#include "muster/places.hpp"
#include "engine/codec/area_json_impl.hpp"

namespace muster::codec {

template std::span<const AlternativeJson<Command>> list_json<Command, PlacesCommands>();
template std::span<const AlternativeJson<Event>> list_json<Event, PlacesEvents>();
template EntityJson<Place> entity_json<Place>();
template EntityJson<PremisesNote> entity_json<PremisesNote>();

}  // namespace muster::codec
