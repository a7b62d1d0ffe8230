// All events: for whoever deals with each of them. Applying events in order is the only way the
// board changes; each carries all that applying it needs beyond the board, so that history survives
// a change of rules.
#pragma once

#include "muster/assessments.hpp"
#include "muster/booking.hpp"
#include "muster/calls.hpp"
#include "muster/care.hpp"
#include "muster/certificates.hpp"
#include "muster/devices.hpp"
#include "muster/dispatch.hpp"
#include "muster/event.hpp"
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
using EventLists = TypeList<ServiceEvents, RegistryEvents, MergesEvents, AssessmentsEvents,
                            PlacesEvents, SurveyEvents, CareEvents, DevicesEvents, RespondersEvents,
                            RostersEvents, RequestsEvents, LinksEvents, DispatchEvents,
                            BookingEvents, TalentsEvents, ServiceRecordsEvents, CertificatesEvents,
                            TimebankEvents, ProjectsEvents, ThinktankEvents, CallsEvents>;
using Events = JoinedOf<EventLists>;
template <>
struct AllOf<EventFamily> {
    using Types = Events;
};

}  // namespace muster
