#include "http_world.hpp"
#include "muster/requests.hpp"

namespace muster::http {
namespace {

TEST(KeepAlive, ManyRequestsOnOneConnection) {
    World world;
    world.start();
    Client client(world);
    for (int i = 0; i < 50; ++i) {
        const auto answer = client.request("GET", "/healthz");
        ASSERT_TRUE(answer) << i;
        EXPECT_EQ(answer->header("Connection"), "keep-alive");
    }
    const auto last = client.request("GET", "/healthz", {{"Connection", "close"}});
    ASSERT_TRUE(last);
    EXPECT_EQ(last->header("Connection"), "close");
    EXPECT_TRUE(client.closed());
    EXPECT_TRUE(world.until([&] { return world.adapter->connections() == 0; }));
}

TEST(KeepAlive, Http10ClosesUnlessAsked) {
    World world;
    world.start();
    Client client(world);
    ASSERT_TRUE(client.send("GET /healthz HTTP/1.0\r\n\r\n"));
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u);
    EXPECT_TRUE(client.closed());
}

TEST(KeepAlive, ARequestInPiecesOfOneByte) {
    World world;
    world.start();
    Client client(world);
    const std::string text =
        "\r\n" + Client::text_of("POST", "/v1/commands/CreateRequest",
                                 json_with_token("dispatcher"), R"({"service":"health"})");
    for (const char c : text) {
        ASSERT_TRUE(client.send(std::string_view(&c, 1)));
        world.io.restart();
        world.io.poll();
    }
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201u);
}

TEST(KeepAlive, ChunkedBodies) {
    World world;
    world.start();
    Client client(world);
    const Headers headers = json_with_token("dispatcher", {{"Transfer-Encoding", "chunked"}});
    std::string text = Client::text_of("PUT", "/x", headers, "");
    text.replace(0, 6, "POST /v1/commands/CreateRequest");
    ASSERT_TRUE(client.send(text + "9\r\n{\"service\r\n"));
    ASSERT_TRUE(client.send("b\r\n\":\"health\"}\r\n0\r\n\r\n"));
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201u) << answer->body();
    EXPECT_EQ(world.commands.submissions.at(0).command.get<CreateRequest>().service,
              Code("health"));
}

TEST(KeepAlive, ExpectContinue) {
    World world;
    world.start();
    Client client(world);
    const std::string text = Client::text_of(
        "POST", "/v1/commands/CreateRequest",
        json_with_token("dispatcher", {{"Expect", "100-continue"}}), R"({"service":"health"})");
    const std::size_t head = text.find("\r\n\r\n") + 4;
    ASSERT_TRUE(client.send(text.substr(0, head)));
    auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 100u);
    ASSERT_TRUE(client.send(text.substr(head)));
    answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201u);
    Client other(world);
    ASSERT_TRUE(other.send(
        Client::text_of("POST", "/v1/commands/CreateRequest", {{"Expect", "100-continue"}}, "")));
    answer = other.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 401u) << "refused before the body is sent";
}

TEST(Pipelining, AnswersInTheOrderOfTheRequests) {
    World world;
    world.commands.deferred = true;
    world.start();
    Client client(world);
    std::string text;
    for (int i = 0; i < 3; ++i) {
        text += Client::text_of("POST", "/v1/commands/CreateRequest", json_with_token("dispatcher"),
                                "{}");
    }
    text += Client::text_of("GET", "/healthz", {}, "");
    ASSERT_TRUE(client.send(text));
    ASSERT_TRUE(world.until([&] { return world.commands.waiting.size() == 3; }));
    world.commands.release(2);
    world.commands.release(0);
    world.commands.release(0);
    for (int i = 0; i < 3; ++i) {
        const auto answer = client.receive();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->json().at("seq"), 101 + i);
    }
    const auto health = client.receive();
    ASSERT_TRUE(health);
    EXPECT_EQ(health->json().at("status"), "alive");
}

