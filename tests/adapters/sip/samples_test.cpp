// Bodies of devices as they come: in a datagram, and in a stream that is cut anywhere or comes byte
// by byte. What they mean is in the tests of their codecs.
#include <gtest/gtest.h>

#include "adapters/sip/gb28181_codec.hpp"
#include "adapters/sip/scaip_codec.hpp"
#include "adapters/sip/sip_stream.hpp"
#include "tests/adapters/sip/gb28181_samples.hpp"
#include "tests/adapters/sip/scaip_samples.hpp"
#include "tests/adapters/sip/sip_text.hpp"

namespace muster::sip {
namespace {

using testing::text_of;

// The bodies_in of all messages in a stream that comes in these pieces.
std::vector<std::string> bodies_in(std::initializer_list<std::string_view> pieces) {
    StreamReader reader(65'536);
    std::vector<std::string> out;
    for (const std::string_view piece : pieces) {
        reader.feed(piece);
        while (true) {
            const StreamEvent event = reader.next();
            if (event.kind == StreamEvent::Kind::need_more) break;
            EXPECT_EQ(event.kind, StreamEvent::Kind::message);
            if (event.kind != StreamEvent::Kind::message) return out;
            out.push_back(event.message.body);
        }
    }
    return out;
}

// As the one device of a stream, with another message behind it that must not suffer.
void in_all_pieces(const std::string& body, const std::string& media) {
    const auto datagram = read_datagram(text_of({.media = media, .body = body}));
    ASSERT_TRUE(datagram) << datagram.error().what;
    EXPECT_EQ(datagram->message.body, body);
    const std::string all = text_of({.media = media, .body = body, .transport = "TCP"}) +
                            text_of({.media = media, .body = "next", .transport = "TCP"});
    const std::vector<std::string> expected{body, "next"};
    for (std::size_t cut = 0; cut <= all.size(); ++cut) {
        const std::string_view bytes = all;
        ASSERT_EQ(bodies_in({bytes.substr(0, cut), bytes.substr(cut)}), expected) << cut;
    }
    StreamReader reader(65'536);
    std::vector<std::string> found;
    for (const char c : all) {
        reader.feed({&c, 1});
        const StreamEvent event = reader.next();
        if (event.kind == StreamEvent::Kind::message) found.push_back(event.message.body);
    }
    EXPECT_EQ(found, expected);
}

TEST(SamplesSip, S1AndS3InWhateverPieces) {
    const ScaipProfile plain;
    for (const std::string_view body : {testing::s1_first, testing::s1_second, testing::s3}) {
        in_all_pieces(std::string(body), "application/scaip+xml");
        EXPECT_EQ(read_scaip(body, plain).device, "700001");
    }
}

TEST(SamplesSip, G1AndG3InWhateverPieces) {
    for (const std::string& body : {testing::from_hex(testing::g1_hex), std::string(testing::g3)}) {
        in_all_pieces(body, "Application/MANSCDP+xml");
        EXPECT_EQ(read_gb(body, hours(8)).device, "34020000001340000007");
    }
}

}  // namespace
}  // namespace muster::sip
