// The rules of the service, as data. They come from config/, enter the log as the command
// LoadRules, and so are part of every replay; nothing here is a constant in code.
#pragma once

#include <array>
#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "muster/booking_rules.hpp"
#include "muster/care_rules.hpp"
#include "muster/certificate_rules.hpp"
#include "muster/code_names.hpp"
#include "muster/date.hpp"
#include "muster/departments.hpp"
#include "muster/enums.hpp"
#include "muster/ids.hpp"
#include "muster/member.hpp"
#include "muster/onestop_rules.hpp"
#include "muster/places_rules.hpp"
#include "muster/projects_rules.hpp"
#include "muster/service_records_rules.hpp"
#include "muster/survey_rules.hpp"
#include "muster/talent_rules.hpp"
#include "muster/thinktank_rules.hpp"
#include "muster/timebank_rules.hpp"
#include "muster/units.hpp"

namespace muster {

// A promise: `milestone` is due `within_ms` after the request was received.
struct MilestoneRule {
    Milestone milestone = Milestone::dispatched;
    Millis within_ms;
};
BOOST_DESCRIBE_STRUCT(MilestoneRule, (), (milestone, within_ms))

struct ClassRule {
    Urgency urgency = Urgency::P2;
    // Accumulating priority: points per millisecond of waiting. 1..1000000.
    std::int64_t weight = 1;
    std::vector<MilestoneRule> milestones;
    // A request of this class that waits this long with an open slot moves one class up. 0 = never.
    Millis escalate_after_ms;
    // A professional must acknowledge an assignment within this time, or the slot opens again.
    Millis acknowledge_ms = seconds(90);
    // This class may take a responder who is rolling to a lower class.
    bool may_preempt = false;
    // Whoever travels by the profile `urgent` does so to this class; to others by `normal`.
    bool blue_light = true;
    // Whoever has not acknowledged an assignment so long is called, and then has what is left of
    // acknowledge_ms; shorter than that. 0 = nobody is.
    Millis call_after_ms;
};
BOOST_DESCRIBE_STRUCT(ClassRule, (),
                      (urgency, weight, milestones, escalate_after_ms, acknowledge_ms, may_preempt,
                       blue_light, call_after_ms))

struct ServiceRule {
    Code code;
    std::string name_en;
    std::string name_zh;
    Urgency urgency = Urgency::P2;
    Code plan;
    // An emergency line: silence on it is treated as urgent until somebody is verified safe.
    bool emergency_line = false;
    // The kind of incident of which there is one at a place, whoever reports it, such as "fire":
    // reports of one kind merge by place alone. Empty = only with the same member or caller.
    Code merge_by_place;
};
BOOST_DESCRIBE_STRUCT(ServiceRule, (),
                      (code, name_en, name_zh, urgency, plan, emergency_line, merge_by_place))

struct SlotRule {
    Code role;
    std::vector<Code> skills;
    FillMode fill = FillMode::direct;
    // A slot filled by offers becomes direct when nobody accepted within this time. 0 = never.
    Millis fallback_ms;
};
BOOST_DESCRIBE_STRUCT(SlotRule, (), (role, skills, fill, fallback_ms))

// How volunteers are asked (dispatch.md, "Volunteers").
struct OfferRule {
    Millis deadline_ms = seconds(60);
    Metres radius_m{1500};
    // Keep enough offers live that somebody accepts with this probability, in thousandths.
    std::int64_t accept_target_permille = 900;
    // Beta prior of a volunteer's acceptance: `prior_accepted` of `prior_asked`.
    std::int64_t prior_accepted = 3;
    std::int64_t prior_asked = 10;
    std::int64_t max_live = 9;  // 1..64 offers alive per slot
};
BOOST_DESCRIBE_STRUCT(OfferRule, (),
                      (deadline_ms, radius_m, accept_target_permille, prior_accepted, prior_asked,
                       max_live))

struct ContactRule {
    bool enabled = false;
    std::int64_t misses = 3;           // unanswered calls before the next contact
    Millis interval_ms = seconds(30);  // until a call is due again
};
BOOST_DESCRIBE_STRUCT(ContactRule, (), (enabled, misses, interval_ms))

struct ResponsePlan {
    Code code;
    std::vector<SlotRule> slots;
    OfferRule offers;
    ContactRule contacts;
    Agency handover = Agency::none;
};
BOOST_DESCRIBE_STRUCT(ResponsePlan, (), (code, slots, offers, contacts, handover))

struct CardColour {
    Code colour;
    Code service;
    std::string name_en;
    std::string name_zh;
};
BOOST_DESCRIBE_STRUCT(CardColour, (), (colour, service, name_en, name_zh))

struct FlagCredit {
    MemberFlag flag = MemberFlag::very_old;
    Millis credit_ms;  // counts as this much waiting; credits of several flags: the largest counts
};
BOOST_DESCRIBE_STRUCT(FlagCredit, (), (flag, credit_ms))

struct DispatchRule {
    Policy policy = Policy::rolling;
    // The first n classes go strictly before all others; the rest by accumulated priority.
    std::int64_t strict_classes = 1;
    std::int64_t detour_permille = 1400;  // road distance over great circle, in thousandths
    // Metres per hour by profile: urgent, normal, e_bike, walk.
    std::array<std::int64_t, profile_count> speed_m_per_h{40'000, 28'000, 15'000, 4'500};
    std::int64_t candidates = 8;             // looked at per slot, 2..64
    Millis position_stale_ms = minutes(10);  // an older position costs `stale_penalty_ms`
    Millis stale_penalty_ms = minutes(2);
    Millis no_divert_within_ms = seconds(60);  // never divert a responder this close to arrival
    std::int64_t preempt_class_gap = 2;        // the victim's class is at least this much lower
    Millis volunteer_rest_ms = minutes(30);    // after a service, rank is lowered by (1 + fatigue)
    // Whoever is on the way is expected anew when a position moves the arrival by more than this.
    Millis revise_ms = minutes(1);  // 1 s..366 days
    // The policies rolling and coverage (dispatch.md): what a slot costs is
    //   weight * (x + late_permille / 1000 * max(0, x - target)), x = waited + eta,
    // plus switch_ms for each of: another responder is on the way to it; the responder is on the
    // way elsewhere, and by coverage what is left uncovered (StandbyRule). The target is the
    // class's milestone on_site.
    std::int64_t late_permille = 1000;    // 0..100000
    Millis switch_ms = minutes(3);        // 0..1 day
    std::int64_t ageing_permille = 1000;  // how much the wait counts when not all can be served
    std::int64_t pool_slots = 24;         // solved together, 1..256
};
BOOST_DESCRIBE_STRUCT(DispatchRule, (),
                      (policy, strict_classes, detour_permille, speed_m_per_h, candidates,
                       position_stale_ms, stale_penalty_ms, no_divert_within_ms, preempt_class_gap,
                       volunteer_rest_ms, late_permille, revise_ms, switch_ms, ageing_permille,
                       pool_slots))

// A place to stand by at.
struct PostRule {
    Code code;
    std::string name_en;
    std::string name_zh;
    Point place;
};
BOOST_DESCRIBE_STRUCT(PostRule, (), (code, name_en, name_zh, place))

// A share of the requests that may come next.
struct DemandPoint {
    Point place;
    std::int64_t weight = 1;
};
BOOST_DESCRIBE_STRUCT(DemandPoint, (), (place, weight))

// Who covers what (dispatch.md, "coverage"): a point of demand is covered by an idle professional
// who stands by within `within_ms` of it. Each is busy on his own with probability busy_permille,
// so the k-th over one point is worth less than the first (engine/match/coverage.hpp).
struct StandbyRule {
    MoveUp move_up = MoveUp::advise;
    Millis within_ms = minutes(8);
    std::int64_t busy_permille = 300;  // 0..999
    // What a minute of the way to a post has to gain, in millionths of all demand. 0..1000000
    std::int64_t minute_ppm = 300;
    // The policy coverage: what leaving all demand uncovered would cost a slot of the class
    // `loss_from` or a lower one; a part of it costs its part.
    Millis loss_ms = minutes(60);
    Urgency loss_from = Urgency::P3;
    std::vector<PostRule> posts;      // at most 256
    std::vector<DemandPoint> demand;  // at most 16384; weights sum to 2^30 at most
};
BOOST_DESCRIBE_STRUCT(StandbyRule, (),
                      (move_up, within_ms, busy_permille, minute_ppm, loss_ms, loss_from, posts,
                       demand))

// Which reported positions are believed, and for how long (engine/core/DESIGN.md, "Positions").
struct PositionRule {
    // The area served: a position outside is not believed. Without it: the road map with `margin_m`
    // around, and what lies near a member's home or a post; everywhere, where none is known.
    std::optional<Area> area;
    Metres margin_m{20'000};  // 0..1000000
    // Nobody goes faster than this; by profile as in DispatchRule. 1000..1000000. Generous, since a
    // walker may take a bus.
    std::array<std::int64_t, profile_count> max_speed_m_per_h{180'000, 150'000, 80'000, 60'000};
    Metres slack_m{300};           // so much devices may be wrong by; 0..100000
    Metres accuracy_max_m{2'000};  // a fix that may be more wrong than this is dropped; 1..100000
    Millis confirm_ms =
        seconds(10);  // a doubted place is believed when seen again so much later; 1 ms..366 days
    // ... unless it is further away than this and nobody can have gone there. 0..20000000
    Metres carried_max_m{100'000};
    // An older position does not count. By kind: staff, volunteer, team. 1 s..366 days
    std::array<Millis, responder_kind_count> max_age_ms{minutes(30), hours(4), minutes(30)};
    Millis post_penalty_ms = minutes(10);  // for who is taken to be at the post instead
    Millis lost_penalty_ms = hours(24);    // for who has no post either: sent when nobody else is
    // Whoever is idle and comes into another square of this size may be the better choice for what
    // others are on the way to (policies rolling and coverage). 0 = never; 0..100000
    Metres look_again_m{1'000};
};
BOOST_DESCRIBE_STRUCT(PositionRule, (),
                      (area, margin_m, max_speed_m_per_h, slack_m, accuracy_max_m, confirm_ms,
                       carried_max_m, max_age_ms, post_penalty_ms, lost_penalty_ms, look_again_m))

struct DeskRule {
    Millis merge_window_ms = minutes(15);  // same member or place within this time: one incident
    Metres merge_radius_m{30};
    Urgency silence_urgency = Urgency::P1;
    std::int64_t warn_permille = 800;       // warn when this share of a deadline has passed
    Millis callback_within_ms = hours(24);  // every served request is called back
    std::int64_t reopen_rating = 2;         // a rating of this or less re-opens, 0..5
    Millis archive_after_ms = hours(168);   // an ended request leaves memory (not the log)
    Millis clear_ms;                        // after a service, before available again
    Millis key_retention_ms = hours(24);    // idempotency keys are remembered this long
    std::int64_t max_keys = 1'000'000;      // ... and at most this many, oldest dropped first
    std::int64_t max_open_requests = 2'000'000;
    std::int64_t deadlines_per_tick = 64;  // 1..64; more wait for the next tick
};
BOOST_DESCRIBE_STRUCT(DeskRule, (),
                      (merge_window_ms, merge_radius_m, silence_urgency, warn_permille,
                       callback_within_ms, reopen_rating, archive_after_ms, clear_ms,
                       key_retention_ms, max_keys, max_open_requests, deadlines_per_tick))

struct DeviceTypeRule {
    Code type;
    Millis watch_ms;  // of a device of this type that is registered without one of its own
};
BOOST_DESCRIBE_STRUCT(DeviceTypeRule, (), (type, watch_ms))

// What is done about a signal. request: somebody comes. maintenance: somebody looks after the
// device. note: it stands in the record.
BOOST_DEFINE_ENUM_CLASS(SignalUse, request, maintenance, note)

// What a device may say beyond that it is alive; every protocol's own codes are told as one of
// these.
struct SignalRule {
    Code code;  // "sos", "fall", "smoke"...
    std::string name_en;
    std::string name_zh;
    SignalUse use = SignalUse::note;
    Code service;  // of a request; else empty
};
BOOST_DESCRIBE_STRUCT(SignalRule, (), (code, name_en, name_zh, use, service))

// Which devices are watched, and what is done about them (engine/core/devices/DESIGN.md).
struct DeviceRule {
    // Asked for when a device falls silent or its battery is low; empty = nothing is.
    Code maintenance_service;
    std::vector<DeviceTypeRule> types;
    std::int64_t low_battery_percent = 15;  // 0..99; low from there down
    // A device without a watch, or one that is unknown, is noted at most so often. 1 s..366 days
    Millis contact_every_ms = hours(1);
    std::int64_t max_unknown = 1000;      // 0..1000000 of them are listed
    Millis forget_after_ms = hours(168);  // unknown or retired, and not heard of. 1 s..366 days
    // Who calls for help and does not say where is where the device was last seen, if that is no
    // longer ago. 0 = never, up to 24 h
    Millis seen_place_ms = minutes(30);
    std::vector<SignalRule> signals;  // at most 64
};
BOOST_DESCRIBE_STRUCT(DeviceRule, (),
                      (maintenance_service, types, low_battery_percent, contact_every_ms,
                       max_unknown, forget_after_ms, seen_place_ms, signals))

// How the hotline is answered (engine/core/calls/DESIGN.md).
struct HotlineRule {
    Code service;            // of a call that is taken without saying for what
    Code abandoned_service;  // asked for when nobody spoke with the caller; empty = none
    Millis answer_within_ms =
        seconds(15);             // the desk is told when nobody answers so long; 0 = never
    Millis shortest_ms;          // who hangs up sooner has misdialled: nothing is asked for. 0..1 h
    Millis keep_ms = hours(24);  // ended calls leave the board. 1 s..366 days
    std::int64_t max_calls = 10'000;  // on the board, 1..1000000
};
BOOST_DESCRIBE_STRUCT(HotlineRule, (),
                      (service, abandoned_service, answer_within_ms, shortest_ms, keep_ms,
                       max_calls))

// A kind of thing that happens to members.
struct MemberEventRule {
    Code kind;
    std::string name_en;
    std::string name_zh;
    bool major = false;      // high risk while it is recent
    bool care_risk = false;  // a fall, choking, going astray...: counts in assessments
};
BOOST_DESCRIBE_STRUCT(MemberEventRule, (), (kind, name_en, name_zh, major, care_risk))

struct TierCredit {
    RiskTier tier = RiskTier::high;
    Millis credit_ms;  // as in FlagCredit, of which it is one more
};
BOOST_DESCRIBE_STRUCT(TierCredit, (), (tier, credit_ms))

// Who is in which tier of risk, and why (engine/core/registry/DESIGN.md).
struct RiskRule {
    AbilityLevel high_from = AbilityLevel::severe;  // not unassessed
    std::int64_t recent_days = 30;                  // 1..366
    std::int64_t very_old_years = 80;               // 1..150
    std::int64_t key_years = 60;                    // 1..very_old_years
    std::vector<MemberEventRule> events;            // at most 64
    std::vector<TierCredit> credits;                // at most one of each tier
};
BOOST_DESCRIBE_STRUCT(RiskRule, (),
                      (high_from, recent_days, very_old_years, key_years, events, credits))

// What members are asked for consent to, such as visits, or their name in the newspaper.
struct ConsentPurpose {
    Code code;
    std::string name_en;
    std::string name_zh;
};
BOOST_DESCRIBE_STRUCT(ConsentPurpose, (), (code, name_en, name_zh))

// How long people work, and how long they rest.
struct WorkRule {
    Millis shift_ms = hours(12);  // the longest shift. 1 min..366 days
    Millis rest_ms = hours(11);   // between two shifts, at least. 0..366 days
    Millis week_ms = hours(48);   // of Monday to Sunday in the city, at most. 1 min..366 days
    Millis early_ms = hours(1);   // before its start a shift can be started. 0..1 day
    Millis late_ms =
        minutes(15);  // after its start, without anybody on duty, it is missed. 0..1 day
    Millis keep_ms = hours(24 * 35);  // what is over stays on the board. 1 s..366 days
};
BOOST_DESCRIBE_STRUCT(WorkRule, (), (shift_ms, rest_ms, week_ms, early_ms, late_ms, keep_ms))

// What an assessment looks at; a part of the standard, or one question of it.
struct AssessmentItem {
    Code code;
    std::string name_en;
    std::string name_zh;
    std::int64_t most = 0;  // points, 1..10000
};
BOOST_DESCRIBE_STRUCT(AssessmentItem, (), (code, name_en, name_zh, most))

// From so many points on.
struct AssessmentLevel {
    AbilityLevel level = AbilityLevel::complete_loss;
    std::int64_t from = 0;
};
BOOST_DESCRIBE_STRUCT(AssessmentLevel, (), (level, from))

struct AssessmentStandard {
    Code code;
    std::string version;
    std::string name_en;
    std::string name_zh;
    std::vector<AssessmentItem> items;  // 1 to 64
    std::vector<AssessmentLevel>
        levels;                    // from the best to the worst, each from fewer points; 0 last
    std::int64_t care_events = 2;  // so many in 30 days are an adjustment, 1..100
    bool add_up = false;           // each adjustment is one level worse; else all together are one
    std::int64_t months = 6;       // until the next one, 1..120
    std::int64_t warn_days = 14;   // before it is due, 0..366
};
BOOST_DESCRIBE_STRUCT(AssessmentStandard, (),
                      (code, version, name_en, name_zh, items, levels, care_events, add_up, months,
                       warn_days))

// Where the service's telephones stand, so that each number has one form however it is written.
struct PhoneRule {
    std::string country_code;  // 1 to 3 digits, without + or 00; empty = 86
    std::string area_code;  // up to 5 digits, without a leading 0; empty = local numbers stay local
};
BOOST_DESCRIBE_STRUCT(PhoneRule, (), (country_code, area_code))

// What travel times are computed on.
struct RoadRule {
    // SHA-256 of the road map, 64 hexadecimal digits; empty = straight lines with a detour. In
    // configuration files the name of the road file stands here.
    std::string map;
    // From a place to the nearest road and back, by profile as in DispatchRule. 100..1000000.
    std::array<std::int64_t, profile_count> off_road_m_per_h{20'000, 15'000, 8'000, 4'500};
};
BOOST_DESCRIBE_STRUCT(RoadRule, (), (map, off_road_m_per_h))

// From the day `from` to the day `to`, both included.
struct DateSpan {
    Date from;
    Date to;
};
BOOST_DESCRIBE_STRUCT(DateSpan, (), (from, to))

// From `from` until before `to`.
struct OfficeHours {
    TimeOfDay from;
    TimeOfDay to;
};
BOOST_DESCRIBE_STRUCT(OfficeHours, (), (from, to))

// Which days are working days and when offices are open (engine/core/kernel/DESIGN.md). Saturdays
// and Sundays are days off but for make-up days. All lists in order, nothing twice.
struct CalendarRule {
    // Minutes by which the city's clocks are ahead of UTC, all year long: the core knows no summer
    // time. -840..840
    std::int64_t utc_offset_min = 480;
    std::vector<OfficeHours> office_hours;  // of each working day, at most 8; none = all day
    std::vector<DateSpan> holidays;         // at most 1024, each of at most 60 days
    std::vector<Date> make_up_days;         // Saturdays and Sundays that are worked, at most 1024
    // The last day of which holidays and make-up days are known. Beyond it all of Monday to Friday
    // count as working days, and what is computed with them is provisional.
    Date known_until;
};
BOOST_DESCRIBE_STRUCT(CalendarRule, (),
                      (utc_offset_min, office_hours, holidays, make_up_days, known_until))

// What the rules give, or the usual one.
template <class Rule>
[[nodiscard]] const Rule& or_usual(const std::optional<Rule>& given) {
    static const Rule usual;
    return given ? *given : usual;
}

struct Rules {
    std::string version;
    std::vector<Code> skills;        // at most 64; languages and the like are skills too
    std::vector<ClassRule> classes;  // exactly one for each of P0..P4, in this order
    std::vector<ServiceRule> services;
    std::vector<ResponsePlan> plans;
    std::vector<CardColour> card_colours;
    std::vector<FlagCredit> flag_credits;
    DispatchRule dispatch;
    StandbyRule standby;
    DeskRule desk;
    RoadRule roads;
    std::optional<PhoneRule> phones;               // nothing = PhoneRule{}
    std::optional<PositionRule> positions;         // nothing, as in older logs: the defaults
    std::optional<CalendarRule> calendar;          // likewise
    std::optional<DeviceRule> devices;             // likewise
    std::optional<RiskRule> risk;                  // likewise
    std::optional<WorkRule> work;                  // likewise
    std::vector<ConsentPurpose> consent_purposes;  // at most 64
    std::vector<AssessmentStandard> assessments;   // at most 16
    std::optional<OnestopRule> onestop;            // nothing, as in older logs: no clocks
    std::optional<LinkRule> links;                 // likewise: the defaults
    std::optional<BookingRule> booking;            // likewise: nothing can be booked
    std::optional<PlacesRule> places;              // nothing = PlacesRule{}
    std::vector<PlanOverride> plan_overrides;      // at most 4096
    std::vector<QuestionSet> question_sets;        // at most 256
    std::optional<SurveyRule> survey;              // nothing = SurveyRule{}
    std::optional<CareRule> care;                  // nothing: nobody is visited by an interval
    std::optional<TimebankRule> timebank;          // nothing: there is no time bank
    // Nothing, as in older logs: the defaults.
    std::optional<ServiceRecordsRule> service_records;
    std::optional<TalentRule> talents;            // nothing: there is no register of talents
    std::optional<CertificateRule> certificates;  // nothing: none are issued
    std::optional<ProjectsRule> projects;         // nothing: no project can be opened
    std::optional<ThinktankRule> thinktank;       // nothing = ThinktankRule{}
    // At most 256. None: suggestions are given to whatever is told, and no project can be opened.
    std::vector<Department> departments;
    std::optional<HotlineRule> hotline;  // nothing = HotlineRule{}
    std::vector<CodeName> names;         // at most 4096
};
BOOST_DESCRIBE_STRUCT(Rules, (),
                      (version, skills, classes, services, plans, card_colours, flag_credits,
                       dispatch, standby, desk, roads, phones, positions, calendar, devices, risk,
                       work, consent_purposes, assessments, onestop, links, booking, places,
                       plan_overrides, question_sets, survey, care, timebank, service_records,
                       talents, certificates, projects, thinktank, departments, hotline, names))

}  // namespace muster
