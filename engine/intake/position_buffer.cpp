#include "engine/intake/position_buffer.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "muster/responders.hpp"

namespace muster::intake {
namespace {

// About 700 m. Within it two fixes of one moment are the same place.
bool lie_near(Point a, Point b) {
    constexpr std::int64_t near_e7 = 63'000;
    return std::abs(std::int64_t{a.lat_e7} - b.lat_e7) <= near_e7 &&
           std::abs(std::int64_t{a.lon_e7} - b.lon_e7) <= near_e7;
}

}  // namespace

bool PositionBuffer::add(std::vector<PositionFix>&& fixes, Done&& done, TimePoint now_at_least) {
    if (done && waiting_.size() >= reports_max_) return false;
    // Most reports carry known responders; only the new ones need room.
    if (order_.size() + fixes.size() > responders_max_) {
        std::size_t fresh = 0;
        for (const PositionFix& fix : fixes) {
            if (!entries_.contains(fix.responder.value)) ++fresh;
        }
        if (order_.size() + fresh > responders_max_) return false;
    }
    Waiting waiting;
    waiting.after = waiting.since = taken_;
    for (PositionFix& fix : fixes) {
        std::uint64_t entry = nowhere;
        if (on_earth(fix.point.value)) {
            entry = put(std::move(fix), now_at_least);
            waiting.after = std::max(waiting.after, entry + 1);
        } else {
            ++no_place_;
        }
        if (done) waiting.entries.push_back(entry);
    }
    if (done) {
        // Answers go out in the order of the reports, so none may be due before an earlier one.
        if (!waiting_.empty()) waiting.after = std::max(waiting.after, waiting_.back().after);
        waiting.done = std::move(done);
        waiting_.push_back(std::move(waiting));
    }
    return true;
}

std::uint64_t PositionBuffer::put(PositionFix&& fix, TimePoint now_at_least) {
    const auto time_of = [&](const PositionFix& one) {
        return one.fix_at && one.fix_at < now_at_least ? one.fix_at : now_at_least;
    };
    const std::uint64_t next = taken_ + order_.size();
    const auto [known, fresh] = entries_.try_emplace(fix.responder.value, Pending{next, 1});
    if (fresh) {
        order_.push_back(std::move(fix));
        return next;
    }
    PositionFix& pending = order_[static_cast<std::size_t>(known->second.entry - taken_)];
    if (!lie_near(pending.point.value, fix.point.value) && known->second.places < places_max &&
        order_.size() < responders_max_) {
        known->second.entry = next;
        ++known->second.places;
        order_.push_back(std::move(fix));
        return next;
    }
    ++coalesced_;
    if (time_of(fix) >= time_of(pending)) pending = std::move(fix);
    return known->second.entry;
}

void PositionBuffer::take(std::size_t max, std::vector<PositionFix>& out) {
    const std::size_t count = std::min(max, order_.size());
    for (std::size_t i = 0; i < count; ++i) {
        const auto known = entries_.find(order_.front().responder.value);
        if (known->second.entry == taken_ + i) entries_.erase(known);
        out.push_back(std::move(order_.front()));
        order_.pop_front();
    }
    taken_ += count;
}

std::shared_ptr<const FixesOutcome> PositionBuffer::outcome_of(const Waiting& waiting) const {
    auto result = std::make_shared<FixesOutcome>();
    for (std::uint32_t i = 0; i < waiting.entries.size(); ++i) {
        const std::uint64_t entry = waiting.entries[i];
        const FixOutcome outcome = entry == nowhere
                                       ? FixOutcome::no_place
                                       : outcomes_[static_cast<std::size_t>(entry - forgotten_)];
        switch (outcome) {
            case FixOutcome::taken:
                ++result->taken;
                continue;
            case FixOutcome::outside:
            case FixOutcome::too_fast:
                ++result->doubted;
                break;
            case FixOutcome::late:
            case FixOutcome::inaccurate:
            case FixOutcome::no_place:
            case FixOutcome::unknown_responder:
                ++result->dropped;
                break;
        }
        result->not_taken.push_back({i, outcome});
    }
    return result;
}

void PositionBuffer::decided(std::span<const FixOutcome> outcomes,
                             std::vector<Answered>& answered) {
    if (waiting_.empty()) {
        outcomes_.clear();
        forgotten_ = taken_;
        return;
    }
    outcomes_.insert(outcomes_.end(), outcomes.begin(), outcomes.end());
    // Where the core refused the record it knows nobody yet.
    outcomes_.resize(static_cast<std::size_t>(taken_ - forgotten_), FixOutcome::unknown_responder);
    while (!waiting_.empty() && waiting_.front().after <= taken_) {
        Waiting& first = waiting_.front();
        answered.push_back({std::move(first.done), outcome_of(first)});
        waiting_.pop_front();
    }
    const std::uint64_t keep = waiting_.empty() ? taken_ : waiting_.front().since;
    outcomes_.erase(outcomes_.begin(),
                    outcomes_.begin() + static_cast<std::ptrdiff_t>(keep - forgotten_));
    forgotten_ = keep;
}

std::vector<Done> PositionBuffer::clear() {
    std::vector<Done> all;
    for (Waiting& waiting : waiting_)
        all.push_back(std::move(waiting.done));
    waiting_.clear();
    taken_ += order_.size();
    order_.clear();
    entries_.clear();
    outcomes_.clear();
    forgotten_ = taken_;
    return all;
}

}  // namespace muster::intake
