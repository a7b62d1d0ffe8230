// A command decided twice: by an engine, and by one that was restored from the state before it.
#pragma once

#include <gtest/gtest.h>

#include "engine/core/engine.hpp"
#include "muster/envelope.hpp"
#include "tests/core/state_text.hpp"

namespace muster::test {

// Both decide the same and are the same afterwards, and every invariant holds.
inline core::Handled handle_as_restored(core::Engine& engine, const Envelope& envelope) {
    core::Engine twin;
    twin.restore(engine.state());
    core::Handled handled = engine.handle(envelope);
    const core::Handled again = twin.handle(envelope);
    EXPECT_EQ(handled.rejection.detail, again.rejection.detail);
    EXPECT_EQ(state_text(engine.state()), state_text(twin.state())) << envelope.command.name();
    EXPECT_EQ(engine.broken_invariant(), "")
        << "after " << envelope.command.name() << ", record " << envelope.seq;
    EXPECT_EQ(engine.next_deadline(), twin.next_deadline());
    return handled;
}

}  // namespace muster::test
