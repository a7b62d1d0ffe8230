// The rolling policy once more, the slow and plain way, as dispatch.md and rules.hpp tell it: who
// may be sent where, at what price, and what the least total price is. Looks at the entities of a
// board only, at none of its indexes.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "engine/core/board.hpp"

namespace muster::test {

// A slot that the engine may give to somebody: it waits, or its responder may still be sent
// elsewhere.
struct NaiveRow {
    RequestId request;
    std::uint32_t slot = 0;
    ResponderId current;  // none while it waits
    auto operator<=>(const NaiveRow&) const = default;
};

// The least total price of rows when each has one of the columns or nobody: the Hungarian method
// (Kuhn 1955; Munkres 1957), O(n^3). prices[r][c] < 0 = not able; nobody[r] = the price of leaving
// it without.
[[nodiscard]] std::int64_t least_total(const std::vector<std::vector<std::int64_t>>& prices,
                                       const std::vector<std::int64_t>& nobody);

class NaiveRolling {
  public:
    // Prices are those of this moment; the board may change afterwards.
    NaiveRolling(const core::Board& board, TimePoint now);

    [[nodiscard]] const std::vector<NaiveRow>& rows() const { return rows_; }

    // What happened before the decision that makes the engine look.
    struct Cause {
        std::set<RequestId> waiting;  // their waiting slots
        std::set<RequestId> whole;    // all their slots
        std::set<ResponderId> freed;
    };
    // The rows that are solved together, in a city that is smaller than the limits of the rules:
    // those that want somebody, those that somebody who came free could serve, and from each row
    // on, those whose responder could serve it.
    [[nodiscard]] std::vector<std::size_t> pool(const Cause& cause) const;

    // The total price when these rows are reassigned at best among those who are idle or on the way
    // to one of them, and the others stay as they are.
    [[nodiscard]] std::int64_t best(const std::vector<std::size_t>& pool) const;
    // The same for all rows.
    [[nodiscard]] std::int64_t best() const;
    // The total price of what `board` has made of these rows.
    [[nodiscard]] std::int64_t price_of(const core::Board& board) const;

  private:
    [[nodiscard]] std::int64_t price_of_staying(std::size_t row) const;

    std::vector<NaiveRow> rows_;
    std::vector<ResponderId> columns_;
    std::vector<bool> idle_;                         // by column
    std::vector<std::vector<std::int64_t>> prices_;  // by row and column; negative = not able
    std::vector<std::int64_t> nobody_;               // by row
    std::vector<bool> among_ripest_;                 // by row: waits, and not behind eight others
};

// Has every skill, is a professional, and has not let the slot down.
[[nodiscard]] bool is_able(const Rules& rules, const Request& request, std::uint32_t slot,
                           const Responder& responder);
// Available, on duty, and it is known where.
[[nodiscard]] bool is_idle(const Responder& responder, TimePoint now);
// On the way, by the engine's choice, and neither about to arrive nor at the end of the shift.
[[nodiscard]] bool may_move(const core::Board& board, const Responder& responder, TimePoint now);
// A professional is wanted there.
[[nodiscard]] bool waits(const Request& request, std::uint32_t slot);

}  // namespace muster::test
