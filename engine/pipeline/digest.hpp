// The digest of a command that idempotency keys compare.
#pragma once

#include <cstdint>
#include <string_view>

namespace muster::pipeline {

// FNV-1a, 64 bits, over the command's JSON as the log keeps it. Part of snapshots, so it never
// changes. It tells a repeated command from another one sent with the same key by mistake; it is no
// protection against a sender that forges a collision with its own earlier command.
[[nodiscard]] std::uint64_t command_digest(std::string_view command_json);

}  // namespace muster::pipeline
