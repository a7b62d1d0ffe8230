// Every status of a suggestion with every action.
#include <memory>

#include "tests/core/life_cycle_pairs.hpp"
#include "tests/core/thinktank_stage.hpp"

namespace muster::test {
namespace {

using core::SuggestionAction;
using enum SuggestionStatus;
using Stage = ThinktankStage;

struct SuggestionArea {
    [[nodiscard]] auto stage(SuggestionStatus status) const {
        auto made = std::make_unique<Stage>();
        other = made->reviewed("other", "b");
        id = made->registered("1");
        if (status == merged) made->must(MergeSuggestions{other, {id}, ""});
        if (status == withdrawn) made->must(WithdrawSuggestion{id, "no"});
        if (status == returned) review(*made, SuggestionVerdict::send_back);
        if (status == declined) review(*made, SuggestionVerdict::decline);
        if (status == registered || status >= merged) return made;
        made->accept(id);
        made->bring_to(id, status);
        if (status == replied) made->grade(id);
        return made;
    }
    Rejection act(const std::unique_ptr<Stage>& on, SuggestionAction action) const {
        using enum SuggestionAction;
        switch (action) {
            case accept:
                return on->send(ReviewSuggestion{id, SuggestionVerdict::accept, "gist", {}, ""});
            case send_back:
                return on->send(ReviewSuggestion{id, SuggestionVerdict::send_back, "", {}, "why"});
            case decline:
                return on->send(ReviewSuggestion{id, SuggestionVerdict::decline, "", {}, "why"});
            case withdraw:
                return on->send(WithdrawSuggestion{id, "why"});
            case merge:
                return on->send(MergeSuggestions{other, {id}, ""});
            case take:
                return on->send(MergeSuggestions{id, {other}, ""});
            case split_registered:
                return on->send(SplitSuggestion{id, ""});
            case split_reviewed:
                return split_of_reviewed(*on);
            case split_from:
                return split_from_it(*on);
            case report:
                return on->send(ReportSuggestions{{id}, "title", ""});
            case instruct:
            case instruct_more:
                return instruct_it(*on, action);
            case assign:
            case reassign:
                return assign_it(*on, action);
            case extend:
                return on->send(ExtendSuggestion{id, "why"});
            case reply:
                return on->send(ReplySuggestion{id, "text", ""});
            case grade:
                return on->send(GradeSuggestion{id, SuggestionGrade::solved});
            case give_feedback:
                return first_of_two(*on);
            case finish_feedback:
                return on->send(GiveFeedback{id, ""});
            case record:
                return first_opinion(*on);
            case take_up_again:
                return on->send(RecordSatisfaction{id, Satisfaction::dissatisfied, "why"});
            case close:
                return on->send(RecordSatisfaction{id, Satisfaction::satisfied, ""});
        }
        std::abort();
    }
    [[nodiscard]] SuggestionStatus status(const std::unique_ptr<Stage>& on) const {
        return on->status(id);
    }
    [[nodiscard]] bool further_rule(SuggestionStatus /*status*/,
                                    SuggestionAction /*action*/) const {
        return false;
    }

    mutable SuggestionId id;
    mutable SuggestionId other;

  private:
    void review(Stage& on, SuggestionVerdict verdict) const {
        on.must(ReviewSuggestion{id, verdict, "", {}, "why"});
    }
    static Rejection stays() { return {RejectReason::illegal_status, "", "stays"}; }

    // One that was reviewed when it was merged: what the table has as an action of its own.
    Rejection split_of_reviewed(Stage& on) const {
        if (on.status(id) != merged) return on.send(SplitSuggestion{id, ""});
        on.must(SplitSuggestion{id, ""});
        on.accept(id);
        on.must(MergeSuggestions{other, {id}, ""});
        return on.send(SplitSuggestion{id, ""});
    }
    // Where another one can be merged into it at all, or could be before.
    Rejection split_from_it(Stage& on) const {
        const SuggestionStatus now = on.status(id);
        if (now >= merged) return stays();
        Stage fresh;
        const SuggestionId kept = fresh.registered("1");
        const SuggestionId raw = fresh.registered("2", "b");
        fresh.must(MergeSuggestions{kept, {raw}, ""});
        if (now != registered) fresh.accept(kept);
        if (now == fed_back || now == closed) {
            fresh.bring_to(kept, replied);
            fresh.grade(kept);
            fresh.tell(kept);
            fresh.tell(raw);
            if (now == closed) fresh.content(kept);
            if (now == closed) fresh.content(raw);
        } else {
            fresh.bring_to(kept, now);
        }
        EXPECT_EQ(fresh.status(kept), now);
        return fresh.send(SplitSuggestion{raw, ""});
    }
    // The two have one command, so that each is asked for where it alone is legal.
    Rejection instruct_it(Stage& on, SuggestionAction action) const {
        const bool first = action == SuggestionAction::instruct;
        if (first != (on.status(id) == reported)) return stays();
        return on.send(RecordInstruction{id, "who", "what"});
    }
    Rejection assign_it(Stage& on, SuggestionAction action) const {
        const bool first = action == SuggestionAction::assign;
        if (first != (on.status(id) == instructed)) return stays();
        return on.send(AssignSuggestion{id, "housing", {}, ""});
    }
    // Of two authors the first: the status stays.
    Rejection first_of_two(Stage& on) const {
        if (on.status(id) != replied) return on.send(GiveFeedback{id, ""});
        Stage fresh;
        const SuggestionId kept = fresh.reviewed("1");
        const SuggestionId raw = fresh.registered("2", "b");
        fresh.must(MergeSuggestions{kept, {raw}, ""});
        fresh.bring_to(kept, replied);
        fresh.grade(kept);
        const Rejection rejection = fresh.send(GiveFeedback{raw, ""});
        EXPECT_EQ(fresh.status(kept), replied);
        return rejection;
    }
    Rejection first_opinion(Stage& on) const {
        if (on.status(id) != fed_back) {
            return on.send(RecordSatisfaction{id, Satisfaction::satisfied, ""});
        }
        Stage fresh;
        const SuggestionId kept = fresh.reviewed("1");
        const SuggestionId raw = fresh.registered("2", "b");
        fresh.must(MergeSuggestions{kept, {raw}, ""});
        fresh.bring_to(kept, replied);
        fresh.grade(kept);
        fresh.tell(raw);
        fresh.tell(kept);
        const Rejection rejection =
            fresh.send(RecordSatisfaction{raw, Satisfaction::satisfied, ""});
        EXPECT_EQ(fresh.status(kept), fed_back);
        return rejection;
    }
};

TEST(Thinktank, EveryStatusWithEveryActionIsAsTheTableSays) {
    EXPECT_EQ(disagreements(core::suggestion_cycle, SuggestionArea{}), std::vector<std::string>{});
}

}  // namespace
}  // namespace muster::test
