// The reasons of a refusal are checked in the order of RejectReason: with two faults in one
// command, the answer is the one that stands first. Every command is tried with every pair of its
// faults.

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/codec/commands_json.hpp"
#include "engine/codec/describe.hpp"
#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "engine/core/kernel/names.hpp"
#include "muster/commands.hpp"
#include "muster/links.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

namespace json = boost::json;
using enum RejectReason;

constexpr TimePoint start{1'764'547'200'000};
constexpr Point here{324'000'000, 1'194'000'000};
constexpr Point far{325'000'000, 1'194'000'000};
constexpr std::uint64_t nobody = 999'999;

// A value that makes a field of a command wrong.
struct Fault {
    RejectReason reason;
    std::string field;
    json::value value;
};

struct Case {
    json::object right;
    std::vector<Fault> faults;
    RejectReason otherwise = none;  // what stands in the way of all that is right
};

class World {
  public:
    World() {
        Rules rules = test_rules();
        rules.standby.posts.push_back({"west", "", "", here});
        rules.onestop.emplace().services = {{"advice", ClockKind::advice}};
        CareRule& care = rules.care.emplace();
        care.consultant_skill = "nurse";
        care.case_load = 1;
        made(LoadRules{rules});
        member = made(RegisterMember{profile()});
        made(RecordConsent{{member}, "family", ""});
        other_member = made(RegisterMember{profile()});
        card = made(IssueCard{{member}, ""});
        revoked_card = made(IssueCard{{other_member}, ""});
        made(RevokeCard{{revoked_card}, false, ""});
        void_assessment = made(assessed());
        made(VoidAssessment{{void_assessment}, "wrong"});
        assessment = made(assessed());
        gone_member = made(RegisterMember{profile()});
        made(SetMemberStatus{{gone_member}, MemberStatus::deceased, ""});
        erased_member = made(RegisterMember{profile()});
        made(SetMemberStatus{{erased_member}, MemberStatus::away, ""});
        made(EraseMember{{erased_member}, ""});
        const std::uint64_t third = made(RegisterMember{profile()});
        const std::uint64_t fourth = made(RegisterMember{profile()});
        rejected_merge = made(ProposeMerge{{third}, {fourth}, ""});
        made(RejectMerge{{rejected_merge}, ""});
        merge = made(ProposeMerge{{third}, {other_member}, ""});
        const std::uint64_t fifth = made(RegisterMember{profile()});
        done_merge = made(ProposeMerge{{third}, {fifth}, ""});
        made(MergeMembers{{done_merge}, ""});
        book();
        device = made(RegisterDevice{"imei:1", "button", {}, {}, {}, {}});
        retired_device = made(RegisterDevice{"imei:2", "button", {}, {}, {}, {}});
        made(RetireDevice{{retired_device}, ""});
        idle = person(ResponderKind::staff, "nurse");
        off_duty = person(ResponderKind::staff, "nurse");
        absent = person(ResponderKind::staff, "nurse");
        const auto hour = [](int n) { return start + hours(n); };
        ended_absence = made(RecordAbsence{{absent}, AbsenceKind::sick, hour(-1), hour(24), ""});
        made(EndAbsence{{ended_absence}, ""});
        absence = made(RecordAbsence{{absent}, AbsenceKind::sick, hour(-1), hour(24), ""});
        cancelled_shift = made(PlanShift{{off_duty}, hour(30), hour(31), ""});
        made(CancelShift{{cancelled_shift}, ""});
        shift = made(PlanShift{{off_duty}, hour(30), hour(31), ""});
        made(SetDuty{{off_duty}, ResponderStatus::off_duty, {}, ""});
        look_after();
        ask_people();

        on_scene = person(ResponderKind::staff, "repair");
        attended = ask("repair", far, false);
        made(ReportOnScene{{attended}, {on_scene}});
        volunteer = person(ResponderKind::volunteer, "care");
        offered = ask("chore", here, false);
        const core::Board& board = engine_.board();
        offer = board.requests().aux(board.requests().find({offered})).offers.at(0).value;
        made(DeclineOffer{{offer}, ""});
        ended_offer = offer;
        second_volunteer = person(ResponderKind::volunteer, "care");
        offer = board.requests().aux(board.requests().find({offered})).offers.at(1).value;

        on_way = person(ResponderKind::staff, "repair");
        expected = ask("repair", here, false);
        const std::uint64_t helper = person(ResponderKind::staff, "first_aid");
        served = ask("emergency", here, false);
        made(CompleteAssignment{{served}, {helper}, Disposition::helped, {}});
        made(RecordCallback{{served}, false, 0, {}});
        made(SetDuty{{helper}, ResponderStatus::off_duty, {}, ""});
        rung = ask("emergency", {}, false, member);
        held = ask("advice", far, false);
        made(HoldRequest{{held}, start + minutes(9), ""});

        open = ask("fall", far, false);
        cancelled = ask("fall", far, false);
        made(CancelRequest{{cancelled}, ""});
        second_cancelled = ask("fall", far, false);
        made(CancelRequest{{second_cancelled}, ""});
        silent = ask("silent_line", far, true);
        merged = ask("advice", here, false);
        made(MergeRequest{{merged}, {open}});
        clocked = ask("advice", far, false);
        transferred = ask("advice", far, false);
        made(TransferRequest{{transferred}, "housing", ""});
        revoked_link = made(IssueLink{{open}, LinkAudience::member, {}, {}});
        link = made(IssueLink{{open}, LinkAudience::member, {}, {}});
        served_link = made(IssueLink{{served}, LinkAudience::member, {}, {}});
        AddPlace house;
        house.profile.name = "Canal Street 7";
        retired_place = made(house);
        made(RetirePlace{{retired_place}, ""});
        place = made(house);
        ended_note = made(AddPremisesNote{{member}, {}, PremisesKind::dog, "barks", {}});
        made(EndPremisesNote{{ended_note}, ""});
        note = made(AddPremisesNote{{member}, {}, PremisesKind::dog, "barks", {}});
        doubtful_note = made(AddPremisesNote{{other_member}, {}, PremisesKind::dog, "barks", {}});
        MemberChanges moved;
        moved.address = "Canal Street 8";
        made(UpdateMember{{other_member}, moved, {}});
        // No room for another one.
        rules.desk.max_open_requests = static_cast<std::int64_t>(board.open_requests());
        made(LoadRules{rules});
    }

    void ask_people() {
        closed_survey = made(OpenSurvey{"needs", "", {}, {}});
        made(CloseSurvey{{closed_survey}, ""});
        survey = made(OpenSurvey{"needs", "", {}, {}});
        SubmitAnswer told;
        told.survey = {survey};
        told.reference = "1";
        told.member = {member};
        told.replies = std::vector<SurveyReply>{{"living", "family"}, {"needs", "meals walks"}};
        accepted_answer = made(told);
        need = number_in_record(accepted_answer, 0);
        resolved_need = number_in_record(accepted_answer, 1);
        made(ResolveNeed{{resolved_need}, "", "done"});
        told.reference = "2";
        told.member = {};
        told.replies = std::vector<SurveyReply>{};
        flagged_answer = made(told);
    }

    // What members have from those who look after them.
    void look_after() {
        made(AssignConsultant{{other_member}, {off_duty}, ""});
        const std::vector<CareGoal> goals{{"meals", "", "a warm meal"}};
        ended_plan = made(DraftPlan{{member}, goals, ""});
        made(EndPlan{{ended_plan}, false, "not wanted"});
        draft_plan = made(DraftPlan{{member}, goals, ""});
        active_plan = made(DraftPlan{{other_member}, goals, ""});
        made(ActivatePlan{{active_plan}, {}});
        const std::uint64_t third = made(RegisterMember{profile()});
        held_plan = made(DraftPlan{{third}, goals, ""});
        made(ActivatePlan{{held_plan}, {}});
        made(HoldPlan{{held_plan}, "in hospital"});
        PlanVisit command;
        command.member = {member};
        command.kind = VisitKind::plan;
        command.due = *Date::from_text("2025-12-10");
        for (int i = 0; i < 2; ++i)
            made(command);
        const auto& visits = engine_.board().derived<Visit>();
        next_visit = visits.next_of({member}).value;
        visit = visits.others_of({member}).at(0).value;
        cancelled_visit = visits.others_of({member}).at(1).value;
        made(CancelVisit{{cancelled_visit}, "not wanted"});
        const auto refer = [&] {
            return made(ReferMember{{member}, "civil affairs", "allowance", {}, "", {}});
        };
        declined_referral = refer();
        made(AnswerReferral{{declined_referral}, ReferralStatus::declined, "not ours", ""});
        referral = refer();
    }

    // The answer to a command; nothing changes, whatever it is.
    Rejection answer(const std::string& name, const json::object& body) {
        Command command;
        const std::string text = json::serialize(body);
        const auto wrong = codec::read_command_named(name, text, command, codec::Mode::strict);
        if (wrong) {
            ADD_FAILURE() << name << " " << text << ": " << codec::to_string(*wrong);
        }
        core::Engine twin;
        twin.restore(engine_.state());
        return twin.handle(envelope(twin, std::move(command))).rejection;
    }

    std::uint64_t member = 0, other_member = 0, card = 0, revoked_card = 0;
    std::uint64_t absent = 0, absence = 0, ended_absence = 0, shift = 0, cancelled_shift = 0;
    std::uint64_t merge = 0, rejected_merge = 0, done_merge = 0;
    std::uint64_t survey = 0, closed_survey = 0, accepted_answer = 0, flagged_answer = 0;
    std::uint64_t need = 0, resolved_need = 0;
    std::uint64_t assessment = 0, void_assessment = 0;
    std::uint64_t gone_member = 0, erased_member = 0;
    std::uint64_t ended_plan = 0, draft_plan = 0, active_plan = 0, held_plan = 0;
    std::uint64_t visit = 0, next_visit = 0, cancelled_visit = 0;
    std::uint64_t referral = 0, declined_referral = 0;
    std::uint64_t device = 0, retired_device = 0;
    std::uint64_t idle = 0, off_duty = 0, on_scene = 0, on_way = 0;
    std::uint64_t volunteer = 0, second_volunteer = 0;
    std::uint64_t expected = 0, served = 0, rung = 0, held = 0;
    std::uint64_t attended = 0, offered = 0, open = 0, cancelled = 0, silent = 0, merged = 0;
    std::uint64_t second_cancelled = 0, clocked = 0, transferred = 0;
    std::uint64_t link = 0, revoked_link = 0, served_link = 0;
    std::uint64_t offer = 0, ended_offer = 0;
    std::uint64_t booking = 0, asked_booking = 0, cancelled_booking = 0, due_booking = 0;
    std::uint64_t series = 0, ended_series = 0;
    std::uint64_t place = 0, retired_place = 0, note = 0, ended_note = 0, doubtful_note = 0;

  private:
    // Of the member, but for one that is due: it was booked for somebody whom nobody can help.
    void book() {
        const auto at = [&](int hour, Code service, std::uint64_t who) {
            return made(BookService{{who}, service, start + hours(hour), {}, {}, ""});
        };
        booking = at(49, "chore", member);
        asked_booking = at(49, "repair", member);
        cancelled_booking = at(50, "chore", member);
        made(CancelBooking{{cancelled_booking}, "", ""});
        MemberProfile disabled = profile();
        disabled.flags = std::vector{MemberFlag::disabled};
        due_booking = at(1, "lift", made(RegisterMember{disabled}));
        made(Tick{});
        OpenSeries weekly;
        weekly.member = {member};
        weekly.service = "chore";
        weekly.starts_at = start + hours(28);
        weekly.count = 2;
        ended_series = made(weekly);
        made(EndSeries{{ended_series}, ""});
        series = made(weekly);
    }
    static MemberProfile profile() {
        MemberProfile out;
        out.phone = "13700000042";
        out.home = here;
        return out;
    }
    Envelope envelope(const core::Engine& engine, Command command) const {
        Envelope out;
        out.seq = engine.last_seq() + 1;
        out.at = start;
        out.source = "test";
        out.command = std::move(command);
        return out;
    }
    std::uint64_t made(Command command) {
        const core::Handled handled = engine_.handle(envelope(engine_, std::move(command)));
        EXPECT_FALSE(handled.rejection) << handled.rejection.detail;
        return engine_.last_seq();
    }
    std::uint64_t person(ResponderKind kind, Code skill) {
        ResponderProfile out;
        out.kind = kind;
        out.skills = {skill};
        out.post = here;
        const std::uint64_t id = made(RegisterResponder{out});
        made(SetDuty{{id}, ResponderStatus::available, {}, ""});
        return id;
    }
    [[nodiscard]] RecordAssessment assessed() const {
        RecordAssessment command;
        command.member = {member};
        command.standard = "MZ/T 039";
        command.assessors = {"Wu", "He"};
        command.scores = std::vector<AssessmentScore>{{"daily_living", 50}};
        return command;
    }
    std::uint64_t ask(Code service, Point place, bool nobody_speaks, std::uint64_t who = 0) {
        CreateRequest command;
        command.service = service;
        command.member = {who};
        if (who == 0) command.place = place;
        command.silent = nobody_speaks;
        return made(command);
    }

    core::Engine engine_;
};

const json::value too_long(json::string(5000, 'x'));

json::object fields(std::initializer_list<std::pair<const char*, json::value>> list) {
    json::object out;
    for (const auto& [name, value] : list)
        out[name] = value;
    return out;
}

std::map<std::string, Case> cases(const World& w) {
    const std::int64_t later = (start + minutes(5)).value;
    const Fault request_gone{unknown_request, "request", nobody};
    const Fault request_over{illegal_status, "request", w.cancelled};
    const Fault unverified{safety_unverified, "request", w.silent};
    const Fault long_reason{invalid_field, "reason", too_long};
    const Fault long_note{invalid_field, "note", too_long};
    const Fault responder_gone{unknown_responder, "responder", nobody};
    const Fault not_sent{not_the_assignee, "responder", w.idle};
    const Fault member_gone{unknown_member, "member", nobody};
    const Fault member_over{illegal_status, "member", w.gone_member};
    const Fault member_erased{illegal_status, "member", w.erased_member};
    const Fault merge_gone{unknown_merge, "merge", nobody};
    const Fault plan_gone{unknown_care_plan, "care_plan", nobody};
    const Fault plan_over{illegal_status, "care_plan", w.ended_plan};
    const Fault visit_gone{unknown_visit, "visit", nobody};
    const Fault visit_over{illegal_status, "visit", w.cancelled_visit};
    const auto goals = [](const char* service) {
        return json::array{fields({{"need", "meals"}, {"service", service}, {"text", "a meal"}})};
    };
    const Fault card_gone{unknown_card, "card", nobody};
    const Fault card_void{card_not_active, "card", w.revoked_card};
    const Fault device_gone{unknown_device, "device", nobody};
    const Fault device_void{illegal_status, "device", w.retired_device};
    const Fault link_gone{unknown_link, "link", nobody};
    const Fault booking_gone{unknown_booking, "booking", nobody};
    const Fault booking_over{illegal_status, "booking", w.cancelled_booking};
    const auto in_hours = [](int n) { return (start + hours(n)).value; };
    const Fault offer_gone{unknown_offer, "offer", nobody};
    const Fault offer_over{offer_ended, "offer", w.ended_offer};
    const Fault no_reason{invalid_field, "reason", ""};
    const Fault slot_gone{unknown_slot, "slot", 7};
    const json::object place = fields({{"lat", 32.4}, {"lon", 119.4}});
    const Fault place_gone{unknown_place, "place", nobody};
    const Fault place_over{illegal_status, "place", w.retired_place};
    const Fault note_gone{unknown_premises_note, "premises_note", nobody};
    const json::object nameless = fields({{"name", ""}});
    const json::object no_parent = fields({{"name", "x"}, {"parent", nobody}});
    const json::object old_parent = fields({{"name", "x"}, {"parent", w.retired_place}});
    const auto answered = [](const char* question, const char* choice) {
        return json::array{fields({{"question", question}, {"choice", choice}})};
    };
    const json::array nobody_came{fields({{"responder", nobody}})};
    const json::object bad_profile = fields({{"phone", "**42"}});
    const json::object sent = fields({{"request", w.attended}, {"responder", w.on_scene}});
    const std::vector<Fault> of_sent{responder_gone, request_gone, request_over, not_sent};
    const json::object one = fields({{"request", w.open}});
    const auto with = [](json::object object, const char* key, json::value value) {
        object[key] = std::move(value);
        return object;
    };
    return {
        {"LoadRules", {{}, {}}},
        {"Tick", {{}, {}}},
        {"UseSpeeds", {{}, {}}},
        {"SetSpeeds", {{}, {}}},
        {"ReportPositions", {{}, {}}},
        {"RegisterMember", {{}, {{invalid_field, "profile", bad_profile}}}},
        {"UpdateMember",
         {fields({{"member", w.member}}),
          {{invalid_field, "profile", bad_profile}, member_gone, member_erased}}},
        {"RemoveMember", {fields({{"member", w.other_member}}), {long_reason, member_gone}}},
        {"SetMemberStatus",
         {fields({{"member", w.member}, {"status", "away"}}),
          {long_reason, {invalid_field, "status", "erased"}, member_gone, member_over}}},
        {"EraseMember",
         {fields({{"member", w.gone_member}}),
          {long_reason, member_gone, {illegal_status, "member", w.member}}}},
        {"RecordConsent",
         {fields({{"member", w.member}, {"purpose", "care"}}),
          {{invalid_field, "proof", too_long},
           {invalid_field, "purpose", "parade"},
           member_gone,
           member_over}}},
        {"WithdrawConsent",
         {fields({{"member", w.member}, {"purpose", "family"}}),
          {long_reason, member_gone, {illegal_status, "purpose", "care"}}}},
        {"ReportMemberEvent",
         {fields({{"member", w.member}, {"kind", "fall"}}),
          {long_note,
           {invalid_field, "kind", "parade"},
           {invalid_field, "at", later},
           member_gone,
           member_over}}},
        {"RecordAssessment",
         {fields({{"member", w.member},
                  {"standard", "MZ/T 039"},
                  {"assessors", json::array{"Wu", "He"}},
                  {"scores", json::array{fields({{"item", "daily_living"}, {"points", 50}})}}}),
          {{invalid_field, "standard", "guess"},
           {invalid_field, "assessed_at", later},
           {invalid_field, "assessors", json::array{"Wu"}},
           {invalid_field, "scores", json::array{}},
           {invalid_field, "conditions", json::array{"coma", "coma"}},
           long_note,
           member_gone,
           member_over}}},
        {"VoidAssessment",
         {fields({{"assessment", w.assessment}, {"reason", "wrong"}}),
          {no_reason,
           {unknown_assessment, "assessment", nobody},
           {illegal_status, "assessment", w.void_assessment}}}},
        {"OpenSurvey",
         {fields({{"questionnaire", "needs"}}),
          {{invalid_field, "questionnaire", "guess"},
           {invalid_field, "title", too_long},
           {invalid_field, "invited", 0},
           {invalid_field, "closes_at", 5}}}},
        {"CloseSurvey",
         {fields({{"survey", w.survey}}),
          {long_reason,
           {unknown_survey, "survey", nobody},
           {illegal_status, "survey", w.closed_survey}}}},
        {"SubmitAnswer",
         {fields({{"survey", w.survey}, {"reference", "9"}}),
          {{invalid_field, "reference", ""},
           {invalid_field, "answered_on", "9999-01-01"},
           {unknown_survey, "survey", nobody},
           {illegal_status, "survey", w.closed_survey}}}},
        {"ReviewAnswer",
         {fields({{"answer", w.flagged_answer}, {"verdict", "accept"}}),
          {long_reason,
           {unknown_answer, "answer", nobody},
           {illegal_status, "answer", w.accepted_answer}}}},
        {"ResolveNeed",
         {fields({{"need", w.need}, {"reason", "done"}}),
          {no_reason, {unknown_need, "need", nobody}, {illegal_status, "need", w.resolved_need}}}},
        {"AssignConsultant",
         {fields({{"member", w.member}, {"responder", w.idle}}),
          {long_reason,
           member_gone,
           responder_gone,
           member_over,
           {responder_not_able, "responder", w.on_way},
           {limit_reached, "responder", w.off_duty}}}},
        {"DraftPlan",
         {fields({{"member", w.member}, {"goals", goals("")}}),
          {{invalid_field, "goals", json::array{}},
           {invalid_field, "text", too_long},
           member_gone,
           {unknown_service, "goals", goals("parade")},
           member_over}}},
        {"ActivatePlan",
         {fields({{"care_plan", w.draft_plan}}),
          {{invalid_field, "review_on", "2020-01-01"}, plan_gone, plan_over}}},
        {"HoldPlan",
         {fields({{"care_plan", w.active_plan}, {"reason", "in hospital"}}),
          {no_reason, plan_gone, plan_over}}},
        {"ResumePlan", {fields({{"care_plan", w.held_plan}}), {plan_gone, plan_over}}},
        {"EndPlan",
         {fields({{"care_plan", w.active_plan}, {"reason", "not wanted"}}),
          {no_reason, plan_gone, plan_over}}},
        {"PlanVisit",
         {fields({{"member", w.member}, {"kind", "plan"}, {"due", "2025-12-10"}}),
          {{invalid_field, "kind", "event"},
           {invalid_field, "due", "2020-01-01"},
           member_gone,
           plan_gone,
           responder_gone,
           member_over,
           plan_over}}},
        {"MoveVisit",
         {fields({{"visit", w.visit}, {"window_from", later}, {"window_until", later + 60'000}}),
          {long_reason,
           {invalid_field, "window_until", 5},
           visit_gone,
           responder_gone,
           visit_over}}},
        {"StartVisit",
         {fields({{"visit", w.visit}}),
          {{invalid_field, "dispatched", true}, visit_gone, responder_gone, visit_over}}},
        {"RecordVisit",
         {fields({{"visit", w.visit}, {"outcome", "well"}}),
          {{invalid_field, "outcome", "none"},
           {invalid_field, "done_at", later},
           {unknown_care_plan, "reviewed", nobody},
           visit_gone,
           visit_over,
           {illegal_status, "reviewed", w.ended_plan}}}},
        {"MissVisit",
         {fields({{"visit", w.visit}, {"reason", "nobody at home"}}),
          {no_reason, visit_gone, visit_over}}},
        {"CancelVisit",
         {fields({{"visit", w.visit}, {"reason", "not wanted"}}),
          {no_reason, visit_gone, visit_over, {limit_reached, "visit", w.next_visit}}}},
        {"ReferMember",
         {fields({{"member", w.member}, {"to", "civil affairs"}, {"need", "allowance"}}),
          {{invalid_field, "to", ""},
           member_gone,
           plan_gone,
           {unknown_service, "service", "parade"},
           member_over,
           {illegal_status, "care_plan", w.active_plan}}}},
        {"AnswerReferral",
         {fields({{"referral", w.referral}}),
          {{invalid_field, "status", "made"},
           {unknown_referral, "referral", nobody},
           {illegal_status, "referral", w.declined_referral}}}},
        {"ProposeMerge",
         {fields({{"kept", w.member}, {"other", w.other_member}}),
          {long_reason,
           {unknown_member, "kept", nobody},
           {unknown_member, "other", nobody + 1},
           {illegal_status, "kept", w.gone_member}}}},
        {"MergeMembers",
         {fields({{"merge", w.merge}}),
          {long_reason, merge_gone, {illegal_status, "merge", w.rejected_merge}}}},
        {"RejectMerge",
         {fields({{"merge", w.merge}}),
          {long_reason, merge_gone, {illegal_status, "merge", w.rejected_merge}}}},
        {"UndoMerge",
         {fields({{"merge", w.done_merge}, {"reason", "two people"}}),
          {no_reason, merge_gone, {illegal_status, "merge", w.rejected_merge}}}},
        {"AddPlace",
         {fields({{"profile", fields({{"name", "Canal Street 9"}})}}),
          {{invalid_field, "profile", nameless},
           {unknown_place, "profile", no_parent},
           {illegal_status, "profile", old_parent}}}},
        {"UpdatePlace",
         {fields({{"place", w.place}}),
          {{invalid_field, "profile", nameless}, place_gone, place_over}}},
        {"RetirePlace", {fields({{"place", w.place}}), {long_reason, place_gone, place_over}}},
        {"AddPremisesNote",
         {fields({{"member", w.member}, {"text", "1234#"}}),
          {{invalid_field, "text", ""},
           {invalid_field, "valid_until", 5},
           member_gone,
           member_over}}},
        {"ConfirmPremisesNote",
         {fields({{"premises_note", w.doubtful_note}}),
          {note_gone, {illegal_status, "premises_note", w.note}}}},
        {"EndPremisesNote",
         {fields({{"premises_note", w.note}}),
          {long_reason, note_gone, {illegal_status, "premises_note", w.ended_note}}}},
        {"AnswerQuestions",
         {fields({{"request", w.expected}, {"answers", answered("danger", "water")}}),
          {{invalid_field, "answers", json::array{}}, request_gone, request_over}}},
        {"RecordPastRequest",
         {fields({{"reference", "17"},
                  {"service", "repair"},
                  {"asked_at", (start - hours(5)).value},
                  {"dispatched_at", (start - hours(4)).value},
                  {"served_at", (start - hours(3)).value}}),
          {{invalid_field, "reference", ""},
           {invalid_field, "served_at", later},
           {invalid_field, "on_scene_at", (start - hours(9)).value},
           {invalid_field, "disposition", "none"},
           long_note,
           member_gone,
           {unknown_responder, "responders", nobody_came},
           {unknown_service, "service", "no_such"}}}},
        {"PlanShift",
         {fields({{"responder", w.idle}, {"starts_at", later}, {"ends_at", later + 3'600'000}}),
          {long_reason,
           {invalid_field, "ends_at", 5},
           responder_gone,
           {illegal_status, "responder", w.absent},
           {limit_reached, "ends_at", later + 50'000'000}}}},
        {"CancelShift",
         {fields({{"shift", w.shift}}),
          {long_reason,
           {unknown_shift, "shift", nobody},
           {illegal_status, "shift", w.cancelled_shift}}}},
        {"RecordAbsence",
         {fields({{"responder", w.idle}, {"starts_at", later}, {"ends_at", later + 3'600'000}}),
          {long_note,
           {invalid_field, "ends_at", 5},
           responder_gone,
           {illegal_status, "responder", w.absent}}}},
        {"EndAbsence",
         {fields({{"absence", w.absence}}),
          {long_reason,
           {unknown_absence, "absence", nobody},
           {illegal_status, "absence", w.ended_absence}}}},
        {"BookService",
         {fields({{"member", w.member}, {"service", "chore"}, {"starts_at", in_hours(26)}}),
          {long_note,
           {invalid_field, "starts_at", 5},
           {invalid_field, "skills", json::array{"courage"}},
           member_gone,
           {unknown_service, "service", "song"},
           member_over,
           {not_eligible, "service", "lift"},
           {no_free_place, "starts_at", in_hours(49)}}}},
        {"ConfirmBooking",
         {fields({{"booking", w.asked_booking}}), {long_note, booking_gone, booking_over}}},
        {"MoveBooking",
         {fields({{"booking", w.booking}, {"starts_at", in_hours(51)}}),
          {long_reason,
           {invalid_field, "starts_at", 5},
           booking_gone,
           booking_over,
           {no_free_place, "starts_at", in_hours(49)}}}},
        {"CancelBooking",
         {fields({{"booking", w.booking}}), {long_reason, booking_gone, booking_over}}},
        {"RecordNoShow",
         {fields({{"booking", w.due_booking}}),
          {long_reason, booking_gone, booking_over},
          illegal_status}},
        {"OpenSeries",
         {fields({{"member", w.member},
                  {"service", "chore"},
                  {"starts_at", in_hours(27)},
                  {"count", 2}}),
          {long_note,
           {invalid_field, "every", 0},
           {invalid_field, "count", 1000},
           member_gone,
           {unknown_service, "service", "song"},
           member_over,
           {not_eligible, "service", "lift"},
           {no_free_place, "starts_at", in_hours(49)}}}},
        {"EndSeries",
         {fields({{"series", w.series}}),
          {long_reason,
           {unknown_series, "series", nobody},
           {illegal_status, "series", w.ended_series}}}},
        {"IssueCard",
         {fields({{"member", w.member}}),
          {{invalid_field, "uid", too_long}, member_gone, member_over}}},
        {"RenewCard", {fields({{"card", w.card}}), {card_gone, card_void}}},
        {"RevokeCard", {fields({{"card", w.card}}), {long_reason, card_gone, card_void}}},
        {"TapCard",
         {fields({{"card", w.card}, {"colour", "red"}}),
          {{invalid_field, "colour", "pink"},
           long_note,
           card_gone,
           card_void,
           {card_not_active, "generation", 9}},
          limit_reached}},
        {"RegisterDevice",
         {fields({{"key", "imei:3"}}),
          {{invalid_field, "address", "1**"},
           {invalid_field, "watch_ms", -1},
           member_gone,
           member_over,
           {illegal_status, "key", "imei:1"}}}},
        {"AssignDevice",
         {fields({{"device", w.device}}),
          {{invalid_field, "address", "1**"}, member_gone, device_gone, member_over, device_void}}},
        {"RetireDevice", {fields({{"device", w.device}}), {long_reason, device_gone, device_void}}},
        {"ReportDevice",
         {fields({{"key", "imei:1"}}),
          {{invalid_field, "key", "imei"}, {invalid_field, "battery_percent", 101}}}},
        {"RegisterResponder", {{}, {{invalid_field, "profile", bad_profile}}}},
        {"UpdateResponder",
         {fields({{"responder", w.idle}}),
          {{invalid_field, "clear", json::array{"name"}},
           responder_gone,
           {invalid_field, "profile", bad_profile}}}},
        {"SetDuty",
         {fields({{"responder", w.idle}}),
          {{invalid_field, "shift_until", 5},
           long_reason,
           responder_gone,
           {responder_not_able, "responder", w.absent},
           {responder_busy, "responder", w.on_scene}}}},
        {"CreateRequest",
         {fields({{"service", "fall"}}),
          {{invalid_field, "skills", json::array{"levitation"}},
           long_note,
           {invalid_field, "answers", answered("colour", "red")},
           member_gone,
           {unknown_place, "known_place", nobody},
           {unknown_service, "service", "no_such"},
           {invalid_field, "service", ""}},
          limit_reached}},
        {"LocateRequest",
         {with(one, "place", place),
          {{invalid_field, "address", "1**"}, request_gone, request_over}}},
        {"TakeRequest",
         {with(one, "owner", "li"), {{invalid_field, "owner", ""}, request_gone, request_over}}},
        {"ReclassifyRequest",
         {with(one, "urgency", "P3"), {long_reason, request_gone, request_over, unverified}}},
        {"HoldRequest",
         {with(one, "hold_until", later),
          {{invalid_field, "hold_until", 1}, long_reason, request_gone, request_over, unverified}}},
        {"ResumeRequest", {fields({{"request", w.held}}), {request_gone, request_over}}},
        {"CancelRequest", {one, {long_reason, request_gone, request_over, unverified}}},
        {"MergeRequest",
         {with(one, "into", w.attended),
          {request_gone,
           request_over,
           {unknown_request, "into", nobody + 1},
           {illegal_status, "into", w.second_cancelled}}}},
        {"SplitRequest",
         {fields({{"request", w.merged}}), {long_reason, request_gone, request_over}}},
        {"DismissDuplicate", {one, {long_reason, request_gone, request_over}}},
        {"TransferRequest",
         {with(one, "to", "housing"),
          {{invalid_field, "to", ""}, long_reason, request_gone, request_over, unverified}}},
        {"ReopenRequest",
         {fields({{"request", w.cancelled}}),
          {long_reason, request_gone, {illegal_status, "request", w.open}}}},
        {"VerifySafe",
         {with(one, "how", "rang"), {{invalid_field, "how", ""}, request_gone, request_over}}},
        {"RecordHandover",
         {with(one, "agency", "fire_119"),
          {{invalid_field, "agency", "none"}, request_gone, request_over}}},
        {"RecordContact", {fields({{"request", w.rung}}), {long_note, request_gone, request_over}}},
        {"RecordCallback",
         {fields({{"request", w.served}}),
          {{invalid_field, "rating", 6}, long_note, request_gone, request_over}}},
        {"RateRequest",
         {fields({{"request", w.served}, {"rating", 4}, {"link", w.served_link}}),
          {{invalid_field, "rating", 6},
           {invalid_field, "comment", too_long},
           {invalid_field, "fault", "ours"},
           request_gone,
           link_gone,
           {illegal_status, "request", w.open},
           {illegal_status, "link", w.revoked_link}}}},
        {"UrgeRequest",
         {fields({{"request", w.open}, {"link", w.link}}),
          {long_reason,
           request_gone,
           link_gone,
           request_over,
           {illegal_status, "link", w.revoked_link}}}},
        {"SuperviseRequest", {one, {long_note, request_gone, request_over}}},
        {"ReturnRequest",
         {fields({{"request", w.transferred}, {"reason", "theirs"}}),
          {no_reason,
           request_gone,
           {illegal_status, "request", w.cancelled},
           {illegal_status, "request", w.open}}}},
        {"ExtendRequest",
         {fields({{"request", w.clocked}, {"reason", "hard"}}),
          {no_reason, request_gone, {illegal_status, "request", w.open}}}},
        {"IssueLink",
         {one,
          {{invalid_field, "shows", json::array{"rate", "rate"}},
           {invalid_field, "expires_at", 5},
           request_gone,
           request_over}}},
        {"RevokeLink",
         {fields({{"link", w.link}}),
          {long_reason, link_gone, {illegal_status, "link", w.revoked_link}}}},
        {"CloseRequest",
         {fields({{"request", w.served}}),
          {{invalid_field, "disposition", "none"},
           long_note,
           request_gone,
           request_over,
           {illegal_status, "request", w.silent}}}},
        {"AddNote", {with(one, "text", "x"), {{invalid_field, "text", ""}, request_gone}}},
        {"ExplainBreach",
         {with(one, "cause", "x"),
          {{invalid_field, "cause", ""}, request_gone, {invalid_field, "request", w.merged}},
          invalid_field}},
        {"AssignResponder",
         {fields({{"request", w.open}, {"responder", w.idle}, {"reason", "near"}}),
          {no_reason,
           responder_gone,
           request_gone,
           slot_gone,
           request_over,
           {responder_not_able, "responder", w.off_duty},
           {responder_busy, "responder", w.on_scene}}}},
        {"ReleaseResponder",
         {fields({{"request", w.attended}, {"reason", "tired"}}),
          {no_reason, request_gone, slot_gone, request_over}}},
        {"AcceptOffer", {fields({{"offer", w.offer}}), {offer_gone, offer_over}}},
        {"DeclineOffer", {fields({{"offer", w.offer}}), {long_reason, offer_gone, offer_over}}},
        {"AcknowledgeAssignment", {sent, of_sent}},
        {"ReportEnRoute", {fields({{"request", w.expected}, {"responder", w.on_way}}), of_sent}},
        {"ReportOnScene", {sent, of_sent}},
        {"CompleteAssignment",
         {sent,
          {{invalid_field, "disposition", "none"},
           long_note,
           responder_gone,
           request_gone,
           request_over,
           not_sent}}},
        {"OrderStandby",
         {fields({{"responder", w.idle}}),
          {{invalid_field, "post", "no_such"},
           long_reason,
           responder_gone,
           {responder_not_able, "responder", w.volunteer},
           {responder_not_able, "responder", w.off_duty},
           {responder_busy, "responder", w.on_scene}}}},
    };
}

TEST(NotReady, WithoutRulesOnlyRulesAreTaken) {
    core::Engine engine;
    Envelope ask{1, start, "test", "", 0, CreateRequest{}};
    EXPECT_EQ(engine.handle(ask).rejection.reason, not_ready);
    ask.command = LoadRules{test_rules()};
    EXPECT_EQ(engine.handle(ask).rejection.reason, none);
}

TEST(NotReady, WithoutTheRoadsOfTheBoardNothingIsTaken) {
    core::Engine engine;
    const Envelope first{1, start, "test", "key", 1, LoadRules{test_rules()}};
    EXPECT_EQ(engine.handle(first).rejection.reason, none);
    core::BoardState state = engine.state();
    state.rules.roads.map = std::string(64, 'a');
    core::Engine without_maps;
    without_maps.restore(state);
    Envelope next{2, start, "test", "", 0, RegisterMember{}};
    EXPECT_EQ(without_maps.handle(next).rejection.reason, not_ready);
    // Before a key that was used for something else is looked at.
    next.key = "key";
    next.digest = 2;
    EXPECT_EQ(without_maps.handle(next).rejection.reason, not_ready);
    EXPECT_EQ(engine.handle(next).rejection.reason, key_reused);
}

class Precedence : public testing::Test {
  protected:
    void expect(const std::string& name, const json::object& body, RejectReason reason) {
        const Rejection got = world_.answer(name, body);
        EXPECT_EQ(got.reason, reason) << name << " " << json::serialize(body).substr(0, 300)
                                      << "\n  is " << core::name_of(got.reason) << " ("
                                      << got.detail << "), not " << core::name_of(reason);
    }

    World world_;
};

TEST_F(Precedence, EveryCommandIsHere) {
    const auto all = cases(world_);
    std::set<std::string> known;
    for (const std::string_view name : codec::Alternatives<Command>::names)
        known.emplace(name);
    for (const std::string& name : known)
        EXPECT_TRUE(all.contains(name)) << name;
    EXPECT_EQ(all.size(), known.size());
}

TEST_F(Precedence, WithoutAFaultItIsAccepted) {
    for (const auto& [name, one] : cases(world_)) {
        if (!one.right.empty()) expect(name, one.right, one.otherwise);
    }
}

TEST_F(Precedence, TheFirstOfTwoFaultsIsTheAnswer) {
    for (const auto& [name, one] : cases(world_)) {
        for (const Fault& a : one.faults) {
            for (const Fault& b : one.faults) {
                if (&a != &b && a.field == b.field) continue;
                json::object body = one.right;
                body[a.field] = a.value;
                body[b.field] = b.value;
                expect(name, body, std::min(a.reason, b.reason));
            }
        }
    }
}

}  // namespace
}  // namespace muster::test
