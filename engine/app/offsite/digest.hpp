// SHA-256 of what is larger than memory, piece by piece.
#pragma once

#include <openssl/evp.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace muster::app {

class Digest {
  public:
    Digest();
    void add(std::string_view piece);
    // 64 lower-case hexadecimal digits. Once, at the end.
    [[nodiscard]] std::string hex();

  private:
    struct Free {
        void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> context_;
};

[[nodiscard]] std::string digest_of(std::string_view text);

// How many bytes of how many; may be empty.
using Moved = std::function<void(std::uint64_t done, std::uint64_t total)>;

// Of so many bytes of a file; nothing where it cannot be read, or is shorter.
[[nodiscard]] std::optional<std::string> digest_of_file(const std::filesystem::path& file,
                                                        std::uint64_t from, std::uint64_t bytes);

}  // namespace muster::app
