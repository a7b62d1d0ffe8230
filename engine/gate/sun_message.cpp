#include "engine/gate/sun_message.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <utility>

#include "engine/codec/protocol_text.hpp"
#include "engine/gate/crypto.hpp"
#include "engine/gate/signed_link.hpp"

namespace muster::gate {

namespace {

constexpr std::string_view sun_link_kind = "2";

constexpr std::size_t block_size = 16;
constexpr std::size_t lrp_size = 24;
constexpr std::size_t uid_size = 7;
constexpr std::size_t counter_size = 3;
constexpr std::size_t cmac_size = 8;

// Of the tag byte.
constexpr std::uint8_t tells_uid = 0x80;
constexpr std::uint8_t tells_counter = 0x40;
constexpr std::uint8_t uid_size_bits = 0x0f;
constexpr std::uint8_t unused_bits = 0x30;

using Block = std::array<std::uint8_t, block_size>;

std::string_view view(const Block& block, std::size_t from = 0, std::size_t size = block_size) {
    return {reinterpret_cast<const char*>(block.data()) + from, size};
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

// The bytes of pairs of hex digits.
std::optional<std::string> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = codec::hex_digit(text[i]);
        const int low = codec::hex_digit(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes += static_cast<char>(high * 16 + low);
    }
    return bytes;
}

std::string to_upper_hex(std::string_view bytes) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string text;
    text.reserve(2 * bytes.size());
    for (const char c : bytes) {
        const auto byte = static_cast<std::uint8_t>(c);
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

struct FreeMac {
    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
    void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
};
struct FreeCipher {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

// AES-CMAC (RFC 4493). Precondition: a key of 16 bytes. OpenSSL fails here only for want of memory
// or of the algorithm, and then nothing else works.
Block aes_cmac(std::string_view key, std::string_view message) {
    // Finding the algorithm takes longer than the sum itself; it never changes.
    static const std::unique_ptr<EVP_MAC, FreeMac> algorithm(
        EVP_MAC_fetch(nullptr, "CMAC", nullptr));
    const std::unique_ptr<EVP_MAC_CTX, FreeMac> context(EVP_MAC_CTX_new(algorithm.get()));
    char cipher[] = "AES-128-CBC";
    const std::array<OSSL_PARAM, 2> settings{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_CIPHER, cipher, 0),
        OSSL_PARAM_construct_end()};
    Block mac{};
    std::size_t size = 0;
    if (context == nullptr ||
        EVP_MAC_init(context.get(), bytes_of(key), key.size(), settings.data()) != 1 ||
        EVP_MAC_update(context.get(), bytes_of(message), message.size()) != 1 ||
        EVP_MAC_final(context.get(), mac.data(), &size, mac.size()) != 1 || size != mac.size()) {
        std::abort();
    }
    return mac;
}

// One block of AES-CBC with a zero vector. Precondition: `data` has 16 bytes, as has the key.
Block aes_decrypt(std::string_view key, std::string_view data) {
    const std::unique_ptr<EVP_CIPHER_CTX, FreeCipher> context(EVP_CIPHER_CTX_new());
    constexpr Block zero{};
    Block plain{};
    std::array<unsigned char, 2 * block_size> room{};
    int size = 0;
    if (context == nullptr ||
        EVP_DecryptInit_ex(context.get(), EVP_aes_128_cbc(), nullptr, bytes_of(key), zero.data()) !=
            1 ||
        EVP_CIPHER_CTX_set_padding(context.get(), 0) != 1 ||
        EVP_DecryptUpdate(context.get(), room.data(), &size, bytes_of(data),
                          static_cast<int>(block_size)) != 1 ||
        size != static_cast<int>(block_size)) {
        std::abort();
    }
    std::copy_n(room.begin(), block_size, plain.begin());
    return plain;
}

// What the chip signs: nothing, or its file data with what stands behind it in the link.
std::string signed_text(std::string_view enc) {
    std::string text;
    if (!enc.empty()) text.append(enc).append("&cmac=");
    return text;
}

std::string odd_bytes(const Block& mac) {
    std::string bytes;
    for (std::size_t i = 1; i < mac.size(); i += 2)
        bytes += static_cast<char>(mac[i]);
    return bytes;
}

}  // namespace

std::optional<std::string> read_aes_key(std::string_view hex) {
    if (hex.size() != 2 * block_size) return std::nullopt;
    return from_hex(hex);
}

std::optional<SunKeys> read_sun_keys(std::string_view text) {
    constexpr std::size_t digits = 2 * block_size;
    if (text.size() <= 2 * digits) return std::nullopt;
    const std::string_view between = text.substr(digits, text.size() - 2 * digits);
    auto meta_read = read_aes_key(text.substr(0, digits));
    auto file_read = read_aes_key(text.substr(text.size() - digits));
    if (!meta_read || !file_read ||
        between.find_first_not_of(" \t\r\n") != std::string_view::npos) {
        return std::nullopt;
    }
    return SunKeys{std::move(*meta_read), std::move(*file_read)};
}

std::optional<std::string> check_sun_keys(const SunKeyRing& keys) {
    for (const auto& [name, pair] : keys) {
        if (!is_key_name(name)) {
            return "the pair of keys \"" + name +
                   "\" needs a name of 1 to 16 letters, digits, \"-\" or \"_\"";
        }
        for (const std::string& key : {pair.meta_read, pair.file_read}) {
            if (key.size() != block_size) {
                return "the keys of \"" + name + "\" must have 32 hex digits each";
            }
            if (key.find_first_not_of('\0') == std::string::npos) {
                return "the pair of keys \"" + name +
                       "\" has that of the factory, all zeros, which everybody knows";
            }
        }
    }
    return std::nullopt;
}

Expected<SunMessage, SunFault> verify_sun(const SunText& text, const SunKeys& keys) {
    if (text.picc_data.size() > 2 * lrp_size || text.enc.size() > max_enc_digits) {
        return SunFault::malformed;
    }
    const auto picc_data = from_hex(text.picc_data);
    const auto cmac = from_hex(text.cmac);
    const auto enc = from_hex(text.enc);
    if (!picc_data || !cmac || !enc || cmac->size() != cmac_size || enc->size() % block_size != 0) {
        return SunFault::malformed;
    }
    if (picc_data->size() == lrp_size) return SunFault::lrp;
    if (picc_data->size() != block_size) return SunFault::malformed;

    const Block plain = aes_decrypt(keys.meta_read, *picc_data);
    const std::uint8_t tag = plain[0];
    const bool has_uid = (tag & tells_uid) != 0;
    const bool has_counter = (tag & tells_counter) != 0;
    const std::size_t uid_end = has_uid ? 1 + uid_size : 1;
    const std::size_t end = uid_end + (has_counter ? counter_size : 0);
    std::string vector("\x3c\xc3\x00\x01\x00\x80", 6);
    vector += view(plain, 1, end - 1);
    vector.resize(block_size, '\0');
    const Block session = aes_cmac(keys.file_read, vector);
    const Block mac = aes_cmac(view(session), signed_text(text.enc));

    const bool names_itself =
        (tag & unused_bits) == 0 && (tag & uid_size_bits) == (has_uid ? uid_size : 0);
    const bool proved = equal_in_constant_time(odd_bytes(mac), *cmac);
    if (!proved || !names_itself) return SunFault::not_ours;
    if (!has_uid) return SunFault::no_uid;

    SunMessage message{to_upper_hex(view(plain, 1, uid_size)), std::nullopt};
    if (has_counter) {
        message.counter = plain[uid_end] | static_cast<std::uint32_t>(plain[uid_end + 1]) << 8 |
                          static_cast<std::uint32_t>(plain[uid_end + 2]) << 16;
    }
    return message;
}

std::optional<SunLink> read_sun_link(std::string_view text) {
    if (text.size() > max_signed_link) return std::nullopt;
    if (codec::take_until(text, '.') != sun_link_kind) return std::nullopt;
    const std::string_view kid = codec::take_until(text, '.');
    const auto card = codec::parse_number(text);
    if (!is_key_name(kid) || !card || *card == 0 || text.front() == '0') return std::nullopt;
    return SunLink{kid, CardId{*card}};
}

std::string make_sun_link(std::string_view kid, CardId card) {
    std::string text(sun_link_kind);
    text.append(".").append(kid).append(".").append(std::to_string(card.value));
    return text;
}

}  // namespace muster::gate
