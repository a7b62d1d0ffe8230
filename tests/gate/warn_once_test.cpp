#include "engine/gate/warn_once.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace muster::gate {
namespace {

struct WarnOnceTest : ::testing::Test {
    WarnOnce of(std::size_t most) {
        return {"dc09", [this](const std::string& text) { said.push_back(text); }, most};
    }
    std::vector<std::string> said;
};

TEST_F(WarnOnceTest, SaysTheSameOfTheSamePeerOnce) {
    WarnOnce warnings = of(WarnOnce::usual_most);
    for (int i = 0; i < 3; ++i) {
        warnings.tell("192.0.2.7", "sends rubbish");
        warnings.tell("192.0.2.8", "sends rubbish");
        warnings.tell("192.0.2.7", "is no peer");
    }
    EXPECT_EQ(said, (std::vector<std::string>{"dc09: 192.0.2.7 sends rubbish",
                                              "dc09: 192.0.2.8 sends rubbish",
                                              "dc09: 192.0.2.7 is no peer"}));
}

TEST_F(WarnOnceTest, OneMatterIsOneWhateverTheWords) {
    WarnOnce warnings = of(WarnOnce::usual_most);
    warnings.tell_of("broker", "no connection: refused");
    warnings.tell_of("broker", "no connection: timed out");
    warnings.forget("broker");
    warnings.forget("nothing of the kind");
    warnings.tell_of("broker", "no connection: refused");
    EXPECT_EQ(said, (std::vector<std::string>{"dc09: no connection: refused",
                                              "dc09: no connection: refused"}));
}

TEST_F(WarnOnceTest, BeyondItsLimitItSaysSoAndThenNothing) {
    WarnOnce warnings = of(2);
    for (const char* name : {"a", "b", "c", "d", "a", "c"})
        warnings.tell(name, "is odd");
    EXPECT_EQ(warnings.size(), 2u);
    ASSERT_EQ(said.size(), 3u);
    EXPECT_EQ(said[1], "dc09: b is odd");
    EXPECT_EQ(said[2].find("dc09: 2 different warnings were given"), 0u);
    warnings.forget("a is odd");
    warnings.tell("d", "is odd");
    EXPECT_EQ(said.back(), "dc09: d is odd");
}

TEST_F(WarnOnceTest, WithoutRoomOrWithoutSomebodyToTellItIsSilent) {
    WarnOnce none = of(0);
    none.tell("a", "is odd");
    WarnOnce nobody("dc09", nullptr);
    nobody.tell("a", "is odd");
    EXPECT_TRUE(said.empty());
}

}  // namespace
}  // namespace muster::gate
