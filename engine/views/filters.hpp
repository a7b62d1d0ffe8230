// The filters of lists, compiled once per query.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/views/touched.hpp"
#include "muster/ports.hpp"

namespace muster::views {

// Whether the entity with this id is on the board and passes one filter.
using Test = std::function<bool(std::uint64_t id)>;

struct Filters {
    std::vector<Test> tests;
    // When a filter names its few candidates itself, ascending: only these need a look.
    std::optional<std::vector<std::uint64_t>> candidates;
};

// Nothing and an error for an unknown field, a value that cannot be, or a filter on personal data
// that the reader has no right to.
[[nodiscard]] std::optional<Filters> compile_filters(const core::Board& board, Topic topic,
                                                     const ListQuery& query, bool may_see_personal,
                                                     std::string& error);

}  // namespace muster::views
