// The listener under TLS. What TLS itself does is tested in tests/net.
#include "http_world.hpp"
#include "tests/net/tls_client.hpp"

namespace muster::http {
namespace {

using net::Authority;
using net::TlsClient;

const std::string sos_event =
    R"({"specversion":"1.0","id":"1","source":"s","type":"cn.muster.device.sos","subject":"b7",)"
    R"("data":{}})";

struct Secure : testing::Test {
    Authority authority;
    net::Folder folder;
    World world;

    Secure() {
        put(authority.issue());
        world.options.tls.look_ms = Millis{10};
        world.now = TimePoint{static_cast<std::int64_t>(std::time(nullptr)) * 1000};
    }
    void put(const net::Issued& issued) {
        world.options.tls.certificate = folder.put("cert.pem", issued.certificate);
        world.options.tls.key = folder.put("key.pem", issued.key, true);
    }
    std::unique_ptr<TlsClient> client(const net::ClientOptions& options = {}) {
        return std::make_unique<TlsClient>(
            world.adapter->port(), [this] { world.turn(); }, options);
    }
    static unsigned status_of(const std::pair<std::string, std::string>& answer) {
        return answer.first.size() < 12 ? 0U
                                        : static_cast<unsigned>(std::stoi(answer.first.substr(9)));
    }
    // One request on a connection that stays.
    static std::pair<std::string, std::string> ask(TlsClient& client, std::string_view method,
                                                   std::string_view target,
                                                   const Headers& headers = {},
                                                   std::string_view body = {}) {
        if (!client.send(Client::text_of(method, target, headers, body))) return {};
        return client.answer();
    }
    std::uint64_t failed(net::HandshakeFault fault) {
        const std::string name =
            "muster_tls_handshakes_failed_total{why=\"" + std::string(net::name_of(fault)) + "\"} ";
        MetricsText out;
        world.adapter->write_metrics(out);
        const std::string text = std::move(out).text();
        const std::size_t at = text.find(name);
        return at == std::string::npos ? 0 : std::stoull(text.substr(at + name.size()));
    }
};

TEST_F(Secure, AnswersAndBindsBrowsersToHttps) {
    world.start();
    const auto one = client();
    ASSERT_TRUE(one->connect()) << one->why();
    for (const char* target : {"/healthz", "/v1/members", "/nothing"}) {
        const auto answer = ask(*one, "GET", target);
        EXPECT_NE(answer.first.find("\r\nStrict-Transport-Security: max-age=31536000\r\n"),
                  std::string::npos)
            << answer.first;
    }
    EXPECT_EQ(status_of(ask(*one, "GET", "/healthz")), 200u);
}

TEST_F(Secure, HstsIsASettingAndNothingInTheClear) {
    world.options.tls.hsts_ms = Millis{0};
    world.start();
    const auto one = client();
    ASSERT_TRUE(one->connect());
    EXPECT_EQ(ask(*one, "GET", "/healthz").first.find("Strict-Transport"), std::string::npos);
    World clear;
    clear.start();
    Client plain(clear);
    const auto answer = plain.request("GET", "/healthz");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->header("Strict-Transport-Security"), "");
}

TEST_F(Secure, PlainHttpIsToldWhereToGo) {
    world.start();
    Client plain(world);
    ASSERT_TRUE(plain.send(Client::text_of("GET", "/healthz", {}, "")));
    const auto answer = plain.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 400u);
    EXPECT_EQ(answer->body(), "This port speaks TLS; use https://\n");
    EXPECT_EQ(answer->header("Strict-Transport-Security"), "");
    EXPECT_TRUE(plain.closed());
    EXPECT_EQ(failed(net::HandshakeFault::plain_text), 1u);
}

