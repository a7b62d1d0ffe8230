// A think tank with nothing in it, for tests of what becomes of suggestions.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/codec/commands_json.hpp"
#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/core/thinktank/suggestion_state.hpp"
#include "muster/merges.hpp"
#include "muster/registry.hpp"
#include "muster/service.hpp"
#include "muster/thinktank.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {

class ThinktankStage {
  public:
    static constexpr TimePoint start{1'764'547'200'000};  // 2025-12-01 08:00 in the city

    explicit ThinktankStage(Rules rules = test_rules()) { must(LoadRules{std::move(rules)}); }

    Rejection send(Command command, std::optional<TimePoint> at = {}) {
        now_ = at.value_or(now_);
        Envelope envelope;
        envelope.seq = engine.last_seq() + 1;
        envelope.at = now_;
        envelope.source = "test";
        envelope.command = std::move(command);
        const core::Handled handled = engine.handle(envelope);
        events.assign(handled.events.begin(), handled.events.end());
        EXPECT_EQ(engine.broken_invariant(), "");
        return handled.rejection;
    }
    template <class IdT = SuggestionId>
    IdT must(Command command) {
        const Rejection rejection = send(std::move(command));
        EXPECT_FALSE(rejection) << rejection.detail;
        return {engine.last_seq()};
    }
    // Until this day, 12:00 in the city, with a tick at each deadline on the way.
    void go_on_to(const char* day) {
        const TimePoint until = at(day);
        while (engine.next_deadline() <= until)
            EXPECT_FALSE(send(Tick{}, std::max(now_, engine.next_deadline())));
        now_ = until;
    }
    [[nodiscard]] TimePoint at(const char* day, std::int32_t minutes_of_day = 12 * 60) const {
        return core::time_at(core::calendar_rule(engine.board().rules()), *Date::from_text(day),
                             {minutes_of_day});
    }
    // "2026-02-28 24:00" as "2026-03-01 00:00".
    [[nodiscard]] std::string text(TimePoint time) const {
        return core::local_text(core::calendar_rule(engine.board().rules()), time);
    }

    [[nodiscard]] static RegisterSuggestion suggestion(std::string reference,
                                                       std::string author = "Zhao Qi",
                                                       std::string title = "Lifts for old houses") {
        RegisterSuggestion command;
        command.reference = std::move(reference);
        command.title = std::move(title);
        command.text = "Build them.";
        command.author = std::move(author);
        return command;
    }
    SuggestionId registered(const std::string& reference, const std::string& author = "Zhao Qi") {
        return must(suggestion(reference, author));
    }
    SuggestionId reviewed(const std::string& reference, const std::string& author = "Zhao Qi") {
        const SuggestionId id = registered(reference, author);
        accept(id);
        return id;
    }
    void accept(SuggestionId id, std::string late_cause = "") {
        must(ReviewSuggestion{
            id, SuggestionVerdict::accept, "Build lifts.", {}, "", std::move(late_cause)});
    }
    SuggestionReportId report(std::vector<SuggestionId> ids) {
        return must<SuggestionReportId>(ReportSuggestions{std::move(ids), "Winter", "the mayor"});
    }
    void instruct(SuggestionId id) { must(RecordInstruction{id, "Mayor Wu", "Look into it."}); }
    void assign(SuggestionId id, Code department = "housing") {
        must(AssignSuggestion{id, department, {}, "Sun"});
    }
    void reply(SuggestionId id) { must(ReplySuggestion{id, "Ten were built.", ""}); }
    void grade(SuggestionId id, SuggestionGrade grade = SuggestionGrade::solved) {
        must(GradeSuggestion{id, grade});
    }
    void tell(SuggestionId id, std::string late_cause = "") {
        must(GiveFeedback{id, "", std::move(late_cause)});
    }
    void content(SuggestionId id) { must(RecordSatisfaction{id, Satisfaction::satisfied, ""}); }
    void complain(SuggestionId id) {
        must(RecordSatisfaction{id, Satisfaction::dissatisfied, "Not in my street."});
    }
    // From reviewed up to this status.
    void bring_to(SuggestionId id, SuggestionStatus status) {
        using enum SuggestionStatus;
        if (status >= reported) report({id});
        if (status >= instructed) instruct(id);
        if (status >= assigned) assign(id);
        if (status >= replied) reply(id);
        if (status < fed_back) return;
        grade(id);
        tell(id);
        if (status == closed) content(id);
    }
    MemberId member(std::string name) {
        RegisterMember command;
        command.profile.name = std::move(name);
        return must<MemberId>(std::move(command));
    }

    template <class IdT>
    [[nodiscard]] const auto& get(IdT id) const {
        return *engine.board().store<EntityOf<IdT>>().get(id);
    }
    template <class IdT>
    [[nodiscard]] std::string json(IdT id) const {
        std::string text;
        codec::write(text, get(id));
        return text;
    }
    [[nodiscard]] SuggestionStatus status(SuggestionId id) const { return get(id).status; }
    [[nodiscard]] const SuggestionDeadline& deadline(SuggestionId id, SuggestionDuty duty) const {
        return *core::find_deadline(get(id), duty);
    }
    // The names of the events of the last command, with blanks between.
    [[nodiscard]] std::string told() const {
        std::string names;
        for (const Event& event : events)
            names.append(names.empty() ? "" : " ").append(event.name());
        return names;
    }

    core::Engine engine;
    std::vector<Event> events;

  private:
    TimePoint now_ = start;
};

}  // namespace muster::test
