// What consoles are built from beside the types (engine/codec/schema.hpp): the words of the
// vocabulary, and its shape as data for forms and tables. `muster schema` prints both.
//
// Each function builds its text anew, as JSON that ends with a line feed.
#pragma once

#include <string>

namespace muster::views {

// {"enums": {set: {value: {"en", "zh"}}}, "commands": {name: {"en", "zh"}}, "fields": {...},
//  "rejects": {...}, "collections": {...}}. Of fields, "Type.field" goes before "field".
[[nodiscard]] std::string words_document();

// {"entities": [...], "lists": [...], "commands": [...], "types": {name: [field...]},
//  "enums": {name: [value...]}}; engine/codec/DESIGN.md says what stands in each.
[[nodiscard]] std::string model_document();

}  // namespace muster::views
