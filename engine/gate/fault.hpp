// What is wrong with something that was sent, or with who sent it, in no protocol's own terms: each
// adapter answers it in its way.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace muster::gate {

enum class FaultReason : std::uint8_t {
    malformed,  // not JSON, or not the fields that belong there
    invalid_event,
    batch_too_large,
    forbidden,
    unknown_offer,
};

struct Fault {
    FaultReason reason = FaultReason::malformed;
    std::string detail;      // a sentence in English, for whoever looks after the sender
    std::string field{};     // JSON pointer into what was sent; may be empty
    std::string expected{};  // what would have been right; may be empty
    std::optional<std::uint64_t> offset{};  // byte of what was sent where reading stopped
};

}  // namespace muster::gate
