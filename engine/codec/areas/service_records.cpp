#include "muster/service_records.hpp"
#include "engine/codec/area_json_impl.hpp"

namespace muster::codec {

template std::span<const AlternativeJson<Command>> list_json<Command, ServiceRecordsCommands>();
template std::span<const AlternativeJson<Event>> list_json<Event, ServiceRecordsEvents>();
template EntityJson<ServiceRecord> entity_json<ServiceRecord>();
template EntityJson<VolunteerStanding> entity_json<VolunteerStanding>();

}  // namespace muster::codec
