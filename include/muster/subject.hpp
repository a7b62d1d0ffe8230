// Whose data something is: what is kept of a person is sealed with a key of that person's own, and
// goes with it (engine/seal). Which value is whose: engine/core/subjects.hpp.
#pragma once

#include <compare>
#include <cstdint>

namespace muster {

// The letters stand in the log.
enum class SubjectKind : char {
    desk = 'd',  // of nobody in particular: one key for all, which is never taken away
    member = 'm',
    responder = 'r',
    request = 'q',     // whose caller is not known as a member
    call = 'c',        // the same
    suggestion = 's',  // the same of its author
    talent = 't',      // who is no member
};

struct Subject {
    SubjectKind kind = SubjectKind::desk;
    std::uint64_t id = 0;  // of the entity; 0 only of the desk

    auto operator<=>(const Subject&) const = default;
    // Somebody who can be erased.
    [[nodiscard]] constexpr bool is_person() const { return kind != SubjectKind::desk; }
};

}  // namespace muster
