#include "engine/gate/printed_report.hpp"

#include <gtest/gtest.h>

namespace muster::gate {
namespace {

SuggestionReport report() {
    SuggestionReport out;
    out.id = {17};
    out.number = "2026-3";
    out.title = "Winter";
    out.addressee = "the mayor";
    out.reported_on = *Date::from_text("2026-01-05");
    out.confidentiality = Confidentiality::internal;
    out.raw_count = 2;
    out.author_count = 2;
    ReportItem item;
    item.suggestion = {3};
    item.title = "Lifts";
    item.gist = "Build\nlifts.";
    item.category = "urban";
    item.category_en = "Streets";
    item.category_zh = "城建";
    item.confidentiality = Confidentiality::internal;
    item.raw = {{{3}, "TT-1", *Date::from_text("2025-12-01"), "Zhao Qi"},
                {{4}, "", *Date::from_text("2025-12-02"), "Qian"}};
    out.items = {item};
    return out;
}

std::vector<std::string> texts(const SuggestionReport& report) {
    std::vector<std::string> all;
    for (const PrintedLine& line : printed_lines(report))
        all.push_back(line.text);
    return all;
}

TEST(PrintedReport, SaysWhatTheReportKeeps) {
    const std::vector<std::string> expected{
        "Winter",
        "建言专报 2026-3 · Report of suggestions 2026-3 · 2026-01-05 · 内部 internal",
        "呈 the mayor",
        "共 1 项，建言 2 条，建言人 2 位 · 1 to decide about, 2 suggestions, 2 authors",
        "1. Lifts",
        "城建 Streets · 内部 internal",
        "Build lifts.",
        "— Zhao Qi，2025-12-01，TT-1",
        "— Qian，2025-12-02"};
    EXPECT_EQ(texts(report()), expected);
}

// Computed by sha256sum of two lines.
TEST(PrintedReport, TheHashIsOfItsLines) {
    EXPECT_EQ(seal_of({{PrintedKind::heading, "Winter"}, {PrintedKind::item, "1. Lifts"}}),
              "ca1b0208fb982c6db3f4f41b572bc0e2ee3f0567545bb5a8d762d91ff3abbc2e");
    const std::string seal = seal_of(printed_lines(report()));
    EXPECT_EQ(seal_of(printed_lines(report())), seal);
    SuggestionReport other = report();
    other.items[0].raw[1].author = "Sun";
    EXPECT_NE(seal_of(printed_lines(other)), seal);
}

TEST(PrintedReport, SaysThatANameIsMissing) {
    SuggestionReport erased = report();
    erased.items[0].raw[0].author = {};
    erased.erased_names = 1;
    const auto lines = texts(erased);
    EXPECT_EQ(lines[7], "— （姓名已删除 name erased），2025-12-01，TT-1");
    EXPECT_NE(lines.back().find("Names erased since it was first printed: 1"), std::string::npos);
}

}  // namespace
}  // namespace muster::gate
