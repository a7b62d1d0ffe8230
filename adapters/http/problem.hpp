// Problem documents (RFC 9457) and the tables from the engine's and the gate's reasons to status
// codes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/gate/fault.hpp"
#include "muster/envelope.hpp"
#include "muster/units.hpp"

namespace muster::http {

// What went wrong with one HTTP request. `reason` is a stable word that programs compare; the
// document's type is "urn:muster:problem:<reason>".
struct Problem {
    unsigned status = 400;
    std::string_view reason;
    std::string detail;
    std::string field{};     // JSON pointer, or the name of a header or parameter; may be empty
    std::string expected{};  // what would have been right; may be empty
    std::optional<std::uint64_t> offset{};  // byte of the body where reading stopped
    std::optional<Millis> retry_after{};    // where it is known; else the setting's, if it may help
    std::string holder{};  // of holder_changed: who has it now, as JSON; may be empty
};

// A request that could not even be read as one: what about it, in which part of it.
[[nodiscard]] Problem framing_problem(unsigned status, std::string_view reason, std::string detail,
                                      std::string_view field, std::string expected = {});

// A parameter of the target that is wrong, and what would have been right.
[[nodiscard]] Problem bad_parameter(std::string_view name, std::string detail,
                                    std::string expected);

// What is asked for tells of the whole city, and the principal sees a part of it.
[[nodiscard]] Problem whole_city();

// The document, with `instance` = the target that was asked for.
[[nodiscard]] std::string to_json(const Problem& problem, std::string_view instance);

// unknown_* 404, key_reused and invalid_field 422, overloaded, stopping and not_ready 503,
// limit_reached 429, everything that depends on the present state 409. Precondition: not `none`.
[[nodiscard]] unsigned status_of(RejectReason reason);

[[nodiscard]] Problem to_problem(const Rejection& rejection);
[[nodiscard]] Problem to_problem(gate::Fault fault);

// True when trying again later can help: such an answer carries Retry-After.
[[nodiscard]] bool is_temporary(unsigned status);

// Appends the text as a JSON string with quotes; bytes that are not UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);

}  // namespace muster::http
