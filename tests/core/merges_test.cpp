// What merging two entries of the register promises: every link leads on, and undoing gives all
// back.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "engine/core/merges/filling.hpp"
#include "engine/core/merges/merge_state.hpp"
#include "muster/assessments.hpp"
#include "muster/devices.hpp"
#include "muster/merges.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/service.hpp"
#include "tests/core/life_cycle_pairs.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

using core::MergeAction;

constexpr TimePoint start{1'764'547'200'000};

// Two entries of Li Na, each with a card, a device, an assessment and an open request.
class Stage {
  public:
    Stage() {
        made(LoadRules{test_rules()});
        kept = {made(entry("1", "85550101"))};
        other = {made(entry("2", "85550102"))};
        for (const MemberId id : {kept, other}) {
            cards.push_back({made(IssueCard{id, ""})});
            RegisterDevice device;
            device.key = "imei:" + std::to_string(id.value);
            device.member = id;
            made(device);
            CreateRequest request;
            request.service = "chore";
            request.member = id;
            requests.push_back({made(request)});
        }
        merge = {made(ProposeMerge{kept, other, ""})};
    }

    Rejection send(Command command) {
        Envelope envelope;
        envelope.seq = engine_.last_seq() + 1;
        envelope.at = start;
        envelope.source = "test";
        envelope.command = std::move(command);
        const Rejection rejection = engine_.handle(envelope).rejection;
        EXPECT_EQ(engine_.broken_invariant(), "");
        return rejection;
    }
    std::uint64_t made(Command command) {
        const Rejection rejection = send(std::move(command));
        EXPECT_FALSE(rejection) << rejection.detail;
        return engine_.last_seq();
    }
    [[nodiscard]] const core::Board& board() const { return engine_.board(); }
    [[nodiscard]] const MemberMerge& get() const {
        return *board().store<MemberMerge>().get(merge);
    }

    // How many things lead to this member.
    [[nodiscard]] std::size_t links(MemberId id) const {
        std::size_t count = board().members().aux(board().members().find(id)).open_requests.size();
        for (const MemberId one : board().derived<Member>().with_aliases(id)) {
            count += board().members().aux(board().members().find(one)).cards.size();
            count += board().derived<Device>().of_member(one).size();
        }
        for (const char* phone : {"85550101", "85550102"}) {
            for (const MemberHint& hint : board().members_with_phone(phone))
                count += board().root(hint.member) == id ? 1u : 0u;
        }
        return count;
    }

    MemberId kept, other;
    MergeId merge;
    std::vector<CardId> cards;
    std::vector<RequestId> requests;

  private:
    static RegisterMember entry(std::string number, std::string phone) {
        RegisterMember command;
        command.profile.name = "Li Na";
        command.profile.external_ref = std::move(number);
        command.profile.phone = std::move(phone);
        return command;
    }

    core::Engine engine_;
};

TEST(Merges, LeadEveryLinkOnAndGiveItBack) {
    Stage stage;
    const std::size_t kept = stage.links(stage.kept);
    const std::size_t other = stage.links(stage.other);
    EXPECT_EQ(kept, 4u);
    EXPECT_EQ(other, 4u);
    stage.made(MergeMembers{stage.merge, ""});
    EXPECT_EQ(stage.links(stage.kept), kept + other);
    EXPECT_EQ(stage.board().root(stage.other), stage.kept);
    stage.made(UndoMerge{stage.merge, "two people"});
    EXPECT_EQ(stage.links(stage.kept), kept);
    EXPECT_EQ(stage.links(stage.other), other);
}

TEST(Merges, ARestoredBoardLeadsOnAsWell) {
    Stage stage;
    stage.made(MergeMembers{stage.merge, ""});
    core::Engine twin;
    twin.restore(stage.board().state());
    const core::Board& board = twin.board();
    EXPECT_EQ(board.root(stage.other), stage.kept);
    EXPECT_EQ(board.members().aux(board.members().find(stage.kept)).open_requests.size(), 2u);
    EXPECT_EQ(twin.broken_invariant(), "");
}