TEST(Pipelining, IsBounded) {
    World world;
    world.options.max_pipelined = 4;
    world.commands.deferred = true;
    world.start();
    Client client(world);
    std::string text;
    for (int i = 0; i < 20; ++i) {
        text += Client::text_of("POST", "/v1/commands/CreateRequest", json_with_token("dispatcher"),
                                "{}");
    }
    ASSERT_TRUE(client.send(text));
    ASSERT_TRUE(world.until([&] { return world.commands.waiting.size() == 4; }));
    for (int i = 0; i < 50; ++i)
        world.turn();
    EXPECT_EQ(world.commands.waiting.size(), 4u) << "the rest stays unread";
    EXPECT_GE(world.adapter->metrics().hits(Limit::pipelined), 1);
    for (int i = 0; i < 20; ++i) {
        ASSERT_TRUE(world.until([&] { return !world.commands.waiting.empty(); }));
        world.commands.release(0);
        const auto answer = client.receive();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->json().at("seq"), 101 + i);
    }
}

// Whatever comes in one burst is answered whole and in order.
TEST(Pipelining, AnyBurstIsAnswered) {
    for (const int count : {15, 16, 17, 33, 500}) {
        World world;
        world.options.per_address.burst = 100'000;
        world.start();
        Client client(world);
        std::string text;
        for (int i = 0; i < count; ++i)
            text += Client::text_of("GET", "/healthz", {}, "");
        text += Client::text_of("POST", "/v1/commands/CreateRequest", json_with_token("dispatcher"),
                                R"({"service":"health"})");
        ASSERT_TRUE(client.send(text));
        for (int i = 0; i < count; ++i) {
            const auto answer = client.receive();
            ASSERT_TRUE(answer) << i << " of " << count;
            EXPECT_EQ(answer->status, 200u);
        }
        const auto last = client.receive();
        ASSERT_TRUE(last) << count;
        EXPECT_EQ(last->status, 201u);
        EXPECT_TRUE(client.request("GET", "/healthz")) << "and the connection lives";
    }
}

TEST(Pipelining, ABurstThatEndsInTheMiddleOfARequest) {
    World world;
    world.commands.deferred = true;
    world.options.max_pipelined = 2;
    world.start();
    Client client(world);
    std::string text;
    for (int i = 0; i < 7; ++i) {
        text += Client::text_of("POST", "/v1/commands/CreateRequest", json_with_token("dispatcher"),
                                R"({"service":"health"})");
    }
    ASSERT_TRUE(client.send(std::string_view(text).substr(0, text.size() - 5)));
    for (int i = 0; i < 6; ++i) {
        ASSERT_TRUE(world.until([&] { return !world.commands.waiting.empty(); })) << i;
        world.commands.release(0);
        ASSERT_TRUE(client.receive()) << i;
    }
    ASSERT_TRUE(client.send(std::string_view(text).substr(text.size() - 5)));
    ASSERT_TRUE(world.until([&] { return !world.commands.waiting.empty(); }));
    world.commands.release(0);
    EXPECT_TRUE(client.receive());
}

// A client that asks and asks and reads nothing holds little memory here.
TEST(Pipelining, UnreadAnswersAreBounded) {
    World world;
    world.options.unsent_bytes = 64 * 1024;
    world.options.max_pipelined = 1000;
    world.options.per_token.burst = 100'000;
    world.commands.events = "[\"" + std::string(20'000, 'x') + "\"]";
    world.start();
    Client client(world);
    std::string text;
    for (int i = 0; i < 600; ++i) {
        text += Client::text_of("POST", "/v1/commands/CreateRequest", json_with_token("dispatcher"),
                                "{}");
    }
    ASSERT_TRUE(client.send(text));
    std::size_t before = 1;
    ASSERT_TRUE(world.until([&] {
        const bool still = world.commands.submissions.size() == before;
        before = world.commands.submissions.size();
        return still && world.adapter->metrics().hits(Limit::unsent_bytes) > 0;
    }));
    EXPECT_LT(before, 600u) << "sockets of the system hold some megabytes";
    for (int i = 0; i < 600; ++i)
        ASSERT_TRUE(client.receive()) << i;
    EXPECT_EQ(world.commands.submissions.size(), 600u);
}

TEST(Pipelining, AHalfClosedConnectionIsStillAnswered) {
    World world;
    world.commands.deferred = true;
    world.start();
    Client client(world);
    ASSERT_TRUE(client.send(Client::text_of("POST", "/v1/commands/CreateRequest",
                                            json_with_token("dispatcher"), "{}")));
    client.end_of_requests();
    ASSERT_TRUE(world.until([&] { return world.commands.waiting.size() == 1; }));
    world.commands.release(0);
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201u);
    EXPECT_TRUE(client.closed());
}

