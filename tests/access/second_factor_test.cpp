#include "engine/access/second_factor.hpp"

#include <gtest/gtest.h>

#include <set>

namespace muster::access {
namespace {

// RFC 6238, appendix B: the key is the ASCII text 12345678901234567890; of the eight digits there
// the last six.
constexpr std::string_view rfc_secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
struct Vector {
    std::int64_t second;
    std::string_view code;
};
constexpr Vector vectors[] = {{59, "287082"},
                              {1'111'111'109, "081804"},
                              {1'111'111'111, "050471"},
                              {1'234'567'890, "005924"},
                              {2'000'000'000, "279037"},
                              {20'000'000'000, "353130"}};

TEST(SecondFactor, GivesTheCodesOfTheRfc) {
    for (const auto& [second, code] : vectors)
        EXPECT_EQ(totp_code(rfc_secret, TimePoint{second * 1000}), code) << second;
}

TEST(SecondFactor, KnowsTheStepOfACode) {
    for (const auto& [second, code] : vectors)
        EXPECT_EQ(totp_step_of(rfc_secret, code, TimePoint{second * 1000}, 0), second / 30);
}

TEST(SecondFactor, ForgivesOneStepOfAClockAndNoMore) {
    const TimePoint at{1'234'567'890'000};
    const std::string code = totp_code(rfc_secret, at);
    for (const std::int64_t steps : {-1, 0, 1}) {
        EXPECT_EQ(totp_step_of(rfc_secret, code, at + seconds(30 * steps), 0), at.value / 30'000)
            << steps;
    }
    EXPECT_FALSE(totp_step_of(rfc_secret, code, at + seconds(60), 0));
    EXPECT_FALSE(totp_step_of(rfc_secret, code, at - seconds(60), 0));
}

TEST(SecondFactor, TakesACodeOnce) {
    const TimePoint at{1'234'567'890'000};
    const std::string code = totp_code(rfc_secret, at);
    const auto step = totp_step_of(rfc_secret, code, at, 0);
    ASSERT_TRUE(step);
    EXPECT_FALSE(totp_step_of(rfc_secret, code, at, *step));
    EXPECT_FALSE(totp_step_of(rfc_secret, totp_code(rfc_secret, at - seconds(30)), at, *step));
    EXPECT_TRUE(totp_step_of(rfc_secret, totp_code(rfc_secret, at + seconds(30)), at, *step));
}

TEST(SecondFactor, TakesOnlySixDigits) {
    const TimePoint at{59'000};
    EXPECT_TRUE(totp_step_of(rfc_secret, "287 082", at, 0));
    for (const std::string_view typed :
         {"", "28708", "2870821", "28708a", "94287082", "二八七〇八二"})
        EXPECT_FALSE(totp_step_of(rfc_secret, typed, at, 0)) << typed;
}

TEST(SecondFactor, DrawsSecretsThatDiffer) {
    std::set<std::string> drawn;
    for (int i = 0; i < 100; ++i) {
        const std::string secret = draw_totp_secret();
        EXPECT_EQ(secret.size(), 32u);
        drawn.insert(secret);
    }
    EXPECT_EQ(drawn.size(), 100u);
    EXPECT_EQ(totp_url("li.wei", "ABC"), "otpauth://totp/Muster:li.wei?secret=ABC&issuer=Muster");
}

TEST(SecondFactor, RecoveryCodesAreReadAsTheyAreWritten) {
    const std::vector<std::string> codes = draw_recovery_codes(10);
    EXPECT_EQ(std::set<std::string>(codes.begin(), codes.end()).size(), 10u);
    for (const std::string& code : codes) {
        EXPECT_EQ(code.size(), 19u);
        const std::string plain = recovery_code_of(code);
        EXPECT_EQ(plain.size(), 16u) << code;
        std::string typed = code;
        for (char& sign : typed)
            sign = sign == '-' ? ' ' : static_cast<char>(std::tolower(sign));
        EXPECT_EQ(recovery_code_of(typed), plain);
    }
    EXPECT_EQ(recovery_code_of("K7QX-3MZA-6TBD"), "");
    EXPECT_EQ(recovery_code_of("K7QX-3MZA-6TBD-VW2!"), "");
    EXPECT_EQ(recovery_code_of("287082"), "");
}

}  // namespace
}  // namespace muster::access
