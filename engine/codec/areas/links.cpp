#include "muster/links.hpp"
#include "engine/codec/area_json_impl.hpp"

namespace muster::codec {

template std::span<const AlternativeJson<Command>> list_json<Command, LinksCommands>();
template std::span<const AlternativeJson<Event>> list_json<Event, LinksEvents>();
template EntityJson<Link> entity_json<Link>();

}  // namespace muster::codec
