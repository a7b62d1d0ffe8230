// SQL functions for what people wrote about people: sealed(text) for a column, opened(text) to show
// it again. The same text gives the same bytes, so that it can be counted as it stands.
//
// With the desk's key: what a report counts is of nobody in particular, and the row forgets it when
// its member is erased. Where nothing is sealed, both leave the text as it is.
#pragma once

#include <filesystem>

#include "engine/sqlite/sqlite.hpp"

namespace muster::reports {

// For this connection, by the keys of the folder. Call before a statement that uses them.
[[nodiscard]] sqlite::Error add_seal_functions(const sqlite::Database& db,
                                               const std::filesystem::path& folder);

}  // namespace muster::reports
