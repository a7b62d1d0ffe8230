// A file whose secrets stand as they are, because a program of before wrote it or sealing was off,
// and what is found in it at the start.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/access/secret_box.hpp"
#include "engine/sqlite/sqlite.hpp"

namespace muster::access {

struct SecretsFound {
    std::uint64_t sealed_now = 0;
    std::uint64_t open = 0;         // still: the box does not seal
    std::vector<std::string> lost;  // accounts whose secret this box cannot open
};

// Seals what stands open, and leaves no trace of it in the file and its write-ahead file: an
// interruption is made up for the next time. Nothing is changed where the box does not seal.
[[nodiscard]] sqlite::Result<SecretsFound> seal_secrets(const sqlite::Database& file,
                                                        const SecretBox& box);

}  // namespace muster::access
