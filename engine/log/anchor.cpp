#include "engine/log/anchor.hpp"

#include <algorithm>
#include <charconv>

#include "engine/log/hash.hpp"

namespace muster::log {

namespace {

constexpr std::size_t hash_digits = 64;
// Two hashes long, so it is written and read as two.
constexpr std::size_t signature_digits = 2 * hash_digits;

std::string words(const ChainAnchor& anchor) {
    return std::to_string(anchor.seq) + ":" + to_hex(anchor.hash);
}

std::string digits_of(const AnchorSignature& signature) {
    std::string digits;
    for (std::size_t half = 0; half < signature.size(); half += Hash{}.size()) {
        Hash part{};
        std::copy_n(signature.begin() + static_cast<std::ptrdiff_t>(half), part.size(),
                    part.begin());
        digits += to_hex(part);
    }
    return digits;
}

std::optional<AnchorSignature> signature_from(std::string_view digits) {
    if (digits.size() != signature_digits) return std::nullopt;
    AnchorSignature signature{};
    auto place = signature.begin();
    for (std::size_t half = 0; half < digits.size(); half += hash_digits) {
        const std::optional<Hash> part = hash_from_hex(digits.substr(half, hash_digits));
        if (!part) return std::nullopt;
        place = std::copy(part->begin(), part->end(), place);
    }
    return signature;
}

}  // namespace

std::string signed_text(const ChainAnchor& anchor, std::string_view instance) {
    return "muster-anchor-2\n" + std::string(instance) + "\n" + words(anchor);
}

std::string anchor_text(const ChainAnchor& anchor, std::string_view instance,
                        const AnchorKey* key) {
    std::string text = words(anchor);
    if (key != nullptr) text += ":" + digits_of(key->sign(signed_text(anchor, instance)));
    return text;
}

std::optional<SignedAnchor> anchor_from_text(std::string_view text) {
    SignedAnchor read;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, read.anchor.seq);
    if (error != std::errc{} || stop == end || *stop != ':') return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(stop + 1 - text.data()));
    const std::optional<Hash> hash = hash_from_hex(text.substr(0, hash_digits));
    if (!hash) return std::nullopt;
    read.anchor.hash = *hash;
    text.remove_prefix(hash_digits);
    if (text.empty()) return read;
    if (text.front() != ':') return std::nullopt;
    read.signature = signature_from(text.substr(1));
    if (!read.signature) return std::nullopt;
    return read;
}

bool is_signed_by(const SignedAnchor& anchor, std::string_view instance, const AnchorKey& key) {
    return anchor.signature &&
           key.verifies(*anchor.signature, signed_text(anchor.anchor, instance));
}

}  // namespace muster::log
