// Between our texts and libsodium's bytes.
#pragma once

#include <string>
#include <string_view>

namespace muster::seal {

[[nodiscard]] inline const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
[[nodiscard]] inline unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

// Of a key, or an array of keys.
template <class Bytes>
[[nodiscard]] std::string_view view_of(const Bytes& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), sizeof(Bytes)};
}

}  // namespace muster::seal
