#include "tests/adapters/sip/sip_world.hpp"

namespace muster::sip {
namespace {

using testing::Sent;
using testing::text_of;
using testing::World;

constexpr const char* press =
    "<mrq><ref>a1</ref><cid>700001</cid><dty>0003</dty><stc>0010</stc></mrq>";

SipOptions scaip_options() {
    SipOptions options;
    options.address = "127.0.0.1";
    options.port = std::uint16_t{5060};
    PeerOptions peer;
    peer.name = "gateway";
    peer.address = "192.0.2.0/24";
    options.peers.push_back(peer);
    return options;
}

SipOptions digest_options() {
    SipOptions options = scaip_options();
    options.peers[0].auth = PeerAuth::digest;
    options.peers[0].user = "gate";
    options.peers[0].secret.env = "MUSTER_SIP_TEST_PASSWORD";
    options.peers[0].secret.value = "open sesame";
    return options;
}

const SignalDevice& signal(const World& world, std::size_t n) {
    return world.commands.submissions.at(n).command.get<SignalDevice>();
}

bool is_answer(const std::string& bytes, int status) {
    return bytes.starts_with("SIP/2.0 " + std::to_string(status) + " ");
}

// The Authorization of a request of this method, by the challenge in an answer of ours.
std::string authorization(const std::string& challenge, std::string_view method,
                          std::string_view password, std::string_view user = "gate") {
    const auto begin = challenge.find("nonce=\"") + 7;
    Credentials c;
    c.user = user;
    c.realm = "muster";
    c.nonce = challenge.substr(begin, challenge.find('"', begin) - begin);
    c.uri = "sip:arc@127.0.0.1:5060";
    c.cnonce = "c1";
    c.qop = "auth";
    c.count = "00000001";
    return "Authorization: Digest username=\"" + c.user + "\", realm=\"muster\", nonce=\"" +
           c.nonce + "\", uri=\"" + c.uri + "\", response=\"" +
           digest_response(c, method, password, false) +
           "\", algorithm=MD5, cnonce=\"c1\", qop=auth, nc=00000001\r\n";
}

TEST(SipServer, AnswersAfterTheCommitThenSendsTheMrs) {
    World world(scaip_options());
    world.commands.deferred = true;
    world.hear({.body = press});
    EXPECT_TRUE(world.sent.empty()) << "not before the commit";
    ASSERT_EQ(world.commands.submissions.size(), 1u);
    EXPECT_EQ(world.commands.submissions[0].source, "scaip:700001");
    EXPECT_TRUE(world.commands.submissions[0].key.starts_with("a1:"));
    EXPECT_EQ(signal(world, 0).signal, Code("pendant"));
    world.hear({.body = press});
    EXPECT_EQ(world.commands.submissions.size(), 1u) << "a retransmission is absorbed";
    world.commands.release(0);
    const auto sent = world.take_sent();
    ASSERT_EQ(sent.size(), 2u);
    EXPECT_TRUE(is_answer(sent[0], 200));
    EXPECT_TRUE(sent[0].ends_with("Content-Length: 0\r\n\r\n")) << "a 2xx has no body";
    EXPECT_TRUE(sent[1].starts_with("MESSAGE sip:700001@192.0.2.7:5070 SIP/2.0\r\n")) << sent[1];
    EXPECT_NE(sent[1].find("<ref>a1</ref><snu>0</snu>"), std::string::npos);
    world.hear({.body = press});
    EXPECT_EQ(world.take_sent(), std::vector<std::string>{sent[0]}) << "the same answer again";
    world.answer(sent[1]);
    world.pass(minutes(2));
    EXPECT_TRUE(world.sent.empty()) << "answered: not sent again";
    EXPECT_EQ(world.server->stats().unanswered, 0u);
    EXPECT_EQ(world.server->next_timer(), never) << "nothing is held for ever";
}

TEST(SipServer, RepeatsTheMrsUntilTimerF) {
    World world(scaip_options());
    world.hear({.body = press});
    EXPECT_EQ(world.take_sent().size(), 2u);
    world.pass(minutes(1));
    EXPECT_EQ(world.take_sent().size(), 10u);
    EXPECT_EQ(world.server->stats().unanswered, 1u);
}

TEST(SipServer, S1TwoReferencesAreTwoSignalsAndARetryIsNone) {
    World world(scaip_options());
    world.hear({.body = "<mrq><ref>0Ab7</ref><cid> +700001</cid><dty>3</dty><stc>10</stc>"
                        "<crd>gsm:</crd></mrq>"});
    world.hear({.branch = "z9hG4bKb",
                .body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<mrq><crd>gsm:+</crd>"
                        "<stc>0010</stc><dty>0004</dty><cid> 700001</cid><ref>0Ab8</ref></mrq>"});
    ASSERT_EQ(world.commands.submissions.size(), 2u);
    EXPECT_EQ(signal(world, 0).key.value, "scaip:700001");
    EXPECT_EQ(signal(world, 1).key.value, "scaip:700001");
    EXPECT_EQ(signal(world, 1).signal, Code("sos"));
    EXPECT_NE(world.commands.submissions[0].key, world.commands.submissions[1].key);
    // The device did not hear us, and sends it in a new transaction.
    world.hear({.branch = "z9hG4bKc", .body = press});
    world.hear({.branch = "z9hG4bKd", .call = "call-2", .body = press});
    EXPECT_EQ(world.commands.submissions[2].key, world.commands.submissions[3].key);
    EXPECT_EQ(world.server->stats().signals, 3u) << "the last one was known";
}

TEST(SipServer, MrsInsideThe200ByProfile) {
    SipOptions options = scaip_options();
    options.peers[0].answer = ScaipAnswerPlace::in_200;
    World world(options);
    world.hear({.body = press});
    const auto sent = world.take_sent();
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_TRUE(is_answer(sent[0], 200));
    EXPECT_NE(sent[0].find("Content-Type: application/scaip+xml\r\n"), std::string::npos);
    EXPECT_NE(sent[0].find("<snu>0</snu>"), std::string::npos);
}

TEST(SipServer, Says100LateWhereTheCommitIsSlow) {
    World world(scaip_options());
    world.commands.deferred = true;
    world.hear({.body = press});
    world.pass(Millis{3'499});
    EXPECT_TRUE(world.sent.empty());
    world.pass(Millis{1});
    ASSERT_EQ(world.sent.size(), 1u);
    EXPECT_TRUE(is_answer(world.take_sent()[0], 100));
    world.commands.release(0);
    EXPECT_TRUE(is_answer(world.take_sent()[0], 200));
}

TEST(SipServer, FullQueueIs503AndTheRetryIsTaken) {
    World world(scaip_options());
    world.commands.rejection = {RejectReason::overloaded, "", "full"};
    world.hear({.body = press});
    auto sent = world.take_sent();
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_TRUE(is_answer(sent[0], 503));
    EXPECT_NE(sent[0].find("Retry-After: 5\r\n"), std::string::npos);
    world.commands.rejection = {};
    world.hear({.branch = "z9hG4bKb", .body = press});
    EXPECT_TRUE(is_answer(world.take_sent()[0], 200));
    world.commands.rejection = {RejectReason::invalid_field, "/key", "wrong"};
    world.hear({.branch = "z9hG4bKc", .body = press});
    sent = world.take_sent();
    EXPECT_NE(sent.at(1).find("<snu>5</snu>"), std::string::npos);
    EXPECT_EQ(world.server->stats().rejected, 1u);
}

TEST(SipServer, TransactionsHaveALimit) {
    SipOptions options = scaip_options();
    options.transactions = std::size_t{1};
    World world(options);
    world.hear({.body = press});
    EXPECT_TRUE(is_answer(world.take_sent()[0], 200));
    world.hear({.branch = "z9hG4bKb", .body = press});
    EXPECT_TRUE(is_answer(world.take_sent()[0], 503));
    world.pass(timer_j);
    world.take_sent();
    world.hear({.branch = "z9hG4bKb", .body = press});
    EXPECT_TRUE(is_answer(world.take_sent()[0], 200));
}

TEST(SipServer, S5CutAndShortDatagrams) {
    World world(scaip_options());
    world.hear_bytes(text_of({.body = press, .length = std::to_string(std::string(press).size())}) +
                     "rubble");
    EXPECT_EQ(world.commands.submissions.size(), 1u);
    EXPECT_TRUE(is_answer(world.take_sent()[0], 200));
    world.hear({.branch = "z9hG4bKb", .body = press, .length = "200"});
    EXPECT_EQ(world.commands.submissions.size(), 1u);
    EXPECT_TRUE(is_answer(world.take_sent()[0], 400));
    EXPECT_EQ(world.server->stats().malformed, 1u);
    world.hear_bytes("rubbish");
    EXPECT_TRUE(world.sent.empty());
    EXPECT_EQ(world.server->stats().malformed, 2u);
    EXPECT_EQ(world.warnings.size(), 1u) << "once for each address";
}

TEST(SipServer, MalformedAlarmsAreAnsweredAndWhatIsNamedIsKept) {
    World world(scaip_options());
    world.hear({.body = "<mrq><ref>1</ref><cid>7</cid><dty>0777</dty></mrq>"});
    ASSERT_EQ(world.commands.submissions.size(), 1u);
    EXPECT_EQ(signal(world, 0).signal, Code());
    EXPECT_EQ(world.server->stats().not_understood, 1u);
    EXPECT_NE(world.take_sent().at(1).find("<snu>0</snu>"), std::string::npos);
    world.hear({.branch = "z9hG4bKb", .body = "<mrq><ref>2</ref><dty>3</dty></mrq>"});
    EXPECT_EQ(world.commands.submissions.size(), 1u);
    EXPECT_NE(world.take_sent().at(1).find("<ref>2</ref><snu>7</snu>"), std::string::npos);
    EXPECT_EQ(world.server->stats().bad_bodies, 1u);
}

TEST(SipServer, OtherMethodsMediaAndStrangers) {
    World world(scaip_options());
    const auto status = [&](const Sent& message) {
        world.hear(message);
        const auto sent = world.take_sent();
        return sent.empty() ? 0 : std::stoi(sent[0].substr(8, 3));
    };
    EXPECT_EQ(status({.method = "OPTIONS"}), 200);
    EXPECT_EQ(status({.method = "INVITE"}), 405);
    EXPECT_EQ(status({.method = "ACK"}), 0);
    EXPECT_EQ(status({.method = "CANCEL"}), 481);
    EXPECT_EQ(status({.branch = "z9hG4bK1", .media = "text/plain", .body = "help"}), 415);
    EXPECT_EQ(status({.branch = "z9hG4bK2", .body = press, .more = "Require: x\r\n"}), 420);
    EXPECT_EQ(status({.branch = "z9hG4bK3", .body = press, .more = "Content-Encoding: gzip\r\n"}),
              415);
    EXPECT_EQ(status({.method = "REGISTER", .more = "Expires: 5\r\n"}), 423);
    EXPECT_EQ(status({.method = "REGISTER", .branch = "z9hG4bK4"}), 200);
    ASSERT_EQ(world.commands.submissions.size(), 1u);
    EXPECT_EQ(world.commands.submissions[0].command.get<ReportDevice>().key.value, "scaip:700001");
    world.hop.source.address = "198.51.100.9";
    EXPECT_EQ(status({.branch = "z9hG4bK5", .body = press}), 403);
    EXPECT_EQ(world.server->stats().strangers, 1u);
    EXPECT_EQ(world.commands.submissions.size(), 1u);
}

TEST(SipServer, S7DigestChallengeOnceAndOneRequest) {
    World world(digest_options());
    const Sent first{.body = press};
    world.hear(first);
    const auto challenge = world.take_sent();
    ASSERT_EQ(challenge.size(), 1u);
    EXPECT_TRUE(is_answer(challenge[0], 401));
    EXPECT_TRUE(world.commands.submissions.empty());
    const Sent second{.branch = "z9hG4bKb",
                      .cseq = "2",
                      .body = press,
                      .more = authorization(challenge[0], "MESSAGE", "open sesame")};
    world.hear(second);
    EXPECT_EQ(world.commands.submissions.size(), 1u);
    EXPECT_TRUE(is_answer(world.take_sent().at(0), 200));
    world.hear(first);
    EXPECT_EQ(world.take_sent(), challenge) << "the stored 401, no second nonce";
    EXPECT_EQ(world.server->stats().challenged, 1u);
    // The same credentials, when their nonce is old.
    world.pass(minutes(6));
    world.take_sent();
    Sent third = second;
    third.branch = "z9hG4bKc";
    world.hear(third);
    const auto stale = world.take_sent();
    EXPECT_TRUE(is_answer(stale.at(0), 401));
    EXPECT_NE(stale[0].find("stale=true"), std::string::npos);
}

TEST(SipServer, WrongPasswordsAreNotedAndTheBodyNeverRead) {
    SipOptions options = digest_options();
    options.failed_logins.burst = std::int64_t{2};
    World world(options);
    world.hear({.body = "<mrq"});
    const std::string challenge = world.take_sent().at(0);
    EXPECT_EQ(world.server->stats().bad_bodies, 0u) << "nobody has looked at it";
    for (int i = 0; i < 4; ++i) {
        world.hear({.branch = "z9hG4bKg" + std::to_string(i),
                    .body = press,
                    .more = authorization(challenge, "MESSAGE", "guess")});
    }
    const auto sent = world.take_sent();
    EXPECT_TRUE(is_answer(sent.at(0), 401));
    EXPECT_TRUE(is_answer(sent.at(3), 403));
    EXPECT_TRUE(world.commands.submissions.empty());
    EXPECT_EQ(world.audit.entries.size(), 4u);
}

TEST(SipServer, DrainsWith503) {
    World world(scaip_options());
    world.server->begin_drain();
    world.hear({.body = press});
    EXPECT_TRUE(is_answer(world.take_sent().at(0), 503));
    EXPECT_TRUE(world.commands.submissions.empty());
}

TEST(SipServer, AnOutcomeAfterItsEndIsNothing) {
    World world(scaip_options());
    world.commands.deferred = true;
    world.hear({.body = press});
    world.server.reset();
    world.commands.release(0);
    EXPECT_TRUE(world.sent.empty());
}

TEST(SipOptions, SayWhatIsWrong) {
    EXPECT_FALSE(check(scaip_options()));
    SipOptions options = scaip_options();
    options.peers[0].address = "10.0.0.0/40";
    EXPECT_EQ(check(options).value_or(SettingProblem{}).pointer, "/peers/0/address");
    options = scaip_options();
    options.peers[0].auth = PeerAuth::digest;
    EXPECT_EQ(check(options).value_or(SettingProblem{}).pointer, "/peers/0/secret");
    options = scaip_options();
    options.scaip_types = {"31=water", "x"};
    EXPECT_EQ(check(options).value_or(SettingProblem{}).pointer, "/scaip_types/1");
    options = digest_options();
    EXPECT_TRUE(load_peers(options));
    options.peers[0].secret.value.clear();
    EXPECT_FALSE(load_peers(options));
}

}  // namespace
}  // namespace muster::sip