TEST(Pipelining, AnAnswerForAClosedConnectionIsDropped) {
    World world;
    world.commands.deferred = true;
    world.start();
    {
        Client client(world);
        ASSERT_TRUE(client.send(Client::text_of("POST", "/v1/commands/CreateRequest",
                                                json_with_token("dispatcher"), "{}")));
        ASSERT_TRUE(world.until([&] { return world.commands.waiting.size() == 1; }));
    }
    world.commands.release(0);
    EXPECT_TRUE(world.until([&] { return world.adapter->connections() == 0; }));
}

TEST(Pipelining, ACommandMayOutliveTheAdapter) {
    World world;
    world.commands.deferred = true;
    world.start();
    Client client(world);
    ASSERT_TRUE(client.send(Client::text_of("POST", "/v1/commands/CreateRequest",
                                            json_with_token("dispatcher"), "{}")));
    ASSERT_TRUE(world.until([&] { return world.commands.waiting.size() == 1; }));
    world.adapter.reset();
    world.commands.release(0);
    world.turn();
}

TEST(Stop, FinishesWhatIsUnderWay) {
    World world;
    world.commands.deferred = true;
    world.start();
    Client idle(world);
    Client busy(world);
    ASSERT_TRUE(idle.request("GET", "/healthz"));
    ASSERT_TRUE(busy.send(Client::text_of("POST", "/v1/commands/CreateRequest",
                                          json_with_token("dispatcher"), "{}")));
    ASSERT_TRUE(world.until([&] { return world.commands.waiting.size() == 1; }));
    world.adapter->begin_drain();
    EXPECT_TRUE(idle.closed());
    world.commands.release(0);
    const auto answer = busy.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201u);
    EXPECT_EQ(answer->header("Connection"), "close");
    EXPECT_TRUE(busy.closed());
}

TEST(Limits, SlowRequestsAreEnded) {
    for (const char* text : {"GET /hea", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: b",
                             "POST /v1/commands/Tick HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n"
                             "\r\n{"}) {
        World world;
        world.options.request_ms = Millis{20};
        world.start();
        Client client(world);
        ASSERT_TRUE(client.send(text));
        const auto answer = client.receive();
        ASSERT_TRUE(answer) << text;
        EXPECT_EQ(answer->status, 408u);
        EXPECT_TRUE(client.closed());
        EXPECT_EQ(world.adapter->metrics().hits(Limit::request_time), 1);
    }
}

TEST(Limits, IdleConnectionsAreClosed) {
    World world;
    world.options.idle_ms = Millis{20};
    world.start();
    Client silent(world);
    EXPECT_TRUE(silent.closed());
    Client client(world);
    ASSERT_TRUE(client.request("GET", "/healthz"));
    EXPECT_TRUE(client.closed());
    EXPECT_EQ(world.adapter->metrics().hits(Limit::idle), 2);
}

TEST(Limits, AClientThatDoesNotReadIsClosed) {
    World world;
    world.options.write_ms = Millis{30};
    world.commands.events = "[\"" + std::string(64 << 20, 'x') + "\"]";
    world.start();
    Client client(world);
    ASSERT_TRUE(client.send(Client::text_of("POST", "/v1/commands/CreateRequest",
                                            json_with_token("dispatcher"), "{}")));
    EXPECT_TRUE(world.until([&] { return world.adapter->metrics().hits(Limit::write_time) == 1; }));
    EXPECT_EQ(world.adapter->connections(), 0u);
}

TEST(Limits, TooManyConnections) {
    for (const bool per_address : {false, true}) {
        World world;
        (per_address ? world.options.max_connections_per_address : world.options.max_connections) =
            2;
        world.start();
        const Headers known = with_token("admin");
        Client a(world);
        Client b(world);
        ASSERT_TRUE(a.request("GET", "/healthz", known));
        ASSERT_TRUE(b.request("GET", "/healthz", known));
        Client c(world);
        const auto refused = c.receive();
        ASSERT_TRUE(refused);
        EXPECT_EQ(refused->status, 503u);
        EXPECT_TRUE(c.closed());
        EXPECT_EQ(world.adapter->metrics().hits(per_address ? Limit::connections_per_address
                                                            : Limit::connections),
                  1);
        ASSERT_TRUE(a.request("GET", "/healthz", {{"Connection", "close"}}));
        EXPECT_TRUE(a.closed());
        ASSERT_TRUE(world.until([&] { return world.adapter->connections() == 1; }));
        Client d(world);
        EXPECT_TRUE(d.request("GET", "/healthz"));
    }
}

