// The three lists of field_labels(), each in a file of its own.
#pragma once

#include <span>

#include "engine/views/labels/labels.hpp"

namespace muster::views {

[[nodiscard]] std::span<const Label> fields_to_item();     // a... to item...
[[nodiscard]] std::span<const Label> fields_from_judge();  // judge... to z...
[[nodiscard]] std::span<const Label> fields_of_types();    // "Type.field"

}  // namespace muster::views
