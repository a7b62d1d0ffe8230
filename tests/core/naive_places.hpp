// Where somebody is and which positions are believed, said again as plainly as possible, for the
// models that the engine is compared with.
#pragma once

#include <algorithm>
#include <optional>

#include "engine/core/board.hpp"
#include "engine/roads/distance.hpp"
#include "muster/responders.hpp"

namespace muster::test {

inline const PostRule* naive_standby(const Rules& rules, const Responder& responder) {
    for (const PostRule& post : rules.standby.posts)
        if (post.code == responder.standby) return &post;
    return nullptr;
}

inline std::optional<Point> naive_place(const Rules& rules, const Responder& responder) {
    if (responder.position && !responder.lapsed_at) return responder.position->value;
    const PostRule* standby = naive_standby(rules, responder);
    if (responder.lapsed_at && standby != nullptr) return standby->place;
    if (responder.profile.post) return responder.profile.post->value;
    if (responder.position) return responder.position->value;
    return std::nullopt;
}

// What is added because nobody is sure of the place.
inline std::int64_t naive_doubt_ms(const Rules& rules, const Responder& responder, TimePoint now) {
    if (responder.lapsed_at) {
        const bool post = responder.profile.post || naive_standby(rules, responder) != nullptr;
        return (post ? rules.positions->post_penalty_ms : rules.positions->lost_penalty_ms).value;
    }
    const bool stale =
        responder.position && responder.position_at + rules.dispatch.position_stale_ms < now;
    return stale ? rules.dispatch.stale_penalty_ms.value : 0;
}

// A known place lies in this square of a degree or beside it. Without a road map and an area.
inline bool naive_served(const core::Board& board, Point point) {
    const auto square = [](std::int32_t e7) { return (e7 + 1'800'000'000ll) / 10'000'000; };
    if (std::abs(point.lat_e7) < 1'000'000 && std::abs(point.lon_e7) < 1'000'000) return false;
    bool some = false;
    bool near = false;
    const auto look = [&](const std::optional<Personal<Point>>& place) {
        if (!place) return;
        some = true;
        near |= std::abs(square(place->value.lat_e7) - square(point.lat_e7)) <= 1 &&
                std::abs(square(place->value.lon_e7) - square(point.lon_e7)) <= 1;
    };
    for (const core::Index i : board.responders().in_order())
        look(board.responders()[i].profile.post);
    for (const core::Index i : board.members().in_order())
        look(board.members()[i].profile.home);
    return near || !some;
}

inline FixOutcome naive_outcome(const core::Board& board, const PositionFix& fix, TimePoint now) {
    const PositionRule& rule = *board.rules().positions;
    const Responder* responder = board.responders().get(fix.responder);
    if (responder == nullptr) return FixOutcome::unknown_responder;
    if (!on_earth(fix.point.value)) return FixOutcome::no_place;
    if (fix.accuracy_m.value_or(0) > rule.accuracy_max_m.value) return FixOutcome::inaccurate;
    const TimePoint at = fix.fix_at ? std::min(fix.fix_at, now) : now;
    if (responder->position && at < responder->position_at) return FixOutcome::late;
    if (!naive_served(board, fix.point.value)) return FixOutcome::outside;
    if (!responder->position) return FixOutcome::taken;
    const auto reaches = [&](Point from, std::int64_t m_per_h, Millis time) {
        const std::int64_t m10 = roads::distance_dm(from, fix.point.value);
        return m10 <= 10 * (rule.slack_m.value + fix.accuracy_m.value_or(0)) +
                          m_per_h * time.value / 360'000;
    };
    const Point last = responder->position->value;
    const Millis since = at - responder->position_at;
    const auto& speeds = rule.max_speed_m_per_h;
    if (reaches(last, speeds[static_cast<std::size_t>(responder->profile.travel)], since)) {
        return FixOutcome::taken;
    }
    const std::int64_t fastest = *std::max_element(speeds.begin(), speeds.end());
    const auto& doubted = responder->doubted;
    const bool again = doubted && doubted->why == PositionDoubt::too_fast &&
                       at - doubted->fix_at >= rule.confirm_ms &&
                       reaches(doubted->point.value, fastest, at - doubted->fix_at);
    const bool near = roads::distance_m(last, fix.point.value) <= rule.carried_max_m;
    return again && (near || reaches(last, fastest, since)) ? FixOutcome::taken
                                                            : FixOutcome::too_fast;
}

}  // namespace muster::test
