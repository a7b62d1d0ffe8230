// Work orders that a 12345 platform posts: which request each message is for.
#include "engine/gate/order_mapping.hpp"
#include "http_world.hpp"
#include "muster/requests.hpp"

namespace muster::http {
namespace {

constexpr std::string_view order_secret = "a secret of a platform, long enough";

class HttpOrders : public testing::Test {
  protected:
    HttpOrders() {
        gate::PushMapping mapping;
        mapping.name = "city";
        mapping.items = "/list";
        mapping.order.number = "/no";
        mapping.order.act = "/act";
        mapping.order.acts = {{"take", gate::OrderAct::take},
                              {"urge", gate::OrderAct::urge},
                              {"cancel", gate::OrderAct::cancel}};
        mapping.order.kinds = {{"", Code("meal"), std::nullopt}};
        mapping.order.text = {"/text"};
        mapping.signature.from = "@X-Token";
        mapping.signature.secret.value = std::string(order_secret);
        mapping.answer.text = "success";
        world.options.push = {mapping};
        world.queries.page = "[]";
        world.queries.next_after = 0;
        world.start();
    }
    Answer post(const std::string& items) {
        Client client(world);
        const auto answer = client.request(
            "POST", "/v1/push/city",
            {{"Content-Type", "application/json"}, {"X-Token", std::string(order_secret)}},
            R"({"list":[)" + items + "]}");
        EXPECT_TRUE(answer);
        return answer.value_or(Answer{});
    }
    const Submission& sent(std::size_t place) { return world.commands.submissions.at(place); }

    World world;
};

TEST_F(HttpOrders, ANewNumberIsARequest) {
    const Answer answer = post(R"({"no":"1","act":"take","text":"hungry"})");
    EXPECT_EQ(answer.status, 200u);
    EXPECT_EQ(answer.body(), "success");
    ASSERT_EQ(world.commands.submissions.size(), 1u);
    EXPECT_EQ(sent(0).source, "push:city");
    EXPECT_EQ(sent(0).key, "order:1");
    EXPECT_EQ(sent(0).command.get<CreateRequest>().device, "order:city:1");
    EXPECT_EQ(world.queries.last_query.filters,
              (std::vector<std::pair<std::string, std::string>>{{"device", "order:city:1"}}));
}

TEST_F(HttpOrders, AKnownNumberIsActedOn) {
    world.queries.page = R"([{"id":7,"status":"queued","note":"x"}])";
    EXPECT_EQ(post(R"({"no":"1","act":"urge"},{"no":"1","act":"cancel"})").status, 200u);
    ASSERT_EQ(world.commands.submissions.size(), 2u);
    EXPECT_EQ(sent(0).command.get<UrgeRequest>().request, RequestId{7});
    EXPECT_EQ(sent(1).command.get<CancelRequest>().request, RequestId{7});
}

TEST_F(HttpOrders, WhatItWasMergedIntoIsNotCancelled) {
    world.queries.page = R"([{"id":7,"status":"merged","note":"x","merged_into":5}])";
    world.queries.entities["requests/5"] = R"({"id":5,"status":"queued","note":"y"})";
    EXPECT_EQ(post(R"({"no":"1","act":"urge"},{"no":"1","act":"cancel"})").status, 200u);
    ASSERT_EQ(world.commands.submissions.size(), 2u);
    EXPECT_EQ(sent(0).command.get<UrgeRequest>().request, RequestId{5});
    EXPECT_EQ(sent(1).command.get<AddNote>().request, RequestId{5});
    world.queries.page = R"([{"id":5,"status":"queued","note":"y","reports":[{"request":7}]}])";
    EXPECT_EQ(post(R"({"no":"2","act":"cancel"})").status, 200u);
    EXPECT_EQ(sent(2).command.get<AddNote>().request, RequestId{5});
}

TEST_F(HttpOrders, OneThatIsRefusedHoldsBackNoOther) {
    const Answer answer = post(R"({"act":"take"},{"no":"1","act":"take"},{"no":"2","act":"urge"},)"
                               R"({"no":"3","act":"take"})");
    EXPECT_EQ(answer.status, 400u);
    EXPECT_EQ(answer.text("field"), "/list/0/no") << "the first that is wrong";
    EXPECT_NE(answer.text("detail").find("2 of 4 were refused"), std::string::npos);
    EXPECT_NE(answer.text("detail").find("message 1"), std::string::npos);
    ASSERT_EQ(world.commands.submissions.size(), 2u);
    EXPECT_EQ(sent(0).key, "order:1");
    EXPECT_EQ(sent(1).key, "order:3");
    world.commands.rejection = {RejectReason::illegal_status, "", "it is closed"};
    EXPECT_EQ(post(R"({"no":"4","act":"take"},{"no":"5","act":"take"})").status, 409u);
    EXPECT_EQ(world.commands.submissions.size(), 4u);
}

TEST_F(HttpOrders, WhatMayBeTakenLaterIsSentAgain) {
    world.commands.rejection = {RejectReason::overloaded, "", ""};
    Answer answer = post(R"({"no":"1","act":"take"},{"no":"2","act":"take"})");
    EXPECT_EQ(answer.status, 503u);
    EXPECT_NE(answer.text("detail").find("message 1 of 2"), std::string::npos);
    EXPECT_EQ(world.commands.submissions.size(), 1u) << "what stands behind it waits";
    world.commands.rejection = {RejectReason::key_reused, "", ""};
    answer = post(R"({"no":"1","act":"take","text":"other"})");
    EXPECT_EQ(answer.status, 503u) << "it is being written down: sent again it is a note";
}

TEST_F(HttpOrders, WhatWasDoneBeforeTheOrderWasMergedIsDone) {
    world.queries.page = R"([{"id":7,"status":"merged","note":"x","merged_into":5}])";
    world.queries.entities["requests/5"] = R"({"id":5,"status":"queued","note":"y"})";
    world.commands.rejection = {RejectReason::key_reused, "", ""};
    EXPECT_EQ(post(R"({"no":"1","act":"urge"})").status, 200u);
}

}  // namespace
}  // namespace muster::http
