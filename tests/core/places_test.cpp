// What the address book and the notes of premises promise.
#include <gtest/gtest.h>

#include "engine/core/places/place_state.hpp"
#include "engine/core/places/premises.hpp"
#include "tests/core/life_cycle_pairs.hpp"
#include "tests/core/places_stage.hpp"

namespace muster::test {
namespace {

using core::PlaceAction;
using core::PremisesAction;
using Ids = std::vector<PremisesNoteId>;

AddPremisesNote note_of(MemberId member, std::string text = "1234#") {
    return {member, {}, PremisesKind::gate_code, std::move(text), {}};
}
AddPremisesNote note_at(PlaceId place) {
    return {{}, place, PremisesKind::access, "ring at the porter's", {}};
}

struct PlaceArea {
    struct Stage : PlacesStage {
        PlaceId place;
    };
    static Stage stage(PlaceStatus status) {
        Stage stage;
        stage.place = static_cast<PlacesStage&>(stage).place("1");
        if (status == PlaceStatus::retired) {
            EXPECT_FALSE(stage.send(RetirePlace{stage.place, ""}));
        }
        return stage;
    }
    static Rejection act(Stage& stage, PlaceAction action) {
        PlaceChanges changes;
        changes.name = "another";
        if (action == PlaceAction::update) return stage.send(UpdatePlace{stage.place, changes, {}});
        return stage.send(RetirePlace{stage.place, "pulled down"});
    }
    static PlaceStatus status(const Stage& stage) { return stage.get(stage.place)->status; }
    static bool further_rule(PlaceStatus, PlaceAction) { return false; }
};

TEST(Places, EachStatusWithEachAction) {
    EXPECT_EQ(disagreements(core::place_cycle, PlaceArea()), std::vector<std::string>());
}

struct PremisesArea {
    struct Stage : PlacesStage {
        MemberId of;
        PremisesNoteId note;
    };
    static Rejection move(Stage& stage, const char* address) {
        MemberChanges changes;
        changes.address = address;
        return stage.send(UpdateMember{stage.of, changes, {}});
    }
    static Stage stage(PremisesNoteStatus status) {
        Stage stage;
        stage.of = stage.member();
        AddPremisesNote command = note_of(stage.of);
        command.valid_until = PlacesStage::start + hours(5);
        stage.note = stage.must<PremisesNoteId>(command);
        if (status == PremisesNoteStatus::doubtful) {
            EXPECT_FALSE(move(stage, "elsewhere"));
        }
        if (status == PremisesNoteStatus::expired) stage.until(PlacesStage::start + hours(5));
        if (status == PremisesNoteStatus::ended) {
            EXPECT_FALSE(stage.send(EndPremisesNote{stage.note, ""}));
        }
        return stage;
    }
    static Rejection act(Stage& stage, PremisesAction action) {
        switch (action) {
            case PremisesAction::confirm:
                return stage.send(ConfirmPremisesNote{stage.note});
            case PremisesAction::end:
                return stage.send(EndPremisesNote{stage.note, ""});
            // No command asks for these: whether they come is seen from what happens.
            case PremisesAction::doubt: {
                const bool was_active = status(stage) == PremisesNoteStatus::active;
                EXPECT_FALSE(move(stage, "somewhere"));
                return was_active ? Rejection{} : illegal();
            }
            case PremisesAction::expire: {
                const bool live = core::is_live(status(stage));
                stage.until(std::max(stage.now(), PlacesStage::start + hours(5)));
                return live ? Rejection{} : illegal();
            }
        }
        return {};
    }
    static Rejection illegal() { return {RejectReason::illegal_status, "", ""}; }
    static PremisesNoteStatus status(const Stage& stage) { return stage.get(stage.note)->status; }
    static bool further_rule(PremisesNoteStatus, PremisesAction) { return false; }
};

TEST(Premises, EachStatusWithEachAction) {
    EXPECT_EQ(disagreements(core::premises_cycle, PremisesArea()), std::vector<std::string>());
}

TEST(Places, ANumberOfTheRegisterIsOnePlace) {
    PlacesStage stage;
    const PlaceId first = stage.place("A-1");
    AddPlace again;
    again.profile.name = "x";
    again.profile.external_ref = "A-1";
    const Rejection refused = stage.send(again);
    EXPECT_EQ(refused.reason, RejectReason::illegal_status);
    EXPECT_EQ(refused.field, "/profile/external_ref");
    EXPECT_NE(refused.detail.find("place " + std::to_string(first.value)), std::string::npos);
    EXPECT_FALSE(stage.send(RetirePlace{first, ""}));
    EXPECT_FALSE(stage.send(again));
}

TEST(Places, NoPlaceIsAPartOfItselfOrOfWhatIsRetired) {
    PlacesStage stage;
    const PlaceId street = stage.place("street");
    const PlaceId house = stage.place("house", {}, {}, {}, street);
    PlaceChanges changes;
    changes.parent = house;
    EXPECT_EQ(stage.send(UpdatePlace{street, changes, {}}).field, "/profile/parent");
    changes.parent = street;
    EXPECT_EQ(stage.send(UpdatePlace{street, changes, {}}).field, "/profile/parent");
    const Rejection refused = stage.send(RetirePlace{street, ""});
    EXPECT_EQ(refused.reason, RejectReason::illegal_status);
    EXPECT_NE(refused.detail.find("place " + std::to_string(house.value)), std::string::npos);
    EXPECT_FALSE(stage.send(RetirePlace{house, ""}));
    EXPECT_FALSE(stage.send(RetirePlace{street, ""}));
    changes.parent = street;
    const PlaceId other = stage.place("other");
    EXPECT_EQ(stage.send(UpdatePlace{other, changes, {}}).reason, RejectReason::illegal_status);
}

TEST(Places, WhatIsTheSameChangesNothing) {
    PlacesStage stage;
    const PlaceId id = stage.place("1");
    PlaceChanges changes;
    changes.name = "place 1";
    EXPECT_FALSE(stage.send(UpdatePlace{id, changes, {}}));
    EXPECT_TRUE(stage.events.empty());
    EXPECT_FALSE(stage.send(UpdatePlace{id, {}, {"point"}}));
    EXPECT_FALSE(stage.get(id)->profile.point);
}

TEST(Premises, NotesOfTheMemberAndOfPlacesNearbyGoForARequest) {
    PlacesStage stage;
    const MemberId member = stage.member();
    const PlaceId house = stage.place("house", PlacesStage::far);
    const PlaceId door = stage.place("door", PlacesStage::beside, {}, {}, house);
    const PlaceId away = stage.place("away", Point{324'006'000, 1'194'000'000});  // 66 m
    const auto of_member = stage.must<PremisesNoteId>(note_of(member));
    const auto of_house = stage.must<PremisesNoteId>(note_at(house));
    const auto of_door = stage.must<PremisesNoteId>(note_at(door));
    const auto of_away = stage.must<PremisesNoteId>(note_at(away));
    const auto ended = stage.must<PremisesNoteId>(note_at(door));
    EXPECT_FALSE(stage.send(EndPremisesNote{ended, "not true any more"}));
    CreateRequest command = repair({});
    command.member = member;
    const auto notes = [&](RequestId id) {
        return core::notes_for(stage.engine.board(), stage.request(id));
    };
    EXPECT_EQ(notes(stage.ask(command)), (Ids{of_member, of_house, of_door}));
    EXPECT_EQ(notes(stage.ask(repair(PlacesStage::here))), (Ids{of_house, of_door}));
    EXPECT_EQ(notes(stage.ask(repair(PlacesStage::far))), (Ids{of_house}));
    CreateRequest named = repair({});
    named.known_place = away;
    EXPECT_EQ(notes(stage.ask(named)), (Ids{of_away}));
}

TEST(Premises, AMoveMakesNotesDoubtfulUntilSomebodyConfirms) {
    PlacesStage stage;
    const MemberId member = stage.member();
    const auto note = stage.must<PremisesNoteId>(note_of(member));
    MemberChanges moved;
    moved.home = PlacesStage::far;
    EXPECT_FALSE(stage.send(UpdateMember{member, moved, {}}));
    EXPECT_EQ(stage.get(note)->status, PremisesNoteStatus::doubtful);
    // It still shows, and says so.
    CreateRequest command = repair({});
    command.member = member;
    EXPECT_EQ(core::notes_for(stage.engine.board(), stage.request(stage.ask(command))), Ids{note});
    EXPECT_FALSE(stage.send(ConfirmPremisesNote{note}));
    EXPECT_EQ(stage.get(note)->status, PremisesNoteStatus::active);
    moved.home = PlacesStage::here;
    EXPECT_FALSE(stage.send(UpdateMember{member, moved, {}}));
    EXPECT_EQ(stage.get(note)->status, PremisesNoteStatus::doubtful);
    moved.home = PlacesStage::far;
    EXPECT_FALSE(stage.send(UpdateMember{member, moved, {}}));
    EXPECT_EQ(stage.get(note)->status, PremisesNoteStatus::active);
}

TEST(Premises, NotesFollowAMergeAndItsWayBack) {
    PlacesStage stage;
    const MemberId kept = stage.member();
    const MemberId same = stage.member();
    const MemberId elsewhere = stage.member({}, PlacesStage::far);
    const auto first = stage.must<PremisesNoteId>(note_of(same));
    const auto second = stage.must<PremisesNoteId>(note_of(elsewhere));
    MergeId merge;
    for (const MemberId other : {same, elsewhere}) {
        merge = stage.must<MergeId>(ProposeMerge{kept, other, ""});
        EXPECT_FALSE(stage.send(MergeMembers{merge, ""}));
    }
    EXPECT_EQ(stage.get(first)->status, PremisesNoteStatus::active);
    EXPECT_EQ(stage.get(second)->status, PremisesNoteStatus::doubtful);
    CreateRequest command = repair({});
    command.member = kept;
    EXPECT_EQ(core::notes_for(stage.engine.board(), stage.request(stage.ask(command))),
              (Ids{first, second}));
    EXPECT_FALSE(stage.send(UndoMerge{merge, "two people"}));
    EXPECT_EQ(stage.get(second)->status, PremisesNoteStatus::active);
}

TEST(Premises, NothingIsLeftOfWhoIsErased) {
    PlacesStage stage;
    const MemberId member = stage.member();
    const auto note = stage.must<PremisesNoteId>(note_of(member));
    EXPECT_FALSE(stage.send(SetMemberStatus{member, MemberStatus::moved_away, ""}));
    ASSERT_NE(stage.get(note), nullptr);
    EXPECT_FALSE(stage.send(EraseMember{member, "asked for"}));
    EXPECT_EQ(stage.get(note), nullptr);
}

TEST(Premises, TheyExpireAtTheirTimeAndLeaveTheBoardLater) {
    PlacesStage stage;
    AddPremisesNote command = note_of(stage.member());
    command.valid_until = PlacesStage::start + PlacesStage::day;
    const auto note = stage.must<PremisesNoteId>(command);
    stage.until(PlacesStage::start + PlacesStage::day - Millis{1});
    EXPECT_EQ(stage.get(note)->status, PremisesNoteStatus::active);
    stage.until(PlacesStage::start + PlacesStage::day);
    EXPECT_EQ(stage.get(note)->status, PremisesNoteStatus::expired);
    stage.until(PlacesStage::start + PlacesStage::day * 31 - Millis{1});
    EXPECT_NE(stage.get(note), nullptr);
    stage.until(PlacesStage::start + PlacesStage::day * 31);
    EXPECT_EQ(stage.get(note), nullptr);
}

TEST(Premises, TheyEndWithTheirPlace) {
    PlacesStage stage;
    const PlaceId place = stage.place("1");
    const auto note = stage.must<PremisesNoteId>(note_at(place));
    EXPECT_FALSE(stage.send(RetirePlace{place, ""}));
    EXPECT_EQ(stage.get(note)->status, PremisesNoteStatus::ended);
    EXPECT_EQ(stage.send(note_at(place)).reason, RejectReason::illegal_status);
}

}  // namespace
}  // namespace muster::test
