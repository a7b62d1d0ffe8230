// A board with one of everything, in every status that a command may find wrong, and for each
// command what is right about it there and which faults it may have.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/codec/commands_json.hpp"
#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "muster/certificates.hpp"
#include "muster/commands.hpp"
#include "muster/links.hpp"
#include "muster/service_records.hpp"
#include "muster/talents.hpp"
#include "muster/timebank.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {

namespace json = boost::json;

constexpr TimePoint start{1'764'547'200'000};
constexpr Point here{324'000'000, 1'194'000'000};
constexpr Point far{325'000'000, 1'194'000'000};
constexpr std::uint64_t nobody = 999'999;

// A value that makes a field of a command wrong.
inline const json::value too_long(json::string(5000, 'x'));

inline json::object fields(std::initializer_list<std::pair<const char*, json::value>> list) {
    json::object out;
    for (const auto& [name, value] : list)
        out[name] = value;
    return out;
}

struct Fault {
    RejectReason reason;
    std::string field;
    json::value value;
};

struct Case {
    json::object right;
    std::vector<Fault> faults;
    RejectReason otherwise = RejectReason::none;  // what stands in the way of all that is right
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
        TimebankRule& bank = rules.timebank.emplace();
        bank.scheme = "test";
        bank.redeem_years = 0;
        made(LoadRules{rules});
        member = made(RegisterMember{profile()});
        made(RecordConsent{{member}, "family", ""});
        other_member = made(RegisterMember{profile()});
        card = made(IssueCard{{member}, ""});
        // A tap of it was copied just now, so that another copy is not even recorded.
        TapCard copied;
        copied.card = {card};
        copied.colour = "red";
        copied.counter = 0;
        made(copied);
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
        build();
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
        know_talents();
        save();
        certify();
        serve();
        suggest();

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
        call = made(ReportCall{"pbx:1", CallStatus::ringing, CallEnd::none, "", "", "", ""});
        taken_call = made(ReportCall{"pbx:2", CallStatus::ringing, CallEnd::none, "", "", "", ""});
        made(TakeCall{{taken_call}, "advice", {}, {}, "", false});
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

    void know_talents() {
        RegisterTalent known;
        known.profile.name = "Li Na";
        talent = made(known);
        left_talent = made(known);
        made(LeaveTalent{{left_talent}, LeaveCause::health, {}, ""});
        second_left_talent = made(known);
        made(LeaveTalent{{second_left_talent}, LeaveCause::age, {}, ""});
        known.profile.external_ref = "T-1";
        numbered_talent = made(known);
        same_talent = made(known);
        paused_talent = made(known);
        made(PauseTalent{{paused_talent}, "travels"});
    }

    // What a volunteer did the day before, and certificates of it.
    void certify() {
        RegisterResponder helper;
        helper.profile.kind = ResponderKind::volunteer;
        certified = made(helper);
        uncertified = made(helper);
        RecordService told;
        told.volunteer = {certified};
        told.member = {member};
        told.service = "chore";
        told.starts_at = start - hours(24);
        told.ends_at = start - hours(22);
        ConfirmService confirm;
        confirm.service_record = {made(told)};
        made(confirm);
        ReviewService review;
        review.service_record = confirm.service_record;
        made(review, "reviewer");
        const auto issue = [&](char digit) {
            const Date day = *Date::from_text("2025-11-30");
            return made(IssueCertificate{{certified}, day, day, {}, "", std::string(32, digit)});
        };
        certificate = issue('a');
        revoked_certificate = issue('b');
        made(RevokeCertificate{{revoked_certificate}, "lost"});
    }

    // Accounts with and without credits, in every status.
    void save() {
        const auto opened = [&](std::uint64_t who) { return made(OpenAccount{{who}, {}, {}, ""}); };
        const auto issued = [&](const std::string& reference) {
            return made(IssueCredits{{account}, 100, reference, ""});
        };
        const core::Derived<Account>& accounts = engine_.board().derived<Account>();
        issuer = accounts.issue().value;
        pool = accounts.pool().value;
        saver = made(RegisterMember{profile()});
        account = opened(saver);
        empty_account = opened(made(RegisterMember{profile()}));
        frozen_account = opened(made(RegisterMember{profile()}));
        made(FreezeAccount{{frozen_account}, "x"});
        closed_account = opened(made(RegisterMember{profile()}));
        made(CloseAccount{{closed_account}, ""});
        entry = issued("known");
        reversed_entry = issued("");
        made(ReverseEntry{{reversed_entry}, "x"});
        disputed_entry = issued("");
        made(OpenDispute{{disputed_entry}, "x"});
        // Besides what the entries moved, so that each of them can be reversed.
        made(IssueCredits{{account}, 10, "", ""});
        HoldCredits keep;
        keep.account = {account};
        keep.minutes = 10;
        keep.member = {saver};
        hold = made(keep);
    }

    // One in each status that a command waits for.
    void suggest() {
        const auto suggested = [&](const char* reference) {
            RegisterSuggestion command;
            command.reference = reference;
            command.title = "Lifts";
            command.author = "Zhao";
            return made(command);
        };
        const auto taken_up = [&] {
            const std::uint64_t id = suggested("");
            made(ReviewSuggestion{{id}, SuggestionVerdict::accept, "Build lifts.", {}, ""});
            return id;
        };
        const auto reported = [&] {
            const std::uint64_t id = taken_up();
            made(ReportSuggestions{{{id}}, "Winter", ""});
            return id;
        };
        const auto replied = [&] {
            const std::uint64_t id = reported();
            made(RecordInstruction{{id}, "the mayor", "do it"});
            made(AssignSuggestion{{id}, "housing", {}, ""});
            made(ReplySuggestion{{id}, "done", ""});
            made(GradeSuggestion{{id}, SuggestionGrade::solved});
            return id;
        };
        suggestion = suggested("1");
        other_suggestion = suggested("2");
        merged_suggestion = suggested("3");
        made(MergeSuggestions{{other_suggestion}, {{merged_suggestion}}, ""});
        reviewed_suggestion = taken_up();
        reported_suggestion = reported();
        instructed_suggestion = reported();
        made(RecordInstruction{{instructed_suggestion}, "the mayor", "do it"});
        assigned_suggestion = reported();
        made(RecordInstruction{{assigned_suggestion}, "the mayor", "do it"});
        made(AssignSuggestion{{assigned_suggestion}, "housing", {}, ""});
        replied_suggestion = replied();
        answered_suggestion = replied();
        made(GiveFeedback{{answered_suggestion}, ""});
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

    // Services of other people than who sends the commands, in each status.
    void serve() {
        RegisterResponder helper;
        helper.profile.kind = ResponderKind::volunteer;
        serving = made(helper);
        free_helper = made(helper);
        suspended = made(helper);
        RecordService told;
        told.volunteer = {serving};
        told.member = {member};
        told.service = "chore";
        const auto record = [&](int hours_ago) {
            told.starts_at = start - hours(hours_ago);
            told.ends_at = told.starts_at + hours(1);
            return made(told, "writer");
        };
        const auto confirmed = [&](int hours_ago) {
            ConfirmService confirm;
            confirm.service_record = {record(hours_ago)};
            made(confirm, "writer");
            return confirm.service_record;
        };
        ended_service = record(20);
        rejected_service = record(18);
        made(ReviewService{{rejected_service}, ServiceVerdict::reject, "not so", "", {}}, "other");
        disputed_service = record(16);
        made(DisputeService{{disputed_service}, "was shorter"}, "writer");
        confirmed_service = confirmed(14).value;
        approved_service = confirmed(12).value;
        made(ReviewService{{approved_service}, ServiceVerdict::accept, "", "", {}}, "other");
        SignIn there;
        there.volunteer = {serving};
        there.member = {member};
        there.service = "chore";
        open_service = made(there, "writer");
        RecordVolunteerNoShow missed;
        missed.volunteer = {suspended};
        for (int i = 0; i < 5; ++i)
            no_show = made(missed);
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
    std::uint64_t suggestion = 0, other_suggestion = 0, merged_suggestion = 0;
    std::uint64_t reviewed_suggestion = 0, reported_suggestion = 0, instructed_suggestion = 0;
    std::uint64_t assigned_suggestion = 0, replied_suggestion = 0, answered_suggestion = 0;
    std::uint64_t assessment = 0, void_assessment = 0;
    std::uint64_t gone_member = 0, erased_member = 0;
    std::uint64_t ended_plan = 0, draft_plan = 0, active_plan = 0, held_plan = 0;
    std::uint64_t visit = 0, next_visit = 0, cancelled_visit = 0;
    std::uint64_t referral = 0, declined_referral = 0;
    std::uint64_t open_service = 0, ended_service = 0, confirmed_service = 0;
    std::uint64_t disputed_service = 0, approved_service = 0, rejected_service = 0;
    std::uint64_t serving = 0, free_helper = 0, suspended = 0, no_show = 0;
    std::uint64_t talent = 0, left_talent = 0, second_left_talent = 0, paused_talent = 0;
    std::uint64_t numbered_talent = 0, same_talent = 0;
    std::uint64_t certified = 0, uncertified = 0, certificate = 0, revoked_certificate = 0;
    std::uint64_t device = 0, retired_device = 0;
    std::uint64_t idle = 0, off_duty = 0, on_scene = 0, on_way = 0;
    std::uint64_t volunteer = 0, second_volunteer = 0;
    std::uint64_t expected = 0, served = 0, rung = 0, held = 0;
    std::uint64_t attended = 0, offered = 0, open = 0, cancelled = 0, silent = 0, merged = 0;
    std::uint64_t second_cancelled = 0, clocked = 0, transferred = 0;
    std::uint64_t call = 0, taken_call = 0;
    std::uint64_t link = 0, revoked_link = 0, served_link = 0;
    std::uint64_t offer = 0, ended_offer = 0;
    std::uint64_t booking = 0, asked_booking = 0, cancelled_booking = 0, due_booking = 0;
    std::uint64_t series = 0, ended_series = 0;
    std::uint64_t saver = 0, issuer = 0, pool = 0, hold = 0;
    std::uint64_t account = 0, empty_account = 0, frozen_account = 0, closed_account = 0;
    std::uint64_t entry = 0, reversed_entry = 0, disputed_entry = 0;
    // One for each status of its step "plan", and one that waits to be accepted.
    std::uint64_t first_project = 0, ready_project = 0, project = 0, approved_project = 0;
    std::uint64_t judged_project = 0, suspended_project = 0, cancelled_project = 0;
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
    static FinishStep finished(std::uint64_t project, Code step) {
        FinishStep command;
        command.project = {project};
        command.step = step;
        if (step == Code("look")) command.documents = {{"report", ""}};
        return command;
    }
    // So many steps of a new project are done, and the next one has begun.
    std::uint64_t begun(std::size_t steps) {
        const std::uint64_t id =
            made(OpenProject{{made(RegisterMember{profile()})}, "bath", "", {}, ""});
        const Code codes[] = {"look", "plan", "approve", "build", "supervise", "accept"};
        for (std::size_t i = 0; i <= steps; ++i) {
            made(StartStep{{id}, codes[i], ""});
            if (i == 1) made(GiveOpinion{{id}, "plan", "health", true, "", ""});
            if (i == steps) break;
            if (i == 2) {
                made(ApproveBudget{{id}, 2'000'000, "", {}, ""});
            } else {
                made(finished(id, codes[i]));
            }
        }
        return id;
    }
    void build() {
        first_project = made(OpenProject{{member}, "bath", "", {}, ""});
        ready_project = begun(0);
        made(finished(ready_project, "look"));
        project = begun(1);
        approved_project = begun(2);
        judged_project = begun(5);
        suspended_project = begun(0);
        made(SuspendProject{{suspended_project}, "so"});
        cancelled_project = begun(0);
        made(CancelProject{{cancelled_project}, "so"});
    }
    static MemberProfile profile() {
        MemberProfile out;
        out.phone = "13700000042";
        out.home = here;
        return out;
    }
    Envelope envelope(const core::Engine& engine, Command command,
                      std::string source = "test") const {
        Envelope out;
        out.seq = engine.last_seq() + 1;
        out.at = start;
        out.source = std::move(source);
        out.command = std::move(command);
        return out;
    }
    std::uint64_t made(Command command, std::string source = "test") {
        const core::Handled handled =
            engine_.handle(envelope(engine_, std::move(command), std::move(source)));
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

// By the names of the commands.
[[nodiscard]] std::map<std::string, Case> cases(const World& w);
// Of cases(), those of the area service_records.
[[nodiscard]] std::map<std::string, Case> service_cases(const World& w);
[[nodiscard]] std::map<std::string, Case> timebank_cases(const World& w);
[[nodiscard]] std::map<std::string, Case> project_cases(const World& w);
[[nodiscard]] std::map<std::string, Case> thinktank_cases(const World& w);

}  // namespace muster::test
