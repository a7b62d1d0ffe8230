// Positions on their way in: one pending fix per responder, the latest wins.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include "muster/envelope.hpp"
#include "muster/units.hpp"

namespace muster::intake {

using Done = std::function<void(const Outcome&)>;

// Use by one thread. A responder keeps the place in the order that its first pending fix took, so a
// chatty one neither overtakes nor starves the others.
class PositionBuffer {
  public:
    PositionBuffer(std::size_t responders_max, std::size_t reports_max)
        : responders_max_(responders_max), reports_max_(reports_max) {}

    // False, and nothing is taken, when there is no room for the report: too many responders with
    // a pending fix, or too many reports that wait for an answer. A fix without a time counts as
    // measured at `now_at_least`; of two fixes the later one stays, of equally old ones the one
    // that came last.
    [[nodiscard]] bool add(std::vector<PositionFix>&& fixes, Done&& done, TimePoint now_at_least);

    // Moves at most `max` fixes to the end of `out`, and to `answered` the callbacks of all reports
    // of which no fix is pending any more.
    void take(std::size_t max, std::vector<PositionFix>& out, std::vector<Done>& answered);

    // Empties the buffer and hands back every callback.
    [[nodiscard]] std::vector<Done> clear();

    // Neither a fix nor an answer is pending.
    [[nodiscard]] bool empty() const { return order_.empty() && waiting_.empty(); }
    [[nodiscard]] std::size_t size() const { return order_.size(); }
    [[nodiscard]] std::uint64_t coalesced() const { return coalesced_; }

  private:
    struct Waiting {
        std::uint64_t after = 0;  // answered once so many entries of the order were taken
        Done done;
    };

    const std::size_t responders_max_;
    const std::size_t reports_max_;
    std::deque<PositionFix> order_;
    // Responder -> its entry's number; entry n is order_[n - taken_].
    boost::unordered_flat_map<std::uint64_t, std::uint64_t> entries_;
    std::deque<Waiting> waiting_;
    std::uint64_t taken_ = 0;
    std::uint64_t coalesced_ = 0;
};

}  // namespace muster::intake
