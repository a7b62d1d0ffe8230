#include "adapters/pbx/ami_codec.hpp"

#include <gtest/gtest.h>

#include "tests/adapters/pbx/ami_text.hpp"

namespace muster::pbx {
namespace {

constexpr std::string_view greeting = "Asterisk Call Manager/5.0.2\r\n";

// An empty block more, one line that ends with LF alone, and a colon in a value.
const std::string noisy =
    "Event: TestEvent\r\nPrivilege: reporting,all\r\n\r\n\r\n"
    "Event: Newchannel\r\nPrivilege: call,all\nChannel: PJSIP/trunk-0000000a\r\n"
    "CallerIDNum: 051485550101\r\nAccount: sip:li@10.0.0.1:5060\r\nuniqueID: 1790000001.10\r\n\r\n";

void expect_noisy(const std::vector<Message>& all) {
    ASSERT_EQ(all.size(), 2u);
    EXPECT_TRUE(all[0].is_event("TestEvent"));
    EXPECT_TRUE(all[1].is_event("newchannel"));
    EXPECT_EQ(all[1].get("CallerIDNum"), "051485550101");
    EXPECT_EQ(all[1].get("Account"), "sip:li@10.0.0.1:5060");
    EXPECT_EQ(all[1].get("Uniqueid"), "1790000001.10");
    EXPECT_EQ(all[1].get("Nothing"), "");
}

TEST(AmiCodec, ReadsWhatIsCutAnywhere) {
    const std::string bytes = std::string(greeting) + noisy;
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        AmiReader reader;
        std::vector<Message> all;
        for (const std::string& part : {bytes.substr(0, cut), bytes.substr(cut)}) {
            reader.feed(part);
            for (Message& one : read_all(reader))
                all.push_back(std::move(one));
        }
        expect_noisy(all);
        EXPECT_EQ(reader.banner(), "Asterisk Call Manager/5.0.2");
    }
}

TEST(AmiCodec, ReadsByteByByte) {
    AmiReader reader;
    std::vector<Message> all;
    for (const char c : std::string(greeting) + noisy) {
        reader.feed({&c, 1});
        for (Message& one : read_all(reader))
            all.push_back(std::move(one));
    }
    expect_noisy(all);
}

TEST(AmiCodec, NeedsNoBanner) {
    AmiReader reader;
    reader.feed(ami("Response: Success|ActionID: x"));
    const auto all = read_all(reader);
    ASSERT_EQ(all.size(), 1u);
    EXPECT_TRUE(all[0].is_response());
    EXPECT_TRUE(all[0].success());
    EXPECT_EQ(reader.banner(), "");
}

// What is too long or no line is left out; the call in the same block is not lost.
TEST(AmiCodec, KeepsTheMessageAroundABadLine) {
    AmiReader reader;
    reader.feed(greeting);
    reader.feed("Event: Newchannel\r\nno colon here\r\nChanVariable: " +
                std::string(max_line_bytes, 'x') + "\r\nUniqueid: 1.1\r\n\r\n");
    const auto all = read_all(reader);
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].get("Uniqueid"), "1.1");
    EXPECT_EQ(reader.lines_left_out(), 2u);
    std::string many = "Uniqueid: 1.2\r\n";
    for (std::size_t i = 0; i < max_lines + 10; ++i)
        many += "Variable: x\r\n";
    reader.feed(many + "\r\n");
    const auto more = read_all(reader);
    ASSERT_EQ(more.size(), 1u);
    EXPECT_EQ(more[0].get("Uniqueid"), "1.2");
    EXPECT_EQ(reader.lines_left_out(), 2u + 11u);
}

TEST(AmiCodec, WritesNoLineThatAValueBrings) {
    EXPECT_EQ(write_action({{"Action", "Login"}, {"Username", "li\r\nAction: Originate"}}),
              "Action: Login\r\nUsername: liAction: Originate\r\n\r\n");
}

}  // namespace
}  // namespace muster::pbx
