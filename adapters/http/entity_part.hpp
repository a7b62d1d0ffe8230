// Reads the few fields of an answer of the QueryPort that are needed here.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/codec/json_reader.hpp"
#include "muster/access.hpp"
#include "muster/ports.hpp"

namespace muster::http {

// The collection "rules" has one entry.
constexpr std::uint64_t rules_in_force = 1;
// A request that became part of another one leads to it, and so on; nobody goes further than this.
constexpr int max_merges_followed = 4;

// T is any described struct whose fields the JSON has, among others. Nothing when there is none.
template <class T>
[[nodiscard]] std::optional<T> read_part(const std::optional<std::string>& json) {
    T out;
    if (!json || codec::read(*json, out, codec::Mode::lenient)) return std::nullopt;
    return out;
}

// Of an entity, as this principal sees it.
template <class T>
[[nodiscard]] std::optional<T> read_entity(const QueryPort& queries, std::string_view collection,
                                           std::uint64_t id, const Principal& principal) {
    return read_part<T>(queries.read(collection, id, principal));
}

// Who a responder is, as whoever asks may know it.
struct NamedProfile {
    std::string name;
};
BOOST_DESCRIBE_STRUCT(NamedProfile, (), (name))

struct NamedResponder {
    NamedProfile profile;
};
BOOST_DESCRIBE_STRUCT(NamedResponder, (), (profile))

}  // namespace muster::http
