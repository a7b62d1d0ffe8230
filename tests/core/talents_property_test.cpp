// Random lives of a small register of talents: every invariant holds after each command, whatever
// the order, and an engine restored from the state before decides the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "muster/merges.hpp"
#include "muster/registry.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "muster/talents.hpp"
#include "tests/core/random_lives.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

constexpr TimePoint start{1'764'547'200'000};

// Few values for everything, so that talents meet each other.
class Talents : public RandomLives {
  public:
    explicit Talents(std::uint64_t seed) : RandomLives(seed, kinds, start) {
        Rules rules = test_rules();
        rules.talents->review_months = 1;
        rules.talents->review_warn_days = 3;
        rules.talents->keep_ms = hours(24 * 20);
        must_take(LoadRules{std::move(rules)});
    }

    void step() {
        now_ = now_ + minutes(static_cast<std::int64_t>(up_to(60 * 48)));
        while (engine_.next_deadline() <= now_)
            must_take(Tick{}, std::max(engine_.last_at(), engine_.next_deadline()));
        send(any_command(), now_);
    }

    static constexpr std::size_t kinds = 14;

  private:
    std::vector<Code> any_skills() {
        return one_of<std::vector<Code>>({{}, {"nurse"}, {"nurse", "care"}, {"care"}});
    }
    std::vector<SkillTerm> any_terms() {
        if (up_to(1) == 0) return {};
        const Millis later = hours(1 + static_cast<std::int64_t>(up_to(24 * 9)));
        return {{one_of<Code>({"nurse", "care"}), now_ + later}};
    }
    MemberId member_or_none() { return up_to(1) == 0 ? MemberId{} : any<Member>(); }
    ResponderId responder_or_none() { return up_to(1) == 0 ? ResponderId{} : any<Responder>(); }

    RegisterTalent any_talent() {
        RegisterTalent command;
        TalentProfile& profile = command.profile;
        profile.name = one_of<std::string>({"Li", "Wang", "Zhao"});
        profile.phone = one_of<std::string>({"", "85550101", "85550102"});
        profile.external_ref = one_of<std::string>({"", "", "1", "2"});
        if (up_to(1) == 0) profile.birth_date = BirthDate{CalendarKind::solar, 1950, 3, 1, false};
        profile.fields = {one_of<Code>({"law", "music"})};
        profile.skills = any_skills();
        profile.skill_terms = any_terms();
        command.member = member_or_none();
        command.responder = responder_or_none();
        command.candidate = up_to(2) == 0;
        return command;
    }

    UpdateTalent any_update() {
        UpdateTalent command;
        command.talent = any<Talent>();
        if (up_to(1) == 0) {
            command.profile.name = Personal<std::string>(one_of<std::string>({"Li", "Wang"}));
        }
        if (up_to(1) == 0) command.profile.skills = any_skills();
        if (up_to(1) == 0) command.profile.skill_terms = any_terms();
        if (up_to(2) == 0) command.member = member_or_none();
        if (up_to(2) == 0) command.responder = responder_or_none();
        return command;
    }

    Command any_command() {
        kind_ = up_to(kinds - 1);
        switch (kind_) {
            case 0: {
                RegisterMember command;
                command.profile.name = one_of<std::string>({"Li", "Wang"});
                return command;
            }
            case 1: {
                RegisterResponder command;
                command.profile.kind = ResponderKind::volunteer;
                command.profile.skills = any_skills();
                command.profile.skill_terms = any_terms();
                return command;
            }
            case 2: {
                UpdateResponder command;
                command.responder = any<Responder>();
                command.profile.skills = any_skills();
                command.profile.skill_terms = any_terms();
                return command;
            }
            case 3:
                return SetMemberStatus{
                    any<Member>(),
                    one_of<MemberStatus>({MemberStatus::active, MemberStatus::away,
                                          MemberStatus::active, MemberStatus::deceased}),
                    "so"};
            case 4:
                if (up_to(2) > 0) return RemoveMember{any<Member>(), "mistake"};
                return EraseMember{any<Member>(), "so"};
            case 5:
                return ProposeMerge{any<Member>(), any<Member>(), ""};
            case 6:
                if (up_to(1) == 0) return UndoMerge{any<MemberMerge>(), "two people"};
                return MergeMembers{any<MemberMerge>(), ""};
            case 7:
                return any_update();
            case 8: {
                ReviewTalent command;
                command.talent = any<Talent>();
                command.late_cause = one_of<std::string>({"", "forgotten"});
                return command;
            }
            case 9:
                return PauseTalent{any<Talent>(), "travels"};
            case 10:
                return ResumeTalent{any<Talent>()};
            case 11: {
                LeaveTalent command{any<Talent>(), LeaveCause::health, {}, "so"};
                if (up_to(1) == 0) {
                    command.cause = LeaveCause::duplicate;
                    command.same_as = any<Talent>();
                }
                return command;
            }
            case 12:
                return SeparateTalents{any<Talent>(), any<Talent>(), ""};
            default:
                return any_talent();
        }
    }
};

TEST(Talents, AnySequenceKeepsEveryInvariant) {
    expect_kept<Talents>(40, 200);
}

}  // namespace
}  // namespace muster::test
