// All commands: for whoever deals with each of them. Names and fields are permanent: fields are
// added with defaults, never renamed or reused. A command that is refused changes nothing.
#pragma once

#include <string_view>
#include <type_traits>

#include "muster/assessments.hpp"
#include "muster/booking.hpp"
#include "muster/calls.hpp"
#include "muster/care.hpp"
#include "muster/certificates.hpp"
#include "muster/command.hpp"
#include "muster/devices.hpp"
#include "muster/dispatch.hpp"
#include "muster/entities.hpp"
#include "muster/links.hpp"
#include "muster/merges.hpp"
#include "muster/places.hpp"
#include "muster/projects.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/rosters.hpp"
#include "muster/service.hpp"
#include "muster/service_records.hpp"
#include "muster/survey.hpp"
#include "muster/talents.hpp"
#include "muster/thinktank.hpp"
#include "muster/timebank.hpp"

namespace muster {

// Of each area, in the order of the areas.
using CommandLists =
    TypeList<ServiceCommands, RegistryCommands, MergesCommands, AssessmentsCommands, PlacesCommands,
             SurveyCommands, CareCommands, DevicesCommands, RespondersCommands, RostersCommands,
             RequestsCommands, LinksCommands, DispatchCommands, BookingCommands, TalentsCommands,
             ServiceRecordsCommands, CertificatesCommands, TimebankCommands, ProjectsCommands,
             ThinktankCommands, CallsCommands>;
using Commands = JoinedOf<CommandLists>;
template <>
struct AllOf<CommandFamily> {
    using Types = Commands;
};

// Whether the text is the path of a kind of entity. An area whose command creates what another area
// has, and whose header therefore does not know the kind, gives the path as a text.
constexpr bool is_collection(std::string_view path) {
    return any_type(Entities(),
                    [path]<class T>(std::type_identity<T>) { return entity_row<T>.path == path; });
}
static_assert(!any_type(Commands(),
                        []<class C>(std::type_identity<C>) {
                            constexpr std::string_view creates = command_row<C>.creates;
                            return !creates.empty() && !is_collection(creates);
                        }),
              "a command creates what no entity_row has as its path");

}  // namespace muster
