// The service of a large city on one engine: 1e6 members, each assessed and with his next visit,
// and 1e5 responders. What all of it takes in memory, and what one command of each kind takes in
// handle(), beside the look-up of a member whom nobody has asked about lately, which each of them
// does at least once.
//   bench_core_service [--members N] [--responders N] [--commands N]      prints one JSON object
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "bench/core/crowd.hpp"
#include "bench/core/people.hpp"
#include "engine/core/board.hpp"
#include "muster/assessments.hpp"
#include "muster/booking.hpp"
#include "muster/care.hpp"
#include "muster/places.hpp"
#include "muster/registry.hpp"
#include "muster/service.hpp"
#include "muster/survey.hpp"

namespace muster::bench {
namespace {

// 2026-01-05 08:00 in the city, a Monday.
constexpr TimePoint monday{1'767'571'200'000};

Rules service_rules() {
    Rules rules = crowd_rules();
    rules.version = "service";
    rules.skills.push_back("consultant");
    AssessmentStandard standard;
    standard.code = "GB/T 42195";
    standard.version = "2022";
    standard.items = {{"self_care", "", "", 32},
                      {"mobility", "", "", 15},
                      {"mental", "", "", 28},
                      {"senses", "", "", 15}};
    standard.levels = {{AbilityLevel::intact, 90},
                       {AbilityLevel::mild, 66},
                       {AbilityLevel::moderate, 46},
                       {AbilityLevel::severe, 30},
                       {AbilityLevel::complete_loss, 0}};
    rules.assessments = {standard};
    RiskRule& risk = rules.risk.emplace();
    risk.events = {{"fall", "a fall", "跌倒", true, true}};
    rules.consent_purposes = {{"care", "visits", "探访"}};
    CareRule& care = rules.care.emplace();
    care.consultant_skill = "consultant";
    care.case_load = 1000;
    BookableService& haircut = rules.booking.emplace().services.emplace_back();
    haircut.service = "help";
    haircut.hours = {{{Weekday::monday, Weekday::tuesday, Weekday::wednesday, Weekday::thursday,
                       Weekday::friday},
                      {8 * 60},
                      {18 * 60},
                      60,
                      10'000,
                      false}};
    Questionnaire& form = rules.survey.emplace().questionnaires.emplace_back();
    form.code = "demand";
    form.version = "1";
    SurveyQuestion& question = form.questions.emplace_back();
    question.code = "needs";
    question.kind = QuestionKind::select_multiple;
    question.choices = {{"meals", "", "", "meals"}, {"walks", "", "", {}}};
    return rules;
}

RecordAssessment assessment_of(MemberId member, std::int64_t self_care) {
    RecordAssessment command;
    command.member = member;
    command.standard = "GB/T 42195";
    command.assessors = {"Wu", "He"};
    command.scores = std::vector<AssessmentScore>{
        {"self_care", self_care}, {"mobility", 15}, {"mental", 28}, {"senses", 15}};
    return command;
}

class Times {
  public:
    void add(double seconds) { micros_.push_back(seconds * 1e6); }
    void print(const char* name, const char* end) {
        std::sort(micros_.begin(), micros_.end());
        const auto at = [&](double q) {
            return micros_[static_cast<std::size_t>(q * static_cast<double>(micros_.size() - 1))];
        };
        std::printf("\"%s\":{\"p50_us\":%.2f,\"p99_us\":%.2f}%s", name, at(0.5), at(0.99), end);
    }

  private:
    std::vector<double> micros_;
};

class ServiceBench {
  public:
    ServiceBench(std::uint64_t members, std::uint64_t responders)
        : crowd_(responders, false), members_(members) {
        crowd_.now = monday;
        crowd_.give(LoadRules{service_rules()});
        ResponderProfile profile;
        profile.skills = {"consultant"};
        profile.post = crowd_.places.next();
        crowd_.give(RegisterResponder{profile});
        consultant_ = {crowd_.engine.last_seq()};
        crowd_.give(OpenSurvey{"demand", "What is needed", {}, {}});
        survey_ = {crowd_.engine.last_seq()};
        first_ = crowd_.engine.last_seq() + 1;
        for (std::uint64_t i = 0; i < members; ++i)
            crowd_.give(RegisterMember{member_profile(crowd_.places, i)});
        for (std::uint64_t i = 0; i < members; ++i)
            crowd_.give(assessment_of({first_ + i}, static_cast<std::int64_t>(i % 33)));
        crowd_.tick();
    }

    // How long handle() takes of a command about a member at random.
    template <class Make>
    void time(const char* name, std::uint64_t count, const Make& make) {
        Times times;
        for (std::uint64_t i = 0; i < count; ++i) {
            double seconds = 0;
            crowd_.give_timed(make(next_member(), i), seconds);
            times.add(seconds);
            crowd_.now = crowd_.now + Millis{1};
        }
        times.print(name, ",");
    }

