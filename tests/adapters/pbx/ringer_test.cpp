// Who is rung next, how often, and what becomes of it.
#include "adapters/pbx/ringer.hpp"

#include <gtest/gtest.h>

namespace muster::pbx {
namespace {

class Rings : public testing::Test {
  protected:
    static Ring contact(std::uint64_t request, std::uint32_t step = 1, std::uint32_t misses = 0) {
        Ring ring;
        ring.request = RequestId{request};
        ring.step = step;
        ring.misses = misses;
        return ring;
    }
    static Ring offer(std::uint64_t id) {
        Ring ring;
        ring.kind = RingKind::offer;
        ring.offer = OfferId{id};
        return ring;
    }
    void say(const Ring& ring, RingSign sign, char key = 0, bool trouble = false) {
        ringer.take({ring_id(ring), sign, key, trouble, "why"}, now);
    }
    void be_there() { ringer.take({{}, RingSign::there, 0, false, {}}, now); }
    // The request of the next one, 0 = none.
    std::uint64_t next() {
        const auto ring = ringer.next(now);
        return ring ? ring->request.value : 0;
    }
    std::vector<RingEnd> ends() {
        std::vector<RingEnd> all;
        for (const RingOutcome& outcome : ringer.take_outcomes())
            all.push_back(outcome.end);
        return all;
    }

