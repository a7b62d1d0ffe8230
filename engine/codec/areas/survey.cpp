#include "muster/survey.hpp"
#include "engine/codec/area_json_impl.hpp"

namespace muster::codec {

template std::span<const AlternativeJson<Command>> list_json<Command, SurveyCommands>();
template std::span<const AlternativeJson<Event>> list_json<Event, SurveyEvents>();
template EntityJson<Survey> entity_json<Survey>();
template EntityJson<SurveyAnswer> entity_json<SurveyAnswer>();
template EntityJson<Need> entity_json<Need>();

}  // namespace muster::codec
