// The figures of a report once more, from the events themselves: plain maps and loops, no SQL.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/reports/report.hpp"
#include "tests/reports/event_city.hpp"

namespace muster::reports::test {

using Rows = std::vector<std::vector<Cell>>;

// The rows of each section, by its key.
[[nodiscard]] std::map<std::string, Rows> naive_report(const std::vector<Told>& told, Date first,
                                                       Date last, const std::string& district);

}  // namespace muster::reports::test
