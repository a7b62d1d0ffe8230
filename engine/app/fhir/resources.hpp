// The register as FHIR R4 (hl7.org/fhir/R4), one way: what of ours becomes which resource and
// field. Pure. Ids are the kind's and ours: "Patient/member-7"; systems of identifiers and codes
// are urn:muster:*. Times are UTC.
//
// | ours | FHIR R4 |
// |---|---|
// | Member | Patient: identifier (number here, external_ref), active, name.text, telecom, birthDate
// (a |        | lunar day as the solar one; the year alone where no more is known), address with
// its |        | geolocation, contact, deceasedBoolean, link replaced-by for who was merged | |
// Assessment | Observation: code and version of the standard, the level as value, each item and the
// |            | sum as components, adjustments as interpretation, assessors as performers;
// |            | superseded and closed ones are final, voided ones entered-in-error |
// |            | QuestionnaireResponse: the points of each item, from which the Observation follows
// | | CareCase | CareTeam: the consultant as its participant; unassigned is suspended, closed
// inactive | | CarePlan | CarePlan: goals as activities; closed is revoked |
//
// Not there: gender (is not kept), flags and risk (tiers of this service alone), requests, visits.
#pragma once

#include <boost/json/object.hpp>

#include "muster/assessments.hpp"
#include "muster/care.hpp"
#include "muster/member.hpp"
#include "muster/rules.hpp"

namespace muster::app::fhir {

[[nodiscard]] boost::json::object patient(const Member& member);
// The rules name the items, where they still have them.
[[nodiscard]] boost::json::object observation(const Assessment& assessment, const Rules& rules);
[[nodiscard]] boost::json::object questionnaire_response(const Assessment& assessment,
                                                         const Rules& rules);
[[nodiscard]] boost::json::object care_team(const CareCase& care);
[[nodiscard]] boost::json::object care_plan(const CarePlan& plan);

// "Patient/member-7", of a resource.
[[nodiscard]] std::string reference_of(const boost::json::object& resource);

}  // namespace muster::app::fhir
