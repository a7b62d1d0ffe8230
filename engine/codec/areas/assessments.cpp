#include "muster/assessments.hpp"
#include "engine/codec/area_json_impl.hpp"

namespace muster::codec {

template std::span<const AlternativeJson<Command>> list_json<Command, AssessmentsCommands>();
template std::span<const AlternativeJson<Event>> list_json<Event, AssessmentsEvents>();
template EntityJson<Assessment> entity_json<Assessment>();

}  // namespace muster::codec
