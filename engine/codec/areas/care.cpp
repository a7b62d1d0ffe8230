#include "muster/care.hpp"
#include "engine/codec/area_json_impl.hpp"

namespace muster::codec {

template std::span<const AlternativeJson<Command>> list_json<Command, CareCommands>();
template std::span<const AlternativeJson<Event>> list_json<Event, CareEvents>();
template EntityJson<CareCase> entity_json<CareCase>();
template EntityJson<CarePlan> entity_json<CarePlan>();
template EntityJson<Visit> entity_json<Visit>();
template EntityJson<Referral> entity_json<Referral>();

}  // namespace muster::codec
