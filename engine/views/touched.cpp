#include "engine/views/touched.hpp"

#include <algorithm>
#include <tuple>
#include <variant>

#include "engine/views/collection.hpp"
#include "muster/entities.hpp"
#include "muster/events.hpp"

namespace muster::views {
namespace {

template <class IdT>
void add_with_all_along(TouchedList& list, const core::Board& board, IdT id) {
    list.add(id);
    EntityView<EntityOf<IdT>>::add_along(list, board, id);
}

bool urgent(Urgency urgency) {
    return urgency == Urgency::P0 || urgency == Urgency::P1;
}

struct IsAlert {
    bool operator()(const RequestReceived& e) const { return urgent(e.urgency); }
    bool operator()(const RequestReclassified& e) const { return urgent(e.urgency); }
    bool operator()(const DeadlineWarned&) const { return true; }
    bool operator()(const DeadlineBreached&) const { return true; }
    bool operator()(const ContactDue&) const { return true; }
    bool operator()(const DuplicateSuspected&) const { return true; }
    bool operator()(const ContactsExhausted&) const { return true; }
    bool operator()(const SlotFellBack&) const { return true; }
    bool operator()(const AssignmentReleased& e) const {
        return e.cause == ReleaseCause::not_acknowledged || e.cause == ReleaseCause::responder_out;
    }
    template <class Other>
    bool operator()(const Other&) const {
        return false;
    }
};

}  // namespace

void TouchedList::add_one(Touched one) {
    const bool known = std::find(items_.begin(), items_.end(), one) != items_.end();
    if (one.id != 0 && !known) items_.push_back(one);
}

TouchedList touched(const Event& event, const core::Board& board) {
    TouchedList list;
    visit(
        [&](const auto& e) {
            static_assert(
                requires { e.changes(); }, "say which entities this event changes");
            std::apply([&](auto... ids) { (add_with_all_along(list, board, ids), ...); },
                       e.changes());
        },
        event);
    return list;
}

RequestId request_of(const Event& event, const core::Board& board) {
    for (const Touched& one : touched(event, board)) {
        if (one.topic == topic_of<Request>) return {one.id};
    }
    return {};
}

std::span<const PositionFix> position_fixes(const Event& event) {
    const auto* reported = event.get_if<PositionsReported>();
    return reported ? std::span<const PositionFix>(reported->fixes)
                    : std::span<const PositionFix>{};
}

bool is_alert(const Event& event) {
    return visit(IsAlert{}, event);
}

}  // namespace muster::views
