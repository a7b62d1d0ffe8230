// A service whose members have projects: for the tests of those.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/core/projects/project_state.hpp"
#include "muster/projects.hpp"
#include "muster/registry.hpp"
#include "muster/service.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {

inline constexpr Millis day = hours(24);
inline constexpr TimePoint friday_13{1'770'940'800'000};  // 2026-02-13 08:00 in the city

// One member, and time that passes.
class ProjectStage {
  public:
    explicit ProjectStage(const Rules& rules = test_rules(), TimePoint start = friday_13)
        : now_(start) {
        must_send(LoadRules{rules});
        member = new_member();
    }

    MemberId new_member() {
        RegisterMember command;
        command.profile.name = "Li";
        must_send(command);
        return {engine_.last_seq()};
    }
    Rejection send(Command command) {
        pass(now_);
        return record(std::move(command), now_);
    }
    void must_send(Command command) {
        const Rejection rejection = send(std::move(command));
        EXPECT_FALSE(rejection) << rejection.field << " " << rejection.detail;
    }
    ProjectId open(Code code = "bath", NeedId need = {}) {
        must_send(OpenProject{member, code, "", need, ""});
        return {engine_.last_seq()};
    }
    void start(ProjectId project, Code step) { must_send(StartStep{project, step, ""}); }
    // With whatever papers it asks for.
    Rejection finish(ProjectId project, Code step, std::int64_t spent_fen = 0) {
        FinishStep command;
        command.project = project;
        command.step = step;
        command.documents = papers(project, step);
        command.spent_fen = spent_fen;
        return send(command);
    }
    void do_step(ProjectId project, Code step, std::int64_t spent_fen = 0) {
        start(project, step);
        const Rejection rejection = finish(project, step, spent_fen);
        EXPECT_FALSE(rejection) << rejection.detail;
    }
    std::vector<ProjectDocument> papers(ProjectId project, Code step) const {
        std::vector<ProjectDocument> all;
        for (const ProjectDocumentRule& rule : this->step(project, step).rule.documents)
            all.push_back({rule.code, "shelf 7"});
        return all;
    }
    static GiveOpinion agrees(ProjectId project, Code step, Code department) {
        return {project, step, department, true, "", ""};
    }
    // A bath whose budget is approved, and is to be built.
    ProjectId to_build(std::int64_t budget_fen = 2'900'000) {
        const ProjectId project = open();
        do_step(project, "look");
        start(project, "plan");
        must_send(agrees(project, "plan", "health"));
        EXPECT_FALSE(finish(project, "plan"));
        start(project, "approve");
        must_send(ApproveBudget{project, budget_fen, "", {}, ""});
        return project;
    }
    // Built and supervised; to be accepted or not.
    void build(ProjectId project) {
        do_step(project, "build");
        do_step(project, "supervise");
        start(project, "accept");
    }
    Rejection accept(ProjectId project, std::int64_t spent_fen = 0) {
        return send(AcceptWork{project, "", {}, spent_fen, ""});
    }

    // Lets everything fall due until then.
    void pass(TimePoint until) {
        while (engine_.next_deadline() <= until)
            record(Tick{}, std::max(engine_.next_deadline(), engine_.last_at()));
        now_ = until;
    }
    // The end of this day of the city.
    static TimePoint end_of(std::string_view text) {
        return core::time_at(CalendarRule{}, Date::from_text(text).value() + 1);
    }

    [[nodiscard]] TimePoint now() const { return now_; }
    [[nodiscard]] const core::Board& board() const { return engine_.board(); }
    [[nodiscard]] const Project& get(ProjectId id) const {
        return *board().store<Project>().get(id);
    }
    [[nodiscard]] const ProjectStep& step(ProjectId id, Code code) const {
        return *core::find_step(get(id), code);
    }
    [[nodiscard]] ProjectStepStatus status(ProjectId id, Code code) const {
        return step(id, code).status;
    }
    [[nodiscard]] std::uint64_t last_seq() const { return engine_.last_seq(); }
    [[nodiscard]] core::BoardState state() const { return engine_.state(); }
    [[nodiscard]] std::size_t count(std::string_view event) const {
        return static_cast<std::size_t>(std::count(events.begin(), events.end(), event));
    }

    MemberId member;
    std::vector<std::string> events;  // of the last record
    std::vector<std::string> all_events;

  private:
    Rejection record(Command command, TimePoint at) {
        Envelope envelope;
        envelope.seq = engine_.last_seq() + 1;
        envelope.at = at;
        envelope.source = "test";
        envelope.command = std::move(command);
        const core::Handled handled = engine_.handle(envelope);
        events.clear();
        for (const Event& event : handled.events)
            events.emplace_back(event.name());
        all_events.insert(all_events.end(), events.begin(), events.end());
        EXPECT_EQ(engine_.broken_invariant(), "");
        return handled.rejection;
    }

    core::Engine engine_;
    TimePoint now_;
};

}  // namespace muster::test
