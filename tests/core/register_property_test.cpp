// Random lives of a small register: every invariant holds after each command, whatever the order,
// an engine restored from the state before decides the same, and merging and undoing loses no link.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "engine/codec/json_writer.hpp"
#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "muster/assessments.hpp"
#include "muster/devices.hpp"
#include "muster/merges.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/service.hpp"
#include "tests/core/state_text.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

constexpr TimePoint start{1'764'547'200'000};
constexpr Millis day = hours(24);

// Few values for everything, so that members meet each other.
class Lives {
  public:
    explicit Lives(std::uint64_t seed) : random_(seed) { must_take(LoadRules{test_rules()}); }

    void step() {
        now_ = now_ + minutes(static_cast<std::int64_t>(up_to(60 * 24 * 9)));
        while (engine_.next_deadline() <= now_)
            must_take(Tick{}, std::max(engine_.last_at(), engine_.next_deadline()));
        send(any_command(), now_);
    }

    std::vector<std::size_t> accepted = std::vector<std::size_t>(kinds, 0);
    static constexpr std::size_t kinds = 18;
    [[nodiscard]] const core::Engine& engine() const { return engine_; }

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

    MemberChanges any_profile() {
        MemberChanges profile;
        if (up_to(1) == 0) profile.name = one_of<std::string>({"Li", "Wang", "Zhao"});
        if (up_to(1) == 0) profile.phone = one_of<std::string>({"85550101", "85550102", ""});
        if (up_to(2) == 0) profile.external_ref = one_of<std::string>({"1", "2", "3", "4", ""});
        if (up_to(2) == 0) {
            profile.birth_date = one_of<BirthDate>({{CalendarKind::solar, 1946, 1, 20, false},
                                                    {CalendarKind::lunar, 1945, 12, 30, false}});
        }
        if (up_to(2) == 0) profile.address = one_of<std::string>({"Canal Street 7", ""});
        if (up_to(2) == 0) {
            profile.flags = one_of<std::vector<MemberFlag>>(
                {{}, {MemberFlag::lives_alone}, {MemberFlag::disabled, MemberFlag::low_income}});
        }
        if (up_to(3) == 0) profile.risks = one_of<std::string>({"oxygen", "a dog", ""});
        if (up_to(3) == 0) {
            profile.contacts = std::vector<Contact>{
                {ContactRelation::kin, "Li Wei", one_of<std::string>({"85550101", "85550103"})}};
        }
        return profile;
    }

    RecordAssessment any_assessment() {
        RecordAssessment command;
        command.member = any<Member>();
        command.standard = "MZ/T 039";
        if (up_to(2) == 0) command.assessed_at = now_ - day * static_cast<std::int64_t>(up_to(40));
        command.assessors = {"Wu", "He"};
        command.scores =
            std::vector<AssessmentScore>{{"daily_living", static_cast<std::int64_t>(up_to(100))}};
        if (up_to(3) == 0) command.conditions = std::vector{Adjustment::dementia};
        return command;
    }

    Command any_command() {
        kind_ = up_to(kinds - 1);
        switch (kind_) {
            case 0: {
                RegisterMember command;
                command.profile.name = "Li";
                command.profile.phone = one_of<std::string>({"85550101", "85550102"});
                return command;
            }
            case 1:
                return UpdateMember{any<Member>(), any_profile(), {}};
            case 2:
                return RemoveMember{any<Member>(), "mistake"};
            case 3:
                return SetMemberStatus{
                    any<Member>(),
                    one_of<MemberStatus>({MemberStatus::active, MemberStatus::away,
                                          MemberStatus::deceased, MemberStatus::moved_away}),
                    "so"};
            case 4:
                return EraseMember{any<Member>(), "so"};
            case 5:
                return RecordConsent{any<Member>(), one_of<Code>({"care", "family"}), ""};
            case 6:
                return WithdrawConsent{any<Member>(), one_of<Code>({"care", "family"}), ""};
            case 7:
                return ReportMemberEvent{any<Member>(),
                                         one_of<Code>({"fall", "discharge", "admission"}),
                                         now_ - day * static_cast<std::int64_t>(up_to(40)), ""};
            case 8:
                return any_assessment();
            case 9:
                return VoidAssessment{any<Assessment>(), "wrong"};
            case 10:
                return ProposeMerge{any<Member>(), any<Member>(), ""};
            case 11:
                return MergeMembers{any<MemberMerge>(), ""};
            case 12:
                return RejectMerge{any<MemberMerge>(), ""};
            case 13:
                return UndoMerge{any<MemberMerge>(), "two people"};
            case 14:
                return IssueCard{any<Member>(), ""};
            case 15:
                return TapCard{any<Card>(), 0, "blue", {}, {}, {}};
            case 16:
                return CancelRequest{any<Request>(), "well"};
            default: {
                RegisterDevice command;
                command.key = "imei:" + std::to_string(up_to(9));
                command.type = "button";
                command.member = any<Member>();
                return command;
            }
        }
    }

    void must_take(Command command, TimePoint at = start) {
        kind_ = kinds;
        EXPECT_FALSE(send(std::move(command), at));
    }

    bool send(Command command, TimePoint at) {
        core::Engine twin;
        twin.restore(engine_.state());
        Envelope envelope;
        envelope.seq = engine_.last_seq() + 1;
        envelope.at = at;
        envelope.source = "test";
        envelope.command = std::move(command);
        const core::Handled handled = engine_.handle(envelope);
        const core::Handled again = twin.handle(envelope);
        EXPECT_EQ(handled.rejection.detail, again.rejection.detail);
        EXPECT_EQ(state_text(engine_.state()), state_text(twin.state())) << envelope.command.name();
        const std::string broken = engine_.broken_invariant();
        EXPECT_EQ(broken, "") << "after " << envelope.command.name() << ", record " << envelope.seq;
        EXPECT_EQ(engine_.next_deadline(), twin.next_deadline());
        if (!handled.rejection && kind_ < kinds) ++accepted[kind_];
        return static_cast<bool>(handled.rejection);
    }

    std::mt19937_64 random_;
    core::Engine engine_;
    TimePoint now_ = start;
    std::size_t kind_ = kinds;
};

TEST(Register, AnySequenceKeepsEveryInvariant) {
    std::vector<std::size_t> accepted(Lives::kinds, 0);
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Lives lives(seed);
        for (int i = 0; i < 120 && !testing::Test::HasFailure(); ++i)
            lives.step();
        for (std::size_t kind = 0; kind < Lives::kinds; ++kind)
            accepted[kind] += lives.accepted[kind];
    }
    // A test that refuses everything proves nothing.
    for (std::size_t kind = 0; kind < Lives::kinds; ++kind)
        EXPECT_GT(accepted[kind], 0u) << "kind " << kind;
}

}  // namespace
}  // namespace muster::test
