// Positions that are reported: which are believed, what follows from those that are, and which are
// too old to count.

#include "engine/core/responders/positions.hpp"

#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "engine/core/dispatch/dispatch.hpp"
#include "engine/core/step.hpp"
#include "engine/roads/distance.hpp"
#include "muster/dispatch.hpp"
#include "muster/responders.hpp"

namespace muster::core {
namespace {

constexpr std::int64_t full_circle = 3'600'000'000;
// At least so many units of 1e-7 degree are a metre of latitude (89.93), and at most so many.
constexpr std::int64_t units_per_metre = 89;
constexpr std::int64_t units_per_metre_and_more = 90;
// Devices without a position say 0, 0: open sea, for which a tenth of a degree is small.
constexpr std::int32_t null_island_e7 = 1'000'000;

bool is_null_island(Point point) {
    return std::abs(point.lat_e7) < null_island_e7 && std::abs(point.lon_e7) < null_island_e7;
}

std::int64_t eastwards(std::int64_t from, std::int64_t to) {
    return to >= from ? to - from : to - from + full_circle;
}

}  // namespace

bool ServedArea::Box::contains(Point point) const {
    return point.lat_e7 >= south && point.lat_e7 <= north && eastwards(west, point.lon_e7) <= width;
}

ServedArea::Box ServedArea::around(const Area& area, Metres margin) {
    const std::int64_t high = margin.value * units_per_metre_and_more;
    const std::uint32_t narrowest = std::min(roads::cosine_q30(area.south_west.lat_e7),
                                             roads::cosine_q30(area.north_east.lat_e7));
    // Towards the poles a margin goes all around.
    const std::int64_t wide =
        std::min((high << 30) / std::max<std::int64_t>(narrowest, 1), full_circle);
    Box box;
    box.south = area.south_west.lat_e7 - high;
    box.north = area.north_east.lat_e7 + high;
    box.west = area.south_west.lon_e7 - wide;
    if (box.west < -full_circle / 2) box.west += full_circle;
    box.width = eastwards(area.south_west.lon_e7, area.north_east.lon_e7) + 2 * wide;
    return box;
}

ServedArea::ServedArea(const Board& board, const Journeys& journeys)
    : places_(board.known_places()) {
    const PositionRule& rule = board.rule_index().positions();
    if (rule.area) {
        box_ = around(*rule.area, {});
        nothing_else_ = true;
    } else if (journeys.network()) {
        const roads::RoadMap& map = journeys.network()->map();
        box_ = around({map.south_west(), map.north_east()}, rule.margin_m);
    }
}

bool ServedArea::contains(Point point) const {
    if (box_ && box_->contains(point)) return true;
    if (nothing_else_ || is_null_island(point)) return false;
    if (places_.empty()) return !box_;
    return places_.is_near(point);
}

namespace {

// Judges the fixes of one command in their order and emits what follows.
class Report {
  public:
    Report(Step& step, std::size_t fixes)
        : step_(step),
          board_(step.board),
          rule_(board_.rule_index().positions()),
          area_(board_, step.journeys),
          several_(fixes > 1) {
        event_.fixes.reserve(fixes);
        for (int p = 0; p < profile_count; ++p)
            somebody_rolls_ |= board_.grid(GridKind::rolling, static_cast<Profile>(p)).size() > 0;
        if (several_) {
            ++step_.scratch.reports;
            step_.scratch.reported.resize(board_.responders().end_index());
        }
    }

    [[nodiscard]] FixOutcome take(const PositionFix& fix);
    // Emits what was found.
    void emit();

