// Random surveys of a small register: every invariant holds after each command, whatever the order,
// an engine restored from the state before decides the same, and no answer is lost.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "engine/codec/json_writer.hpp"
#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "muster/merges.hpp"
#include "muster/registry.hpp"
#include "muster/service.hpp"
#include "muster/survey.hpp"
#include "tests/core/state_text.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

constexpr TimePoint start{1'764'547'200'000};

// Few values for everything, so that answers meet each other.
class Surveys {
  public:
    explicit Surveys(std::uint64_t seed) : random_(seed) {
        Rules rules = test_rules();
        rules.survey->questionnaires.push_back(test_questionnaire());
        rules.survey->questionnaires[1].code = "slow";
        rules.survey->questionnaires[1].review_all = true;
        send(LoadRules{std::move(rules)});
    }

    void step() {
        now_ = now_ + minutes(static_cast<std::int64_t>(up_to(60 * 24)));
        while (engine_.next_deadline() <= now_) {
            kind_ = kinds;
            send_at(Tick{}, std::max(engine_.last_at(), engine_.next_deadline()));
        }
        send(any_command());
    }

    static constexpr std::size_t kinds = 12;
    std::vector<std::size_t> accepted = std::vector<std::size_t>(kinds, 0);

  private:
    std::uint64_t up_to(std::uint64_t most) { return random_() % (most + 1); }
    template <class T>
    T one_of(std::vector<T> values) {
        return values[up_to(values.size() - 1)];
    }
    // Of a kind that is there; sometimes nobody.
    template <class T>
    decltype(T::id) any() {
        const auto all = engine_.board().store<T>().in_order();
        if (all.empty() || up_to(19) == 0) return {999'999};
        return engine_.board().store<T>()[all[up_to(all.size() - 1)]].id;
    }

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

    void send(Command command) { send_at(std::move(command), now_); }

    void send_at(Command command, TimePoint at) {
        core::Engine twin;
        twin.restore(engine_.state());
        const std::size_t before = engine_.board().store<SurveyAnswer>().size();
        Envelope envelope;
        envelope.seq = engine_.last_seq() + 1;
        envelope.at = at;
        envelope.source = "test";
        envelope.command = std::move(command);
        const core::Handled handled = engine_.handle(envelope);
        const core::Handled again = twin.handle(envelope);
        EXPECT_EQ(handled.rejection.detail, again.rejection.detail);
        EXPECT_EQ(state_text(engine_.state()), state_text(twin.state())) << envelope.command.name();
        EXPECT_EQ(engine_.broken_invariant(), "")
            << "after " << envelope.command.name() << ", record " << envelope.seq;
        EXPECT_EQ(engine_.next_deadline(), twin.next_deadline());
        EXPECT_GE(engine_.board().store<SurveyAnswer>().size(), before);
        if (!handled.rejection && kind_ < kinds) ++accepted[kind_];
    }

    std::mt19937_64 random_;
    core::Engine engine_;
    TimePoint now_ = start;
    std::size_t kind_ = kinds;
};

TEST(Survey, AnySequenceKeepsEveryInvariant) {
    std::vector<std::size_t> accepted(Surveys::kinds, 0);
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Surveys surveys(seed);
        for (int i = 0; i < 200 && !testing::Test::HasFailure(); ++i)
            surveys.step();
        for (std::size_t kind = 0; kind < Surveys::kinds; ++kind)
            accepted[kind] += surveys.accepted[kind];
    }
    // A test that refuses everything proves nothing.
    for (std::size_t kind = 0; kind < Surveys::kinds; ++kind)
        EXPECT_GT(accepted[kind], 0u) << "kind " << kind;
}

}  // namespace
}  // namespace muster::test
