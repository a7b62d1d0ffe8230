// A report as people take it away: a page with charts, CSV, XLSX, PDF. The same report gives the
// same bytes.
#pragma once

#include <optional>
#include <string>

#include "engine/reports/report.hpp"

namespace muster::app {

// In both languages, with the bars of each section that has a column to be drawn.
[[nodiscard]] std::string report_page(const reports::Report& report);

// Of one section a table with its header; of several, one after the other, each with its title
// before and an empty line behind it. Codes and whole numbers as they are in JSON; headers say what
// the numbers are.
[[nodiscard]] std::string report_csv(const reports::Report& report, bool english);

// A sheet for each section. What went wrong, or nothing.
[[nodiscard]] std::optional<std::string> write_report_xlsx(const std::string& name,
                                                           const reports::Report& report,
                                                           bool english);

// Pages of A4. Not for several threads at once. What went wrong, or nothing.
[[nodiscard]] std::optional<std::string> write_report_pdf(const std::string& name,
                                                          const reports::Report& report);

// "Report of 2026-01", with the district if it is of one.
[[nodiscard]] std::string report_title(const reports::Report& report, bool english);

}  // namespace muster::app
