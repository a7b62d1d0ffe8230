#include "engine/gate/submitting.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/gate/rejection.hpp"
#include "muster/commands.hpp"

namespace muster::gate {
namespace {

struct Commands : CommandPort {
    void submit(Submission submission, std::function<void(const Outcome&)> done) override {
        taken.push_back(std::move(submission));
        Outcome outcome;
        outcome.seq = taken.size();
        done(outcome);
    }
    std::vector<Submission> taken;
};

struct SubmittingTest : ::testing::Test {
    Outcome send(Command command) {
        Outcome heard;
        int answers = 0;
        submit_of_device(commands, {"dc09", "k", std::move(command)}, [&](const Outcome& outcome) {
            heard = outcome;
            ++answers;
        });
        EXPECT_EQ(answers, 1);
        return heard;
    }
    Commands commands;
};

TEST_F(SubmittingTest, WhatDevicesAndExchangesSendIsSubmittedAsItIs) {
    SignalDevice signal;
    signal.key = "dc09:7A31";
    EXPECT_EQ(send(signal).seq, 1u);
    EXPECT_FALSE(send(ReportDevice{"dc09:7A31", {}}).rejection);
    EXPECT_FALSE(send(ReportCall{}).rejection);
    EXPECT_FALSE(send(ReportLiveCalls{}).rejection);
    ASSERT_EQ(commands.taken.size(), 4u);
    EXPECT_EQ(commands.taken[0].source, "dc09");
    EXPECT_EQ(commands.taken[0].key, "k");
    EXPECT_EQ(commands.taken[0].command.get<SignalDevice>().key.value, "dc09:7A31");
}

TEST_F(SubmittingTest, WhatOnlyTheDeskMaySendIsRefusedForGood) {
    for (const Command& command : {Command(RegisterDevice{}), Command(CloseRequest{}),
                                   Command(TakeRequest{}), Command(AcceptOffer{})}) {
        const Outcome refused = send(command);
        EXPECT_EQ(refused.rejection.reason, RejectReason::not_eligible);
        EXPECT_FALSE(may_succeed_later(refused.rejection.reason));
        EXPECT_NE(refused.rejection.detail.find(command.name()), std::string::npos);
    }
    EXPECT_TRUE(commands.taken.empty());
}

}  // namespace
}  // namespace muster::gate
