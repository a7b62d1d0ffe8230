#include "engine/net/tls_keeper.hpp"

#include "tests/net/certificates.hpp"

namespace muster::net {
namespace {

struct Keeping : testing::Test {
    Authority authority;
    Folder folder;
    TlsOptions options;
    TimePoint now{static_cast<std::int64_t>(std::time(nullptr)) * 1000};
    TimePoint steady{1'000'000};
    std::vector<std::string> warnings;
    std::unique_ptr<TlsKeeper> keeper;

    Keeping() { put(authority.issue()); }

    void put(const Issued& issued) {
        options.certificate = folder.put("cert.pem", issued.certificate);
        options.key = folder.put("key.pem", issued.key, true);
    }
    void start() {
        keeper = std::make_unique<TlsKeeper>(
            options, [this] { return now; },
            [this](const std::string& what) { warnings.push_back(what); });
        const auto wrong = keeper->start();
        ASSERT_FALSE(wrong) << *wrong;
        look();
    }
    void look() {
        keeper->look(steady);
        steady = steady + options.look_ms;
    }
    std::vector<std::string> alarms() {
        std::vector<std::string> names;
        for (const Alarm& alarm : keeper->alarms()) {
            // Anybody may read them.
            EXPECT_EQ(alarm.text.find(folder.path("")), std::string::npos) << alarm.text;
            names.push_back(alarm.name);
        }
        return names;
    }
    std::string metrics() {
        MetricsText out;
        keeper->write_metrics(out);
        return std::move(out).text();
    }
};

TEST_F(Keeping, NewFilesAreTakenWhenTheyHaveStoodStill) {
    start();
    const auto first = keeper->context();
    look();
    EXPECT_EQ(keeper->context(), first);
    put(authority.issue({.ends_s = 7'000'000}));
    look();
    EXPECT_EQ(keeper->context(), first) << "they may be half there";
    look();
    ASSERT_NE(keeper->context(), first);
    EXPECT_LT(keeper->context()->ends_at(), first->ends_at());
    EXPECT_EQ(keeper->stats().reloaded, 1u);
    EXPECT_EQ(alarms(), std::vector<std::string>{});
    EXPECT_NE(metrics().find("muster_tls_reloads_total{result=\"taken\"} 1\n"), std::string::npos);
    EXPECT_NE(metrics().find("muster_tls_certificate_ends_seconds " +
                             std::to_string(keeper->context()->ends_at().value / 1000)),
              std::string::npos);
}

TEST_F(Keeping, AKeyThatComesLaterIsNoAlarm) {
    start();
    const Issued issued = authority.issue();
    folder.put("cert.pem", issued.certificate);
    look();
    folder.put("key.pem", issued.key, true);
    look();
    EXPECT_EQ(keeper->stats().refused, 0u);
    look();
    EXPECT_EQ(keeper->stats().reloaded, 1u);
    EXPECT_EQ(keeper->stats().refused, 0u);
}

TEST_F(Keeping, ABadPairIsRefusedOnceAndTheOldGoesOn) {
    start();
    const auto first = keeper->context();
    folder.put("cert.pem", authority.issue().certificate);
    look();
    look();
    look();
    EXPECT_EQ(keeper->context(), first);
    EXPECT_EQ(keeper->stats().refused, 1u);
    EXPECT_EQ(alarms(), std::vector<std::string>{"tls_files_refused"});
    ASSERT_EQ(warnings.size(), 1u);
    EXPECT_NE(warnings[0].find("does not belong"), std::string::npos) << warnings[0];
    put(authority.issue());
    look();
    look();
    EXPECT_NE(keeper->context(), first);
    EXPECT_EQ(alarms(), std::vector<std::string>{});
}

TEST_F(Keeping, OneThatClientsWouldRefuseIsNoneToTake) {
    start();
    const auto first = keeper->context();
    put(authority.issue({.begins_s = -7200, .ends_s = -3600}));
    look();
    look();
    EXPECT_EQ(keeper->context(), first);
    EXPECT_EQ(alarms(), std::vector<std::string>{"tls_files_refused"});
}

TEST_F(Keeping, AFileThatIsGoneIsRefused) {
    start();
    std::filesystem::remove(options.key);
    look();
    look();
    EXPECT_EQ(keeper->stats().refused, 1u);
    EXPECT_NE(keeper->context(), nullptr);
}

TEST_F(Keeping, WhoAsksForItNeedNotWait) {
    start();
    const auto first = keeper->context();
    put(authority.issue());
    keeper->reload();
    EXPECT_NE(keeper->context(), first);
    EXPECT_EQ(keeper->stats().reloaded, 1u);
}

TEST_F(Keeping, TheKeyOfTicketsLivesADay) {
    start();
    const auto first = keeper->context();
    steady = steady + hours(23);
    look();
    look();
    EXPECT_EQ(keeper->context(), first);
    steady = steady + hours(2);
    look();
    look();
    EXPECT_NE(keeper->context(), first);
    EXPECT_EQ(keeper->stats().reloaded, 0u) << "nothing is new but the keys";
}

TEST_F(Keeping, AnAlarmBeforeTheEndAndAfterIt) {
    put(authority.issue({.ends_s = 15 * 24 * 3600}));
    start();
    EXPECT_EQ(alarms(), std::vector<std::string>{});
    now = now + hours(2 * 24);
    EXPECT_EQ(alarms(), std::vector<std::string>{"tls_certificate_ends"});
    now = now + hours(14 * 24);
    EXPECT_EQ(alarms(), std::vector<std::string>{"tls_certificate_not_valid"});
}

TEST_F(Keeping, StartsWithOneThatHasEndedAndSaysSo) {
    put(authority.issue({.begins_s = -7200, .ends_s = -3600}));
    start();
    ASSERT_EQ(warnings.size(), 1u);
    EXPECT_NE(warnings[0].find("ended on"), std::string::npos);
    EXPECT_EQ(alarms(), std::vector<std::string>{"tls_certificate_not_valid"});
}

TEST_F(Keeping, StartsWithFilesThatFitOnly) {
    folder.put("key.pem", authority.issue().key, true);
    TlsKeeper refused(options, [this] { return now; }, {});
    const auto wrong = refused.start();
    ASSERT_TRUE(wrong);
    EXPECT_NE(wrong->find("does not belong to"), std::string::npos) << *wrong;
    EXPECT_EQ(refused.context(), nullptr);
}

TEST(TlsKeeper, IsNothingWhereTlsIsOff) {
    TlsKeeper keeper({}, [] { return TimePoint{}; }, {});
    EXPECT_EQ(keeper.start(), std::nullopt);
    EXPECT_EQ(keeper.context(), nullptr);
    keeper.look(TimePoint{1});
    keeper.reload();
    MetricsText out;
    keeper.write_metrics(out);
    EXPECT_EQ(std::move(out).text(), "");
    EXPECT_TRUE(keeper.alarms().empty());
}

}  // namespace
}  // namespace muster::net