// A flood of sockets that say nothing, or nothing of who they are, does not keep a desk out.
TEST(Limits, AConnectionWithoutAValidTokenMakesRoom) {
    for (const bool per_address : {false, true}) {
        World world;
        (per_address ? world.options.max_connections_per_address : world.options.max_connections) =
            3;
        world.start();
        Client desk(world);
        ASSERT_TRUE(desk.request("GET", "/healthz", with_token("dispatcher")));
        Client silent(world);
        ASSERT_TRUE(world.until([&] { return world.adapter->connections() == 2; }));
        Client stranger(world);
        ASSERT_TRUE(stranger.request("GET", "/healthz", with_token("wrong")));
        Client another(world);
        EXPECT_TRUE(another.request("GET", "/healthz", with_token("dispatcher")));
        EXPECT_TRUE(silent.closed()) << "the oldest of them";
        Client third(world);
        EXPECT_TRUE(third.request("GET", "/healthz", with_token("dispatcher")));
        EXPECT_TRUE(stranger.closed());
        EXPECT_TRUE(desk.request("GET", "/healthz", with_token("dispatcher")));
        EXPECT_EQ(world.adapter->metrics().hits(Limit::unauthenticated), 2);
    }
}

TEST(Limits, RatePerToken) {
    World world;
    world.options.per_token = {.per_minute = 60, .burst = 2, .max_names = 10};
    world.start();
    Client client(world);
    const auto ask = [&](const char* token) {
        return client.request("GET", "/v1/services", with_token(token));
    };
    EXPECT_EQ(ask("admin")->status, 200u);
    EXPECT_EQ(ask("admin")->status, 200u);
    const auto refused = ask("admin");
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 429u);
    EXPECT_EQ(refused->header("Retry-After"), "1");
    EXPECT_EQ(ask("dispatcher")->status, 200u);
    EXPECT_EQ(world.adapter->metrics().hits(Limit::rate_token), 1);
    world.now = world.now + seconds(1);
    EXPECT_EQ(ask("admin")->status, 200u);
}

// Somebody sets the system's clock back by an hour; nobody may be refused for that hour.
TEST(Limits, RatesDoNotFollowTheSystemsClock) {
    World world;
    world.options.per_token = {.per_minute = 60, .burst = 2, .max_names = 10};
    world.steady_now = TimePoint{5000};
    world.start();
    Client client(world);
    const auto ask = [&] { return client.request("GET", "/v1/services", with_token("admin")); };
    EXPECT_EQ(ask()->status, 200u);
    world.now = world.now - hours(1);
    EXPECT_EQ(ask()->status, 200u);
    world.now = world.now + hours(3);
    EXPECT_EQ(ask()->status, 429u) << "nor does a clock set forward fill a bucket";
    world.steady_now = *world.steady_now + seconds(1);
    EXPECT_EQ(ask()->status, 200u);
}

TEST(Limits, WrongTokensCostTheirAddressAlone) {
    World world;
    world.options.per_address = {.per_minute = 60, .burst = 60, .max_names = 10};
    world.start();
    Client client(world);
    const auto ask = [&](const char* token) {
        return client.request("GET", "/v1/services", with_token(token))->status;
    };
    EXPECT_EQ(ask("wrong"), 401u);
    EXPECT_EQ(ask("wrong"), 401u) << "ten are left, forty are owed";
    EXPECT_EQ(ask("wrong"), 429u);
    world.now = world.now + seconds(40);
    EXPECT_EQ(ask("wrong"), 429u) << "below zero for as long as is owed";
    EXPECT_EQ(world.adapter->metrics().hits(Limit::rate_failures), 2);
    for (int i = 0; i < 100; ++i)
        ASSERT_EQ(ask("admin"), 200u) << "who shows a valid token does not feel it";
    EXPECT_EQ(client.request("GET", "/healthz")->status, 200u) << "nor who needs none";
    world.now = world.now + seconds(1);
    EXPECT_EQ(ask("wrong"), 401u);
}

TEST(Limits, WhoHasNoTokenDoesNotLockOutWhoHas) {
    World world;
    world.options.per_address = {.per_minute = 60, .burst = 2, .max_names = 10};
    world.start();
    Client client(world);
    EXPECT_EQ(client.request("GET", "/healthz")->status, 200u);
    EXPECT_EQ(client.request("GET", "/healthz")->status, 200u);
    EXPECT_EQ(client.request("GET", "/healthz")->status, 429u);
    EXPECT_EQ(world.adapter->metrics().hits(Limit::rate_address), 1);
    EXPECT_EQ(client.request("GET", "/v1/services", with_token("admin"))->status, 200u);
}

