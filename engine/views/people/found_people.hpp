// What a search for people found, as JSON.
#pragma once

#include <string>

#include "engine/core/board.hpp"
#include "engine/views/people/people_finder.hpp"
#include "muster/desk_port.hpp"

namespace muster::views {

// What is searched of an entity, which it refers to. Who was merged into another or erased is
// nobody.
[[nodiscard]] PersonText searched_text(const Member& member);
[[nodiscard]] PersonText searched_text(const Responder& responder);
[[nodiscard]] bool is_searched(const Member& member);
[[nodiscard]] bool is_searched(const Responder& responder);

// {"query", "members":[{"id", "name", "status", "birth_year", "birth_date", "district",
// "community", "address", "phone", "tier", "flags", "risks", "open_requests", "by",
// "contact":{"number", "relation", "name", "phone"}}]}
[[nodiscard]] std::string found_members_json(const core::Board& board, const PeopleFinder& finder,
                                             const PeopleQuery& query);
// {"query", "responders":[{"id", "name", "kind", "external_ref", "phone", "department", "skills",
// "status", "request", "slot", "by"}]}
[[nodiscard]] std::string found_responders_json(const core::Board& board,
                                                const PeopleFinder& finder,
                                                const PeopleQuery& query);

}  // namespace muster::views
