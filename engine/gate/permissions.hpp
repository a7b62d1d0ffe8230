// Who may send which command, which its row says (muster/command.hpp), and read which collection.
// Whatever neither allows is forbidden.
#pragma once

#include <optional>
#include <string_view>

#include "engine/gate/fault.hpp"
#include "muster/access.hpp"
#include "muster/command.hpp"
#include "muster/ports.hpp"

namespace muster::gate {

// True when the principal may send the command for anybody, by role alone.
[[nodiscard]] bool may_send(const CommandRow& row, const Principal& principal);
// True when it may send it if the command turns out to be about itself.
[[nodiscard]] bool may_send_own(const CommandRow& row, const Principal& principal);
// True when it may send it at all: what can be said before the command was read.
[[nodiscard]] bool may_ever_send(const CommandRow& row, const Principal& principal);

// To be asked of every command before it is submitted. Fills in what goes without saying, which is
// that whoever takes a request takes it itself, and says why the principal may not send this
// command, if so: forbidden, or unknown_offer. The fault's field points into the command.
[[nodiscard]] std::optional<Fault> admit(Command& command, const Principal& principal,
                                         const QueryPort& queries);

// Reading a whole collection. `own_by` is the filter that says whose an entry is, when the
// principal may see only its own: the list must then be asked for with this filter = its
// responder's id.
struct ListRight {
    bool allowed = false;
    std::string_view own_by{};
};
[[nodiscard]] ListRight may_list(std::string_view collection, const Principal& principal);

// Reading one entity. A responder reads itself, its own offers, and requests in which it holds a
// slot; `entity_json` is the entity as the query port gave it.
[[nodiscard]] bool may_read(std::string_view collection, const Principal& principal,
                            std::string_view entity_json);

// Whether what this collection says of people reaches the principal unmasked, or may: a responder
// sees those of the request that it is bound to.
[[nodiscard]] bool shows_people(std::string_view collection, const Principal& principal);

}  // namespace muster::gate
