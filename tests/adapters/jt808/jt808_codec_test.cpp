#include "adapters/jt808/jt808_codec.hpp"

#include <gtest/gtest.h>

#include "tests/adapters/jt808/jt808_text.hpp"

namespace muster::jt808 {
namespace {

using testing::bytes;
using testing::contents;
using testing::hex;

TEST(Frames, AreFoundBetweenNoise) {
    FrameCounts counts;
    FrameReader reader(counts);
    const auto got =
        contents(reader, bytes("0011227E00020000013700000042001E687E00020000013700000042001F697E"));
    ASSERT_EQ(got.size(), 2U);
    EXPECT_EQ(got[0], "00020000013700000042001E");
    EXPECT_EQ(got[1], "00020000013700000042001F");
    EXPECT_EQ(counts.noise_bytes, 3U);
    EXPECT_EQ(counts.frames, 2U);
}

TEST(Frames, AreTheSameHoweverTheyAreCut) {
    const std::string input = bytes(
        "FF7E7E00020000013700000042000B7D017E00117E000200000137000000420"
        "01E687E7E7D037E00020000013700000042001F697E");
    FrameCounts whole_counts;
    FrameReader whole(whole_counts);
    const auto expected = contents(whole, input);
    ASSERT_EQ(expected.size(), 3U);
    EXPECT_EQ(whole_counts.bad_checksum, 1U);
    EXPECT_EQ(whole_counts.bad_escape, 1U);
    for (std::size_t cut = 0; cut <= input.size(); ++cut) {
        FrameCounts counts;
        FrameReader reader(counts);
        auto got = contents(reader, std::string_view(input).substr(0, cut));
        for (auto& content : contents(reader, std::string_view(input).substr(cut)))
            got.push_back(content);
        EXPECT_EQ(got, expected) << cut;
        EXPECT_EQ(counts.noise_bytes, 1U) << cut;
    }
}

TEST(Frames, ThatAreTooLongLoseOnlyThemselves) {
    FrameCounts counts;
    FrameReader reader(counts);
    std::string longest(max_frame_bytes - 1, '\x55');
    std::string input;
    append_frame(input, longest);
    append_frame(input, longest + "x");
    append_frame(input, "ok");
    const auto got = contents(reader, input);
    ASSERT_EQ(got.size(), 2U);
    EXPECT_EQ(got[0], hex(longest));
    EXPECT_EQ(got[1], hex("ok"));
    EXPECT_EQ(counts.too_long, 1U);
}

TEST(Frames, OfEveryByteComeBack) {
    std::string content;
    for (int i = 0; i < 256; ++i)
        content.push_back(static_cast<char>(i));
    std::string frame;
    append_frame(frame, content);
    FrameCounts counts;
    FrameReader reader(counts);
    EXPECT_EQ(contents(reader, frame), std::vector{hex(content)});
}

TEST(Head, OfBothVersions) {
    const std::string old = bytes("02000002013700000042000A") + "ab";
    const auto message = read_message(old);
    ASSERT_TRUE(message);
    EXPECT_EQ(message->head.id, id::location);
    EXPECT_FALSE(message->head.version);
    EXPECT_EQ(message->head.phone, "13700000042");
    EXPECT_EQ(message->head.serial, 10);
    EXPECT_EQ(message->body, "ab");
    EXPECT_FALSE(message->head.length_differs);

    const std::string fresh = bytes("0200400101000000000137000000420009") + "c";
    const auto of_2019 = read_message(fresh);
    ASSERT_TRUE(of_2019);
    EXPECT_EQ(of_2019->head.version, 1);
    EXPECT_EQ(of_2019->head.phone, "13700000042");
    EXPECT_EQ(of_2019->body, "c");
    EXPECT_FALSE(of_2019->head.length_differs);
    EXPECT_EQ(hex(general_answer(of_2019->head, 5, Result::done)),
              "800140050100000000013700000042000500090200"
              "00");
}

TEST(Head, OddThingsOfIt) {
    EXPECT_FALSE(read_message(bytes("02000002013700000042")));
    EXPECT_FALSE(read_message(bytes("02002002013700000042000A0002")));
    const std::string odd = bytes("0200240A013700000042000A00020003") + "ab";
    const auto message = read_message(odd);
    ASSERT_TRUE(message);
    EXPECT_TRUE(message->head.encrypted);
    EXPECT_TRUE(message->head.length_differs);
    // The third of two is read as the only one.
    EXPECT_EQ(message->head.total, 1);
    EXPECT_EQ(message->head.part, 1);
    const std::string zeros = bytes("000200000000000000000001");
    EXPECT_EQ(read_message(zeros)->head.phone, "0");
}

constexpr std::string_view here = "01EE4BD8071E18A4";  // 32.394200, 119.412900

std::string location_hex(std::string_view alarms, std::string_view status, std::string_view place,
                         std::string_view time = "260302161530") {
    return std::string(alarms).append(status).append(place).append("000C00640168").append(time);
}

TEST(LocationTest, IsReadWhole) {
    const std::string body =
        bytes(location_hex("00000001", "00000003", here) + "0104000003E8" + "300115");
    const auto location = read_location(body);
    ASSERT_TRUE(location);
    EXPECT_EQ(location->alarms, 1U);
    ASSERT_TRUE(location->place);
    EXPECT_EQ(*location->place, (Point{323'942'000, 1'194'129'000}));
    EXPECT_EQ(location->altitude_m, 12);
    EXPECT_EQ(location->speed, 100);
    EXPECT_EQ(location->course, 360);
    // 16:15:30 in China.
    EXPECT_EQ(location->at, TimePoint{1'772'439'330'000});
    ASSERT_EQ(location->extras.size(), 2U);
    EXPECT_EQ(location->extras[1].id, 0x30);
    EXPECT_EQ(location->extras[1].value, "\x15");
    EXPECT_FALSE(location->cut_short || location->broken_extra);
}

TEST(LocationTest, OfAllQuarters) {
    const auto south_west = read_location(bytes(location_hex("00000000", "0000000F", here)));
    EXPECT_EQ(*south_west->place, (Point{-323'942'000, -1'194'129'000}));
    const auto south = read_location(bytes(location_hex("00000000", "00000007", here)));
    EXPECT_EQ(*south->place, (Point{-323'942'000, 1'194'129'000}));
    // No fix; 0/0; not on earth.
    EXPECT_FALSE(read_location(bytes(location_hex("00000000", "00000001", here)))->place);
    EXPECT_FALSE(
        read_location(bytes(location_hex("00000000", "00000003", "0000000000000000")))->place);
    EXPECT_FALSE(
        read_location(bytes(location_hex("00000000", "00000003", "FFFFFFFF071E18A4")))->place);
    EXPECT_FALSE(
        read_location(bytes(location_hex("00000000", "00000003", "01EE4BD80ABA9501")))->place);
}

TEST(LocationTest, OfATimeThatIsNone) {
    for (const auto* time : {"000000000000", "261302161530", "260230161530", "2603021A1530",
                             "260302241530", "260302166030", "260302161560"}) {
        EXPECT_FALSE(read_location(bytes(location_hex("00000000", "00000003", here, time)))->at)
            << time;
    }
    const auto leap =
        read_location(bytes(location_hex("00000000", "00000003", here, "240229235959")));
    EXPECT_EQ(leap->at, TimePoint{1'709'222'399'000});
}

TEST(LocationTest, CutAtEveryByteKeepsItsAlarm) {
    const std::string body =
        bytes(location_hex("00000001", "00000003", here) + "0104000003E8" + "EB20AABB");
    for (std::size_t size = 0; size <= body.size(); ++size) {
        const auto location = read_location(std::string_view(body).substr(0, size));
        ASSERT_EQ(location.has_value(), size >= 4) << size;
        if (!location) continue;
        EXPECT_EQ(location->alarms, 1U) << size;
        EXPECT_EQ(location->cut_short, size < 28) << size;
        EXPECT_EQ(location->place.has_value(), size >= 16) << size;
        EXPECT_EQ(location->broken_extra, size > 28 && size != 34) << size;
        EXPECT_EQ(location->extras.size(), size >= 34 ? 1U : 0U) << size;
    }
}

TEST(BatchTest, KeepsWhatStandsBeforeAndBehindABrokenItem) {
    const std::string item = location_hex("00000001", "00000003", here);
    const auto batch =
        read_batch(bytes("000401"
                         "001C" +
                         item +
                         "0002"
                         "FFFF"
                         "001C" +
                         item + "00FF" + item));
    ASSERT_TRUE(batch);
    EXPECT_TRUE(batch->late);
    // The last says that it is longer than what there is.
    EXPECT_EQ(batch->items.size(), 3U);
    EXPECT_EQ(batch->broken, 2U);
    EXPECT_TRUE(batch->count_differs);
    EXPECT_FALSE(read_batch(bytes("0001")));
    EXPECT_TRUE(read_batch(bytes("000000"))->items.empty());
    EXPECT_EQ(read_batch(bytes("00010000"))->broken, 1U);
}

// Province, county, maker, model, terminal, colour, plate.
std::string registration(std::size_t maker, std::size_t model, std::size_t terminal) {
    std::string body = bytes("00200321");
    body += std::string(maker, 'M') + std::string(model, 'm');
    std::string name = "T12";
    name.resize(terminal, '\0');
    return body + name + "\x01" + bytes("CBD54B3132333435") + std::string(1, '\0');
}

TEST(RegistrationTest, OfThreeWidths) {
    for (const auto& [body, is_2019] :
         {std::pair{registration(5, 8, 7), false}, std::pair{registration(5, 20, 7), false},
          std::pair{registration(11, 30, 30), true}, std::pair{registration(5, 20, 7), true}}) {
        const Registration read = read_registration(body, is_2019);
        EXPECT_EQ(read.terminal, "T12") << body.size();
        EXPECT_EQ(text_of_gbk(read.plate), "苏K12345") << body.size();
    }
    EXPECT_EQ(read_registration("short", false).terminal, "");
    EXPECT_EQ(text_of_gbk("\xFF\xFE\x81"), "");
}

TEST(Token, OfBothVersions) {
    EXPECT_EQ(read_token("abcdef", false), "abcdef");
    EXPECT_EQ(read_token(std::string_view("abc\0\0", 5), false), "abc");
    const std::string fresh =
        "\x06"
        "abcdef" +
        std::string(15, '8') + std::string(20, '\0');
    EXPECT_EQ(read_token(fresh, true), "abcdef");
    // A body of 2013 in a head of 2019.
    EXPECT_EQ(read_token("abcdef", true), "abcdef");
    EXPECT_EQ(read_token("", true), "");
}

TEST(Answers, AreAsTheDocumentHasThem) {
    const std::string asked = bytes("01000000013700000042000A");
    const Head head = read_message(asked)->head;
    EXPECT_EQ(hex(registration_answer(head, 1, "tok")), "810000060137000000420001000A00746F6B");
    EXPECT_EQ(hex(resend_request(head, 2, 9, {1, 3})), "80030007013700000042000200090200010003");
    EXPECT_EQ(hex(confirm_alarm(head, 3, 7, 1)), "820300060137000000420003000700000001");
    EXPECT_EQ(hex(general_answer(head, 4, Result::wrong)), "800100050137000000420004000A010002");
    const std::string asked_2019 = bytes("000440000100000000013700000042000B");
    const Head fresh = read_message(asked_2019)->head;
    EXPECT_EQ(hex(time_answer(fresh, 0, TimePoint{1'772'439'330'000})),
              "8004400601000000000137000000420000260302081530");
    EXPECT_EQ(hex(resend_request(fresh, 2, 9, {1})),
              "80034006010000000001370000004200020009000100"
              "01");
}

}  // namespace
}  // namespace muster::jt808