    using Ends = std::vector<RingEnd>;
    TimePoint now{1'000'000};
    Ringer ringer{
        {.at_once = 2, .waiting = 3, .tries = 2, .again_ms = seconds(5), .longest_ms = minutes(3)}};
};

TEST_F(Rings, OneAfterTheOtherWithinTheLimit) {
    be_there();
    for (std::uint64_t request = 1; request <= 3; ++request)
        EXPECT_TRUE(ringer.want(contact(request), now));
    EXPECT_FALSE(ringer.want(contact(4), now));
    EXPECT_EQ(ringer.stats().left_out, 1u);
    EXPECT_EQ(next(), 1u);
    EXPECT_EQ(next(), 2u);
    EXPECT_EQ(next(), 0u);
    EXPECT_EQ(ringer.on_line(), 2u);
    say(contact(1), RingSign::key, '1');
    EXPECT_EQ(ends(), Ends{RingEnd::acknowledged});
    EXPECT_EQ(next(), 3u);
    EXPECT_EQ(ringer.stats().placed, 3u);
}

TEST_F(Rings, NobodyBeforeTheExchangeHasSaidWhatItHas) {
    EXPECT_TRUE(ringer.want(contact(1), now));
    EXPECT_EQ(next(), 0u);
    EXPECT_EQ(ringer.next_timer(), never);
    be_there();
    EXPECT_EQ(ringer.next_timer(), now);
    EXPECT_EQ(next(), 1u);
    EXPECT_EQ(ringer.next_timer(), now + minutes(3));
}

TEST_F(Rings, OnceForADecision) {
    be_there();
    EXPECT_TRUE(ringer.want(contact(1), now));
    EXPECT_TRUE(ringer.want(contact(1), now));
    EXPECT_EQ(next(), 1u);
    EXPECT_TRUE(ringer.want(contact(1), now));
    EXPECT_EQ(next(), 0u);
    EXPECT_TRUE(ringer.want(contact(1, 1, 1), now));
    EXPECT_EQ(next(), 1u);
}

TEST_F(Rings, NotBeforeItsTime) {
    be_there();
    EXPECT_TRUE(ringer.want(offer(9), now + seconds(15)));
    EXPECT_FALSE(ringer.next(now));
    EXPECT_EQ(ringer.next_timer(), now + seconds(15));
    now = now + seconds(15);
    EXPECT_TRUE(ringer.next(now));
}

TEST_F(Rings, WhoAnswersAndPressesNothingHasNotAnswered) {
    be_there();
    for (const auto& [sign, key] : {std::pair{RingSign::key, '2'}, {RingSign::no_answer, '\0'}}) {
        EXPECT_TRUE(ringer.want(contact(1), now));
        EXPECT_EQ(next(), 1u);
        say(contact(1), RingSign::answered);
        say(contact(1), RingSign::key, '9');
        EXPECT_TRUE(ends().empty());
        say(contact(1), sign, key);
        EXPECT_EQ(ends(), Ends{key == '2' ? RingEnd::declined : RingEnd::no_answer});
        // Whatever comes of it afterwards says nothing.
        say(contact(1), RingSign::over);
        EXPECT_TRUE(ends().empty());
    }
    EXPECT_TRUE(ringer.want(contact(2), now));
    EXPECT_EQ(next(), 2u);
    say(contact(2), RingSign::answered);
    say(contact(2), RingSign::over, 0, true);
    EXPECT_EQ(ends(), Ends{RingEnd::no_answer});
}

TEST_F(Rings, TroubleIsTriedAgainAndThenNoAnswer) {
    be_there();
    EXPECT_TRUE(ringer.want(contact(1), now));
    EXPECT_EQ(next(), 1u);
    say(contact(1), RingSign::over, 0, true);
    // The same told twice is one trouble.
    say(contact(1), RingSign::unreachable);
    EXPECT_TRUE(ends().empty());
    EXPECT_EQ(next(), 0u);
    EXPECT_EQ(ringer.stats().again, 1u);
    now = now + seconds(5);
    EXPECT_EQ(next(), 1u);
    say(contact(1), RingSign::unreachable);
    EXPECT_EQ(ends(), Ends{RingEnd::no_answer});
}

TEST_F(Rings, WhatTheExchangeRefusesIsLeftToPeople) {
    be_there();
    EXPECT_TRUE(ringer.want(contact(1), now));
    for (int tries = 0; tries < 2; ++tries) {
        EXPECT_TRUE(ends().empty());
        EXPECT_EQ(next(), 1u);
        say(contact(1), RingSign::refused);
        now = now + seconds(5);
    }
    EXPECT_EQ(ends(), Ends{RingEnd::left});
}

TEST_F(Rings, WhatIsNotWantedAnyMoreIsEnded) {
    be_there();
    EXPECT_TRUE(ringer.want(contact(1), now));
    EXPECT_TRUE(ringer.want(contact(1, 2), now));
    EXPECT_TRUE(ringer.want(offer(1), now));
    EXPECT_EQ(next(), 1u);
    ringer.drop_chain(RequestId{1});
    EXPECT_EQ(ringer.take_hang_ups(), std::vector<std::string>{"muster-contact-1-1-0"});
    EXPECT_EQ(ringer.on_line(), 0u);
    EXPECT_EQ(ringer.waiting(), 1u);
    say(contact(1), RingSign::key, '1');
    EXPECT_TRUE(ends().empty());
    ringer.drop("muster-offer-1");
    EXPECT_TRUE(ringer.take_hang_ups().empty());
    EXPECT_EQ(ringer.waiting(), 0u);
}

TEST_F(Rings, WhatIsNotRungAfterAllLeavesItsPlace) {
    be_there();
    EXPECT_TRUE(ringer.want(contact(1), now));
    EXPECT_EQ(next(), 1u);
    ringer.not_rung("muster-contact-1-1-0");
    EXPECT_EQ(ringer.on_line(), 0u);
    EXPECT_EQ(ringer.stats().placed, 0u);
    EXPECT_TRUE(ringer.take_hang_ups().empty());
}

TEST_F(Rings, AfterAGapWhatIsGoingOnIsNotRungAgain) {
    be_there();
    EXPECT_TRUE(ringer.want(contact(1), now));
    EXPECT_TRUE(ringer.want(contact(2), now));
    EXPECT_EQ(next(), 1u);
    EXPECT_EQ(next(), 2u);
    ringer.exchange_gone();
    EXPECT_EQ(next(), 0u);
    say(contact(1), RingSign::going);
    be_there();
    // Nothing is known of the second: it is rung again.
    EXPECT_EQ(next(), 2u);
    EXPECT_EQ(next(), 0u);
    say(contact(1), RingSign::key, '1');
    EXPECT_EQ(ends(), Ends{RingEnd::acknowledged});
}

// It ended while all that there is was still being said: that is known of it.
TEST_F(Rings, AfterAGapTheEndOfACallCounts) {
    be_there();
    EXPECT_TRUE(ringer.want(contact(1), now));
    EXPECT_EQ(next(), 1u);
    ringer.exchange_gone();
    say(contact(1), RingSign::going);
    say(contact(1), RingSign::over);
    be_there();
    EXPECT_EQ(next(), 0u);
    EXPECT_EQ(ends(), Ends{RingEnd::no_answer});
}

TEST_F(Rings, AfterARestartWhatIsGoingOnIsTakenUp) {
    say(contact(1), RingSign::going);
    say(contact(2), RingSign::going);
    EXPECT_TRUE(ringer.want(contact(1), now));
    be_there();
    // Also where the decision is read only after that.
    EXPECT_TRUE(ringer.want(contact(2), now));
    EXPECT_EQ(next(), 0u);
    EXPECT_EQ(ringer.on_line(), 2u);
    say(contact(1), RingSign::over);
    say(contact(2), RingSign::key, '2');
    EXPECT_EQ(ends(), (Ends{RingEnd::no_answer, RingEnd::declined}));
}

TEST_F(Rings, ACallThatNeverEndsLeavesItsPlace) {
    be_there();
    EXPECT_TRUE(ringer.want(contact(1), now));
    EXPECT_TRUE(ringer.want(contact(2), now));
    EXPECT_EQ(next(), 1u);
    EXPECT_EQ(next(), 2u);
    say(contact(1), RingSign::going);
    now = now + minutes(3);
    ringer.on_timer(now);
    EXPECT_EQ(ringer.take_hang_ups().size(), 2u);
    // Of the second nothing was heard at all.
    EXPECT_EQ(ends(), Ends{RingEnd::no_answer});
    EXPECT_EQ(ringer.waiting(), 1u);
    EXPECT_EQ(ringer.on_line(), 0u);
}

}  // namespace
}  // namespace muster::pbx
