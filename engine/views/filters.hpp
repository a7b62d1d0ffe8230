// The filters of lists, compiled once per query.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/board.hpp"
#include "muster/ports.hpp"

namespace muster::views {

// Whether the entity with this id is on the board and passes one filter.
using Test = std::function<bool(std::uint64_t id)>;

struct Filters {
    std::vector<Test> tests;
    // When a filter names its few candidates itself, ascending: only these need a look.
    std::optional<std::vector<std::uint64_t>> candidates;
};

// What a query asks of one filter.
struct Wanted {
    const core::Board& board;
    std::string_view value;
    Filters& filters;
    std::string& error;
};

// A filter of a collection: its name, whether it asks about a person, and what makes its test. The
// maker returns no test when the value cannot be, and then says so in the error.
struct Filter {
    std::string_view name;
    bool personal;
    Test (*make)(const Wanted&);
};

// Nothing and an error for an unknown filter, a value that cannot be, or a filter on personal data
// that the reader has no right to.
[[nodiscard]] std::optional<Filters> compile_filters(const core::Board& board,
                                                     std::span<const Filter> known,
                                                     const ListQuery& query, bool may_see_personal,
                                                     std::string& error);

}  // namespace muster::views
