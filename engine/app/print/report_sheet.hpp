// A report of suggestions for who decides, as a PDF.
#pragma once

#include "engine/app/print/paper.hpp"
#include "muster/thinktank.hpp"

namespace muster::app {

// On as many pages of A4 as it takes, each with its number and the hash of the whole. False when a
// character of it is in none of the installed fonts.
[[nodiscard]] bool print_report(Paper& paper, const SuggestionReport& report);

}  // namespace muster::app
