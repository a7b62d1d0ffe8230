#include "engine/gate/card_link.hpp"

#include <gtest/gtest.h>

#include <string>

namespace muster::gate {
namespace {

const KeyRing keys{{"k1", "0123456789abcdef0123456789abcdef"}};

TEST(CardLink, MatchesTheWrittenForm) {
    const std::string link = make_card_link("k1", keys.at("k1"), {CardId{42}, 3});
    // Worked out with Python's hmac and base64 modules.
    EXPECT_EQ(link, "1.k1.42.3.NPFPAvMKweTC1aqen2V4jh");
    const auto read = verify_card_link(link, keys);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->card, CardId{42});
    EXPECT_EQ(read->generation, 3u);
}

TEST(CardLink, EveryOtherTextIsRefused) {
    const std::string link = make_card_link("k1", keys.at("k1"), {CardId{42}, 3});
    for (std::size_t i = 0; i < link.size(); ++i) {
        EXPECT_FALSE(verify_card_link(link.substr(0, i), keys));
        for (const char c : {'0', '9', 'A', 'z', '.', '-', '\0', '\x80'}) {
            if (c == link[i]) continue;
            std::string changed = link;
            changed[i] = c;
            EXPECT_FALSE(verify_card_link(changed, keys)) << changed;
        }
    }
    EXPECT_FALSE(verify_card_link(link + "x", keys));
    EXPECT_FALSE(verify_card_link(link, {}));
    EXPECT_FALSE(verify_card_link(link, {{"k1", "another key"}}));
    for (const char* text :
         {"1.k1.042.3.NPFPAvMKweTC1aqen2V4jh", "1.k1.0.3.NPFPAvMKweTC1aqen2V4jh",
          "1.k1.42.4294967296.NPFPAvMKweTC1aqen2V4jh", "2.k1.42.3.NPFPAvMKweTC1aqen2V4jh",
          "1.k1.42.3", "....", "1....", ""}) {
        EXPECT_FALSE(verify_card_link(text, keys)) << text;
    }
    EXPECT_TRUE(is_key_name("a-Z_9"));
    EXPECT_FALSE(is_key_name(""));
    EXPECT_FALSE(is_key_name("a.b"));
    EXPECT_FALSE(is_key_name(std::string(17, 'a')));
}

}  // namespace
}  // namespace muster::gate
