#include "engine/access/passphrase.hpp"

#include <gtest/gtest.h>

namespace muster::access {
namespace {

HashCost cheap() {
    HashCost cost;
    cost.memory_kib = 8;
    cost.passes = 1;
    return cost;
}

TEST(Passphrase, IsKnownAgainAndNoOtherIs) {
    const auto kept = hash_passphrase("four words in a row", cheap());
    ASSERT_TRUE(kept);
    EXPECT_TRUE(kept->starts_with("$argon2id$v=19$m=8,t=1,p=1$")) << *kept;
    EXPECT_TRUE(is_passphrase(*kept, "four words in a row"));
    EXPECT_FALSE(is_passphrase(*kept, "four words in a roW"));
    EXPECT_FALSE(is_passphrase(*kept, "four words in a row "));
    EXPECT_FALSE(is_passphrase(*kept, ""));
}

TEST(Passphrase, IsKeptOtherwiseEachTime) {
    EXPECT_NE(hash_passphrase("four words in a row", cheap()),
              hash_passphrase("four words in a row", cheap()));
}

TEST(Passphrase, NothingKeptIsNothingRight) {
    EXPECT_FALSE(is_passphrase("", ""));
    EXPECT_FALSE(is_passphrase("", "four words in a row"));
    EXPECT_FALSE(is_passphrase("not a hash", "not a hash"));
}

TEST(Passphrase, IsHashedAnewAtAnotherCost) {
    const auto kept = hash_passphrase("four words in a row", cheap());
    ASSERT_TRUE(kept);
    EXPECT_FALSE(needs_new_hash(*kept, cheap()));
    HashCost dearer = cheap();
    dearer.passes = 2;
    EXPECT_TRUE(needs_new_hash(*kept, dearer));
}

TEST(Passphrase, WeakOnesAreRefusedWithAReason) {
    struct Case {
        std::string_view passphrase;
        std::string_view reason;  // a part of it; empty = it is strong
    };
    constexpr Case cases[] = {
        {"four words in a row", ""},
        {"correct horse battery", ""},
        {"扬子江边有一棵老银杏树啊", ""},  // twelve signs, not bytes
        {"扬子江边有一棵老银杏树", "11 signs"},
        {"", "0 signs"},
        {"short one", "9 signs"},
        {"aaaaaaaaaaaaaaaaaa", "different"},
        {"abcabcabcabcabc", "different"},
        {"1955 0812 1990 0101", "digits"},
        {"my li.wei passphrase", "name"},
        {"my LI.WEI passphrase", "name"},
    };
    for (const auto& [passphrase, reason] : cases) {
        const auto weak = weakness(passphrase, "li.wei", 12);
        EXPECT_EQ(weak.has_value(), !reason.empty()) << passphrase;
        EXPECT_NE(weak.value_or("").find(reason), std::string::npos) << weak.value_or("");
    }
    EXPECT_TRUE(weakness(std::string(300, 'x') + "abcdef", "li.wei", 12));
}

}  // namespace
}  // namespace muster::access
