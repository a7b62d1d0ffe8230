// Names as people type them, brought to one form for comparison.
#pragma once

#include <string>
#include <string_view>

namespace muster::roads {

// Without capitals, accents (Latin, also as combining marks), blank space, hyphens, dots and
// apostrophes; full-width letters and digits become usual ones, Cyrillic and Greek capitals small.
// Bytes that are no UTF-8 stay as they are.
[[nodiscard]] std::string folded_name(std::string_view text);

// Whether a name has at least one Chinese character, or one letter of A to Z, with accents or
// without.
[[nodiscard]] bool has_ideograph(std::string_view text);
[[nodiscard]] bool has_latin_letter(std::string_view text);

}  // namespace muster::roads