TEST(Merges, ADeathEndsWhatLeadsThere) {
    Stage stage;
    stage.made(MergeMembers{stage.merge, ""});
    stage.made(SetMemberStatus{stage.other, MemberStatus::deceased, "told by kin"});
    EXPECT_EQ(stage.board().members().get(stage.kept)->status, MemberStatus::deceased);
    for (const CardId card : stage.cards)
        EXPECT_EQ(stage.board().cards().get(card)->status, CardStatus::revoked);
    for (const RequestId request : stage.requests)
        EXPECT_EQ(stage.board().requests().get(request)->status, RequestStatus::cancelled);
    stage.made(EraseMember{stage.kept, "the law"});
    for (const MemberId id : {stage.kept, stage.other})
        EXPECT_TRUE(stage.board().members().get(id)->profile.name.value.empty());
    EXPECT_EQ(stage.board().store<MemberMerge>().size(), 0u);
}

// Of one standard the later assessment counts while both are one.
TEST(Merges, OneAssessmentOfBothIsValid) {
    Stage stage;
    const auto assess = [&](MemberId id, std::int64_t points) {
        RecordAssessment command;
        command.member = id;
        command.standard = "MZ/T 039";
        command.assessors = {"Wu", "He"};
        command.scores = std::vector<AssessmentScore>{{"daily_living", points}};
        return AssessmentId{stage.made(command)};
    };
    const auto ability = [&](MemberId id) {
        return stage.board().members().get(id)->profile.ability.value;
    };
    assess(stage.kept, 100);
    assess(stage.other, 30);
    stage.made(MergeMembers{stage.merge, ""});
    EXPECT_EQ(ability(stage.kept), AbilityLevel::severe);
    stage.made(UndoMerge{stage.merge, "two people"});
    EXPECT_EQ(ability(stage.kept), AbilityLevel::intact);
    EXPECT_EQ(ability(stage.other), AbilityLevel::severe);
}

TEST(Merges, FillWhatIsMissingAndTakeItBack) {
    MemberProfile kept;
    kept.name = "Li Na";
    kept.external_ref = "1";
    kept.flags = std::vector{MemberFlag::lives_alone};
    kept.risks = "a dog";
    kept.contacts = {{ContactRelation::kin, "Li Wei", "100"}};
    MemberProfile other;
    other.name = "Lina Li";
    other.external_ref = "2";
    other.address = "Canal Street 7";
    other.flags = std::vector{MemberFlag::disabled, MemberFlag::lives_alone};
    other.risks = "oxygen";
    other.contacts = {{ContactRelation::kin, "Li Wei", "100"},
                      {ContactRelation::kin, "Li An", "101"}};
    const MemberProfile before = kept;

    const MemberChanges filled = core::lacking(kept, other);
    core::fill(kept, filled);
    EXPECT_EQ(kept.name, "Li Na");
    EXPECT_EQ(kept.external_ref, "1");
    EXPECT_EQ(kept.address, "Canal Street 7");
    EXPECT_EQ(kept.flags.value, (std::vector{MemberFlag::lives_alone, MemberFlag::disabled}));
    EXPECT_EQ(kept.risks, "a dog; oxygen");
    ASSERT_EQ(kept.contacts.size(), 2u);
    EXPECT_EQ(kept.contacts[1].name, "Li An");

    MemberProfile changed = kept;
    core::take_back(kept, filled);
    EXPECT_TRUE(kept == before);
    // What was told since stays.
    changed.address = "Canal Street 8";
    changed.risks = "a dog; oxygen; stairs";
    core::take_back(changed, filled);
    EXPECT_EQ(changed.address, "Canal Street 8");
    EXPECT_EQ(changed.risks, "a dog; oxygen; stairs");
}

// What the life-cycle test asks of an area.
struct Area {
    static Stage stage(MergeStatus status) {
        Stage stage;
        if (status == MergeStatus::rejected) stage.made(RejectMerge{stage.merge, ""});
        if (status == MergeStatus::merged || status == MergeStatus::undone) {
            stage.made(MergeMembers{stage.merge, ""});
        }
        if (status == MergeStatus::undone) stage.made(UndoMerge{stage.merge, "two people"});
        return stage;
    }
    static Rejection act(Stage& stage, MergeAction action) {
        switch (action) {
            case MergeAction::merge:
                return stage.send(MergeMembers{stage.merge, ""});
            case MergeAction::reject:
                return stage.send(RejectMerge{stage.merge, ""});
            case MergeAction::undo:
                return stage.send(UndoMerge{stage.merge, "two people"});
        }
        return {};
    }
    static MergeStatus status(const Stage& stage) { return stage.get().status; }
    static bool further_rule(MergeStatus, MergeAction) { return false; }
};

TEST(Merges, EveryStatusAndEveryAction) {
    EXPECT_EQ(disagreements(core::merge_cycle, Area()), std::vector<std::string>());
}

}  // namespace
}  // namespace muster::test
