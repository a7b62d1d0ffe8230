#include "engine/access/passphrase.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>

namespace muster::access {
namespace {

constexpr std::size_t fewest_different = 6;

void need_sodium() {
    // Safe to be called again; without it nothing here is safe to be called at all.
    if (sodium_init() < 0) std::abort();
}

// Of a passphrase that nobody knows: what is compared where nothing was kept, so that a name that
// does not exist takes as long as one that does.
const std::string& nobodys_hash() {
    static const std::string kept = [] {
        std::array<char, 32> unknown{};
        randombytes_buf(unknown.data(), unknown.size());
        return hash_passphrase({unknown.data(), unknown.size()}, HashCost{}).value_or("");
    }();
    return kept;
}

char small(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool contains_ignoring_case(std::string_view text, std::string_view part) {
    return std::search(text.begin(), text.end(), part.begin(), part.end(),
                       [](char a, char b) { return small(a) == small(b); }) != text.end();
}

// The signs of a UTF-8 text.
std::multiset<std::string_view> signs_of(std::string_view text) {
    std::multiset<std::string_view> signs;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u)
            ++end;
        signs.insert(text.substr(at, end - at));
        at = end;
    }
    return signs;
}

}  // namespace

std::optional<std::string> hash_passphrase(std::string_view passphrase, const HashCost& cost) {
    need_sodium();
    std::array<char, crypto_pwhash_STRBYTES> kept{};
    const int failed =
        crypto_pwhash_str_alg(kept.data(), passphrase.data(), passphrase.size(), cost.passes,
                              std::size_t{cost.memory_kib} * 1024, crypto_pwhash_ALG_ARGON2ID13);
    if (failed != 0) return std::nullopt;
    return std::string(kept.data());
}

bool is_passphrase(const std::string& kept, std::string_view passphrase) {
    need_sodium();
    const std::string& compared = kept.empty() ? nobodys_hash() : kept;
    const bool same =
        crypto_pwhash_str_verify(compared.c_str(), passphrase.data(), passphrase.size()) == 0;
    return same && !kept.empty();
}

bool needs_new_hash(const std::string& kept, const HashCost& cost) {
    need_sodium();
    return crypto_pwhash_str_needs_rehash(kept.c_str(), cost.passes,
                                          std::size_t{cost.memory_kib} * 1024) != 0;
}

std::optional<std::string> weakness(std::string_view passphrase, std::string_view account,
                                    std::size_t shortest) {
    const auto signs = signs_of(passphrase);
    if (signs.size() < shortest) {
        return "it has " + std::to_string(signs.size()) + " signs; at least " +
               std::to_string(shortest) +
               " are wanted, such as four words that do not belong together";
    }
    if (passphrase.size() > longest_passphrase) {
        return "it is longer than " + std::to_string(longest_passphrase) + " bytes";
    }
    if (std::set<std::string_view>(signs.begin(), signs.end()).size() < fewest_different) {
        return "it has fewer than " + std::to_string(fewest_different) + " different signs";
    }
    if (std::all_of(passphrase.begin(), passphrase.end(),
                    [](char sign) { return (sign >= '0' && sign <= '9') || sign == ' '; })) {
        return "it is all digits, as dates and telephone numbers are";
    }
    if (!account.empty() && contains_ignoring_case(passphrase, account)) {
        return "the name of the account is in it";
    }
    return std::nullopt;
}

}  // namespace muster::access
