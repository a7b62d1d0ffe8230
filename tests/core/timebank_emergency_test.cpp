// Emergencies never look at a balance: two services that differ in nothing but that one has no
// credits at all decide everything about requests alike.
#include <map>
#include <random>

#include "engine/codec/json_writer.hpp"
#include "muster/dispatch.hpp"
#include "muster/events.hpp"
#include "muster/requests.hpp"
#include "tests/core/state_text.hpp"
#include "tests/core/timebank_stage.hpp"

namespace muster::test {
namespace {

constexpr Point centre{324'000'000, 1'194'000'000};

// The same without a credit.
core::BoardState without_credits(core::BoardState state) {
    for (Account& account : state.all<Account>()) {
        account.balance_min = 0;
        account.held_min = 0;
    }
    state.all<Hold>().clear();
    state.all<Entry>().clear();
    return state;
}

// What is not about credits, or the bookings that they pay for.
bool is_of_credits(const Event& event) {
    return event.place_in<TimebankEvents>() < type_count<TimebankEvents> ||
           event.place_in<BookingEvents>() < type_count<BookingEvents>;
}
std::string decided(const core::Handled& handled) {
    std::string text;
    for (const Event& event : handled.events) {
        if (!is_of_credits(event)) codec::write(text, event);
    }
    return text;
}
std::string all_but_credits(core::BoardState state) {
    state.all<Account>().clear();
    state.all<Hold>().clear();
    state.all<Entry>().clear();
    state.all<Booking>().clear();
    state.all<BookingSeries>().clear();
    return state_text(state);
}

class Town {
  public:
    explicit Town(std::uint64_t seed) : stage(bank_rules(60)), random_(seed) {
        for (int i = 0; i < 6; ++i) {
            members.push_back(stage.member());
            accounts.push_back(stage.open(members.back()));
            stage.issue(accounts.back(), 300);
        }
        for (int i = 0; i < 8; ++i) {
            ResponderProfile profile;
            profile.kind = i < 4 ? ResponderKind::staff : ResponderKind::volunteer;
            profile.skills = {"first_aid", "care", "repair", "lift"};
            profile.post = near();
            stage.must_send(RegisterResponder{profile});
            responders.push_back({stage.engine().last_seq()});
            stage.must_send(SetDuty{responders.back(), ResponderStatus::available, {}, ""});
            if (profile.kind == ResponderKind::volunteer) {
                stage.issue(stage.open(responders.back()), 400 + i);
            }
        }
        for (std::size_t i = 0; i < 3; ++i)
            stage.hold(accounts[i], 60, members[i]);
    }

    std::uint64_t up_to(std::uint64_t most) { return random_() % (most + 1); }
    Point near() {
        return {centre.lat_e7 + static_cast<std::int32_t>(up_to(200'000)),
                centre.lon_e7 + static_cast<std::int32_t>(up_to(200'000))};
    }
    template <class T>
    const T& any(const std::vector<T>& list) {
        return list[up_to(list.size() - 1)];
    }

    Command next(const core::Board& board) {
        const auto some_request = [&]() -> RequestId {
            const auto order = board.requests().in_order();
            return order.empty() ? RequestId{} : board.requests()[any(order)].id;
        };
        switch (up_to(9)) {
            case 0:
            case 1:
            case 2: {
                CreateRequest request;
                const char* const services[] = {"emergency", "fall", "lift", "chore"};
                request.service = services[up_to(3)];
                request.member = any(members);
                request.place = Personal<Point>(near());
                return request;
            }
            case 3: {
                for (const core::Index i : board.offers().in_order()) {
                    if (board.offers()[i].status == OfferStatus::live)
                        return AcceptOffer{board.offers()[i].id};
                }
                return Tick{};
            }
            case 4:
                return CompleteAssignment{some_request(), any(responders), Disposition::helped, ""};
            case 5:
                return SetDuty{
                    any(responders),
                    up_to(2) == 0 ? ResponderStatus::off_duty : ResponderStatus::available,
                    {},
                    ""};
            case 6: {
                HoldCredits hold;
                const std::size_t i = up_to(members.size() - 1);
                hold.account = accounts[i];
                hold.member = members[i];
                hold.minutes = 1 + static_cast<std::int64_t>(up_to(200));
                return hold;
            }
            case 7: {
                // Two days ahead, so that what is booked or refused asks for nobody here.
                BookService book;
                book.member = any(members);
                book.service = "chore";
                book.starts_at = bank_opens + hours(49);
                return book;
            }
            case 8:
                return DonateCredits{any(accounts), {}, 50, "", ""};
            default:
                return CancelRequest{some_request(), "not needed"};
        }
    }

    TimebankStage stage;
    std::vector<MemberId> members;
    std::vector<AccountId> accounts;
    std::vector<ResponderId> responders;

  private:
    std::mt19937_64 random_;
};

TEST(TimebankEmergency, WithEveryBalanceZeroNoP0ToP2DecisionChanges) {
    std::map<Urgency, std::size_t> dispatched;
    std::size_t answered_otherwise = 0;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        Town town(seed);
        core::Engine rich;
        core::Engine poor;
        rich.restore(town.stage.engine().state());
        poor.restore(without_credits(town.stage.engine().state()));
        TimePoint now = town.stage.now();
        const auto both = [&](const Command& command) {
            Envelope envelope;
            envelope.seq = rich.last_seq() + 1;
            envelope.at = now;
            envelope.source = "desk";
            envelope.command = command;
            const core::Handled a = rich.handle(envelope);
            const std::string decided_rich = decided(a);
            const RejectReason answer = a.rejection.reason;
            for (const Event& event : a.events) {
                const auto* const assigned = event.get_if<SlotAssigned>();
                if (assigned == nullptr) continue;
                ++dispatched[rich.board().requests().get(assigned->request)->urgency];
            }
            const core::Handled b = poor.handle(envelope);
            EXPECT_EQ(decided_rich, decided(b)) << "seed " << seed << ", " << command.name();
            if (answer != b.rejection.reason) {
                ++answered_otherwise;
                EXPECT_EQ(b.rejection.reason, RejectReason::not_enough_credits) << command.name();
            }
            // What changes nothing is no record; the numbers of the next ones shall be the same.
            for (core::Engine* engine : {&rich, &poor}) {
                if (std::max(rich.last_seq(), poor.last_seq()) == engine->last_seq()) continue;
                engine->apply({envelope.seq, now, envelope.source, "", 0, {}});
            }
        };
        for (int i = 0; i < 150; ++i) {
            now = now + minutes(static_cast<std::int64_t>(town.up_to(4)));
            while (rich.next_deadline() <= now) {
                now = std::max(now, rich.next_deadline());
                both(Tick{});
            }
            both(town.next(rich.board()));
            EXPECT_EQ(rich.broken_invariant(), "");
            EXPECT_EQ(poor.broken_invariant(), "");
            ASSERT_FALSE(testing::Test::HasFailure());
        }
        EXPECT_EQ(all_but_credits(rich.state()), all_but_credits(poor.state()));
    }
    // The two were not the same, and there was something to decide.
    EXPECT_GT(answered_otherwise, 0u);
    for (const Urgency urgency : {Urgency::P0, Urgency::P1, Urgency::P2})
        EXPECT_GT(dispatched[urgency], 5u) << name_of(urgency);
}

}  // namespace
}  // namespace muster::test
