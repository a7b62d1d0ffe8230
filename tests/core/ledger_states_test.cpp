// The ledger and the life of holds, exhaustively: from empty accounts every way to go on with small
// amounts is tried, breadth first, until no way of at most eight steps is left.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "engine/core/kernel/ledger.hpp"

namespace muster::test {
namespace {

using core::Ledger;
using core::LedgerEntry;
using core::LedgerHold;
using core::Minutes;

constexpr TimePoint hold_ends{10};
constexpr int most_steps = 8;
constexpr std::int64_t cap = 3;

// What a hold came to.
enum class Life : std::uint8_t { not_yet, open, settled, released, expired };

// A plain model beside the ledger, by which states are told apart.
struct Model {
    std::array<std::int64_t, 3> balance{};  // the first account may owe
    std::array<Life, 2> life{};
    std::array<std::uint8_t, 2> of{};  // whose the hold is
    std::array<std::int64_t, 2> kept{};
    bool late = false;  // the time of the holds has come

    auto operator<=>(const Model&) const = default;

    [[nodiscard]] std::int64_t held(std::size_t account) const {
        std::int64_t sum = 0;
        for (std::size_t h = 0; h < 2; ++h) {
            if (life[h] == Life::open && of[h] == account) sum += kept[h];
        }
        return sum;
    }
    [[nodiscard]] bool sound() const {
        for (std::size_t a = 0; a < 3; ++a) {
            const std::int64_t floor = a == 0 ? -2 * cap : 0;
            if (balance[a] - held(a) < floor || balance[a] > cap) return false;
        }
        return balance[0] + balance[1] + balance[2] == 0;
    }
};

struct State {
    Model model;
    Ledger ledger;
    std::uint64_t entries = 0;  // posted so far
};

Ledger fresh() {
    Ledger ledger;
    for (std::uint64_t id = 1; id <= 3; ++id)
        ledger.open({id}, {{id == 1 ? -2 * cap : 0}, {cap}});
    return ledger;
}

AccountId account(std::size_t a) {
    return {a + 1};
}
HoldId hold(std::size_t h) {
    return {h + 1};
}

class Search {
  public:
    // So many states there are after each number of steps, those before included.
    std::vector<std::size_t> run() {
        std::vector<State> now{State{{}, fresh(), 0}};
        known_.insert(now[0].model);
        std::vector<std::size_t> sizes{known_.size()};
        for (int step = 0; step < most_steps; ++step) {
            next_.clear();
            for (const State& state : now)
                go_on_from(state);
            now = std::move(next_);
            sizes.push_back(known_.size());
        }
        return sizes;
    }
    std::size_t refused = 0;

  private:
    // The model says whether it may be, the ledger must say the same.
    template <class Do>
    void reach(const State& from, const Model& to, bool possible, const core::LedgerRefusal& answer,
               const Do& change) {
        ASSERT_EQ(possible && to.sound(), !answer) << core::to_text(answer);
        if (answer) {
            ++refused;
            return;
        }
        if (!known_.insert(to).second) return;
        State next{to, from.ledger, from.entries};
        change(next);
        ASSERT_EQ(next.ledger.broken(), "");
        ASSERT_EQ(next.ledger, Ledger(next.ledger.state()));
        for (std::size_t a = 0; a < 3; ++a) {
            ASSERT_EQ(next.ledger.account(account(a))->balance.value, to.balance[a]);
            ASSERT_EQ(next.ledger.held(account(a)).value, to.held(a));
        }
        for (std::size_t h = 0; h < 2; ++h)
            ASSERT_EQ(next.ledger.hold(hold(h)) != nullptr, to.life[h] == Life::open);
        next_.push_back(std::move(next));
    }

    static LedgerEntry entry(const State& state, std::size_t from, std::size_t to,
                             std::int64_t minutes) {
        LedgerEntry one;
        one.id = {state.entries + 1};
        one.from = account(from);
        one.to = account(to);
        one.minutes = {minutes};
        return one;
    }
    static TimePoint now_of(const State& state) {
        return state.model.late ? hold_ends : TimePoint{1};
    }

