// Captured messages with what they must lead to, each whole, cut in two anywhere, and byte by byte.
#include "tests/adapters/dc09/samples.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <optional>

#include "adapters/dc09/cipher.hpp"
#include "adapters/dc09/receiver.hpp"
#include "muster/devices.hpp"
#include "tests/adapters/fake_ports.hpp"

namespace muster::dc09 {
namespace {

constexpr TimePoint heard_at{1'772'439'330'000};  // 2026-03-02 08:15:30 UTC

// A connection of a device, of which each piece is read by itself.
struct Line {
    explicit Line(const Quirks& quirks) : options(options_with(quirks)), reader(quirks) {}
    static Dc09Options options_with(const Quirks& quirks) {
        Dc09Options made;
        made.peers = {{"10.0.0.1", quirks.crc_with_cr, quirks.crc_is_raw}};
        made.accounts = {{"C0DE", {"", "", key}, false, 0}};
        return made;
    }
    void hear(std::string_view bytes) {
        reader.feed(bytes);
        while (const auto frame = reader.next())
            receiver.take(*frame, "10.0.0.1", [this](std::string one) { answers.push_back(one); });
    }
    const SignalDevice& signal() const {
        return commands.submissions.at(0).command.get<SignalDevice>();
    }

    FakeCommands commands;
    Dc09Options options;
    std::vector<std::string> answers;
    std::vector<std::string> warnings;
    FrameReader reader;
    Receiver receiver{commands, [] { return heard_at; },
                      [this](const std::string& what) { warnings.push_back(what); }, options};
};

void in_all_pieces(const std::string& bytes, const std::function<void(Line&)>& expect,
                   const Quirks& quirks = {}) {
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        SCOPED_TRACE(cut);
        Line line(quirks);
        line.hear(std::string_view(bytes).substr(0, cut));
        line.hear(std::string_view(bytes).substr(cut));
        expect(line);
    }
    Line line(quirks);
    for (const char c : bytes)
        line.hear({&c, 1});
    expect(line);
}

TEST(SamplesDc09, D1WithTheCrOnlyWhereASettingSaysSo) {
    in_all_pieces(crc_with_cr, [](Line& line) {
        EXPECT_TRUE(line.commands.submissions.empty());
        EXPECT_TRUE(line.answers.empty());
        EXPECT_EQ(line.receiver.stats().bad_crc, 1u);
        ASSERT_EQ(line.warnings.size(), 1u);
        EXPECT_NE(line.warnings[0].find("crc_with_cr"), std::string::npos);
    });
    in_all_pieces(crc_with_cr,
                  [](Line& line) {
                      ASSERT_EQ(line.commands.submissions.size(), 1u);
                      EXPECT_EQ(line.signal().signal, "pendant");
                      EXPECT_EQ(line.answers,
                                std::vector<std::string>{"\n4FD40012\"ACK\"0311L0#7A31[]\r"});
                  },
                  {.crc_with_cr = true});
}

TEST(SamplesDc09, D2LWithoutDigitsAndANulBehindIt) {
    in_all_pieces(no_line_digits, [](Line& line) {
        ASSERT_EQ(line.commands.submissions.size(), 1u);
        EXPECT_EQ(line.signal().key.value, "dc09:2209417730");
        EXPECT_EQ(line.signal().signal, "medical");
        EXPECT_EQ(line.signal().happened_at, heard_at);
        EXPECT_EQ(line.answers, std::vector<std::string>{"\n5F5D0017\"ACK\"0312L#2209417730[]\r"});
        EXPECT_EQ(line.reader.bytes_left_out(), 0u);
    });
}

TEST(SamplesDc09, D4ALinkTestWithoutReceiver) {
    in_all_pieces(link_test, [](Line& line) {
        ASSERT_EQ(line.commands.submissions.size(), 1u);
        EXPECT_EQ(line.commands.submissions[0].command.get<ReportDevice>().key.value, "dc09:7A31");
        EXPECT_EQ(line.answers, std::vector<std::string>{"\n72850012\"ACK\"0000L0#7A31[]\r"});
    });
}

TEST(SamplesDc09, D5AnUnknownCodeIsKeptAndAcknowledged) {
    in_all_pieces(unknown_code, [](Line& line) {
        ASSERT_EQ(line.commands.submissions.size(), 1u);
        EXPECT_EQ(line.signal().signal, "");
        EXPECT_EQ(line.signal().said.value, "Nri2/ZQ007");
        EXPECT_EQ(line.answers, std::vector<std::string>{"\n85750012\"ACK\"0313L0#7A31[]\r"});
    });
}

TEST(SamplesDc09, D7IsNoneOfOurs) {
    std::string hello("\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03", 11);
    hello.append(21, 'Z');
    for (const std::string& bytes : {std::string("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), hello}) {
        in_all_pieces(bytes, [](Line& line) {
            EXPECT_TRUE(line.answers.empty());
            EXPECT_TRUE(line.commands.submissions.empty());
            EXPECT_FALSE(line.reader.heard_any()) << "so that the connection is closed";
        });
    }
}

TEST(SamplesDc09, D9AnEncryptedOneIsAnsweredEncrypted) {
    in_all_pieces(sealed, [](Line& line) {
        ASSERT_EQ(line.commands.submissions.size(), 1u);
        EXPECT_EQ(line.signal().signal, "sos");
        EXPECT_EQ(line.signal().said.value, "Nri1/QA003");
        ASSERT_EQ(line.answers.size(), 1u);
        FrameReader reader({});
        reader.feed(line.answers[0]);
        const auto frame = reader.next();
        ASSERT_TRUE(frame && frame->good);
        const std::string begins = "\"*ACK\"0315L0#C0DE[";
        ASSERT_TRUE(frame->body.starts_with(begins)) << frame->body;
        const auto text = Cipher(key).decrypt(frame->body.substr(begins.size()));
        ASSERT_TRUE(text);
        EXPECT_EQ(text->size() % 16, 0u);
        const std::string ends = "|]_08:15:30,03-02-2026";
        ASSERT_TRUE(text->ends_with(ends)) << *text;
        const std::string pad = text->substr(0, text->size() - ends.size());
        EXPECT_EQ(pad.find_first_of("|[]"), std::string::npos) << pad;
    });
}

}  // namespace
}  // namespace muster::dc09
