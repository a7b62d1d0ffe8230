#include <sqlite3.h>
#include <stdlib.h>

#include <filesystem>

#include "adapters/sip/registration_store.hpp"
#include "tests/adapters/sip/gb28181_samples.hpp"
#include "tests/adapters/sip/sip_world.hpp"

namespace muster::sip {
namespace {

using testing::Sent;
using testing::World;

constexpr const char* camera = "34020000001340000007";
constexpr const char* manscdp = "Application/MANSCDP+xml";

SipOptions gb_options() {
    SipOptions options;
    options.address = "127.0.0.1";
    options.port = std::uint16_t{5060};
    options.realm = "3402000000";
    options.user = "34020000002000000001";
    PeerOptions peer;
    peer.name = "cameras";
    peer.address = "192.0.2.0/24";
    peer.profile = PeerProfile::gb28181;
    peer.auth = PeerAuth::digest;
    peer.secret.value = "open sesame";
    options.peers.push_back(peer);
    return options;
}

std::string keepalive() {
    return std::string(
               "<?xml version=\"1.0\" encoding=\"GB2312\"?>\r\n<Notify>"
               "<CmdType>Keepalive</CmdType><SN>5</SN><DeviceID>") +
           camera + "</DeviceID><Status>OK</Status></Notify>";
}

// REGISTER, 401, REGISTER again as a device of the standard does it: without qop.
std::vector<std::string> log_in(World& world, std::string_view password,
                                const std::string& n = "") {
    Sent sent{.method = "REGISTER",
              .user = camera,
              .branch = "z9hG4bKr1" + n,
              .more = "Contact: <sip:34020000001340000007@192.0.2.7:5070>\r\nExpires: 3600\r\n"};
    world.hear(sent);
    const auto challenge = world.take_sent();
    if (challenge.size() != 1 || !challenge[0].starts_with("SIP/2.0 401 ")) return challenge;
    const auto begin = challenge[0].find("nonce=\"") + 7;
    Credentials c;
    c.user = camera;
    c.realm = "3402000000";
    c.nonce = challenge[0].substr(begin, challenge[0].find('"', begin) - begin);
    c.uri = "sip:arc@127.0.0.1:5060";
    sent.branch = "z9hG4bKr2" + n;
    sent.cseq = "2";
    sent.more += "Authorization: Digest username=\"" + c.user + "\", realm=\"" + c.realm +
                 "\", nonce=\"" + c.nonce + "\", uri=\"" + c.uri + "\", response=\"" +
                 digest_response(c, "REGISTER", password, false) + "\", algorithm=MD5\r\n";
    world.hear(sent);
    return world.take_sent();
}

TEST(Gb28181Server, G4RegisterSetGuardKeepaliveThenAlarm) {
    World world(gb_options());
    const auto registered = log_in(world, "open sesame");
    ASSERT_EQ(registered.size(), 2u);
    EXPECT_TRUE(registered[0].starts_with("SIP/2.0 200 ")) << registered[0];
    EXPECT_NE(registered[0].find("\r\nDate: 2026-03-02T16:15:30.000\r\n"), std::string::npos);
    EXPECT_NE(registered[0].find("\r\nExpires: 3600\r\n"), std::string::npos);
    EXPECT_TRUE(registered[1].starts_with("MESSAGE sip:34020000001340000007@192.0.2.7:5070 "));
    EXPECT_NE(registered[1].find("<GuardCmd>SetGuard</GuardCmd>"), std::string::npos);
    world.answer(registered[1]);
    world.hear({.user = camera, .branch = "z9hG4bKk", .media = manscdp, .body = keepalive()});
    const auto alive = world.take_sent();
    ASSERT_EQ(alive.size(), 1u) << "SetGuard was answered, and is not sent again";
    EXPECT_TRUE(alive[0].starts_with("SIP/2.0 200 "));
    ASSERT_EQ(world.commands.submissions.size(), 2u) << "registration and keepalive";

    world.hear({.user = camera,
                .branch = "z9hG4bKa1",
                .media = manscdp,
                .body = testing::from_hex(testing::g1_hex)});
    const auto sent = world.take_sent();
    ASSERT_EQ(sent.size(), 2u);
    EXPECT_TRUE(sent[0].starts_with("SIP/2.0 200 "));
    EXPECT_TRUE(sent[1].starts_with("MESSAGE "));
    EXPECT_NE(sent[1].find("<SN>31</SN>"), std::string::npos);
    EXPECT_NE(sent[1].find("<Result>OK</Result>"), std::string::npos);
    const auto& signal = world.commands.submissions.at(2).command.get<SignalDevice>();
    EXPECT_EQ(signal.signal, Code("sos"));
    EXPECT_EQ(world.commands.submissions[2].source, "gb28181:34020000001340000007");
}

TEST(Gb28181Server, G4UnregisteredIs403AndListed) {
    World world(gb_options());
    world.hear({.user = camera, .media = manscdp, .body = testing::from_hex(testing::g1_hex)});
    const auto sent = world.take_sent();
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_TRUE(sent[0].starts_with("SIP/2.0 403 "));
    ASSERT_EQ(world.commands.submissions.size(), 1u);
    const auto& said = world.commands.submissions[0].command.get<SignalDevice>();
    EXPECT_EQ(said.key.value, "gb28181:34020000001340000007");
    EXPECT_EQ(said.signal, Code("fault")) << "an alarm that is not believed asks for nobody";
    EXPECT_NE(said.said.value.find("not registered"), std::string::npos);
    EXPECT_EQ(world.server->stats().unregistered, 1u);
    // Said once an hour, however often it tries.
    world.pass(minutes(5));
    world.hear({.user = camera, .branch = "z9hG4bKq", .media = manscdp, .body = keepalive()});
    world.pass(hours(1));
    world.hear({.user = camera, .branch = "z9hG4bKr", .media = manscdp, .body = keepalive()});
    ASSERT_EQ(world.commands.submissions.size(), 3u);
    EXPECT_EQ(world.commands.submissions[1].key, world.commands.submissions[0].key);
    EXPECT_NE(world.commands.submissions[2].key, world.commands.submissions[0].key);
}

TEST(Gb28181Server, RegistrationsEndAndBelongToAnAddress) {
    World world(gb_options());
    EXPECT_TRUE(log_in(world, "wrong").at(0).starts_with("SIP/2.0 401 "));
    ASSERT_TRUE(log_in(world, "open sesame", "b").at(0).starts_with("SIP/2.0 200 "));
    world.hop.source.address = "192.0.2.8";
    world.hear({.user = camera, .branch = "z9hG4bKo", .media = manscdp, .body = keepalive()});
    EXPECT_TRUE(world.take_sent().at(0).starts_with("SIP/2.0 403 ")) << "somebody else's address";
    world.hop.source.address = "192.0.2.7";
    world.pass(seconds(3'600));
    world.take_sent();
    world.hear({.user = camera, .branch = "z9hG4bKp", .media = manscdp, .body = keepalive()});
    EXPECT_TRUE(world.take_sent().at(0).starts_with("SIP/2.0 403 ")) << "it has expired";
}

// A file that goes when the test ends.
struct KeptRegistrations : ::testing::Test {
    KeptRegistrations() {
        char folder[] = "/tmp/muster-sip-XXXXXX";
        if (::mkdtemp(folder) == nullptr) ADD_FAILURE() << "no folder for the test";
        path = folder;
        auto opened = RegistrationStore::open(path / "sip.sqlite");
        if (opened) {
            store = std::move(*opened);
        } else {
            ADD_FAILURE() << opened.error();
        }
    }
    ~KeptRegistrations() override {
        store.reset();
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    // The answer to a Keepalive, as the camera sends it who knows nothing of our restart.
    static std::string keep_alive(World& world) {
        world.hear({.user = camera, .branch = "z9hG4bKk", .media = manscdp, .body = keepalive()});
        const auto sent = world.take_sent();
        return sent.empty() ? "" : sent.front().substr(0, 12);
    }
    std::filesystem::path path;
    std::unique_ptr<RegistrationStore> store;
};

TEST_F(KeptRegistrations, ADeviceDoesNotNoticeARestart) {
    {
        World before(gb_options(), store.get());
        ASSERT_EQ(log_in(before, "open sesame").size(), 2u);
    }
    World world(gb_options(), store.get());
    world.hop.source.port = 6001;
    world.hear({.user = camera,
                .branch = "z9hG4bKa1",
                .media = manscdp,
                .body = testing::from_hex(testing::g1_hex)});
    const auto sent = world.take_sent();
    ASSERT_EQ(sent.size(), 2u);
    EXPECT_TRUE(sent[0].starts_with("SIP/2.0 200 "));
    EXPECT_TRUE(sent[1].starts_with("MESSAGE sip:34020000001340000007@192.0.2.7:5070 "));
    EXPECT_NE(sent[1].find("<Result>OK</Result>"), std::string::npos);
    EXPECT_EQ(world.hops.back().source.port, 6001) << "to where it is now";
    EXPECT_EQ(world.commands.submissions.at(0).command.get<SignalDevice>().signal, Code("sos"));
    // It is told again to report alarms, since it may have started anew meanwhile too.
    world.hear({.user = camera, .branch = "z9hG4bKk", .media = manscdp, .body = keepalive()});
    const auto alive = world.take_sent();
    ASSERT_EQ(alive.size(), 2u);
    EXPECT_TRUE(alive[0].starts_with("SIP/2.0 200 "));
    EXPECT_NE(alive[1].find("SetGuard"), std::string::npos);
    EXPECT_TRUE(world.warnings.empty());
}

TEST_F(KeptRegistrations, NobodyElseIsLetInByThem) {
    {
        World before(gb_options(), store.get());
        ASSERT_EQ(log_in(before, "open sesame").size(), 2u);
    }
    World elsewhere(gb_options(), store.get());
    elsewhere.hop.source.address = "192.0.2.8";
    EXPECT_EQ(keep_alive(elsewhere), "SIP/2.0 403 ");
    World later(gb_options(), store.get());
    later.pass(seconds(3'600));
    EXPECT_EQ(keep_alive(later), "SIP/2.0 403 ");
    // The address is no peer's of GB/T 28181 any more.
    SipOptions scaip = gb_options();
    scaip.peers[0].profile = PeerProfile::scaip;
    World other(scaip, store.get());
    EXPECT_EQ(keep_alive(other), "SIP/2.0 415 ");
}

TEST_F(KeptRegistrations, OneThatSignedOffIsForgotten) {
    {
        World before(gb_options(), store.get());
        ASSERT_EQ(log_in(before, "open sesame").size(), 2u);
    }
    SipOptions by_address = gb_options();
    by_address.peers[0].auth = PeerAuth::address;
    {
        World leaving(by_address, store.get());
        leaving.hear({.method = "REGISTER",
                      .user = camera,
                      .branch = "z9hG4bKleave",
                      .more = "Expires: 0\r\n"});
        ASSERT_TRUE(leaving.take_sent().at(0).starts_with("SIP/2.0 200 "));
    }
    World world(gb_options(), store.get());
    EXPECT_EQ(keep_alive(world), "SIP/2.0 403 ");
}

TEST_F(KeptRegistrations, ARegistrationIsTakenWhereItCannotBeKept) {
    World world(gb_options(), store.get());
    {
        // Somebody else writes into the file for longer than is waited for.
        sqlite3* other = nullptr;
        ASSERT_EQ(sqlite3_open((path / "sip.sqlite").c_str(), &other), SQLITE_OK);
        ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
        ASSERT_EQ(log_in(world, "open sesame").size(), 2u);
        sqlite3_close(other);
    }
    EXPECT_EQ(keep_alive(world), "SIP/2.0 200 ");
    EXPECT_EQ(world.server->stats().not_kept, 1u);
    ASSERT_EQ(world.warnings.size(), 1u);
    EXPECT_NE(world.warnings[0].find("sip.sqlite"), std::string::npos) << world.warnings[0];
}

TEST(Gb28181Server, SetGuardIsTriedAgainWithASignOfLife) {
    World world(gb_options());
    ASSERT_EQ(log_in(world, "open sesame").size(), 2u);
    world.pass(seconds(40));
    EXPECT_EQ(world.server->stats().unanswered, 1u);
    world.take_sent();
    world.hear({.user = camera, .branch = "z9hG4bKk", .media = manscdp, .body = keepalive()});
    const auto sent = world.take_sent();
    ASSERT_EQ(sent.size(), 2u);
    EXPECT_NE(sent[1].find("SetGuard"), std::string::npos);
}

TEST(Gb28181Server, G3IsAnsweredAndKeptAsText) {
    World world(gb_options());
    ASSERT_EQ(log_in(world, "open sesame").size(), 2u);
    world.hear({.user = camera,
                .branch = "z9hG4bKg3",
                .media = "application/manscdp+xml",
                .body = std::string(testing::g3)});
    const auto sent = world.take_sent();
    ASSERT_EQ(sent.size(), 2u);
    EXPECT_TRUE(sent[0].starts_with("SIP/2.0 200 "));
    EXPECT_NE(sent[1].find("<SN>32</SN>"), std::string::npos);
    const auto& signal = world.commands.submissions.at(1).command.get<SignalDevice>();
    EXPECT_TRUE(signal.signal.empty());
    EXPECT_EQ(world.server->stats().not_understood, 1u);
    // The device repeats its alarm in a new transaction: the same submission.
    world.hear({.user = camera,
                .branch = "z9hG4bKg4",
                .media = manscdp,
                .body = std::string(testing::g3)});
    EXPECT_EQ(world.commands.submissions.at(1).key, world.commands.submissions.at(2).key);
}

TEST(Gb28181Server, RegistrationsHaveALimit) {
    SipOptions options = gb_options();
    options.peers[0].auth = PeerAuth::address;
    options.registrations = std::size_t{1};
    World world(options);
    const auto status = [&](const std::string& user, const std::string& more) {
        world.hear({.method = "REGISTER",
                    .user = user,
                    .branch = "z9hG4bK" + user + more,
                    .more = "Expires: " + more + "\r\n"});
        return world.take_sent().at(0).substr(8, 3);
    };
    EXPECT_EQ(status("1", "60"), "200");
    EXPECT_EQ(status("2", "60"), "503");
    EXPECT_EQ(status("1", "0"), "200");
    EXPECT_EQ(status("2", "61"), "200");
}

}  // namespace
}  // namespace muster::sip
