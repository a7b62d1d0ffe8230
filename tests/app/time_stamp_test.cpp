#include "engine/app/anchors/time_stamp.hpp"

#include <gtest/gtest.h>

#include <regex>

#include "tests/app/time_authority.hpp"

namespace muster::app {
namespace {

constexpr const char* text = "7:00ff";

class TimeStamp : public testing::Test {
  protected:
    TimeStamp() : folder_(std::filesystem::path(testing::TempDir()) / "muster_time_stamp") {}
    ~TimeStamp() override { std::filesystem::remove_all(folder_); }

    // Up to the explanation by OpenSSL.
    static std::string problem(const TimeStampQuery& query, const std::string& answer,
                               const std::string& ca) {
        return query.problem_of(answer, ca).value_or("nothing");
    }

    std::filesystem::path folder_;
    TimeAuthority authority_{folder_ / "one"};
};

TEST_F(TimeStamp, OfAnAuthorityIsTakenAndVerifiedByOpensslAlone) {
    const TimeStampQuery query(text);
    const std::string answer = authority_.answer(query.der());
    EXPECT_EQ(problem(query, answer, authority_.ca()), "nothing");
    EXPECT_EQ(problem(query, answer, ""), "nothing");
    EXPECT_TRUE(authority_.verifies(text, answer));
    EXPECT_FALSE(authority_.verifies("7:00fe", answer));
}

TEST_F(TimeStamp, OfAnotherTextOrQuestionIsRefused) {
    const TimeStampQuery query(text);
    const std::string of_another = authority_.answer(TimeStampQuery("8:00ff").der());
    EXPECT_NE(problem(query, of_another, "").find("imprint"), std::string::npos)
        << problem(query, of_another, "");
    // Of the same text, asked another time: somebody sends an old one again.
    const std::string of_before = authority_.answer(TimeStampQuery(text).der());
    EXPECT_NE(problem(query, of_before, "").find("nonce"), std::string::npos)
        << problem(query, of_before, "");
}

TEST_F(TimeStamp, SignedByAnotherIsRefusedWhereTheAuthorityIsKnown) {
    const TimeAuthority other(folder_ / "other");
    const TimeStampQuery query(text);
    const std::string answer = other.answer(query.der());
    EXPECT_EQ(problem(query, answer, ""), "nothing");
    EXPECT_EQ(problem(query, answer, other.ca()), "nothing");
    EXPECT_NE(problem(query, answer, authority_.ca()).find("certificate verify error"),
              std::string::npos)
        << problem(query, answer, authority_.ca());
}

TEST_F(TimeStamp, WithAnotherTimeIsRefusedWhereTheAuthorityIsKnown) {
    const TimeStampQuery query(text);
    const std::string answer = authority_.answer(query.der());
    // The one time of four digits for the year: certificates have two.
    std::smatch time;
    ASSERT_TRUE(std::regex_search(answer, time, std::regex("[0-9]{14}Z")));
    const auto place = static_cast<std::size_t>(time.position());
    for (std::size_t at = place; at < place + 14; ++at) {
        std::string changed = answer;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        EXPECT_NE(problem(query, changed, authority_.ca()), "nothing") << at;
    }
}

TEST_F(TimeStamp, IsNothingElse) {
    const TimeStampQuery query(text);
    const std::string answer = authority_.answer(query.der());
    for (const std::string& other :
         {std::string(), answer + "x", answer.substr(0, answer.size() - 1),
          std::string("<html>not here</html>")}) {
        EXPECT_EQ(problem(query, other, ""), "the answer is no time stamp");
    }
}

TEST_F(TimeStamp, ARefusalIsToldAsItIs) {
    // An authority that is asked for a hash that it does not do, or for nonsense, answers so.
    const TimeStampQuery query(text);
    const std::string refusal = authority_.answer(std::string("\x30\x03\x02\x01\x01", 5));
    EXPECT_NE(problem(query, refusal, "").find("rejection"), std::string::npos)
        << problem(query, refusal, "");
}

TEST_F(TimeStamp, AFileWithoutCertificatesIsFoundAtOnce) {
    EXPECT_FALSE(problem_of_authorities(authority_.ca()));
    put_file(folder_ / "none.pem", "nothing\n");
    EXPECT_TRUE(problem_of_authorities((folder_ / "none.pem").string()));
    EXPECT_TRUE(problem_of_authorities((folder_ / "away.pem").string()));
}

}  // namespace
}  // namespace muster::app
