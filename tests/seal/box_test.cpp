#include "engine/seal/box.hpp"

#include <gtest/gtest.h>

namespace muster::seal {
namespace {

std::string closed(const Key& key, std::string_view place, std::string_view bytes) {
    std::string box;
    close_box(key, place, bytes, box);
    return box;
}

TEST(Box, OpensWithItsKeyAtItsPlaceOnly) {
    const Key key = key_from("a");
    const std::string box = closed(key, "12c", "Li Na, 13700000042");
    EXPECT_EQ(box.size(), box_overhead + 18);
    EXPECT_EQ(open_box(key, "12c", box), "Li Na, 13700000042");
    EXPECT_FALSE(open_box(key, "13c", box));
    EXPECT_FALSE(open_box(key_from("b"), "12c", box));
    EXPECT_FALSE(open_box(key, "12c", box.substr(0, box_overhead - 1)));
}

TEST(Box, AnyChangedBitIsFound) {
    const Key key = key_from("a");
    const std::string box = closed(key, "1c", "bathroom");
    for (std::size_t bit = 0; bit < 8 * box.size(); ++bit) {
        std::string other = box;
        other[bit / 8] = static_cast<char>(other[bit / 8] ^ (1 << bit % 8));
        EXPECT_FALSE(open_box(key, "1c", other)) << bit;
    }
}

TEST(Box, TheSameGivesTheSameBytesAndAnythingElseAnotherNonce) {
    const Key key = key_from("a");
    const auto nonce = [](const std::string& box) { return box.substr(0, 24); };
    const std::string box = closed(key, "1c", "fall");
    EXPECT_EQ(box, closed(key, "1c", "fall"));
    // A record that was lost and decided anew.
    EXPECT_NE(nonce(box), nonce(closed(key, "1c", "fail")));
    EXPECT_NE(nonce(box), nonce(closed(key, "1e", "fall")));
    EXPECT_NE(nonce(box), nonce(closed(key_from("b"), "1c", "fall")));
    // Nothing moves between the place and the bytes.
    EXPECT_NE(nonce(box), nonce(closed(key, "1", "cfall")));
}

TEST(Box, Base64IsReadStrictly) {
    std::string text;
    to_base64(std::string_view("\x00\xff\x10", 3), text);
    EXPECT_EQ(text, "AP8Q");
    EXPECT_EQ(from_base64("AP8Q"), std::string("\x00\xff\x10", 3));
    EXPECT_FALSE(from_base64("AP8"));
    EXPECT_FALSE(from_base64("AP8Q "));
    EXPECT_FALSE(from_base64("AP_Q"));
    EXPECT_EQ(from_base64(""), "");
}

}  // namespace
}  // namespace muster::seal
