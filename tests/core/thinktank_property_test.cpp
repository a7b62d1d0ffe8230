// Random lives of suggestions and their authors: every invariant holds after each command, whatever
// the order, an engine restored from the state before decides the same, and a merge that is undone
// leaves nothing behind.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/codec/commands_json.hpp"
#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "muster/merges.hpp"
#include "muster/registry.hpp"
#include "muster/service.hpp"
#include "muster/talents.hpp"
#include "muster/thinktank.hpp"
#include "tests/core/random_lives.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

constexpr TimePoint start{1'764'547'200'000};

// Few values for everything, so that suggestions meet each other.
class Suggestions : public RandomLives {
  public:
    explicit Suggestions(std::uint64_t seed) : RandomLives(seed, kinds, start) {
        Rules rules = test_rules();
        rules.thinktank.emplace().max_merged = 4;
        must_take(LoadRules{std::move(rules)});
    }

    void step() {
        now_ = now_ + minutes(static_cast<std::int64_t>(up_to(60 * 24 * 6)));
        while (engine_.next_deadline() <= now_)
            must_take(Tick{}, std::max(engine_.last_at(), engine_.next_deadline()));
        const auto& all = engine_.board().store<Suggestion>();
        const std::size_t before = all.size();
        Command command = any_command();
        note_merge(command);
        const bool refused = send(command, now_);
        if (!refused) check_split(command);
        EXPECT_GE(all.size(), before) << "none is ever lost";
    }

    static constexpr std::size_t kinds = 20;

  private:
    std::string json(SuggestionId id) const {
        std::string text;
        if (const auto* const one = engine_.board().store<Suggestion>().get(id)) {
            codec::write(text, *one);
        }
        return text;
    }
    void note_merge(const Command& command) {
        if (const auto* const merge = command.get_if<MergeSuggestions>()) {
            for (const SuggestionId id : merge->others) {
                const auto* const one = engine_.board().store<Suggestion>().get(id);
                if (one != nullptr && !one->merged_into) before_merge_[id] = json(id);
            }
        }
        // What follows the life of an author changes a merged one, too.
        if (command.is<SetMemberStatus>() || command.is<EraseMember>() ||
            command.is<RemoveMember>() || command.is<UndoMerge>() || command.is<LeaveTalent>()) {
            before_merge_.clear();
        }
    }
    void check_split(const Command& command) {
        const auto* const split = command.get_if<SplitSuggestion>();
        if (split == nullptr) return;
        const auto before = before_merge_.find(split->suggestion);
        if (before == before_merge_.end()) return;
        EXPECT_EQ(json(split->suggestion), before->second) << "a merge that is undone left a trace";
    }

    RegisterSuggestion any_suggestion() {
        RegisterSuggestion command;
        command.reference = one_in(3) ? "" : std::to_string(up_to(60));
        command.title = one_of<std::string>({"lifts", "lifts", "parks"});
        command.author = one_of<std::string>({"Li", "Wu", ""});
        if (one_in(2)) command.member = any<Member>();
        if (one_in(3)) command.talent = any<Talent>();
        command.confidentiality = one_of<Confidentiality>(
            {Confidentiality::open, Confidentiality::internal, Confidentiality::internal});
        return command;
    }

    // Mostly one in the status in which the command is legal: else nothing gets anywhere.
    SuggestionId in(std::vector<SuggestionStatus> wanted) {
        if (one_in(6)) return any<Suggestion>();
        std::vector<SuggestionId> found;
        const auto& all = engine_.board().store<Suggestion>();
        for (const core::Index index : all.in_order()) {
            if (std::find(wanted.begin(), wanted.end(), all[index].status) != wanted.end()) {
                found.push_back(all[index].id);
            }
        }
        return found.empty() ? any<Suggestion>() : one_of(found);
    }
    // ... or one that was merged into such a one: who is to be answered.
    SuggestionId with_group_in(SuggestionStatus wanted) {
        const SuggestionId handled = in({wanted});
        const auto& merged = engine_.board().derived<Suggestion>().merged_into(handled);
        if (merged.empty() || one_in(2)) return handled;
        return one_of(merged);
    }