    void go_on_from(const State& state) {
        Model later = state.model;
        later.late = true;
        reach(state, later, true, {}, [](State&) {});
        for (std::size_t from = 0; from < 3; ++from) {
            for (std::size_t to = 0; to < 3; ++to) {
                for (std::int64_t minutes = 0; minutes <= cap; ++minutes)
                    post(state, from, to, minutes);
            }
        }
        for (std::size_t h = 0; h < 2; ++h)
            go_on_with(state, h);
    }

    void post(const State& state, std::size_t from, std::size_t to, std::int64_t minutes) {
        const LedgerEntry one = entry(state, from, to, minutes);
        Model next = state.model;
        next.balance[from] -= minutes;
        next.balance[to] += minutes;
        reach(state, next, minutes > 0 && from != to, state.ledger.check_post({&one, 1}),
              [&](State& s) {
                  s.ledger.post({&one, 1});
                  ++s.entries;
              });
    }

    void go_on_with(const State& state, std::size_t h) {
        const TimePoint now = now_of(state);
        const bool open = state.model.life[h] == Life::open;
        const bool live = open && !state.model.late;
        for (std::size_t a = 0; a < 3; ++a) {
            for (std::int64_t minutes = 1; minutes <= cap; ++minutes)
                place(state, h, a, minutes);
        }
        Model next = state.model;
        next.life[h] = Life::released;
        reach(state, next, live, state.ledger.check_release(hold(h), now),
              [&](State& s) { s.ledger.release(hold(h), now); });
        next.life[h] = Life::expired;
        reach(state, next, open && state.model.late, state.ledger.check_expire(hold(h), now),
              [&](State& s) { s.ledger.expire(hold(h), now); });
        for (std::size_t to = 0; to < 3; ++to) {
            for (std::int64_t minutes = 1; minutes <= cap; ++minutes)
                settle(state, h, to, minutes, live);
        }
    }

    // A hold that has ended is never placed again: its number is not given a second time.
    void place(const State& state, std::size_t h, std::size_t a, std::int64_t minutes) {
        if (state.model.life[h] != Life::not_yet && state.model.life[h] != Life::open) return;
        const LedgerHold one{hold(h), account(a), {minutes}, hold_ends};
        Model next = state.model;
        next.life[h] = Life::open;
        next.of[h] = static_cast<std::uint8_t>(a);
        next.kept[h] = minutes;
        const bool possible = state.model.life[h] == Life::not_yet && !state.model.late;
        reach(state, next, possible, state.ledger.check_place(one, now_of(state)),
              [&](State& s) { s.ledger.place(one, now_of(state)); });
    }

    void settle(const State& state, std::size_t h, std::size_t to, std::int64_t minutes,
                bool live) {
        const std::size_t from = state.model.of[h];
        const LedgerEntry one = entry(state, from, to, minutes);
        Model next = state.model;
        next.life[h] = Life::settled;
        next.balance[from] -= minutes;
        next.balance[to] += minutes;
        const bool possible = live && from != to && minutes <= state.model.kept[h];
        reach(state, next, possible, state.ledger.check_settle(hold(h), {&one, 1}, now_of(state)),
              [&](State& s) {
                  s.ledger.settle(hold(h), {&one, 1}, now_of(state));
                  ++s.entries;
              });
    }

    std::set<Model> known_;
    std::vector<State> next_;
};

TEST(LedgerStates, OfThreeAccountsAndTwoHoldsAllOfEightStepsAreSound) {
    Search search;
    const std::vector<std::size_t> sizes = search.run();
    // As a second model counts them, written in another language from the same rules.
    const std::vector<std::size_t> expected{1, 14, 134, 796, 3'286, 9'306, 17'821, 24'768, 26'640};
    EXPECT_EQ(sizes, expected);
    EXPECT_GT(search.refused, 1'000u);
}

}  // namespace
}  // namespace muster::test
