// What is said of each kind of entity once, beside its struct: whoever deals with all kinds reads
// it here, and names none of them.
#pragma once

#include <string_view>

namespace muster {

struct EntityRow {
    // Permanent names. `path` is its collection, /v1/{path}, and its topic of the feed. `one` is
    // the kind of its lines in a snapshot, and an id that is not known is refused as unknown_{one}.
    std::string_view path;
    std::string_view one;
    // The feed shows the kind with the lowest number first: what a desk wants before the rest.
    int feed_order = 0;
    // It tells of somebody in particular, so that who read it unmasked is written down.
    bool about_people = true;
    // Reads and the feed add "allowed_actions": the commands that it allows as it is now.
    bool allowed_actions = false;
};

// Specialised for each kind of entity, in the header that has the struct.
template <class T>
inline constexpr EntityRow entity_row = [] {
    static_assert(sizeof(T) == 0, "an entity has a row beside its struct: entity_row<T>");
    return EntityRow{};
}();

}  // namespace muster