    Command any_command() {
        using enum SuggestionStatus;
        // What leads on comes more often: else hardly anything is ever answered.
        kind_ = one_of<std::size_t>({0,  1,  2,  3,  4,  5,  5,  5,  5,  5,  6,  6,  7,  8,  8,  8,
                                     9,  9,  9,  10, 10, 10, 11, 12, 12, 12, 13, 13, 13, 14, 14, 14,
                                     14, 14, 15, 15, 15, 15, 16, 16, 17, 17, 17, 17, 18, 19});
        switch (kind_) {
            case 0: {
                RegisterMember command;
                command.profile.name = "Li";
                return command;
            }
            case 1:
                return SetMemberStatus{
                    any<Member>(),
                    one_of<MemberStatus>({MemberStatus::active, MemberStatus::away,
                                          MemberStatus::active, MemberStatus::deceased}),
                    "so"};
            case 2:
                if (up_to(2) > 0) return RemoveMember{any<Member>(), "mistake"};
                return EraseMember{any<Member>(), "so"};
            case 3:
                return ProposeMerge{any<Member>(), any<Member>(), ""};
            case 4:
                if (one_in(3)) return UndoMerge{any<MemberMerge>(), "two people"};
                return MergeMembers{any<MemberMerge>(), ""};
            case 5:
                if (up_to(3) > 0) {
                    return MergeSuggestions{
                        in({registered, reviewed}), {in({registered, reviewed})}, "same"};
                }
                return MergeSuggestions{in({registered, reviewed}),
                                        {in({registered, reviewed}), in({registered, reviewed})},
                                        "same"};
            case 6:
                return SplitSuggestion{in({merged}), "another"};
            case 7:
                return ReviewSuggestion{in({registered, reviewed}),
                                        one_of<SuggestionVerdict>({SuggestionVerdict::send_back,
                                                                   SuggestionVerdict::decline}),
                                        "",
                                        {},
                                        "so",
                                        one_in(2) ? "late" : ""};
            case 8:
                if (one_in(2)) return ReportSuggestions{{in({reviewed})}, "one", ""};
                return ReportSuggestions{{in({reviewed}), in({reviewed})}, "batch", ""};
            case 9:
                return RecordInstruction{in({reported, instructed}), "who", "what"};
            case 10:
                return AssignSuggestion{
                    in({instructed, assigned}), one_of<Code>({"housing", "health"}), {}, ""};
            case 11:
                return ExtendSuggestion{in({assigned}), "so"};
            case 12:
                return ReplySuggestion{in({assigned}), "done", one_in(2) ? "late" : ""};
            case 13:
                return GradeSuggestion{
                    in({replied}),
                    one_of<SuggestionGrade>({SuggestionGrade::solved, SuggestionGrade::deferred})};
            case 14:
                return GiveFeedback{with_group_in(replied), "", one_in(2) ? "late" : ""};
            case 15:
                return RecordSatisfaction{
                    with_group_in(fed_back),
                    one_of<Satisfaction>({Satisfaction::satisfied, Satisfaction::no_answer,
                                          Satisfaction::dissatisfied}),
                    "so"};
            case 16:
                if (one_in(6)) return WithdrawSuggestion{in({registered, reviewed}), "so"};
                return ReviewSuggestion{
                    in({registered}),       SuggestionVerdict::accept, "gist", {}, "",
                    one_in(2) ? "late" : ""};
            case 18: {
                RegisterTalent command;
                command.profile.name = "Li";
                if (one_in(2)) command.member = any<Member>();
                return command;
            }
            case 19: {
                LeaveTalent command{any<Talent>(), LeaveCause::deceased, {}, "so"};
                if (one_in(2)) {
                    command.cause = LeaveCause::duplicate;
                    command.same_as = any<Talent>();
                }
                return command;
            }
            default:
                return any_suggestion();
        }
    }

    std::map<SuggestionId, std::string> before_merge_;
};

TEST(Thinktank, AnySequenceKeepsEveryInvariant) {
    expect_kept<Suggestions>(20, 300);
}

}  // namespace
}  // namespace muster::test
