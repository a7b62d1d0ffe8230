// A statement of the time bank as a table and on paper.
#pragma once

#include <optional>
#include <string>

#include "engine/reports/statement.hpp"

namespace muster::app {

// Its first row is the balance before, its last one the balance after.
[[nodiscard]] std::string statement_csv(const reports::Statement& statement, bool english);

// In both languages. Not for several threads at once. What went wrong, or nothing.
[[nodiscard]] std::optional<std::string> write_statement_pdf(const std::string& name,
                                                             const reports::Statement& statement);

}  // namespace muster::app
