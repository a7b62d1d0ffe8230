#include "adapters/http/certificate_pages.hpp"

#include <gtest/gtest.h>

#include "engine/codec/certificate_facts.hpp"

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

LinkRules rules() {
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
    EXPECT_NE(revoked.find("Revoked"), std::string::npos);
    for (const std::string& one : {corrected, revoked})
        EXPECT_EQ(one.find("有效：此证明"), std::string::npos);
    const std::string none = no_certificate_page({.english_first = true, .hotline = ""});
    EXPECT_NE(none.find("No certificate has this number"), std::string::npos);
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
