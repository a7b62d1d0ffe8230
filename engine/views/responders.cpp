// Responders in reads and on the feed.
#include <algorithm>

#include "engine/core/requests/request_state.hpp"
#include "engine/core/responders/responder_state.hpp"
#include "engine/views/collection_impl.hpp"
#include "engine/views/filter_makers.hpp"

namespace muster::views {
namespace {

Test responder_kind(const Wanted& w) {
    const auto value = enum_value<ResponderKind>(w);
    if (!value) return {};
    return test_of<Responder>(w, [v = *value](const Responder& r) { return r.profile.kind == v; });
}
Test responder_skill(const Wanted& w) {
    const auto value = code(w);
    if (!value) return {};
    return test_of<Responder>(w, [v = *value](const Responder& r) {
        return std::find(r.profile.skills.begin(), r.profile.skills.end(), v) !=
               r.profile.skills.end();
    });
}
Test responder_phone(const Wanted& w) {
    const PhoneRule& rule = w.board.phone_rule();
    return test_of<Responder>(
        w, [&rule, wanted = core::phone_or_text(w.value, rule)](const Responder& r) {
            return core::may_be_same(wanted, core::phone_or_text(r.profile.phone.value, rule));
        });
}
Test responder_text(const Wanted& w) {
    return test_of<Responder>(w, [v = std::string(w.value)](const Responder& r) {
        return r.profile.name.value.find(v) != std::string::npos ||
               r.profile.external_ref.find(v) != std::string::npos;
    });
}

constexpr Filter responder_filters[] = {{"status", false, by<&Responder::status>},
                                        {"kind", false, responder_kind},
                                        {"skill", false, responder_skill},
                                        {"phone", true, responder_phone},
                                        {"text", true, responder_text}};

void append_actions(std::string& out, const Responder& responder) {
    out += core::may_stand_by(responder) ? "\"SetDuty\",\"OrderStandby\"" : "\"SetDuty\"";
}

}  // namespace

const Request* work_of(const core::Board& board, const Responder& responder) {
    const Request* const request = board.requests().get(responder.request);
    if (!request || responder.slot >= request->slots.size()) return nullptr;
    const Slot& slot = request->slots[responder.slot];
    return slot.responder == responder.id && core::is_bound(slot.status) ? request : nullptr;
}

template <>
constexpr Collection<Responder> collection<Responder>{
    .filters = responder_filters,
    .append_actions = append_actions,
    .compact = true,
    .open_to = [](const core::Board& /*board*/, const Responder& self,
                  ResponderId id) { return id == self.id; },
};
template class EntityView<Responder>;

}  // namespace muster::views
