#include "muster/projects.hpp"
#include "engine/codec/area_json_impl.hpp"

namespace muster::codec {

template std::span<const AlternativeJson<Command>> list_json<Command, ProjectsCommands>();
template std::span<const AlternativeJson<Event>> list_json<Event, ProjectsEvents>();
template EntityJson<Project> entity_json<Project>();

}  // namespace muster::codec
