#include "engine/intake/position_buffer.hpp"

#include <algorithm>
#include <utility>

namespace muster::intake {

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
    std::uint64_t after = taken_;
    const auto time_of = [&](const PositionFix& fix) {
        return fix.fix_at ? fix.fix_at : now_at_least;
    };
    for (const PositionFix& fix : fixes) {
        const std::uint64_t next = taken_ + order_.size();
        const auto [entry, fresh] = entries_.try_emplace(fix.responder.value, next);
        if (fresh) {
            order_.push_back(fix);
        } else {
            ++coalesced_;
            PositionFix& pending = order_[static_cast<std::size_t>(entry->second - taken_)];
            if (time_of(fix) >= time_of(pending)) pending = fix;
        }
        after = std::max(after, entry->second + 1);
    }
    if (done) {
        // Answers go out in the order of the reports, so none may be due before an earlier one.
        if (!waiting_.empty()) after = std::max(after, waiting_.back().after);
        waiting_.push_back({after, std::move(done)});
    }
    return true;
}

void PositionBuffer::take(std::size_t max, std::vector<PositionFix>& out,
                          std::vector<Done>& answered) {
    const std::size_t count = std::min(max, order_.size());
    for (std::size_t i = 0; i < count; ++i) {
        entries_.erase(order_.front().responder.value);
        out.push_back(order_.front());
        order_.pop_front();
    }
    taken_ += count;
    while (!waiting_.empty() && waiting_.front().after <= taken_) {
        answered.push_back(std::move(waiting_.front().done));
        waiting_.pop_front();
    }
}

std::vector<Done> PositionBuffer::clear() {
    std::vector<Done> all;
    for (Waiting& waiting : waiting_)
        all.push_back(std::move(waiting.done));
    waiting_.clear();
    taken_ += order_.size();
    order_.clear();
    entries_.clear();
    return all;
}

}  // namespace muster::intake
