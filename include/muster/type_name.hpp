// The name of a type as it stands in the source, which is its permanent name on the wire.
#pragma once

#include <cstdint>
#include <string_view>

namespace muster {

namespace detail {
template <class T>
constexpr auto signature() {
    // "... [with T = muster::AcceptOffer]" (gcc), "... [T = muster::AcceptOffer]" (clang).
    return std::string_view(__PRETTY_FUNCTION__);
}
}  // namespace detail

// The type's own name without namespaces. Not for templates.
template <class T>
constexpr std::string_view type_name() {
    std::string_view name = detail::signature<T>();
    name.remove_prefix(name.find("T = ") + 4);
    name = name.substr(0, name.find_first_of(";]"));
    const std::size_t colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// FNV-1a, 32 bits.
constexpr std::uint32_t name_hash(std::string_view name) {
    std::uint32_t hash = 0x811C9DC5u;
    for (const char c : name)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x01000193u;
    return hash;
}

}  // namespace muster
