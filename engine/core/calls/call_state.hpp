// What follows from calls: from one, and from all of them together.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <string>
#include <string_view>

#include "engine/core/derived.hpp"
#include "engine/core/kernel/life_cycle.hpp"
#include "muster/calls.hpp"

namespace muster::core {

BOOST_DEFINE_ENUM_CLASS(CallAction, answer, end)

constexpr LifeCycle<CallStatus, CallAction> call_cycle(
    {CallStatus::ringing}, {CallStatus::ended},
    {{{CallStatus::ringing}, CallAction::answer, CallStatus::talking},
     {{CallStatus::ringing, CallStatus::talking}, CallAction::end, CallStatus::ended}});

// Of these rules, or the usual one.
[[nodiscard]] inline const HotlineRule& hotline_rule(const Rules& rules) {
    return or_usual(rules.hotline);
}

template <>
struct Derived<Call> {
  public:
    void add(Index index, const Call& call) { by_reference_.emplace(call.reference, index); }
    void remove(Index /*index*/, const Call& call) { by_reference_.erase(call.reference); }
    // Ringing: late from then on. Ended: forgotten.
    [[nodiscard]] static TimePoint due(const Call& call, const Rules& rules) {
        if (call.status == CallStatus::ended) return call.ended_at + hotline_rule(rules).keep_ms;
        const bool waits = call.status == CallStatus::ringing && call.answer_by && !call.late_at;
        return waits ? call.answer_by : never;
    }

    // The call of a reference; no_index.
    [[nodiscard]] Index find(std::string_view reference) const {
        const auto found = by_reference_.find(std::string(reference));
        return found == by_reference_.end() ? no_index : found->second;
    }

  private:
    boost::unordered_flat_map<std::string, Index> by_reference_;
};

}  // namespace muster::core