// The token is looked at with every request, not once per connection.
TEST(Limits, ARevokedTokenIsRefusedOnAnOpenConnection) {
    World world;
    world.start();
    Client client(world);
    EXPECT_EQ(client.request("GET", "/v1/services", with_token("admin"))->status, 200u);
    world.access.tokens.erase("admin");
    EXPECT_EQ(client.request("GET", "/v1/services", with_token("admin"))->status, 401u);
}

TEST(Limits, BehindAProxyTheClientIsCounted) {
    World world;
    world.options.per_address = {.per_minute = 60, .burst = 1, .max_names = 10};
    world.options.server.trusted_proxies = {"127.0.0.1"};
    world.start();
    Client client(world);
    const auto ask = [&](const char* forwarded) {
        return client.request("GET", "/healthz", {{"X-Forwarded-For", forwarded}})->status;
    };
    EXPECT_EQ(ask("198.51.100.1"), 200u);
    EXPECT_EQ(ask("198.51.100.1"), 429u);
    EXPECT_EQ(ask("198.51.100.1, 198.51.100.2"), 200u);
    EXPECT_EQ(ask("198.51.100.3, 198.51.100.2"), 429u);
    EXPECT_TRUE(world.warnings.empty());
}

// As "::ffff:127.0.0.1" a listener on "::" sees a proxy that was named as 127.0.0.1, or so named.
TEST(Limits, AProxyIsTheSameInBothSpellings) {
    World world;
    world.options.per_address = {.per_minute = 60, .burst = 1, .max_names = 10};
    world.options.server.trusted_proxies = {"::ffff:127.0.0.1"};
    world.start();
    Client client(world);
    EXPECT_EQ(client.request("GET", "/healthz", {{"X-Forwarded-For", "198.51.100.1"}})->status,
              200u);
    EXPECT_EQ(client.request("GET", "/healthz", {{"X-Forwarded-For", "198.51.100.2"}})->status,
              200u);
}

TEST(Limits, AProxyThatIsNotNamedIsTold) {
    World world;
    world.start();
    Client client(world);
    for (int i = 0; i < 3; ++i)
        (void)client.request("GET", "/healthz", {{"X-Forwarded-For", "198.51.100.1"}});
    EXPECT_EQ(world.adapter->metrics().forwarded_ignored_total(), 3);
    ASSERT_EQ(world.warnings.size(), 1u) << "once";
    EXPECT_NE(world.warnings[0].find("server.trusted_proxies"), std::string::npos);
}

TEST(Limits, CommandsInFlight) {
    World world;
    world.options.max_commands_in_flight = 1;
    world.commands.deferred = true;
    world.start();
    Client a(world);
    Client b(world);
    const std::string text =
        Client::text_of("POST", "/v1/commands/CreateRequest", json_with_token("dispatcher"), "{}");
    ASSERT_TRUE(a.send(text));
    ASSERT_TRUE(world.until([&] { return world.commands.waiting.size() == 1; }));
    ASSERT_TRUE(b.send(text));
    const auto refused = b.receive();
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 503u);
    EXPECT_EQ(refused->text("reason"), "overloaded");
    EXPECT_FALSE(refused->header("Retry-After").empty());
    world.commands.release(0);
    EXPECT_EQ(a.receive()->status, 201u);
    ASSERT_TRUE(b.send(text));
    ASSERT_TRUE(world.until([&] { return world.commands.waiting.size() == 1; }));
    world.commands.release(0);
    EXPECT_EQ(b.receive()->status, 201u);
}

TEST(Limits, ARefusedRequestsBodyIsDroppedAndTheConnectionLives) {
    World world;
    world.start();
    Client client(world);
    auto answer = client.request("POST", "/v1/commands/CreateRequest", {}, std::string(1000, 'x'));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 401u);
    answer = client.request("GET", "/healthz");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u);
    answer =
        client.request("POST", "/v1/commands/CreateRequest", {}, std::string(64 * 1024 + 1, 'x'));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 401u);
    EXPECT_TRUE(client.closed());
}

}  // namespace
}  // namespace muster::http
