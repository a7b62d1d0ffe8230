// Reads of the board: one entity, or a page of a collection with filters. Between two steps of the
// pipeline the board equals what is committed, so a read never shows what is not on disk. A page
// may be made in pieces, with steps of the pipeline between them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/board.hpp"
#include "engine/views/entity_index.hpp"
#include "engine/views/read_options.hpp"
#include "muster/ports.hpp"

namespace muster::views {

// The collections are those of muster/collections.hpp. Each kind of entity has filters of its own,
// in engine/views/<area>.cpp; some need the right to personal data, since a filter answers whether
// a guess is right. The parts of the rules have none.
//
// A responder's own token shows in full what its Collection opens to it: the responder itself, the
// request it is assigned to, and who needs the help.
class Reads {
  public:
    // Neither is owned; both outlive this.
    Reads(const core::Board& board, const EntityIndex& index, const ReadOptions& options)
        : board_(board), index_(index), options_(options) {}

    [[nodiscard]] std::optional<std::string> read(std::string_view collection, std::uint64_t id,
                                                  const Principal& principal) const;
    // As of QueryPort. The page must not outlive the board and the index.
    [[nodiscard]] std::unique_ptr<ListReading> start_list(std::string_view collection,
                                                          const ListQuery& query,
                                                          const Principal& principal,
                                                          std::string& error) const;
    // As of QueryPort.
    [[nodiscard]] static bool is_personal_filter(std::string_view collection,
                                                 std::string_view filter);
    // All of it at once.
    [[nodiscard]] std::optional<ListPage> list(std::string_view collection, const ListQuery& query,
                                               const Principal& principal,
                                               std::string& error) const;

    // Whether the principal may see this entity unmasked.
    [[nodiscard]] bool may_see(const Principal& principal, Topic topic, std::uint64_t id) const;

  private:
    const core::Board& board_;
    const EntityIndex& index_;
    const ReadOptions options_;
};

}  // namespace muster::views
