// The closed sets of the vocabulary. In JSON each value is its name as written here; names are
// permanent, new ones are appended.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>

#include "muster/enum_names.hpp"

namespace muster {

// Urgency of a request. P0 life threat, P1 urgent, P2 same day, P3 scheduled, P4 advice.
BOOST_DEFINE_ENUM_CLASS(Urgency, P0, P1, P2, P3, P4)
constexpr int urgency_count = enum_count<Urgency>;

// received: taken down, nothing to dispatch yet. served: every slot is done. held: waits on purpose
// until a time. The last four are ends; called_back and closed can be re-opened.
BOOST_DEFINE_ENUM_CLASS(RequestStatus, received, queued, offered, dispatched, en_route, on_scene,
                        served, called_back, closed, held, cancelled, merged, transferred)
constexpr int request_status_count = enum_count<RequestStatus>;

BOOST_DEFINE_ENUM_CLASS(SlotStatus, open, offered, assigned, acknowledged, en_route, on_scene,
                        served, dropped)

BOOST_DEFINE_ENUM_CLASS(ResponderKind, staff, volunteer, team)
constexpr int responder_kind_count = enum_count<ResponderKind>;

BOOST_DEFINE_ENUM_CLASS(ResponderStatus, off_duty, available, dispatched, en_route, on_scene,
                        clearing, out_of_service)

// Why a position is not believed. outside: of the area served. too_fast: further from the last one
// than anybody goes in the time between.
BOOST_DEFINE_ENUM_CLASS(PositionDoubt, outside, too_fast)

// What became of one fix of a report. taken: believed, or known already. outside and too_fast:
// doubted (PositionDoubt). Dropped are: late, older than the last one; inaccurate; no_place, no
// place on earth; unknown_responder.
BOOST_DEFINE_ENUM_CLASS(FixOutcome, taken, outside, too_fast, late, inaccurate, no_place,
                        unknown_responder)
constexpr int fix_outcome_count = enum_count<FixOutcome>;

// What is known of where a candidate is, where it is less than a position of late. old_position: it
// is some time old. post: the last position was too old to count, so that the own post is taken.
// last_seen: too old as well, but there is no post.
BOOST_DEFINE_ENUM_CLASS(PlaceBasis, old_position, post, last_seen)

// How a responder moves, which decides the speed.
BOOST_DEFINE_ENUM_CLASS(Profile, urgent, normal, e_bike, walk)
constexpr int profile_count = enum_count<Profile>;

BOOST_DEFINE_ENUM_CLASS(OfferStatus, live, accepted, declined, expired, withdrawn)

// Where a request came from.
BOOST_DEFINE_ENUM_CLASS(Channel, console, hotline, card, button, app, web, device, survey, system)

BOOST_DEFINE_ENUM_CLASS(CardStatus, active, lost, revoked)

// Flags of a member that raise priority. very_old: 80 and over.
BOOST_DEFINE_ENUM_CLASS(MemberFlag, very_old, lives_alone, empty_nest, disabled, low_income,
                        key_person)

// Assessment levels of GB/T 42195-2022.
BOOST_DEFINE_ENUM_CLASS(AbilityLevel, unassessed, intact, mild, moderate, severe, complete_loss)

// Which calendar a birth date is told in: the Gregorian or the Chinese one.
BOOST_DEFINE_ENUM_CLASS(CalendarKind, solar, lunar)

BOOST_DEFINE_ENUM_CLASS(ContactRelation, member, kin, key_holder, neighbour_committee, other)

BOOST_DEFINE_ENUM_CLASS(ContactOutcome, answered, no_answer, refused)

BOOST_DEFINE_ENUM_CLASS(Agency, none, ambulance_120, police_110, fire_119)

// What a request promised, each with a deadline of its class; answered: with one of its clock of
// working days, where its service has one.
BOOST_DEFINE_ENUM_CLASS(Milestone, dispatched, handover, contact, on_site, hard_limit, completed,
                        called_back, answered)

// What a request is, as far as the time until its answer goes.
BOOST_DEFINE_ENUM_CLASS(ClockKind, none, advice, help, complaint)

// Whose fault it was that a service was not good.
BOOST_DEFINE_ENUM_CLASS(FaultSide, not_said, ours, others)

// unverified: silence on an emergency line; such a request cannot be lowered, cancelled or closed.
BOOST_DEFINE_ENUM_CLASS(Safety, not_asked, unverified, verified)

// How a slot is filled: direct sends the nearest able staff or team; offer asks volunteers.
BOOST_DEFINE_ENUM_CLASS(FillMode, direct, offer)

BOOST_DEFINE_ENUM_CLASS(AssignedBy, engine, offer, dispatcher, preemption)

// rerouted: the rolling policy needs the responder elsewhere, or somebody else is the better
// choice. declined: the responder was called and said no.
BOOST_DEFINE_ENUM_CLASS(ReleaseCause, not_acknowledged, preempted, dispatcher, request_ended,
                        responder_out, rerouted, declined)

BOOST_DEFINE_ENUM_CLASS(WithdrawCause, slot_filled, request_ended, responder_busy, fallback)

// How a request ended.
BOOST_DEFINE_ENUM_CLASS(Disposition, none, helped, advised, handed_over, not_needed, refused,
                        not_found, duplicate, other)

// closest: the nearest able responder, once. rolling: everybody who is free or still on the way is
// assigned anew, together, at each event that matters. coverage: rolling, and who leaves an area
// uncovered costs more.
BOOST_DEFINE_ENUM_CLASS(Policy, closest, rolling, coverage)

// Who is told where to stand by: nobody; everybody, as advice to the dispatcher; teams as an order
// and everybody else as advice.
BOOST_DEFINE_ENUM_CLASS(MoveUp, off, advise, automatic)

// How grave an event is to whoever reads of it, as lists of events are coloured. good: help comes
// or came; warn: somebody should look; bad: it went wrong; quiet: of little interest later.
BOOST_DEFINE_ENUM_CLASS(Tone, plain, good, warn, bad, quiet)

// Why the engine said no. Checked in this order, but not_ready before key_reused; the first that
// holds is the answer. not_ready: no rules are loaded yet, or the roads of the board are not at
// hand; the same command may succeed later. key_reused: the idempotency key was used with another
// command. holder_changed: somebody else has the request or the slot than the command expected.
// not_eligible: the service is not for this member, or the deed not for this person. no_free_place:
// it cannot be had at that time.
BOOST_DEFINE_ENUM_CLASS(RejectReason, none, overloaded, stopping, key_reused, invalid_field,
                        unknown_member, unknown_card, unknown_device, unknown_assessment,
                        unknown_merge, unknown_place, unknown_premises_note, unknown_survey,
                        unknown_answer, unknown_need, unknown_care_plan, unknown_visit,
                        unknown_referral, unknown_responder, unknown_shift, unknown_absence,
                        unknown_call, unknown_request, unknown_link, unknown_offer, unknown_slot,
                        unknown_booking, unknown_series, unknown_talent, unknown_service_record,
                        unknown_certificate, unknown_account, unknown_hold, unknown_entry,
                        unknown_project, unknown_project_step, unknown_suggestion,
                        unknown_suggestion_report, unknown_service, card_not_active, illegal_status,
                        safety_unverified, offer_ended, not_the_assignee, holder_changed,
                        responder_not_able, responder_busy, not_eligible, no_free_place,
                        not_enough_credits, limit_reached, not_ready)

// Who may know of a thing at all, from the lowest: everybody who reads such things; the office; who
// decides about them.
BOOST_DEFINE_ENUM_CLASS(Confidentiality, open, internal, confidential)

// admin: rules, registry, the system. security_admin: who may come in, and as what. auditor: reads
// who did what. New ones are added at the end: a token's file holds their places.
BOOST_DEFINE_ENUM_CLASS(Role, dispatcher, call_taker, responder, supervisor, adapter, admin,
                        security_admin, auditor)

}  // namespace muster
