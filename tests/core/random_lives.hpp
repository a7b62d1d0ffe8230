// What tests by random commands share: after each command every invariant holds, an engine restored
// from the state before decides the same, and each kind of command is accepted now and then.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "engine/codec/json_writer.hpp"
#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "muster/envelope.hpp"
#include "tests/core/twin.hpp"

namespace muster::test {

class RandomLives {
  public:
    // How often each kind of command was accepted.
    std::vector<std::size_t> accepted;

  protected:
    // One id in `nobody` names nothing.
    RandomLives(std::uint64_t seed, std::size_t kinds, TimePoint start, std::uint64_t nobody = 20)
        : accepted(kinds, 0), now_(start), random_(seed), start_(start), nobody_(nobody) {}

    std::uint64_t up_to(std::uint64_t most) { return random_() % (most + 1); }
    bool one_in(std::uint64_t n) { return up_to(n - 1) == 0; }
    template <class T>
    T one_of(std::vector<T> values) {
        return values[up_to(values.size() - 1)];
    }
    // Of a kind that is there; sometimes nobody.
    template <class T>
    decltype(T::id) any() {
        const auto all = engine_.board().template store<T>().in_order();
        if (all.empty() || one_in(nobody_)) return {999'999};
        return engine_.board().template store<T>()[all[up_to(all.size() - 1)]].id;
    }

    // Whose kind is not counted.
    void must_take(Command command) { must_take(std::move(command), start_); }
    void must_take(Command command, TimePoint at) {
        kind_ = accepted.size();
        EXPECT_FALSE(send(std::move(command), at));
    }

    // Whether it was refused.
    bool send(Command command, TimePoint at) {
        return static_cast<bool>(handle(std::move(command), at).rejection);
    }
    core::Handled handle(Command command, TimePoint at) {
        Envelope envelope;
        envelope.seq = engine_.last_seq() + 1;
        envelope.at = at;
        envelope.source = source_;
        envelope.command = std::move(command);
        core::Handled handled = handle_as_restored(engine_, envelope);
        if (!handled.rejection && kind_ < accepted.size()) ++accepted[kind_];
        return handled;
    }

    core::Engine engine_;
    TimePoint now_;
    std::size_t kind_ = 0;         // of the next command; accepted.size() = of none
    std::string source_ = "test";  // who sends it

  private:
    std::mt19937_64 random_;
    const TimePoint start_;
    const std::uint64_t nobody_;
};

// So many lives of so many steps. `look` is shown each of them at its end.
template <class L, class Look>
void expect_kept(std::uint64_t seeds, int steps, const Look& look) {
    std::vector<std::size_t> accepted(L::kinds, 0);
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        L lives(seed);
        for (int i = 0; i < steps && !testing::Test::HasFailure(); ++i)
            lives.step();
        for (std::size_t kind = 0; kind < L::kinds; ++kind)
            accepted[kind] += lives.accepted[kind];
        look(lives);
    }
    // A test that refuses everything proves nothing.
    for (std::size_t kind = 0; kind < L::kinds; ++kind)
        EXPECT_GT(accepted[kind], 0u) << "kind " << kind;
}
template <class L>
void expect_kept(std::uint64_t seeds, int steps) {
    expect_kept<L>(seeds, steps, [](const L&) {});
}

}  // namespace muster::test
