// Cards whose chip signs each tap anew: the vectors of sample N1.
#include <string>

#include "engine/gate/sun_message.hpp"
#include "http_world.hpp"
#include "muster/registry.hpp"

namespace muster::http {
namespace {

const std::string base = "/t/2.c1.42";
const std::string tap_6 = "?picc_data=B1DC56A069E78220E84D5A68E1CAEDCC&cmac=C3FA426BA23236E9";
const std::string tap_7 = "?picc_data=4E207B6CC4E6DDB3955C6E335CEC6885&cmac=C3274DC11A720BC2";
const std::string tap_9 = "?picc_data=65376BC719C25884E41ADCFE8FEEC97A&cmac=CA2A2767B9386848";
const std::string tap_65536 = "?picc_data=C4FC21E149A238413243BCB7549E3789&cmac=9D36E72721CA2532";

const Headers form{{"Content-Type", "application/x-www-form-urlencoded"}};

struct ChipPage : testing::Test {
    ChipPage() { taken(0); }
    // The card as it is when the tap of this number was the last that was taken.
    void taken(std::uint32_t counter) {
        world.queries.entities["cards/42"] =
            R"({"id":42,"member":7,"generation":1,"uid":"04A1B2C3D4E580","status":"active",)"
            R"("counter":)" +
            std::to_string(counter) + "}";
    }
    unsigned get(const std::string& target) {
        Client client(world);
        const auto answer = client.request("GET", target);
        body = answer ? answer->body() : "";
        return answer ? answer->status : 0u;
    }
    unsigned post(const std::string& target) {
        Client client(world);
        const auto answer = client.request("POST", target, form, "colour=red");
        location = answer ? answer->header("Location") : "";
        return answer ? answer->status : 0u;
    }
    const TapCard& last() { return world.commands.submissions.back().command.get<TapCard>(); }

    World world;
    std::string body;
    std::string location;
};

TEST_F(ChipPage, SampleN1OnlyThePressUsesTheCounterUp) {
    world.start();
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(get(base + tap_7), 200u);
    EXPECT_TRUE(world.commands.submissions.empty());
    // The form brings back what the chip signed.
    EXPECT_NE(body.find("name=\"picc_data\" value=\"4E207B6CC4E6DDB3955C6E335CEC6885\""),
              std::string::npos);
    EXPECT_NE(body.find("name=\"cmac\" value=\"C3274DC11A720BC2\""), std::string::npos);
    EXPECT_EQ(get(base + tap_7 + "&colour=red"), 200u);
    EXPECT_NE(body.find("2.c1.42?picc_data=4E207B6CC4E6DDB3955C6E335CEC6885&amp;cmac="),
              std::string::npos);
    EXPECT_EQ(post(base + tap_7), 303u);
    EXPECT_EQ(location, base + "/101" + tap_7);
    EXPECT_EQ(last().card, CardId{42});
    EXPECT_EQ(last().generation, 0u);
    EXPECT_EQ(last().counter, 7u);
}

TEST_F(ChipPage, SampleN1ACopyIsRefusedAndShown) {
    world.start();
    taken(7);
    EXPECT_EQ(get(base + tap_7), 409u);
    EXPECT_EQ(get(base + tap_6), 409u);
    EXPECT_NE(body.find("12349"), std::string::npos) << "the number to call";
    // Pressed all the same, the engine is asked, which records it and makes nothing,
    world.commands.only_recorded = true;
    EXPECT_EQ(post(base + tap_7), 409u);
    EXPECT_EQ(last().counter, 7u);
    // or refuses it, since it has recorded one just before.
    world.commands.rejection = {RejectReason::card_not_active, "/counter", "a copy"};
    EXPECT_EQ(post(base + tap_6), 409u);
    EXPECT_EQ(last().counter, 6u);
    world.commands.only_recorded = false;
    world.commands.rejection = {};
    EXPECT_EQ(get(base + tap_9), 200u);
    EXPECT_EQ(post(base + tap_9), 303u);
    taken(9);
    EXPECT_EQ(get(base + tap_65536), 200u);
    EXPECT_EQ(post(base + tap_65536), 303u);
    EXPECT_EQ(last().counter, 65536u);
}

TEST_F(ChipPage, WhatBecameOfATapIsSeenUntilTheNext) {
    world.queries.entities["requests/101"] =
        R"({"id":101,"status":"queued","service":"emergency","member":7,"slots":[]})";
    world.start();
    taken(7);
    EXPECT_EQ(get(base + "/101" + tap_7), 200u);
    EXPECT_EQ(get(base + "/101" + tap_9), 200u);
    EXPECT_EQ(get(base + "/101" + tap_6), 409u);
    taken(9);
    EXPECT_EQ(get(base + "/101" + tap_7), 409u);
}

TEST_F(ChipPage, AMistakeIsToldWithTheLatestTap) {
    world.queries.entities["requests/101"] =
        R"({"id":101,"status":"queued","service":"emergency","member":7,"slots":[]})";
    world.start();
    taken(7);
    Client client(world);
    const auto told = client.request("POST", base + tap_7, form, "mistake=101");
    ASSERT_TRUE(told);
    EXPECT_EQ(told->status, 303u);
    EXPECT_EQ(told->header("Location"), base + "/101" + tap_7 + "&told=1");
    const auto older = client.request("POST", base + tap_6, form, "mistake=101");
    ASSERT_TRUE(older);
    EXPECT_EQ(older->status, 409u);
    EXPECT_EQ(world.commands.submissions.size(), 2u);
}

TEST_F(ChipPage, WhatProvesNothingIsNoCard) {
    world.start();
    EXPECT_EQ(get(base), 404u);
    EXPECT_EQ(get("/t/2.c2.42" + tap_7), 404u) << "no such keys";
    EXPECT_EQ(get("/t/2.c1.43" + tap_7), 410u) << "no such card";
    EXPECT_EQ(get(base + "?picc_data=4E207B6CC4E6DDB3955C6E335CEC6885&cmac=C3274DC11A720BC3"),
              404u);
    // A chip in LRP mode.
    EXPECT_EQ(get(base + "?picc_data=" + std::string(48, 'A') + "&cmac=C3274DC11A720BC2"), 422u);
    // The card of another chip, though the link is well signed.
    world.queries.entities["cards/44"] =
        R"({"id":44,"member":7,"generation":1,"uid":"04FFFFFFFFFF80","status":"active"})";
    EXPECT_EQ(get("/t/2.c1.44" + tap_7), 410u);
    // A printed card has no chip.
    world.queries.entities["cards/45"] =
        R"({"id":45,"member":7,"generation":1,"uid":"","status":"active"})";
    EXPECT_EQ(post("/t/2.c1.45" + tap_7), 410u);
    EXPECT_TRUE(world.commands.submissions.empty());
}

TEST_F(ChipPage, KeysAreChanged) {
    world.options.chip_keys["c2"] = world.options.chip_keys["c1"];
    world.options.chip_keys["c1"].file_read = std::string(16, 'x');
    world.start();
    EXPECT_EQ(get("/t/2.c2.42" + tap_7), 200u);
    EXPECT_EQ(get("/t/2.c1.42" + tap_7), 404u);
}

}  // namespace
}  // namespace muster::http
