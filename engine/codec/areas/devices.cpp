#include "muster/devices.hpp"
#include "engine/codec/area_json_impl.hpp"

namespace muster::codec {

template std::span<const AlternativeJson<Command>> list_json<Command, DevicesCommands>();
template std::span<const AlternativeJson<Event>> list_json<Event, DevicesEvents>();
template EntityJson<Device> entity_json<Device>();

}  // namespace muster::codec
