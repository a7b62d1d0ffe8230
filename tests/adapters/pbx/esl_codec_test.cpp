// FreeSWITCH's event socket: packets, events and commands, byte by byte.
#include "adapters/pbx/esl_codec.hpp"

#include <gtest/gtest.h>

#include "tests/adapters/pbx/esl_text.hpp"

namespace muster::pbx {
namespace {

std::vector<EslPacket> read_all(EslReader& reader) {
    std::vector<EslPacket> all;
    while (auto packet = reader.next())
        all.push_back(std::move(*packet));
    return all;
}

const std::string stream =
    "Content-Type: auth/request\n\n" + esl_reply("+OK accepted") +
    esl_packet("api/response", "a\n\nb") +
    esl_event("Event-Name: BACKGROUND_JOB|Job-UUID: muster-offer-1|Job-Command: originate",
              "+OK muster-offer-1\n") +
    "Content-Type: text/disconnect-notice\nContent-Length: 0\n\n";

void check_stream(EslReader& reader, const std::vector<EslPacket>& packets) {
    ASSERT_EQ(packets.size(), 5u);
    EXPECT_TRUE(packets[0].is("auth/request"));
    EXPECT_EQ(packets[1].headers.get("reply-text"), "+OK accepted");
    EXPECT_EQ(packets[2].body, "a\n\nb");
    const EslEvent event = reader.event_of(packets[3]);
    EXPECT_EQ(event.headers.get("Job-UUID"), "muster-offer-1");
    EXPECT_EQ(event.body, "+OK muster-offer-1\n");
    EXPECT_TRUE(packets[4].is("text/disconnect-notice"));
    EXPECT_EQ(reader.lines_left_out(), 0u);
    EXPECT_TRUE(reader.broken().empty());
}

TEST(EslReader, ReadsWhateverWayItIsCut) {
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        EslReader reader;
        std::vector<EslPacket> packets;
        for (const std::string_view part :
             {std::string_view(stream).substr(0, cut), std::string_view(stream).substr(cut)}) {
            reader.feed(part);
            for (EslPacket& packet : read_all(reader))
                packets.push_back(std::move(packet));
        }
        check_stream(reader, packets);
    }
    EslReader reader;
    std::vector<EslPacket> packets;
    for (const char c : stream) {
        reader.feed({&c, 1});
        for (EslPacket& packet : read_all(reader))
            packets.push_back(std::move(packet));
    }
    check_stream(reader, packets);
}

TEST(EslReader, DecodesValuesOfEventsOnly) {
    EslReader reader;
    reader.feed(
        esl_event("Event-Name: CHANNEL_CREATE|Channel-Name: sofia/ext/a%40b%3A5060|Plus: +8"));
    const auto packet = reader.next();
    ASSERT_TRUE(packet);
    const EslEvent event = reader.event_of(*packet);
    EXPECT_EQ(event.headers.get("Channel-Name"), "sofia/ext/a@b:5060");
    EXPECT_EQ(event.headers.get("Plus"), "+8");
    EXPECT_TRUE(event.body.empty());
}

TEST(EslReader, ALineEndFromAValueIsNone) {
    EslReader reader;
    reader.feed(esl_event("Event-Name: CUSTOM|Ring: x%0AUnique-ID: 1"));
    EXPECT_EQ(reader.event_of(*reader.next()).headers.get("Unique-ID"), "");
}

TEST(EslReader, LeavesOutWhatIsNoLine) {
    EslReader reader;
    reader.feed("Content-Type: auth/request\r\nno colon here\r\n" +
                std::string(max_esl_line_bytes + 1, 'x') + "\r\n\r\n");
    const auto packet = reader.next();
    ASSERT_TRUE(packet);
    EXPECT_TRUE(packet->is("auth/request"));
    EXPECT_EQ(reader.lines_left_out(), 2u);
    reader.feed(esl_event("Event-Name: X%|Unique-ID: 1"));
    EXPECT_EQ(reader.event_of(*reader.next()).headers.get("Unique-ID"), "1");
    EXPECT_EQ(reader.lines_left_out(), 3u);
    std::string many = "Event-Name: X";
    for (std::size_t n = 0; n < max_esl_lines + 5; ++n)
        many += "|a: b";
    reader.feed(esl_event(many));
    EXPECT_EQ(reader.event_of(*reader.next()).headers.size(), max_esl_lines);
    EXPECT_EQ(reader.lines_left_out(), 9u);
}

TEST(EslReader, SaysWhenNobodyKnowsWhereTheNextPacketBegins) {
    for (const std::string length : {"-1", "x", "16777217", "99999999999999999999"}) {
        EslReader reader;
        reader.feed("Content-Length: " + length + "\n\nContent-Type: auth/request\n\n");
        EXPECT_FALSE(reader.next()) << length;
        EXPECT_FALSE(reader.broken().empty()) << length;
    }
}

TEST(EslReader, AnEventThatSaysTooMuchOfItsBodyHasWhatThereIs) {
    EslReader reader;
    reader.feed(esl_packet("text/event-plain", "Event-Name: X\nContent-Length: 99\n\nab"));
    EXPECT_EQ(reader.event_of(*reader.next()).body, "ab");
}

TEST(WriteEsl, KeepsACommandOnItsLine) {
    EXPECT_EQ(write_esl("auth x\n\napi shutdown"), "auth xapi shutdown\n\n");
    EXPECT_EQ(write_esl("bgapi status", {{"Job-UUID", "a\r\nb"}}),
              "bgapi status\nJob-UUID: ab\n\n");
}

}  // namespace
}  // namespace muster::pbx
