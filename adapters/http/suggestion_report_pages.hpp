// A report of suggestions as a page to be read or printed. Pure.
#pragma once

#include <string>

#include "muster/thinktank.hpp"

namespace muster::http {

// The same bytes for the same report.
[[nodiscard]] std::string suggestion_report_page(const SuggestionReport& report);

}  // namespace muster::http
