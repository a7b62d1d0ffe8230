// What stands in one cell, as JSON.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engine/app/tables/mapping.hpp"
#include "muster/expected.hpp"

namespace muster::app {

// What is wrong with a cell, and what would be right.
struct CellFault {
    Said what;
};

// Precondition: the cell is not empty, and without blanks around it.
[[nodiscard]] Expected<boost::json::value, CellFault> read_cell(std::string_view cell,
                                                                const ColumnRule& rule);

// Without the blanks around it, full-width ones too.
[[nodiscard]] std::string_view trimmed_cell(std::string_view cell);

}  // namespace muster::app
