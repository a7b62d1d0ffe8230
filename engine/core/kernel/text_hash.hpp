// FNV-1a, 64 bits: a number for a text, to find it by. Whoever asks compares the texts themselves.
#pragma once

#include <cstdint>
#include <string_view>

namespace muster::core {

constexpr std::uint64_t empty_text_hash = 0xCBF2'9CE4'8422'2325u;

// `so_far` is the hash of what stands before the text.
[[nodiscard]] constexpr std::uint64_t text_hash(std::string_view text,
                                                std::uint64_t so_far = empty_text_hash) {
    for (const char c : text)
        so_far = (so_far ^ static_cast<unsigned char>(c)) * 0x100'0000'01B3u;
    return so_far;
}

}  // namespace muster::core
