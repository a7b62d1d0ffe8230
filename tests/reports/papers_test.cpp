// Reports as people take them away: what is drawn, and that the same report gives the same bytes.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "engine/app/reports/chart.hpp"
#include "engine/app/reports/report_text.hpp"
#include "engine/app/reports/statement_text.hpp"
#include "engine/reports/follower.hpp"
#include "tests/reports/event_city.hpp"

namespace muster::reports::test {
namespace {

Report report_of(const std::filesystem::path& folder, const Code& district = {}) {
    auto follower = Follower::open(folder);
    if (!follower || !catch_up(**follower, 1000, {})) std::abort();
    auto report = make_report((*follower)->model().database(),
                              {ReportKind::monthly, Date::of(2026, 1, 15), district, ""});
    if (!report) std::abort();
    return std::move(*report);
}

const Section& section_of(const Report& report, std::string_view key) {
    for (const Section& section : report.sections) {
        if (section.row->key == key) return section;
    }
    std::abort();
}

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Papers, EachSectionThatHasABarOnThePageHasItOnPaper) {
    const TempFolder folder;
    EventCity city(folder.path(), 41);
    city.go_on(4000);
    const Report report = report_of(folder.path());
    std::size_t drawn = 0;
    for (const Section& section : report.sections) {
        const auto chart = app::chart_of(report, section);
        if (!chart) continue;
        ++drawn;
        for (const app::ChartBar& bar : chart->bars) {
            EXPECT_FALSE(bar.name.zh.empty()) << section.row->key;
            EXPECT_GE(bar.permille, 0);
            EXPECT_LE(bar.permille, 1000);
        }
    }
    EXPECT_GT(drawn, 12U);
    const std::string page = app::report_page(report);
    std::size_t pictures = 0;
    for (std::size_t at = page.find("<svg"); at != std::string::npos;
         at = page.find("<svg", at + 1))
        ++pictures;
    EXPECT_EQ(pictures, drawn);
}

TEST(Papers, BarsAreOfTheLargestAndSharesOfAWhole) {
    const TempFolder folder;
    EventCity city(folder.path(), 42);
    const auto ask = [&](Channel channel) {
        RequestReceived e;
        e.request = {city.next_seq()};
        e.channel = channel;
        city.append({e});
        return e.request;
    };
    for (int i = 0; i < 4; ++i)
        ask(Channel::console);
    city.pass(hours(48));
    ask(Channel::hotline);
    city.append({RequestTaken{ask(Channel::hotline), "desk"}});
    const Report report = report_of(folder.path());
    const auto days = app::chart_of(report, section_of(report, "days"));
    ASSERT_TRUE(days);
    ASSERT_EQ(days->bars.size(), 2U);
    EXPECT_EQ(days->bars[0].permille, 1000);
    EXPECT_EQ(days->bars[1].permille, 500);
    EXPECT_EQ(days->bars[1].day, Date::of(2026, 1, 3));
    const auto hotline = app::chart_of(report, section_of(report, "hotline"));
    ASSERT_TRUE(hotline);
    ASSERT_EQ(hotline->bars.size(), 1U);
    EXPECT_EQ(hotline->bars[0].permille, 500);
    EXPECT_EQ(hotline->bars[0].value, "50.0 %");
    EXPECT_FALSE(app::chart_of(report, section_of(report, "suggestions")));
    // Told apart by nothing but the district: not their sum beside them.
    const auto& requests = section_of(report, "requests");
    ASSERT_GT(requests.rows.size(), 1U);
    const auto districts = app::chart_of(report, requests);
    ASSERT_TRUE(districts);
    EXPECT_EQ(districts->bars.size(), requests.rows.size() - 1);
    for (const app::ChartBar& bar : districts->bars)
        EXPECT_NE(bar.name.en, "all");
}

TEST(Papers, TheSameReportIsTheSameBytes) {
    const TempFolder folder;
    EventCity city(folder.path(), 43);
    city.go_on(3000);
    const Report report = report_of(folder.path());
    for (const char* name : {"one.pdf", "two.pdf"})
        EXPECT_FALSE(app::write_report_pdf(folder.path() / name, report));
    const std::string one = bytes_of(folder.path() / "one.pdf");
    EXPECT_TRUE(one.starts_with("%PDF-"));
    EXPECT_EQ(one, bytes_of(folder.path() / "two.pdf"));
    for (const char* name : {"one.xlsx", "two.xlsx"})
        EXPECT_FALSE(app::write_report_xlsx(folder.path() / name, report, false));
    EXPECT_EQ(bytes_of(folder.path() / "one.xlsx"), bytes_of(folder.path() / "two.xlsx"));
}

TEST(Papers, TheLastMonthThatThereIsCanBePrinted) {
    const TempFolder folder;
    EventCity city(folder.path(), 44);
    auto follower = Follower::open(folder.path());
    ASSERT_TRUE(follower);
    ASSERT_TRUE(catch_up(**follower, 1000, {}));
    const auto report = make_report((*follower)->model().database(),
                                    {ReportKind::monthly, Date{Date::last}, "", ""});
    ASSERT_TRUE(report);
    EXPECT_FALSE(app::write_report_pdf(folder.path() / "last.pdf", *report));
}

TEST(Papers, TablesSayWhatTheirNumbersAre) {
    const TempFolder folder;
    EventCity city(folder.path(), 45);
    const std::string csv = app::report_csv(report_of(folder.path()), true);
    for (const char* head : {"Share late (‰)", "Median (ms)", "Mean of 5 (×0.01)"})
        EXPECT_NE(csv.find(head), std::string::npos) << head;
}

}  // namespace
}  // namespace muster::reports::test
