#include "engine/app/offsite/digest.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <vector>

namespace muster::app {

Digest::Digest() : context_(EVP_MD_CTX_new()) {
    if (!context_ || EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) != 1) std::abort();
}

void Digest::add(std::string_view piece) {
    if (EVP_DigestUpdate(context_.get(), piece.data(), piece.size()) != 1) std::abort();
}

std::string Digest::hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size = 0;
    if (EVP_DigestFinal_ex(context_.get(), bytes.data(), &size) != 1) std::abort();
    constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (unsigned i = 0; i < size; ++i) {
        text.push_back(digits[bytes[i] >> 4]);
        text.push_back(digits[bytes[i] & 15]);
    }
    return text;
}

std::string digest_of(std::string_view text) {
    Digest digest;
    digest.add(text);
    return digest.hex();
}

std::optional<std::string> digest_of_file(const std::filesystem::path& file, std::uint64_t from,
                                          std::uint64_t bytes) {
    std::ifstream in(file, std::ios::binary);
    in.seekg(static_cast<std::streamoff>(from));
    Digest digest;
    std::vector<char> piece(std::size_t{1} << 18);
    std::uint64_t done = 0;
    while (done < bytes) {
        const std::uint64_t wanted = std::min<std::uint64_t>(piece.size(), bytes - done);
        in.read(piece.data(), static_cast<std::streamsize>(wanted));
        if (!in) return std::nullopt;
        digest.add({piece.data(), static_cast<std::size_t>(wanted)});
        done += wanted;
    }
    return digest.hex();
}

}  // namespace muster::app
