#include "adapters/sip/sip_message.hpp"

#include <gtest/gtest.h>

#include "adapters/sip/sip_stream.hpp"
#include "tests/adapters/sip/sip_text.hpp"

namespace muster::sip {
namespace {

using testing::Sent;
using testing::text_of;

constexpr const char* press_text = "<mrq><ref>a1</ref><cid>700001</cid><dty>0003</dty></mrq>";

TEST(SipMessage, ReadsWhatAnAnswerNeeds) {
    const auto read = read_datagram(text_of({.body = press_text}));
    ASSERT_TRUE(read) << read.error().what;
    const Message& m = read->message;
    EXPECT_EQ(m.status, 0);
    EXPECT_EQ(m.method, "MESSAGE");
    EXPECT_EQ(m.uri, "sip:arc@127.0.0.1:5060");
    ASSERT_EQ(m.vias.size(), 1u);
    EXPECT_EQ(m.vias[0].branch, "z9hG4bKa");
    EXPECT_EQ(m.vias[0].host, "192.0.2.7");
    EXPECT_EQ(m.vias[0].port, "5070");
    EXPECT_TRUE(m.vias[0].rport);
    EXPECT_EQ(m.from.user, "700001");
    EXPECT_EQ(m.from.tag, "f1");
    EXPECT_EQ(m.to.tag, "");
    EXPECT_EQ(m.call_id, "call-1");
    EXPECT_EQ(m.cseq, "1");
    EXPECT_EQ(m.media_type, "application/scaip+xml");
    EXPECT_EQ(m.body, press_text);
}

TEST(SipMessage, AnswersWithEveryViaAndWhatWeSaw) {
    const auto read = read_datagram(text_of(
        {.body = press_text, .via_more = "Via: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKinner\r\n"}));
    ASSERT_TRUE(read) << read.error().what;
    const std::string answer = write_answer(read->message, {"198.51.100.4", 61000}, "t9", {});
    EXPECT_TRUE(answer.starts_with("SIP/2.0 200 OK\r\nVia: ")) << answer;
    EXPECT_NE(answer.find(";rport=61000"), std::string::npos) << answer;
    EXPECT_NE(answer.find(";received=198.51.100.4\r\n"), std::string::npos) << answer;
    EXPECT_NE(answer.find("Via: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKinner\r\n"), std::string::npos)
        << answer;
    EXPECT_NE(answer.find("\r\nTo: <sip:arc@127.0.0.1:5060>;tag=t9\r\n"), std::string::npos);
    EXPECT_NE(answer.find("\r\nCSeq: 1 MESSAGE\r\n"), std::string::npos);
    EXPECT_TRUE(answer.ends_with("Content-Length: 0\r\n\r\n"));
    const auto read_back = read_datagram(answer);
    ASSERT_TRUE(read_back) << read_back.error().what;
    EXPECT_EQ(read_back->message.status, 200);
    EXPECT_EQ(read_back->message.vias.size(), 2u);
    const std::string trying = write_answer(read->message, {"1.2.3.4", 1}, "t9", {100, {}, {}, {}});
    EXPECT_EQ(trying.find("tag=t9"), std::string::npos);
}

TEST(SipMessage, S5DatagramAndContentLength) {
    const std::string body = std::string(84, 'x');
    auto longer = read_datagram(text_of({.body = body, .length = "84"}) + "rubble");
    ASSERT_TRUE(longer);
    EXPECT_EQ(longer->message.body, body);
    EXPECT_FALSE(longer->body_is_short);
    auto shorter = read_datagram(text_of({.body = body, .length = "200"}));
    ASSERT_TRUE(shorter);
    EXPECT_TRUE(shorter->body_is_short);
    EXPECT_FALSE(read_datagram(text_of({.body = body, .more = "l: 3\r\n", .length = "84"})));
    EXPECT_FALSE(read_datagram(text_of({.body = body, .length = "84x"})));
}

TEST(SipMessage, RefusesWhatIsNone) {
    EXPECT_FALSE(read_datagram(""));
    EXPECT_FALSE(read_datagram("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    EXPECT_FALSE(read_datagram(std::string(20'000, 'x')));
    std::string nul = text_of({.body = press_text});
    nul[30] = '\0';
    EXPECT_FALSE(read_datagram(nul));
    std::string many;
    for (int i = 0; i < 30; ++i)
        many += "Via: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bK" + std::to_string(i) + "\r\n";
    EXPECT_FALSE(read_datagram(text_of({.body = press_text, .via_more = many})));
}

TEST(SipMessage, ReadsDigestContactAndExpires) {
    const auto read = read_datagram(text_of(
        {.method = "REGISTER",
         .more = "Contact: <sip:700001@192.0.2.7:5070>;expires=60\r\nExpires: 3600\r\n"
                 "Authorization: Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"sip:x\", "
                 "response=\"ab\", algorithm=SHA-256, cnonce=\"c\", qop=auth, nc=00000001\r\n"}));
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(read->message.expires, 60u);
    ASSERT_EQ(read->message.credentials.size(), 1u);
    const Credentials& c = read->message.credentials[0];
    EXPECT_EQ(c.user, "u");
    EXPECT_EQ(c.response, "ab");
    EXPECT_EQ(c.qop, "auth");
    EXPECT_EQ(c.count, "00000001");
    EXPECT_EQ(c.algorithm, "SHA-256");
}

// All events of a stream that comes in pieces of this size.
std::vector<StreamEvent> events(std::string_view bytes, std::size_t piece) {
    StreamReader reader(4'096);
    std::vector<StreamEvent> out;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        reader.feed(bytes.substr(at, piece));
        while (true) {
            StreamEvent event = reader.next();
            if (event.kind == StreamEvent::Kind::need_more) break;
            const bool last = event.kind == StreamEvent::Kind::broken ||
                              event.kind == StreamEvent::Kind::too_large;
            out.push_back(std::move(event));
            if (last) return out;
        }
    }
    return out;
}

TEST(SipStream, FindsMessagesInWhateverPieces) {
    std::string bad = text_of({.body = press_text});
    bad.replace(bad.find("Call-ID"), 7, "Nothing");
    const std::string all = "\r\n\r\n" + text_of({.body = press_text, .transport = "TCP"}) +
                            "\r\n" + bad + text_of({.method = "OPTIONS", .transport = "TCP"});
    for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{7}, all.size()}) {
        const auto found = events(all, piece);
        ASSERT_EQ(found.size(), 4u) << piece;
        EXPECT_EQ(found[0].kind, StreamEvent::Kind::ping);
        EXPECT_EQ(found[1].kind, StreamEvent::Kind::message);
        EXPECT_EQ(found[1].message.body, press_text);
        EXPECT_EQ(found[2].kind, StreamEvent::Kind::bad_message);
        EXPECT_EQ(found[3].message.method, "OPTIONS");
    }
}

TEST(SipStream, S5StreamAndContentLength) {
    const std::string body = std::string(84, 'x');
    auto found = events(text_of({.body = body, .length = "84"}) + "\r\n\r\n\r\n", 1);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].message.body, body);
    found = events(text_of({.body = body, .length = "84"}) + "<rubb>", 1);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].kind, StreamEvent::Kind::message) << "the alarm in front of it is kept";
    EXPECT_EQ(found[1].kind, StreamEvent::Kind::broken);
    StreamReader reader(4'096);
    reader.feed(text_of({.body = body, .length = "200"}));
    EXPECT_EQ(reader.next().kind, StreamEvent::Kind::need_more);
    EXPECT_TRUE(reader.is_within_message());
    reader.feed(std::string(116, 'y'));
    EXPECT_EQ(reader.next().kind, StreamEvent::Kind::message);
    EXPECT_FALSE(reader.is_within_message());
}

TEST(SipStream, KeepsItsLimits) {
    auto found = events(text_of({.body = press_text, .length = "5000"}), 1);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].kind, StreamEvent::Kind::too_large);
    EXPECT_EQ(found[0].message.vias.size(), 1u) << "so that it can be answered";
    found = events("MESSAGE sip:a@b SIP/2.0\r\nX: " + std::string(9'000, 'x'), 100);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].kind, StreamEvent::Kind::broken);
    found = events("\x16\x03\x01\x02", 1);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].kind, StreamEvent::Kind::broken);
}

}  // namespace
}  // namespace muster::sip