    void run(std::uint64_t count) {
        const core::Board& board = crowd_.engine.board();
        time("RegisterMember", count, [&](MemberId, std::uint64_t i) {
            return RegisterMember{member_profile(crowd_.places, members_ + i)};
        });
        time("UpdateMember", count, [&](MemberId member, std::uint64_t) {
            UpdateMember command;
            command.member = member;
            command.profile.risks = std::string("wears a pacemaker");
            return command;
        });
        time("RecordAssessment", count, [&](MemberId member, std::uint64_t i) {
            return assessment_of(member, static_cast<std::int64_t>(i * 7 % 33));
        });
        time("ReportMemberEvent", count, [&](MemberId member, std::uint64_t) {
            return ReportMemberEvent{member, "fall", {}, {}};
        });
        time("RecordConsent", count, [&](MemberId member, std::uint64_t) {
            return RecordConsent{member, "care", std::string("form 12")};
        });
        time("RecordVisit", count, [&](MemberId member, std::uint64_t) {
            RecordVisit command;
            command.visit = board.derived<Visit>().next_of(member);
            command.outcome = VisitOutcome::well;
            return command;
        });
        time("DraftPlan", count, [&](MemberId member, std::uint64_t) {
            return DraftPlan{member, std::vector<CareGoal>{{"meals", {}, "a warm meal a day"}}, {}};
        });
        time("AssignConsultant", std::min<std::uint64_t>(count, 900),
             [&](MemberId member, std::uint64_t) {
                 return AssignConsultant{member, consultant_, std::string("moved")};
             });
        time("BookService", count, [&](MemberId member, std::uint64_t i) {
            BookService command;
            command.member = member;
            command.service = "help";
            command.starts_at = monday + hours(24) + hours(static_cast<std::int64_t>(i % 10));
            return command;
        });
        time("SubmitAnswer", count, [&](MemberId member, std::uint64_t i) {
            SubmitAnswer command;
            command.survey = survey_;
            command.reference = "sheet-" + std::to_string(i);
            command.member = member;
            command.replies = std::vector<SurveyReply>{{"needs", "meals walks"}};
            return command;
        });
        time("AddPremisesNote", count, [&](MemberId member, std::uint64_t) {
            AddPremisesNote command;
            command.member = member;
            command.kind = PremisesKind::dog;
            command.text = std::string("a large dog, friendly");
            return command;
        });
        time("SetMemberStatus", count, [&](MemberId member, std::uint64_t) {
            return SetMemberStatus{member, MemberStatus::deceased, std::string("told by kin")};
        });
        look_up(count);
    }

    [[nodiscard]] const core::Board& board() const { return crowd_.engine.board(); }

  private:
    // Each once: nobody dies twice.
    MemberId next_member() {
        constexpr std::uint64_t step = 7'368'787;  // a prime
        return {first_ + (asked_++ * step) % members_};
    }

    void look_up(std::uint64_t count) {
        using Clock = std::chrono::steady_clock;
        Times times;
        std::size_t sum = 0;
        for (std::uint64_t i = 0; i < count; ++i) {
            const MemberId member = next_member();
            const auto start = Clock::now();
            sum += board().members().get(member)->profile.external_ref.size();
            times.add(std::chrono::duration<double>(Clock::now() - start).count());
        }
        times.print("look_up", sum == 0 ? " " : "");
    }

    Crowd crowd_;
    std::uint64_t members_;
    std::uint64_t first_ = 0;
    std::uint64_t asked_ = 0;
    ResponderId consultant_;
    SurveyId survey_;
};

int run(int argc, char** argv) {
    std::uint64_t members = 1'000'000;
    std::uint64_t responders = 100'000;
    std::uint64_t commands = 2'000;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::uint64_t value = std::strtoull(argv[i + 1], nullptr, 10);
        if (std::strcmp(argv[i], "--members") == 0) members = value;
        if (std::strcmp(argv[i], "--responders") == 0) responders = value;
        if (std::strcmp(argv[i], "--commands") == 0) commands = value;
    }
    const std::uint64_t empty = resident_bytes();
    ServiceBench bench(members, responders);
    const core::Board& board = bench.board();
    std::printf("{\"members\":%zu,\"assessments\":%zu,\"visits\":%zu,\"rss_bytes\":%llu,",
                board.members().size(), board.store<Assessment>().size(),
                board.store<Visit>().size(),
                static_cast<unsigned long long>(resident_bytes() - empty));
    std::printf("\"commands\":{");
    bench.run(commands);
    std::printf("}}\n");
    return EXIT_SUCCESS;
}

}  // namespace
}  // namespace muster::bench

int main(int argc, char** argv) {
    return muster::bench::run(argc, argv);
}