  private:
    [[nodiscard]] FixOutcome judge(const Responder& responder, const PositionFix& fix,
                                   TimePoint at);
    void believe(Index index, const PositionFix& fix, TimePoint at);
    void doubt(const Responder& responder, Point point, TimePoint at, PositionDoubt why);
    [[nodiscard]] bool is_second_fix(Index index);
    [[nodiscard]] bool is_seen_again(const Responder& responder, const PositionFix& fix,
                                     TimePoint at) const;
    // Whether somebody may have gone from one place to the other.
    [[nodiscard]] bool in_reach(Point from, const PositionFix& fix, std::int64_t m_per_h,
                                Millis time) const;
    [[nodiscard]] std::int64_t fastest() const {
        return *std::max_element(rule_.max_speed_m_per_h.begin(), rule_.max_speed_m_per_h.end());
    }
    [[nodiscard]] bool changes_square(Point from, Point to) const;

    Step& step_;
    const Board& board_;
    const PositionRule& rule_;
    const ServedArea area_;
    const bool several_;
    bool somebody_rolls_ = false;
    PositionsReported event_;
    std::vector<PositionDoubtEnded> ended_;
    std::vector<PositionDoubted> doubted_;
};

bool Report::in_reach(Point from, const PositionFix& fix, std::int64_t m_per_h, Millis time) const {
    const std::int64_t slack = rule_.slack_m.value + std::max(fix.accuracy_m.value_or(0), 0);
    const std::int64_t gap = std::int64_t{roads::gap_e7(from.lat_e7, fix.point.value.lat_e7)} +
                             roads::gap_e7(from.lon_e7, fix.point.value.lon_e7);
    // Mostly it is a few steps, and neither the distance nor the speed need be looked at.
    if (gap <= slack * units_per_metre) return true;
    // Within 2^31 ms (25 days) anybody is anywhere on earth; so nothing overflows.
    const std::int64_t ms = std::min<std::int64_t>(time.value, std::int64_t{1} << 31);
    return roads::distance_dm(from, fix.point.value) <= slack * 10 + m_per_h * ms / 360'000;
}

// A second position near a doubted one, some time later.
bool Report::is_seen_again(const Responder& responder, const PositionFix& fix, TimePoint at) const {
    const auto& doubted = responder.doubted;
    if (!doubted || doubted->why != PositionDoubt::too_fast) return false;
    if (at < doubted->fix_at + rule_.confirm_ms) return false;
    // Whoever was carried may go on being carried.
    if (!in_reach(doubted->point.value, fix, fastest(), at - doubted->fix_at)) return false;
    const Point last = responder.position->value;
    // Nothing but this was heard for so long: what was believed before was the mistake.
    constexpr std::int64_t lasting = 12;
    if (at >= doubted->fix_at + Millis{rule_.confirm_ms.value * lasting}) return true;
    return roads::distance_m(last, fix.point.value) <= rule_.carried_max_m ||
           in_reach(last, fix, fastest(), at - responder.position_at);
}

FixOutcome Report::judge(const Responder& responder, const PositionFix& fix, TimePoint at) {
    const bool known = responder.position.has_value();
    if (at < TimePoint{} || (known && at < responder.position_at)) return FixOutcome::late;
    if (!area_.contains(fix.point.value)) return FixOutcome::outside;
    // One that is too old to count has no say either.
    if (!known || responder.lapsed_at) return FixOutcome::taken;
    const std::int64_t speed =
        rule_.max_speed_m_per_h[static_cast<std::size_t>(responder.profile.travel)];
    if (in_reach(responder.position->value, fix, speed, at - responder.position_at)) {
        return FixOutcome::taken;
    }
    return is_seen_again(responder, fix, at) ? FixOutcome::taken : FixOutcome::too_fast;
}

bool Report::is_second_fix(Index index) {
    if (!several_) return false;
    std::uint64_t& last = step_.scratch.reported[index];
    const bool second = last == step_.scratch.reports;
    last = step_.scratch.reports;
    return second;
}

FixOutcome Report::take(const PositionFix& fix) {
    const Index index = board_.responders().find(fix.responder);
    if (index == no_index) return FixOutcome::unknown_responder;
    if (!on_earth(fix.point.value)) return FixOutcome::no_place;
    if (fix.accuracy_m && *fix.accuracy_m > rule_.accuracy_max_m.value) {
        return FixOutcome::inaccurate;
    }
    // It is judged by what the first has changed.
    if (is_second_fix(index)) emit();
    const Responder& responder = board_.responders()[index];
    // A device's clock may run ahead: nothing is known about the future.
    const TimePoint at = fix.fix_at && fix.fix_at < step_.now() ? fix.fix_at : step_.now();
    const FixOutcome outcome = judge(responder, fix, at);
    if (outcome == FixOutcome::taken) {
        believe(index, fix, at);
    } else if (outcome == FixOutcome::outside) {
        doubt(responder, fix.point.value, at, PositionDoubt::outside);
    } else if (outcome == FixOutcome::too_fast) {
        // The same place as before needs no word, however often it is told.
        const auto& before = responder.doubted;
        const bool same = before && before->why == PositionDoubt::too_fast &&
                          (at < before->fix_at ||
                           in_reach(before->point.value, fix, fastest(), at - before->fix_at));
        if (!same) doubt(responder, fix.point.value, at, PositionDoubt::too_fast);
    }
    return outcome;
}

void Report::believe(Index index, const PositionFix& fix, TimePoint at) {
    const Responder& responder = board_.responders()[index];
    const ResponderAux& aux = board_.responders().aux(index);
    const Point point = fix.point.value;
    if (responder.doubted && at >= responder.doubted->fix_at) {
        const Point there = responder.doubted->point.value;
        const bool confirmed =
            responder.doubted->why == PositionDoubt::too_fast && responder.position &&
            roads::distance_dm(there, point) < roads::distance_dm(responder.position->value, point);
        ended_.push_back({responder.id, confirmed});
    }
    if (responder.position && at == responder.position_at && responder.position->value == point &&
        !responder.lapsed_at) {
        return;
    }
    event_.fixes.push_back({fix.responder, fix.point, at, fix.accuracy_m});
    if (aux.grid == GridKind::rolling) {
        step_.scratch.moved.push_back(index);
    } else if (!aux.where) {
        // The first position makes a responder without a post findable.
        step_.came_free(index);
    } else if (aux.grid == GridKind::idle_direct && somebody_rolls_ &&
               (responder.lapsed_at || changes_square(*aux.where, point))) {
        step_.scratch.came.push_back(index);
    }
}

// One word for each place that is doubted. A position outside of the area cannot be waited for, so
// it does not take the place of one that may yet be confirmed.
void Report::doubt(const Responder& responder, Point point, TimePoint at, PositionDoubt why) {
    if (responder.doubted && why == PositionDoubt::outside) return;
    doubted_.push_back({responder.id, {point, at, why}});
}

bool Report::changes_square(Point from, Point to) const {
    if (rule_.look_again_m.value == 0) return false;
    const auto side = static_cast<std::uint32_t>(rule_.look_again_m.value * units_per_metre);
    const auto row = [side](Point p) {
        return static_cast<std::uint32_t>(p.lat_e7 + 900'000'000) / side;
    };
    const auto column = [side](Point p) {
        return static_cast<std::uint32_t>(p.lon_e7 + std::int64_t{1'800'000'000}) / side;
    };
    return row(from) != row(to) || column(from) != column(to);
}

void Report::emit() {
    if (!event_.fixes.empty()) {
        step_.emit(std::move(event_));
        event_ = {};
    }
    for (const PositionDoubtEnded& ended : ended_)
        step_.emit(ended);
    ended_.clear();
    for (const PositionDoubted& doubted : doubted_)
        step_.emit(doubted);
    doubted_.clear();
}

// Whoever is on the way may turn out to arrive at another time than was thought, by whatever the
// streets are like; then somebody else may be the better choice.
void revise_arrival(Step& step, Index index) {
    const Board& board = step.board;
    if (board.responders().aux(index).grid != GridKind::rolling) return;
    const Responder& responder = board.responders()[index];
    const Index request_index = board.requests().find(responder.request);
    const Request& request = board.requests()[request_index];
    const Slot& slot = request.slots[responder.slot];
    // A fix from before the order says where the way began, and that was reckoned with.
    if (!request.place || responder.position_at < slot.assigned_at) return;
    const Millis eta =
        step.journeys.eta_of_driver(board, index, request.place->value, request.urgency);
    // The fix may be older than now.
    const TimePoint arrival = responder.position_at + eta;
    const Millis shift =
        arrival < slot.arrival_at ? slot.arrival_at - arrival : arrival - slot.arrival_at;
    if (eta >= roads::TravelTimes::never_arrives || shift <= board.rules().dispatch.revise_ms) {
        return;
    }
    step.emit(ArrivalRevised{responder.request, responder.slot, responder.id,
                             std::max(arrival - step.now(), Millis{})});
    look_again(step, request_index);
}

}  // namespace

Rejection decide(Step& step, const ReportPositions& command) {
    Scratch& scratch = step.scratch;
    scratch.moved.clear();
    scratch.came.clear();
    scratch.fix_outcomes.reserve(command.fixes.size());
    Report report(step, command.fixes.size());
    for (const PositionFix& fix : command.fixes)
        scratch.fix_outcomes.push_back(report.take(fix));
    report.emit();
    for (const Index index : scratch.moved)
        revise_arrival(step, index);
    // Not as if they came free: where they should stand by does not change with every street.
    if (step.board.rules().dispatch.policy != Policy::closest) {
        scratch.idle.insert(scratch.idle.end(), scratch.came.begin(), scratch.came.end());
    }
    return {};
}

bool lapse_if_old(Step& step, Index index) {
    const Responder& responder = step.board.responders()[index];
    if (!responder.position || responder.lapsed_at) return false;
    // Whoever has just served somebody was there, whether or not his device said so.
    const Millis age = step.now() - std::max(responder.position_at, responder.last_service_at);
    const PositionRule& rule = step.board.rule_index().positions();
    if (age <= rule.max_age_ms[static_cast<std::size_t>(responder.profile.kind)]) return false;
    if (step.presumed != nullptr) {
        const RuleIndex& rules = step.board.rule_index();
        return step.presumed->lapsed.emplace(index, spot_of(responder, rules, true)).second;
    }
    step.emit(PositionLapsed{responder.id, step.now() - responder.position_at});
    return true;
}

bool is_elsewhere(const Step& step, Index index) {
    const auto lapsed = step.presumed->lapsed.find(index);
    const bool moved = lapsed != step.presumed->lapsed.end() && !lapsed->second.lost;
    return moved || is_taken(step.presumed, index);
}

void add_presumed(Step& step, const NearestOf& wanted, const std::function<bool(Index)>& accept) {
    const Board& board = step.board;
    std::vector<match::Nearby>& nearby = step.scratch.nearby;
    for (const auto& [index, place] : step.presumed->lapsed) {
        const ResponderAux& aux = board.responders().aux(index);
        if (place.lost || aux.grid != wanted.kind || aux.grid_profile != wanted.profile ||
            (wanted.skills & ~aux.skills) != 0 || is_taken(step.presumed, index) ||
            !accept(index)) {
            continue;
        }
        const std::uint32_t distance_dm = roads::distance_dm(*place.where, wanted.place);
        if (distance_dm > wanted.reach_dm) continue;
        nearby.push_back({roads::square_units(*place.where, wanted.place), index, distance_dm});
    }
    std::sort(nearby.begin(), nearby.end(), [&](const match::Nearby& a, const match::Nearby& b) {
        const Responder& one = board.responders()[a.handle];
        const Responder& other = board.responders()[b.handle];
        return std::tuple(a.distance_dm, one.idle_since, one.id) <
               std::tuple(b.distance_dm, other.idle_since, other.id);
    });
    if (nearby.size() > wanted.k) nearby.resize(wanted.k);
}

bool lapse_old(Step& step, std::span<const match::Nearby> idle) {
    bool some = false;
    for (const match::Nearby& near : idle)
        some |= lapse_if_old(step, near.handle);
    return some;
}

}  // namespace muster::core
