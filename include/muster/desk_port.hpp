// What a desk asks while somebody waits on the line. Called on the engine's own thread, and
// answered at once; nothing changes by it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "muster/access.hpp"
#include "muster/ids.hpp"

namespace muster {

// What somebody types when asked who.
struct PeopleQuery {
    std::string collection;  // "members" or "responders"
    std::string text;
    std::size_t limit = 12;
    Districts districts{};  // of members: none of others is found
};

struct CandidatesQuery {
    RequestId request;
    // Who else there would be for this slot, whoever holds it. Nothing = for all that wait.
    std::optional<std::uint32_t> slot;
};

class DeskPort {
  public:
    virtual ~DeskPort() = default;
    // Whom the text may mean: JSON {query, members:[...]} or {query, responders:[...]}, the
    // likeliest first, each with the reason. Not masked: for readers who may see personal data.
    [[nodiscard]] virtual std::string find_people(const PeopleQuery& query) const = 0;
    // How the desk stands now and stood today: JSON of engine/views/desk_figures.hpp. Tells of
    // nobody. As it was two seconds ago at most.
    [[nodiscard]] virtual std::string figures() = 0;
    // Whom the engine would send now: JSON of engine/views/advice_json.hpp. Nothing where the
    // request is unknown. `error` is set, and nothing returned, where the slot is not there or
    // somebody has come already. Not masked.
    [[nodiscard]] virtual std::optional<std::string> candidates(const CandidatesQuery& query,
                                                                std::string& error) = 0;
};

}  // namespace muster
