// The topics of the feed: one for each kind of entity, and two that are none.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

#include "muster/entities.hpp"

namespace muster {

// A place in topic_names. Those of entities come first, in order of EntityRow::feed_order.
enum class Topic : std::uint8_t {};

template <AnEntity T>
inline constexpr Topic topic_of = [] {
    std::uint8_t place = 0;
    each_type(Entities(), [&]<class Other>(std::type_identity<Other>) {
        if (entity_row<Other>.feed_order < entity_row<T>.feed_order) ++place;
    });
    return Topic{place};
}();

// Where responders are, apart from all else about them: it changes much more often.
constexpr Topic positions_topic{type_count<Entities>};
// Moments at which the desk should look up. Nothing of it is kept.
constexpr Topic alerts_topic{type_count<Entities> + 1};
constexpr std::size_t topic_count = type_count<Entities> + 2;

constexpr std::size_t place_of(Topic topic) {
    return static_cast<std::size_t>(topic);
}

// As on the wire.
inline constexpr std::array<std::string_view, topic_count> topic_names = [] {
    std::array<std::string_view, topic_count> names;
    each_type(Entities(), [&]<class T>(std::type_identity<T>) {
        names[place_of(topic_of<T>)] = entity_row<T>.path;
    });
    names[place_of(positions_topic)] = "positions";
    names[place_of(alerts_topic)] = "alerts";
    return names;
}();

constexpr std::string_view to_text(Topic topic) {
    return topic_names[place_of(topic)];
}

constexpr std::optional<Topic> topic_named(std::string_view name) {
    for (std::uint8_t place = 0; place < topic_count; ++place) {
        if (topic_names[place] == name) return Topic{place};
    }
    return std::nullopt;
}

static_assert(
    [] {
        for (std::uint8_t place = 0; place < topic_count; ++place) {
            const std::string_view name = topic_names[place];
            if (name.empty() || topic_named(name) != Topic{place}) return false;
        }
        return true;
    }(),
    "each kind of entity has a path and a feed_order of its own");

}  // namespace muster
