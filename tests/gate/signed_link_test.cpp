#include "engine/gate/signed_link.hpp"

#include <gtest/gtest.h>

#include <string>

#include "engine/gate/card_link.hpp"

namespace muster::gate {
namespace {

const KeyRing link_keys{{"k1", "0123456789abcdef0123456789abcdef"}};

TEST(RequestLink, IsReadBackAndNothingElseIs) {
    const std::string text = make_request_link("k1", link_keys.at("k1"), {LinkId{42}, 3});
    EXPECT_TRUE(text.starts_with("s1.k1.42.3."));
    const auto read = verify_request_link(text, link_keys);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->link, LinkId{42});
    EXPECT_EQ(read->generation, 3u);
    for (std::size_t i = 0; i < text.size(); ++i) {
        EXPECT_FALSE(verify_request_link(text.substr(0, i), link_keys));
        for (const char c : {'0', '9', 'A', 'z', '.', '-', '\0', '\x80'}) {
            if (c == text[i]) continue;
            std::string changed = text;
            changed[i] = c;
            EXPECT_FALSE(verify_request_link(changed, link_keys)) << changed;
        }
    }
    EXPECT_FALSE(verify_request_link(text + "x", link_keys));
    EXPECT_FALSE(verify_request_link(text, {{"k1", "another key"}}));
}

// Whoever holds a card of some number does not hold the link of that number.
TEST(RequestLink, IsNoCardAndNoCardIsOne) {
    const std::string card = make_card_link("k1", link_keys.at("k1"), {CardId{42}, 3});
    const std::string link = make_request_link("k1", link_keys.at("k1"), {LinkId{42}, 3});
    EXPECT_FALSE(verify_request_link(card, link_keys));
    EXPECT_FALSE(verify_card_link(link, link_keys));
    EXPECT_FALSE(verify_request_link("s" + card, link_keys));
    EXPECT_FALSE(verify_card_link(link.substr(1), link_keys));
}

}  // namespace
}  // namespace muster::gate
