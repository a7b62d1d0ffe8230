// Every event says all that it changes.
#include "engine/views/touched.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "engine/codec/commands_json.hpp"
#include "engine/core/engine.hpp"
#include "engine/views/entity_json.hpp"
#include "muster/booking.hpp"
#include "muster/commands.hpp"
#include "muster/entities.hpp"
#include "muster/events.hpp"
#include "tests/pipeline/small_city.hpp"

namespace muster::views::test {
namespace {

// Gives every id in an event a number that is not 0.
struct FillIds {
    template <class T>
    void operator()(T& event) {
        boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
            [&](auto member) {
                auto& field = event.*member.pointer;
                using Field = std::remove_cvref_t<decltype(field)>;
                if constexpr (codec::AnId<Field>) {
                    field.value = 7;
                } else if constexpr (codec::AStruct<Field>) {
                    (*this)(field);
                }
            });
    }
};

TEST(Touched, EveryEventButAFewTouchesSomething) {
    const core::Engine engine;
    const auto expect = [&](const Event& event) {
        const bool nothing = event.is<RulesLoaded>() || event.is<PositionsReported>() ||
                             event.is<SpeedsRequested>() || event.is<SpeedsInUse>() ||
                             event.is<DeadlinesRecomputed>() || event.is<DeadlinesLeft>() ||
                             event.is<EntityUnmasked>() || event.is<AccessSheetNoted>();
        EXPECT_EQ(touched(event, engine.board()).size() == 0, nothing) << event.name();
    };
    boost::mp11::mp_for_each<Events>([&](auto event) {
        FillIds{}(event);
        expect(event);
    });
}

TEST(Touched, AListHasEachEntityOnceAndAnyNumberOfThem) {
    TouchedList list;
    list.add(RequestId{});
    EXPECT_EQ(list.size(), 0u);
    for (int round = 0; round < 2; ++round) {
        for (std::uint64_t id = 1; id <= 9; ++id)
            list.add(RequestId{id});
        list.add(MemberId{1});
    }
    ASSERT_EQ(list.size(), 10u);
    EXPECT_EQ(*list.begin(), (Touched{topic_of<Request>, 1}));
    EXPECT_EQ(list.end()[-1], (Touched{topic_of<Member>, 1}));
}

// In the order in which a delta of the feed tells of them.
TEST(Touched, AnOfferChangesItsRequestAndItsResponder) {
    core::Engine engine;
    const auto names = [&](const Event& event) {
        std::vector<std::pair<std::string, std::uint64_t>> all;
        for (const Touched& one : touched(event, engine.board()))
            all.emplace_back(to_text(one.topic), one.id);
        return all;
    };
    using Names = std::vector<std::pair<std::string, std::uint64_t>>;
    OfferMade made;
    made.offer = {81'921};
    made.request = {20};
    made.candidate.responder = {7};
    EXPECT_EQ(names(made), (Names{{"requests", 20}, {"offers", 81'921}, {"responders", 7}}));
    // It left the board with its request.
    EXPECT_EQ(names(OfferExpired{{81'921}}), (Names{{"offers", 81'921}}));
    core::BoardState state = engine.state();
    Offer& offer = state.all<Offer>().emplace_back();
    offer.id = {81'921};
    offer.request = {20};
    offer.responder = {7};
    engine.restore(state);
    const Names expired{{"offers", 81'921}, {"requests", 20}, {"responders", 7}};
    EXPECT_EQ(names(OfferExpired{{81'921}}), expired);
    EXPECT_EQ(request_of(OfferExpired{{81'921}}, engine.board()), RequestId{20});
    EXPECT_EQ(names(made), (Names{{"requests", 20}, {"offers", 81'921}, {"responders", 7}}));
    RequestMerged merged;
    merged.request = {21};
    merged.into = {20};
    EXPECT_EQ(names(merged), (Names{{"requests", 21}, {"requests", 20}}));
    EXPECT_EQ(request_of(merged, engine.board()), RequestId{21});
}

// Where the service counts, the hours of the volunteer change along; a log of before does not say
// whose it was.
TEST(Touched, AServiceThatLeavesChangesTheStandingOfWhoseItWas) {
    const core::Engine engine;
    const auto all = [&](const ServiceRecordForgotten& event) {
        const TouchedList list = touched(event, engine.board());
        return std::vector<Touched>(list.begin(), list.end());
    };
    const Touched record{topic_of<ServiceRecord>, 5};
    EXPECT_EQ(all({{5}, {}, {}}), std::vector<Touched>{record});
    EXPECT_EQ(all({{5}, {7}, Date{20'423}}),
              (std::vector<Touched>{record, {topic_of<VolunteerStanding>, 7}}));
}

TEST(Touched, WhatACommandMadeOrRepeatedIsInItsEvents) {
    const core::Engine engine;
    const auto meant = [&](const CommandRow& row, const std::vector<Event>& events) {
        const Meant one = meant_by(row, 12, events, engine.board());
        return std::pair(one.id, one.made);
    };
    SurveyAnswer answer;
    answer.id = {12};
    answer.survey = {3};
    const CommandRow& told = command_row<SubmitAnswer>;
    EXPECT_EQ(meant(told, {AnswerReceived{answer},
                           AnswerStatusChanged{{7}, {3}, AnswerStatus::superseded, {}, {}, {12}}}),
              std::pair(std::uint64_t{12}, true));
    EXPECT_EQ(meant(told, {AnswerRepeated{{7}, {3}, "s-1"}}), std::pair(std::uint64_t{7}, false));
    // The one that was moved goes first; what is made has the number of the record all the same.
    BookingStatusChanged moved;
    moved.booking = {7};
    BookingMade made;
    made.booking.id = {12};
    EXPECT_EQ(meant(command_row<MoveBooking>, {moved, made}), std::pair(std::uint64_t{12}, true));
    EXPECT_EQ(meant(command_row<CancelBooking>, {moved}), std::pair(std::uint64_t{0}, false));
}

using Texts = std::map<Touched, std::string>;

Texts everything(const core::Board& board) {
    Texts all;
    each_type(Entities(), [&]<class T>(std::type_identity<T>) {
        const auto& store = board.store<T>();
        for (const core::Index index : store.in_order()) {
            const Touched key{topic_of<T>, store[index].id.value};
            EXPECT_TRUE(write_entity(all[key], board, key.topic, key.id, false));
        }
    });
    return all;
}

// Whatever is different on the board after a record was named by one of its events.
TEST(Touched, NothingChangesUnnamed) {
    core::Engine engine;
    const core::Board& board = engine.board();
    Texts before = everything(board);
    std::set<std::string_view> kinds;
    TimePoint at{1'760'000'000'000};
    const auto handle = [&](Submission submission) {
        Envelope envelope;
        envelope.seq = engine.last_seq() + 1;
        envelope.at = at;
        envelope.source = submission.source;
        envelope.command = std::move(submission.command);
        const core::Handled handled = engine.handle(envelope);
        std::set<Touched> named;
        std::set<std::uint64_t> moved;
        std::set<std::uint64_t> archived;
        for (const Event& event : handled.events) {
            kinds.insert(event.name());
            for (const Touched& one : touched(event, board))
                named.insert(one);
            for (const PositionFix& fix : position_fixes(event))
                moved.insert(fix.responder.value);
            if (const auto* gone = event.get_if<RequestArchived>()) {
                archived.insert(gone->request.value);
            }
        }
        Texts after = everything(board);
        const auto excused = [&](const Touched& one, const std::string& old_text) {
            if (one.topic == topic_of<Responder>) return moved.contains(one.id);
            if (one.topic != topic_of<Offer> || after.contains(one)) return false;
            // Offers leave with their request.
            for (const std::uint64_t id : archived) {
                const std::string field = "\"request\":" + std::to_string(id) + ",";
                if (old_text.find(field) != std::string::npos) return true;
            }
            return false;
        };
        for (const auto& [one, text] : after) {
            const auto old = before.find(one);
            if (old != before.end() && old->second == text) continue;
            EXPECT_TRUE(named.contains(one) || (old != before.end() && excused(one, old->second)))
                << to_text(one.topic) << " " << one.id << " changed by record " << engine.last_seq()
                << "\n"
                << (old == before.end() ? "nothing" : old->second) << "\n"
                << text;
        }
        for (const auto& [one, text] : before) {
            if (after.contains(one)) continue;
            EXPECT_TRUE(named.contains(one) || excused(one, text))
                << to_text(one.topic) << " " << one.id << " left unnamed";
        }
        before = std::move(after);
    };
    for (Submission& one : muster::test::small_city(8, 12, 5))
        handle(std::move(one));
    muster::test::Storyteller teller(77);
    for (int i = 0; i < 3000; ++i) {
        at = at + seconds(2);
        while (engine.next_deadline() <= at)
            handle({"engine", "", Tick{}});
        handle(teller.next(board));
    }
    // The story is rich enough to mean something.
    EXPECT_GE(kinds.size(), 30u);
}

}  // namespace
}  // namespace muster::views::test