TEST_F(Secure, ASlowHandshakeIsEnded) {
    world.options.request_ms = Millis{30};
    world.start();
    Client silent(world);
    Client slow(world);
    ASSERT_TRUE(slow.send("\x16\x03\x01"));
    EXPECT_TRUE(silent.closed());
    EXPECT_TRUE(slow.closed());
    EXPECT_EQ(failed(net::HandshakeFault::too_slow), 2u);
    EXPECT_EQ(world.adapter->connections(), 0u);
}

TEST_F(Secure, HalfOpenOnesCountAndMakeRoom) {
    world.options.max_connections_per_address = 2;
    world.start();
    Client first(world);
    Client second(world);
    ASSERT_TRUE(world.until([&] { return world.adapter->connections() == 2; }));
    const auto third = client();
    ASSERT_TRUE(third->connect());
    EXPECT_TRUE(first.closed());
    EXPECT_EQ(world.adapter->connections(), 2u);
    EXPECT_EQ(status_of(ask(*third, "GET", "/healthz")), 200u);
}

TEST_F(Secure, BodiesOfAnySizeBothWays) {
    world.start();
    const auto one = client();
    ASSERT_TRUE(one->connect());
    for (const std::size_t size : {1U, 100U, 16'000U, 16'384U, 16'400U, 200'000U}) {
        // Refused for what it is, when all of it has come.
        const auto answer =
            ask(*one, "POST", "/v1/commands/CreateRequest", json_with_token("dispatcher"),
                "{\"note\":\"" + std::string(size, 'x') + "\",");
        EXPECT_EQ(status_of(answer), 400u) << size << answer.first;
        EXPECT_EQ(answer.second.back(), '}');
    }
    // Requests that come in one piece are answered in their order.
    std::string many;
    for (int i = 0; i < 10; ++i)
        many += Client::text_of("GET", "/healthz", {}, "");
    ASSERT_TRUE(one->send(many));
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(status_of(one->answer()), 200u);
}

TEST_F(Secure, HeadAndBodyMayComeByteByByte) {
    world.start();
    const auto one = client();
    ASSERT_TRUE(one->connect());
    const std::string text =
        Client::text_of("POST", "/v1/intake", json_with_token("adapter"), sos_event);
    for (const char byte : text)
        ASSERT_TRUE(one->send(std::string_view(&byte, 1)));
    EXPECT_EQ(status_of(one->answer()), 201u);
}

