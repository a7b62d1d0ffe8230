// The things the board holds. Reads, the feed and snapshots show them as they are here.
#pragma once

#include <type_traits>

#include "muster/assessments.hpp"
#include "muster/booking.hpp"
#include "muster/calls.hpp"
#include "muster/care.hpp"
#include "muster/certificates.hpp"
#include "muster/devices.hpp"
#include "muster/dispatch.hpp"
#include "muster/links.hpp"
#include "muster/merges.hpp"
#include "muster/places.hpp"
#include "muster/projects.hpp"
#include "muster/registry.hpp"
#include "muster/request.hpp"
#include "muster/responders.hpp"
#include "muster/rosters.hpp"
#include "muster/service_records.hpp"
#include "muster/survey.hpp"
#include "muster/talents.hpp"
#include "muster/thinktank.hpp"
#include "muster/timebank.hpp"
#include "muster/type_list.hpp"

namespace muster {

// Every kind of entity, in the order of their lines in a snapshot, which is also that in which a
// board is restored. The state hash depends on it: kinds are added and never moved.
using Entities =
    TypeList<Member, Card, Responder, Request, Offer, Device, Assessment, MemberMerge, Shift,
             Absence, Link, Booking, BookingSeries, Place, PremisesNote, Survey, SurveyAnswer, Need,
             CareCase, CarePlan, Visit, Referral, Talent, ServiceRecord, VolunteerStanding,
             Certificate, Account, Hold, Entry, Project, Suggestion, SuggestionReport, Call>;

template <class T>
concept AnEntity = is_one_of<T, Entities>;

namespace detail {
template <class IdT, class List>
struct WithId;
template <class IdT, class T, class... More>
struct WithId<IdT, TypeList<T, More...>>
    : std::conditional_t<std::is_same_v<decltype(T::id), IdT>, std::type_identity<T>,
                         WithId<IdT, TypeList<More...>>> {};
}  // namespace detail

// The kind of entity that an id names.
template <class IdT>
using EntityOf = typename detail::WithId<IdT, Entities>::type;

}  // namespace muster
