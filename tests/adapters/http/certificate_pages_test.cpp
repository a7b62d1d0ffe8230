#include "adapters/http/certificate_pages.hpp"

#include <gtest/gtest.h>

#include "engine/codec/certificate_facts.hpp"
#include "http_world.hpp"

namespace muster::http {
namespace {

Certificate certificate(CertificateStatus status = CertificateStatus::issued) {
    Certificate one;
    one.number = "0123456789abcdef0123456789abcdef";
    one.status = status;
    one.name = "李*";
    one.volunteer_number = "V-7";
    one.from = *Date::of(2025, 12, 1);
    one.until = *Date::of(2025, 12, 31);
    one.minutes = 155;
    one.total_minutes = 6000;
    one.stars = 1;
    one.services = {{"meal", 2, 95}, {"<odd>", 1, 60}};
    one.issuer_en = "The <city>";
    one.issuer_zh = "本市";
    one.head = "Director Wu";
    one.contact = "0514-85550101";
    one.issued_at = TimePoint{1'764'547'200'000};
    one.ended_at = TimePoint{1'764'633'600'000};
    return one;
}

PageRules rules() {
    return {.services = {{"meal", "A meal", "送餐"}}, .calendar = CityClock{480}};
}

std::string page(CertificateStatus status, bool english = false) {
    return certificate_page({.english_first = english, .hotline = "12349"}, certificate(status),
                            rules());
}

TEST(CertificatePage, ShowsTheFactsThatItProves) {
    const std::string zh = page(CertificateStatus::issued);
    for (const char* shown :
         {"有效：此证明由我们开具", "Good: we issued this certificate",
          "0123456789abcdef0123456789abcdef", "李*", "V-7", "2025-12-01 – 2025-12-31",
          "2 小时 35 分钟", "送餐：2 次，1 小时 35 分钟", "A meal: 2×, 1 h 35 min", "100 小时",
          "本市", "The &lt;city&gt;", "&lt;odd&gt;", "Director Wu", "0514-85550101",
          "2025-12-01"}) {
        EXPECT_NE(zh.find(shown), std::string::npos) << shown;
    }
    EXPECT_EQ(zh.find("<odd>"), std::string::npos);
    EXPECT_EQ(zh.find("<script"), std::string::npos);
    EXPECT_EQ(zh.find("12349"), std::string::npos) << "nobody is in need of help here";
    EXPECT_TRUE(
        page(CertificateStatus::issued, true).starts_with("<!DOCTYPE html><html lang=\"en\">"));
}

TEST(CertificatePage, SaysWhatDoesNotHoldAnyMore) {
    const std::string corrected = page(CertificateStatus::corrected);
    EXPECT_NE(corrected.find("已更正：2025-12-02"), std::string::npos);
    EXPECT_NE(corrected.find("Corrected"), std::string::npos);
    const std::string revoked = page(CertificateStatus::revoked);
    EXPECT_NE(revoked.find("已作废：2025-12-02"), std::string::npos);
    EXPECT_NE(revoked.find("Revoked: it has not held since 2025-12-02"), std::string::npos);
    for (const std::string& one : {corrected, revoked})
        EXPECT_EQ(one.find("有效：此证明"), std::string::npos);
    const std::string none = no_certificate_page({.english_first = true, .hotline = ""});
    EXPECT_NE(none.find("No certificate has this number"), std::string::npos);
}

TEST(CertificatePage, SaysInTheReadersLanguageThatOneHasToWait) {
    const std::string zh = checked_too_often_page({.english_first = false, .hotline = "12349"});
    const std::string en = checked_too_often_page({.english_first = true, .hotline = "12349"});
    EXPECT_TRUE(zh.starts_with("<!DOCTYPE html><html lang=\"zh"));
    EXPECT_TRUE(en.starts_with("<!DOCTYPE html><html lang=\"en\">"));
    EXPECT_LT(zh.find("请稍后再试"), zh.find("please try again later"));
    EXPECT_LT(en.find("please try again later"), en.find("请稍后再试"));
    EXPECT_NE(zh.find("<title>服务证明查验</title>"), std::string::npos);
    EXPECT_NE(en.find("<title>Certificate of service</title>"), std::string::npos);
    for (const std::string& one : {zh, en}) {
        EXPECT_NE(one.find("href=\"\""), std::string::npos) << "leads to the same page";
        EXPECT_EQ(one.find("求助"), std::string::npos) << "nobody asks for help here";
        EXPECT_EQ(one.find("12349"), std::string::npos);
    }
}

// By which limit it may be: of these pages, or of the address.
TEST(CertificatePage, WhoeverChecksTooOftenIsAnsweredWithAPage) {
    for (const bool by_address : {false, true}) {
        World world;
        auto& limit = by_address ? world.options.per_address : world.options.per_card_view;
        limit = {.per_minute = 6, .burst = 2, .max_names = 10};
        world.start();
        Client client(world);
        const auto check = [&](const char* language) {
            return client.request("GET", "/check/0123456789abcdef0123456789abcdef",
                                  {{"Accept-Language", language}});
        };
        for (int i = 0; i < 2; ++i) {
            const auto none = check("en");
            ASSERT_TRUE(none);
            EXPECT_EQ(none->status, 404u);
        }
        for (const char* language : {"en", "zh-CN"}) {
            const auto answer = check(language);
            ASSERT_TRUE(answer);
            EXPECT_EQ(answer->status, 429u);
            EXPECT_EQ(answer->header("Content-Type"), "text/html; charset=utf-8");
            EXPECT_EQ(answer->header("Retry-After"), "10");
            EXPECT_EQ(answer->body(),
                      checked_too_often_page({.english_first = std::string_view(language) == "en",
                                              .hotline = world.options.cards.hotline}));
        }
    }
}

TEST(CertificatePage, SaysHoursAsPeopleDo) {
    using codec::FactText;
    using codec::hours_text;
    EXPECT_EQ(hours_text(0), (FactText{"0 分钟", "0 min"}));
    EXPECT_EQ(hours_text(59), (FactText{"59 分钟", "59 min"}));
    EXPECT_EQ(hours_text(60), (FactText{"1 小时", "1 h"}));
    EXPECT_EQ(hours_text(61), (FactText{"1 小时 1 分钟", "1 h 1 min"}));
    EXPECT_EQ(hours_text(90'000), (FactText{"1500 小时", "1500 h"}));
}

}  // namespace
}  // namespace muster::http
