// Random surveys of a small register: every invariant holds after each command, whatever the order,
// an engine restored from the state before decides the same, and no answer is lost.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "muster/merges.hpp"
#include "muster/registry.hpp"
#include "muster/service.hpp"
#include "muster/survey.hpp"
#include "tests/core/random_lives.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

constexpr TimePoint start{1'764'547'200'000};

// Few values for everything, so that answers meet each other.
class Surveys : public RandomLives {
  public:
    explicit Surveys(std::uint64_t seed) : RandomLives(seed, kinds, start) {
        Rules rules = test_rules();
        rules.survey->questionnaires.push_back(test_questionnaire());
        rules.survey->questionnaires[1].code = "slow";
        rules.survey->questionnaires[1].review_all = true;
        must_take(LoadRules{std::move(rules)});
    }

    void step() {
        now_ = now_ + minutes(static_cast<std::int64_t>(up_to(60 * 24)));
        while (engine_.next_deadline() <= now_)
            must_take(Tick{}, std::max(engine_.last_at(), engine_.next_deadline()));
        const std::size_t before = engine_.board().store<SurveyAnswer>().size();
        send(any_command(), now_);
        EXPECT_GE(engine_.board().store<SurveyAnswer>().size(), before);
    }

    static constexpr std::size_t kinds = 12;

  private:
    SubmitAnswer any_answer() {
        SubmitAnswer command;
        command.survey = any<Survey>();
        command.reference = std::to_string(up_to(30));
        if (up_to(2) > 0) command.member = any<Member>();
        if (!command.member) command.member_ref = one_of<std::string>({"", "1", "2", "9"});
        if (up_to(3) == 0) command.answered_on = Date{20'400 + static_cast<std::int32_t>(up_to(9))};
        auto& replies = command.replies.value;
        if (up_to(9) > 0) {
            replies.push_back({"living", one_of<std::string>({"alone", "family", "moon"})});
        }
        if (up_to(2) == 0) replies.push_back({"helped", one_of<std::string>({"yes", "no"})});
        replies.push_back(
            {"needs", one_of<std::string>({"", "meals", "walks", "meals walks", "none"})});
        if (up_to(2) == 0) replies.push_back({"visits", std::to_string(up_to(35))});
        if (up_to(4) == 0) replies.push_back({"wish", "a garden"});
        return command;
    }

    Command any_command() {
        kind_ = up_to(kinds - 1);
        switch (kind_) {
            case 0: {
                RegisterMember command;
                command.profile.name = "Li";
                command.profile.external_ref = one_of<std::string>({"1", "2", "3", ""});
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
                return MergeMembers{any<MemberMerge>(), ""};
            case 5:
                return UndoMerge{any<MemberMerge>(), "two people"};
            case 6: {
                OpenSurvey command;
                command.questionnaire = one_of<Code>({"needs", "slow"});
                if (up_to(1) == 0) command.closes_at = now_ + hours(24 * 9);
                return command;
            }
            case 7:
                return up_to(3) == 0 ? Command(CloseSurvey{any<Survey>(), ""})
                                     : Command(any_answer());
            case 8:
                return ReviewAnswer{
                    any<SurveyAnswer>(),
                    one_of<AnswerVerdict>({AnswerVerdict::accept, AnswerVerdict::accept,
                                           AnswerVerdict::flag, AnswerVerdict::reject}),
                    "looked"};
            case 9:
                return ResolveNeed{any<Need>(), one_of<std::string>({"", "p"}),
                                   one_of<std::string>({"", "done"})};
            default:
                return any_answer();
        }
    }
};

TEST(Survey, AnySequenceKeepsEveryInvariant) {
    expect_kept<Surveys>(40, 200);
}

}  // namespace
}  // namespace muster::test
