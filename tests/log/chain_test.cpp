#include <gtest/gtest.h>

#include "engine/log/verify.hpp"
#include "tests/log/support.hpp"

namespace muster::log::test {
namespace {

constexpr const char* unguard =
    "DROP TRIGGER record_is_not_changed; DROP TRIGGER record_is_not_deleted;";

class Chain : public testing::Test {
  protected:
    Chain() { fill(*must_open(folder_.path()), 40); }

    ChainReport verify(const VerifyOptions& options = {}) {
        const LogReader reader = must_read(folder_.path());
        Result<ChainReport> report = verify_chain(reader, options, {});
        EXPECT_TRUE(report) << report.error().message;
        return *report;
    }
    void tamper(const std::string& sql) { run_sql(folder_ / database_name, unguard + sql); }

    TempFolder folder_;
};

TEST_F(Chain, OfAnUntouchedLogIsWhole) {
    const ChainReport report = verify();
    EXPECT_FALSE(report.fault);
    EXPECT_EQ(report.records, 40u);
    EXPECT_EQ(report.end.seq, 40u);
}

class Tampered : public Chain, public testing::WithParamInterface<const char*> {};

TEST_P(Tampered, ColumnIsFoundAtItsRecord) {
    tamper(std::string("UPDATE record SET ") + GetParam() + " WHERE seq = 17");
    const ChainReport report = verify();
    ASSERT_TRUE(report.fault);
    EXPECT_EQ(report.fault->seq, 17u) << report.fault->why;
    EXPECT_NE(report.fault->why.find("record 17 "), std::string::npos) << report.fault->why;
    EXPECT_EQ(report.records, 16u);
}

INSTANTIATE_TEST_SUITE_P(EveryColumn, Tampered,
                         testing::Values("seq = 1000", "seq = -17", "at = at + 1",
                                         "source = 'phone:9'", "key = 'other'", "key = ''",
                                         "command = replace(command, '17', '18')",
                                         "events = events || ' '",
                                         "hash = x'00000000000000000000000000000000"
                                         "00000000000000000000000000000000'",
                                         "hash = x'00'", "source = key, key = source"));

TEST_F(Chain, ShowsADeletedRecord) {
    tamper("DELETE FROM record WHERE seq = 23");
    const ChainReport report = verify();
    ASSERT_TRUE(report.fault);
    EXPECT_EQ(report.fault->seq, 23u);
}

TEST_F(Chain, ShowsTwoRecordsExchanged) {
    tamper(
        "UPDATE record SET seq = -1 WHERE seq = 8; UPDATE record SET seq = 8 WHERE seq = 9;"
        "UPDATE record SET seq = 9 WHERE seq = -1");
    const ChainReport report = verify();
    ASSERT_TRUE(report.fault);
    EXPECT_EQ(report.fault->seq, 8u);
}

TEST_F(Chain, ShowsARemovedEndOnlyAgainstAnAnchor) {
    const ChainAnchor end = verify().end;
    tamper("DELETE FROM record WHERE seq > 30");
    EXPECT_FALSE(verify().fault);
    VerifyOptions options;
    options.expected = end;
    const ChainReport report = verify(options);
    ASSERT_TRUE(report.fault);
    EXPECT_EQ(report.fault->seq, 31u);
}

TEST_F(Chain, ShowsARewrittenHistoryOnlyAgainstAnAnchor) {
    VerifyOptions options;
    options.expected = verify().end;
    const TempFolder other;
    {
        const auto log = must_open(other.path());
        for (std::uint64_t seq = 1; seq <= 40; ++seq) {
            Sample sample(seq);
            if (seq == 12) sample.events = "[]";
            ASSERT_FALSE(log->append(sample.draft()));
        }
        ASSERT_FALSE(log->commit());
    }
    const LogReader reader = must_read(other.path());
    EXPECT_FALSE(verify_chain(reader, {}, {})->fault);
    const Result<ChainReport> report = verify_chain(reader, options, {});
    ASSERT_TRUE(report);
    EXPECT_EQ(Result<ChainReport>(report)->fault->seq, 40u);
}

TEST_F(Chain, IsVerifiedFromATrustedRecordOn) {
    const LogReader reader = must_read(folder_.path());
    VerifyOptions options;
    options.after = {20, (*reader.find(20)).value().hash};
    EXPECT_EQ(verify(options).records, 20u);
    EXPECT_FALSE(verify(options).fault);
    options.after.hash = chain_start;
    EXPECT_EQ(verify(options).fault->seq, 21u);
}

TEST_F(Chain, ReportsProgress) {
    const LogReader reader = must_read(folder_.path());
    VerifyOptions options;
    options.records_per_progress = 15;
    std::vector<std::uint64_t> done;
    ASSERT_TRUE(verify_chain(reader, options, [&](std::uint64_t now, std::uint64_t total) {
        EXPECT_EQ(total, 40u);
        done.push_back(now);
    }));
    EXPECT_EQ(done, (std::vector<std::uint64_t>{15, 30, 40}));
}

TEST_F(Chain, ATamperedLastRecordStopsTheWriter) {
    tamper("UPDATE record SET events = '[]' WHERE seq = 40");
    EXPECT_EQ(DecisionLog::open(folder_.path(), quick_options()).error().code,
              LogErrorCode::corrupted);
}

}  // namespace
}  // namespace muster::log::test
