// Something that is owed by a time: warned of before, breached when the time has passed, met once.
// Any struct that has these fields is one; a further field of it says what is owed. That it falls
// due is no event: only the warning and the breach are, and they set `warned_at` and `breached_at`
// to the time of their record.
//
// Whether the owner still owes it (an ended request owes no visit) is for the area to say; here it
// only counts whether it was met.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "muster/personal.hpp"
#include "muster/units.hpp"

namespace muster::core {

// warned_at, met_at, breached_at: 0 = not yet. Invariant: warn_at <= due_at.
template <class T>
concept AnObligation = requires(T& obligation) {
    requires std::same_as<decltype(obligation.due_at), TimePoint>;
    requires std::same_as<decltype(obligation.warn_at), TimePoint>;
    requires std::same_as<decltype(obligation.warned_at), TimePoint>;
    requires std::same_as<decltype(obligation.met_at), TimePoint>;
    requires std::same_as<decltype(obligation.breached_at), TimePoint>;
    requires std::same_as<decltype(obligation.cause), Personal<std::string>>;  // of the breach
};

// It is due at `due_at`, and warned of when `warn_permille` (0-1000) of the time from `from` until
// then have passed, rounded down.
template <AnObligation T>
constexpr void set_due(T& obligation, TimePoint from, TimePoint due_at,
                       std::int64_t warn_permille) {
    const std::int64_t within = (due_at - from).value;
    // The product alone might be too large for a time that is very far away.
    const Millis quiet{within / 1000 * warn_permille + within % 1000 * warn_permille / 1000};
    obligation.due_at = due_at;
    obligation.warn_at = from + quiet;
}

// What a tick has to say of it, in this order.
struct Alarms {
    bool warn = false;
    bool breach = false;
};
template <AnObligation T>
[[nodiscard]] constexpr Alarms alarms_due(const T& obligation, TimePoint now) {
    if (obligation.met_at || obligation.breached_at) return {};
    return {!obligation.warned_at && obligation.warn_at <= now, obligation.due_at <= now};
}

// When alarms_due() next says something; `never` if nothing is left to say.
template <AnObligation T>
[[nodiscard]] constexpr TimePoint next_alarm(const T& obligation) {
    if (obligation.met_at || obligation.breached_at) return never;
    return obligation.warned_at ? obligation.due_at : obligation.warn_at;
}
// The earliest of those that `owed` is true of.
template <AnObligation T, class Owed>
[[nodiscard]] TimePoint next_alarm(const std::vector<T>& obligations, Owed owed) {
    TimePoint next = never;
    for (const T& obligation : obligations) {
        if (owed(obligation)) next = std::min(next, next_alarm(obligation));
    }
    return next;
}

// The first time counts. What was breached stays breached, and its cause is still asked for.
template <AnObligation T>
constexpr void meet(T& obligation, TimePoint at) {
    if (!obligation.met_at) obligation.met_at = at;
}
// The opposite; alarms that were raised stay raised.
template <AnObligation T>
constexpr void owe_again(T& obligation) {
    obligation.met_at = {};
}

// After the times of all were set anew: what was met or breached before is history, and stays as it
// was. `what` is the field that tells the obligations of one owner apart.
template <AnObligation T, class What>
void keep_history(std::vector<T>& anew, std::vector<T> before, What T::*what) {
    for (T& obligation : anew) {
        const auto old = std::find_if(before.begin(), before.end(), [&](const T& candidate) {
            return candidate.*what == obligation.*what;
        });
        if (old != before.end() && (old->met_at || old->breached_at)) obligation = std::move(*old);
    }
}

}  // namespace muster::core
