// What follows from a responder's own fields.
#pragma once

#include "muster/responders.hpp"

namespace muster::core {

// Bound to a request.
[[nodiscard]] constexpr bool is_busy(ResponderStatus status) {
    return status == ResponderStatus::dispatched || status == ResponderStatus::en_route ||
           status == ResponderStatus::on_scene;
}

// Whether the responder can be ordered to a post.
[[nodiscard]] inline bool may_stand_by(const Responder& responder) {
    return responder.profile.kind != ResponderKind::volunteer &&
           responder.status == ResponderStatus::available;
}

// Of the skills that the responder still has, the one that ends first; nullptr when none does.
[[nodiscard]] const SkillTerm* next_to_end(const ResponderProfile& profile);

inline void make_idle(Responder& responder, TimePoint at) {
    responder.status = ResponderStatus::available;
    responder.idle_since = at;
    responder.clear_until = {};
}

}  // namespace muster::core
