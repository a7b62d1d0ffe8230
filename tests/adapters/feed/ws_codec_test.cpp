#include "adapters/feed/ws_codec.hpp"

#include <gtest/gtest.h>

#include "tests/adapters/feed/ws_text.hpp"

namespace muster::feed_adapter {
namespace {

using testing::client_frame;
using Events = std::vector<std::string>;

Events parse_all(std::string_view bytes, std::size_t max_message = 4096) {
    WsParser parser(max_message);
    return testing::parse(parser, bytes);
}

std::string raw(std::initializer_list<int> bytes) {
    std::string out;
    for (const int byte : bytes)
        out.push_back(static_cast<char>(byte));
    return out;
}

// RFC 6455 section 5.7: a single-frame masked text message.
TEST(WsParser, ReadsTheExampleOfTheStandard) {
    const auto frame = raw({0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58});
    EXPECT_EQ(parse_all(frame), Events{"text Hello"});
    EXPECT_EQ(client_frame(WsOpcode::text, "Hello"), frame);
    // The masked pong of the same section.
    EXPECT_EQ(parse_all(raw({0x8a, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58})),
              Events{"pong Hello"});
}

TEST(WsFrames, AreThoseOfTheStandard) {
    std::string out;
    append_frame_header(out, WsOpcode::text, 5);
    EXPECT_EQ(out, raw({0x81, 0x05}));
    out.clear();
    append_frame_header(out, WsOpcode::binary, 256);
    EXPECT_EQ(out, raw({0x82, 0x7E, 0x01, 0x00}));
    out.clear();
    append_frame_header(out, WsOpcode::binary, 65536);
    EXPECT_EQ(out, raw({0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0}));
    EXPECT_EQ(pong_frame("Hello"), raw({0x8a, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f}));
    EXPECT_EQ(close_frame(1000, "bye"), raw({0x88, 0x05, 0x03, 0xE8, 'b', 'y', 'e'}));
    EXPECT_EQ(close_frame(1005, "never sent"), raw({0x88, 0x00}));
    EXPECT_EQ(close_frame(4008, std::string(200, 'x')).size(), 127u);
}

// RFC 6455 section 1.3.
TEST(WsHandshake, AnswersTheKeyOfTheStandard) {
    EXPECT_EQ(accept_key("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(WsParser, JoinsFragmentsAroundControlFrames) {
    const std::string bytes =
        client_frame(WsOpcode::text, "Hel", false) + client_frame(WsOpcode::ping, "still there?") +
        client_frame(WsOpcode::continuation, "", false) +
        client_frame(WsOpcode::continuation, "lo") + client_frame(WsOpcode::text, "") +
        client_frame(WsOpcode::text, std::string(300, 'a')) +
        client_frame(WsOpcode::close, raw({0x03, 0xE8}) + "bye") +
        client_frame(WsOpcode::text, "not looked at");
    const Events expected = {"ping still there?", "text Hello", "text ",
                             "text " + std::string(300, 'a'), "close 1000 bye"};
    EXPECT_EQ(parse_all(bytes), expected);

    // Cut in two at every byte, and byte by byte, it is the same.
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        WsParser parser(4096);
        Events events = testing::parse(parser, std::string_view(bytes).substr(0, cut));
        for (auto& event : testing::parse(parser, std::string_view(bytes).substr(cut))) {
            events.push_back(event);
        }
        ASSERT_EQ(events, expected) << "cut at " << cut;
    }
    WsParser parser(4096);
    Events events;
    for (const char byte : bytes) {
        for (auto& event : testing::parse(parser, std::string_view(&byte, 1))) {
            events.push_back(event);
        }
    }
    EXPECT_EQ(events, expected);
}

TEST(WsParser, RefusesWhatTheStandardForbids) {
    EXPECT_EQ(parse_all(raw({0x81, 0x05, 'H', 'e', 'l', 'l', 'o'})), Events{"error 1002"})
        << "not masked";
    EXPECT_EQ(parse_all(raw({0xC1, 0x80, 0, 0, 0, 0})), Events{"error 1002"}) << "RSV1";
    EXPECT_EQ(parse_all(raw({0x83, 0x80, 0, 0, 0, 0})), Events{"error 1002"}) << "opcode 3";
    EXPECT_EQ(parse_all(raw({0x8B, 0x80, 0, 0, 0, 0})), Events{"error 1002"}) << "opcode 11";
    EXPECT_EQ(parse_all(client_frame(WsOpcode::continuation, "x")), Events{"error 1002"});
    EXPECT_EQ(
        parse_all(client_frame(WsOpcode::text, "a", false) + client_frame(WsOpcode::text, "b")),
        Events{"error 1002"});
    EXPECT_EQ(parse_all(client_frame(WsOpcode::ping, "x", false)), Events{"error 1002"});
    EXPECT_EQ(parse_all(client_frame(WsOpcode::ping, std::string(126, 'x'))), Events{"error 1002"});
    EXPECT_EQ(parse_all(raw({0x81, 0xFE, 0, 5, 0, 0, 0, 0})), Events{"error 1002"})
        << "a length in a longer form than needed";
    EXPECT_EQ(parse_all(raw({0x81, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})),
              Events{"error 1002"});
    EXPECT_EQ(parse_all(client_frame(WsOpcode::binary, "x")), Events{"error 1003"});
    EXPECT_EQ(parse_all(client_frame(WsOpcode::close, "x")), Events{"error 1002"});
    EXPECT_EQ(parse_all(client_frame(WsOpcode::close, raw({0x03, 0xED}))), Events{"error 1002"})
        << "1005 never travels";
    EXPECT_EQ(parse_all(client_frame(WsOpcode::close, "")), Events{"close 1005 "});
    EXPECT_EQ(parse_all(client_frame(WsOpcode::close, raw({0x0F, 0xA0}))), Events{"close 4000 "});
}

TEST(WsParser, KeepsToItsLimits) {
    EXPECT_EQ(parse_all(client_frame(WsOpcode::text, "12345"), 5), Events{"text 12345"});
    EXPECT_EQ(parse_all(client_frame(WsOpcode::text, "123456"), 5), Events{"error 1009"});
    EXPECT_EQ(parse_all(client_frame(WsOpcode::text, "123", false) +
                            client_frame(WsOpcode::continuation, "456"),
                        5),
              Events{"error 1009"});
    EXPECT_EQ(
        parse_all(raw({0x81, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0})),
        Events{"error 1009"});
    std::string endless = client_frame(WsOpcode::text, "", false);
    for (int i = 0; i < 100; ++i)
        endless += client_frame(WsOpcode::continuation, "", false);
    EXPECT_EQ(parse_all(endless), Events{"error 1002"});
}

TEST(WsParser, StaysInError) {
    WsParser parser(10);
    EXPECT_EQ(testing::parse(parser, raw({0x81, 0x05})), Events{"error 1002"});
    EXPECT_EQ(testing::parse(parser, client_frame(WsOpcode::text, "x")), Events{"error 1002"});
}

TEST(WsParser, ChecksUtf8) {
    EXPECT_EQ(parse_all(client_frame(WsOpcode::text, "\xC3\xA9\xE6\x89\xAC\xF0\x9F\x9A\x91")),
              Events{"text \xC3\xA9\xE6\x89\xAC\xF0\x9F\x9A\x91"});
    EXPECT_EQ(parse_all(client_frame(WsOpcode::text, "\xE6", false) +
                        client_frame(WsOpcode::continuation, "\x89\xAC")),
              Events{"text \xE6\x89\xAC"})
        << "a character may lie across fragments";
    for (const char* edge : {"\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEF\xBF\xBF",
                             "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
        EXPECT_TRUE(is_utf8(edge)) << edge;
    }
    for (const char* bad :
         {"\x80", "\xC0\xAF", "\xC1\x81", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xE6\x89", "a\xC3", "\xC3("}) {
        EXPECT_FALSE(is_utf8(bad)) << bad;
        EXPECT_EQ(parse_all(client_frame(WsOpcode::text, bad)), Events{"error 1007"});
    }
    EXPECT_EQ(parse_all(client_frame(WsOpcode::close, raw({0x03, 0xE8, 0xFF}))),
              Events{"error 1007"});
}

}  // namespace
}  // namespace muster::feed_adapter