TEST_F(Secure, ReloadsWhileConnectionsGoOn) {
    world.steady_now = TimePoint{1'000};
    world.start();
    const auto before = client();
    ASSERT_TRUE(before->connect());
    const auto shown = [](const TlsClient& one) {
        X509* const certificate = SSL_get1_peer_certificate(one.native());
        const std::string number =
            std::to_string(ASN1_INTEGER_get(X509_get0_serialNumber(certificate)));
        X509_free(certificate);
        return number;
    };
    const std::string old = shown(*before);
    put(authority.issue());
    // The clock goes on with each look.
    const auto pass = [&] {
        for (int i = 0; i < 40; ++i) {
            world.steady_now = *world.steady_now + Millis{5};
            world.turn();
        }
    };
    pass();
    const auto after = client();
    ASSERT_TRUE(after->connect());
    EXPECT_NE(shown(*after), old);
    EXPECT_EQ(status_of(ask(*before, "GET", "/healthz")), 200u);
    EXPECT_EQ(status_of(ask(*after, "GET", "/healthz")), 200u);
    // One that does not fit changes nothing but the alarms.
    folder.put("key.pem", authority.issue().key, true);
    pass();
    const auto still = client();
    ASSERT_TRUE(still->connect());
    EXPECT_EQ(shown(*still), shown(*after));
    ASSERT_EQ(world.adapter->alarms().size(), 1u);
    EXPECT_EQ(world.adapter->alarms()[0].name, "tls_files_refused");
}

struct Gateways : Secure {
    Gateways() {
        world.options.tls.client_ca = folder.put("ca.pem", authority.certificate());
        world.options.tls.gateways = {"alarm-centre", "gate.example"};
    }
    unsigned intake(const net::Issued& own, const Headers& headers = {}) {
        const auto one = client({.own = own});
        if (!one->connect()) return 0;
        Headers all{{"Content-Type", "application/cloudevents+json"}};
        all.insert(all.end(), headers.begin(), headers.end());
        return status_of(ask(*one, "POST", "/v1/intake", all, sos_event));
    }
};

TEST_F(Gateways, AreProvedByTheirCertificate) {
    world.start();
    EXPECT_EQ(intake(authority.issue({.name = "alarm-centre"})), 201u);
    EXPECT_EQ(intake(authority.issue({.name = "x", .others = "DNS:gate.example"})), 201u);
    ASSERT_EQ(world.commands.submissions.size(), 2u);
    EXPECT_EQ(world.commands.submissions[0].source, "gateway:alarm-centre");
    EXPECT_EQ(world.commands.submissions[1].source, "gateway:gate.example");
}

TEST_F(Gateways, OthersAreNobody) {
    world.start();
    EXPECT_EQ(intake(authority.issue({.name = "alarm-centre2"})), 401u);
    EXPECT_EQ(intake({}), 401u);
    EXPECT_TRUE(world.commands.submissions.empty());
    // It proves a gateway at the intake, and nothing anywhere else.
    const auto one = client({.own = authority.issue({.name = "alarm-centre"})});
    ASSERT_TRUE(one->connect());
    EXPECT_EQ(status_of(ask(*one, "GET", "/v1/members")), 401u);
    EXPECT_EQ(status_of(ask(*one, "POST", "/v1/commands/CreateRequest",
                            {{"Content-Type", "application/json"}}, "{}")),
              401u);
}

TEST_F(Gateways, ASignatureThatIsShownMustHold) {
    world.start();
    EXPECT_EQ(intake(authority.issue({.name = "alarm-centre"}),
                     {{"Muster-Gateway", "gate"},
                      {"Muster-Timestamp", std::to_string(world.now.value / 1000)},
                      {"Muster-Signature", "v2=00"}}),
              401u);
}

TEST_F(Gateways, AHeaderIsNoCertificate) {
    world.start();
    EXPECT_EQ(
        intake({}, {{"X-Client-Cert", "alarm-centre"}, {"Client-Certificate", "alarm-centre"}}),
        401u);
}

TEST_F(Gateways, ACertificateThatDoesNotHoldEndsTheHandshakeAndIsNoted) {
    world.start();
    const Authority stranger;
    EXPECT_EQ(intake(stranger.issue({.name = "alarm-centre"})), 0u);
    ASSERT_EQ(world.audit.entries.size(), 1u);
    EXPECT_EQ(world.audit.entries[0].what, AuditKind::login_failed);
    EXPECT_EQ(world.audit.entries[0].who, "127.0.0.1");
    EXPECT_EQ(world.audit.entries[0].about, "certificate");
    EXPECT_EQ(failed(net::HandshakeFault::client_certificate), 1u);
    EXPECT_TRUE(world.commands.submissions.empty());
}

TEST_F(Secure, TheFeedIsHandedItsStream) {
    std::optional<net::Stream> taken;
    world.start(
        [&](net::Stream stream, const std::string&, auto) { taken.emplace(std::move(stream)); });
    const auto one = client();
    ASSERT_TRUE(one->connect());
    ASSERT_TRUE(one->send(Client::text_of("GET", "/v1/feed",
                                          {{"Connection", "Upgrade"},
                                           {"Upgrade", "websocket"},
                                           {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
                                           {"Sec-WebSocket-Version", "13"}},
                                          "")));
    ASSERT_TRUE(world.until([&] { return taken.has_value(); }));
    EXPECT_TRUE(taken->is_tls());
    const std::string_view answer = "HTTP/1.1 101 X\r\n\r\n";
    EXPECT_EQ(taken->send_some(std::array{answer}).taken, answer.size());
    EXPECT_EQ(one->receive(answer.size()), answer);
}

}  // namespace
}  // namespace muster::http
