// The box of the secrets of one-time codes, for the service: its key, and a file that is sealed.
#pragma once

#include <filesystem>
#include <string>

#include "engine/access/secret_box.hpp"
#include "engine/seal/key_book.hpp"
#include "muster/expected.hpp"

namespace muster::app {

// Seals what stands open in the folder's file of accounts, and says in the service's log what it
// found there. `keys` may be null. On failure: what, and where.
[[nodiscard]] Expected<access::SecretBox, std::string> open_secrets(
    const std::filesystem::path& folder, seal::KeyBook* keys, bool sealing);

}  // namespace muster::app
