// What is drawn of a section of a report, for the page and for paper.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/reports/report.hpp"

namespace muster::app {

struct ChartBar {
    reports::WordPair name;     // what its row is about
    std::string value;          // as it is written
    std::int64_t permille = 0;  // of the largest; of shares, of one whole
    std::optional<Date> day;    // of a section that goes day by day
};

struct Chart {
    const reports::Column* drawn = nullptr;
    std::vector<ChartBar> bars;  // at most 40
};

// Nothing where nothing is drawn of the section, or there is nothing to draw.
[[nodiscard]] std::optional<Chart> chart_of(const reports::Report& report,
                                            const reports::Section& section);

}  // namespace muster::app
