// One survey that is open, for tests of what is sent to it.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "muster/merges.hpp"
#include "muster/registry.hpp"
#include "muster/service.hpp"
#include "muster/survey.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {

class SurveyStage {
  public:
    static constexpr TimePoint start{1'764'547'200'000};  // 2025-12-01 08:00 in the city
    static constexpr Millis day = hours(24);

    explicit SurveyStage(Rules rules = test_rules()) {
        EXPECT_FALSE(send(LoadRules{std::move(rules)}));
        EXPECT_FALSE(send(OpenSurvey{"needs", "Winter", {}, {}}));
        survey = {last()};
    }

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
    template <class IdT = AnswerId>
    IdT must(Command command) {
        const Rejection rejection = send(std::move(command));
        EXPECT_FALSE(rejection) << rejection.detail;
        return {last()};
    }
    MemberId member(std::string external_ref = {}) {
        RegisterMember command;
        command.profile.name = "Li " + external_ref;
        command.profile.external_ref = std::move(external_ref);
        command.profile.district = "Hanjiang";
        command.profile.birth_date = BirthDate{CalendarKind::solar, 1946, 3, 1, false};
        return must<MemberId>(std::move(command));
    }
    [[nodiscard]] SubmitAnswer answer(std::string reference, MemberId member = {},
                                      std::vector<SurveyReply> replies = {
                                          {"living", "family"}}) const {
        SubmitAnswer command;
        command.survey = survey;
        command.reference = std::move(reference);
        command.member = member;
        command.replies = std::move(replies);
        return command;
    }
    template <class IdT>
    [[nodiscard]] const auto& get(IdT id) const {
        return *engine.board().store<EntityOf<IdT>>().get(id);
    }
    [[nodiscard]] AnswerStatus status(AnswerId id) const { return get(id).status; }
    // As "meals open, company resolved".
    [[nodiscard]] std::string needs() const {
        std::string text;
        for (const core::Index index : engine.board().store<Need>().in_order()) {
            const Need& need = engine.board().store<Need>()[index];
            text += (text.empty() ? "" : ", ") + need.code.str() + " " +
                    std::string(name_of(need.status));
        }
        return text;
    }
    [[nodiscard]] NeedId need(std::size_t place) const {
        return engine.board().store<Need>()[engine.board().store<Need>().in_order()[place]].id;
    }
    [[nodiscard]] std::uint64_t last() const { return engine.last_seq(); }
    [[nodiscard]] MergeId merge(MemberId kept, MemberId other) {
        const auto proposed = must<MergeId>(ProposeMerge{kept, other, ""});
        must(MergeMembers{proposed, ""});
        return proposed;
    }

    core::Engine engine;
    SurveyId survey;
    std::vector<Event> events;

  private:
    TimePoint now_ = start;
};

}  // namespace muster::test
