#include "engine/gate/certificate_number.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>

#include "muster/certificates.hpp"

namespace muster::gate {
namespace {

constexpr std::string_view secret = "0123456789abcdef0123456789abcdef";

std::string drawn(std::string source, std::string key, std::uint64_t volunteer = 7,
                  std::string wished = {}, std::string_view with = secret) {
    IssueCertificate command;
    command.volunteer = {volunteer};
    command.number = std::move(wished);
    Submission submission{std::move(source), std::move(key), command};
    draw_certificate_number(submission, with);
    return submission.command.get<IssueCertificate>().number;
}

TEST(CertificateNumber, Has128BitsAsHexadecimalDigits) {
    for (const char* key : {"", "k"}) {
        const std::string number = drawn("http:a", key);
        EXPECT_EQ(number.size(), 32u);
        EXPECT_EQ(number.find_first_not_of("0123456789abcdef"), std::string::npos) << number;
    }
}

// Each bit is there as often as not, and no two are the same.
TEST(CertificateNumber, IsRandom) {
    constexpr int draws = 2000;
    std::set<std::string> seen;
    std::array<int, 128> ones{};
    for (int i = 0; i < draws; ++i) {
        const std::string number = drawn("http:a", i % 2 == 0 ? "" : "k" + std::to_string(i));
        EXPECT_TRUE(seen.insert(number).second) << number;
        for (std::size_t bit = 0; bit < ones.size(); ++bit) {
            const char digit = number[bit / 4];
            const int value = digit <= '9' ? digit - '0' : digit - 'a' + 10;
            ones[bit] += value >> (bit % 4) & 1;
        }
    }
    // Six standard deviations: once in four million runs of the test one of them is outside.
    for (const int count : ones)
        EXPECT_NEAR(count, draws / 2, 6 * 23);
}

TEST(CertificateNumber, IsTheSameForARetryAndForNothingElse) {
    const std::string number = drawn("http:a", "k");
    EXPECT_EQ(drawn("http:a", "k"), number);
    EXPECT_EQ(drawn("http:a", "k", 7, "0123"), number) << "what a sender wishes for is not taken";
    EXPECT_NE(drawn("http:b", "k"), number);
    EXPECT_NE(drawn("http:a", "l"), number);
    EXPECT_NE(drawn("http:a", "k", 8), number);
    EXPECT_NE(drawn("http:a", "k", 7, "", "another secret, long enough"), number);
    EXPECT_NE(drawn("http:a", ""), drawn("http:a", ""));
}

TEST(CertificateNumber, IsDrawnForCorrectionsToo) {
    Submission submission{"http:a", "", CorrectCertificate{}};
    draw_certificate_number(submission, secret);
    EXPECT_EQ(submission.command.get<CorrectCertificate>().number.size(), 32u);
    submission.command = RevokeCertificate{{7}, "lost"};
    draw_certificate_number(submission, secret);
    EXPECT_EQ(submission.command.get<RevokeCertificate>().certificate, CertificateId{7});
}

}  // namespace
}  // namespace muster::gate
