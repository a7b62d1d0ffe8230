#include "engine/seal/box.hpp"

#include <openssl/evp.h>
#include <sodium.h>

#include <algorithm>
#include <cstdlib>

#include "engine/seal/bytes.hpp"

namespace muster::seal {
namespace {

static_assert(std::tuple_size_v<Key> == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(box_overhead == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES +
                                  crypto_aead_xchacha20poly1305_ietf_ABYTES);
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
// Keeps what the hash says apart from all else that the key is used for.
constexpr unsigned char purpose[crypto_generichash_blake2b_PERSONALBYTES + 1] = "muster box nonce";

void make_nonce(const Key& key, std::string_view place, std::string_view bytes,
                unsigned char* nonce) {
    crypto_generichash_blake2b_state state;
    crypto_generichash_blake2b_init_salt_personal(&state, key.data(), key.size(), nonce_bytes,
                                                  nullptr, purpose);
    const std::uint64_t size = place.size();
    crypto_generichash_blake2b_update(&state, reinterpret_cast<const unsigned char*>(&size),
                                      sizeof size);
    crypto_generichash_blake2b_update(&state, bytes_of(place), place.size());
    crypto_generichash_blake2b_update(&state, bytes_of(bytes), bytes.size());
    crypto_generichash_blake2b_final(&state, nonce, nonce_bytes);
}

}  // namespace

void need_sodium() {
    if (sodium_init() < 0) std::abort();
}

Key draw_key() {
    need_sodium();
    Key key;
    randombytes_buf(key.data(), key.size());
    return key;
}

Key key_from(std::string_view secret) {
    need_sodium();
    Key key;
    crypto_generichash(key.data(), key.size(), bytes_of(secret), secret.size(), nullptr, 0);
    return key;
}

void wipe(Key& key) {
    sodium_memzero(key.data(), key.size());
}
void wipe(std::string& text) {
    sodium_memzero(text.data(), text.size());
    text.clear();
}

void close_box(const Key& key, std::string_view place, std::string_view bytes, std::string& out) {
    const std::size_t at = out.size();
    out.resize(at + box_overhead + bytes.size());
    unsigned char* const nonce = bytes_of(out) + at;
    make_nonce(key, place, bytes, nonce);
    crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + nonce_bytes, nullptr, bytes_of(bytes),
                                               bytes.size(), bytes_of(place), place.size(), nullptr,
                                               nonce, key.data());
}

std::optional<std::string> open_box(const Key& key, std::string_view place, std::string_view box) {
    if (box.size() < box_overhead) return std::nullopt;
    std::string bytes(box.size() - box_overhead, '\0');
    const int wrong = crypto_aead_xchacha20poly1305_ietf_decrypt(
        bytes_of(bytes), nullptr, nullptr, bytes_of(box) + nonce_bytes, box.size() - nonce_bytes,
        bytes_of(place), place.size(), bytes_of(box), key.data());
    if (wrong != 0) return std::nullopt;
    return bytes;
}

// OpenSSL's, since libsodium's takes the same time for every text, which costs as much as the box:
// what is written here is no secret.
void to_base64(std::string_view bytes, std::string& out) {
    const std::size_t at = out.size();
    out.resize(at + (bytes.size() + 2) / 3 * 4 + 1);
    EVP_EncodeBlock(bytes_of(out) + at, bytes_of(bytes), static_cast<int>(bytes.size()));
    out.pop_back();  // the zero behind it
}

std::optional<std::string> from_base64(std::string_view text) {
    if (text.size() % 4 != 0 || text.find_first_of("\r\n\t -") != std::string_view::npos) {
        return std::nullopt;
    }
    std::string bytes(text.size() / 4 * 3, '\0');
    if (EVP_DecodeBlock(bytes_of(bytes), bytes_of(text), static_cast<int>(text.size())) < 0) {
        return std::nullopt;
    }
    // It counts what the padding stands for.
    for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) {
        text.remove_suffix(1);
        bytes.pop_back();
    }
    if (text.find('=') != std::string_view::npos) return std::nullopt;
    return bytes;
}

}  // namespace muster::seal
