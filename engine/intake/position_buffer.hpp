// Positions on their way in: of those of a responder that lie near each other one is pending, the
// latest.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "muster/envelope.hpp"
#include "muster/responders.hpp"
#include "muster/units.hpp"

namespace muster::intake {

using Done = std::function<void(const Outcome&)>;

// A report whose fixes were all decided, and what became of them.
struct Answered {
    Done done;
    std::shared_ptr<const FixesOutcome> fixes;
};

// Use by one thread. A responder keeps the place in the order that its first pending fix took, so a
// chatty one neither overtakes nor starves the others.
//
// A fix far from the pending one of its responder does not replace it: one of the two is wrong, and
// the core says which. A few may wait so, `places_max`.
class PositionBuffer {
  public:
    static constexpr std::uint32_t places_max = 8;

    PositionBuffer(std::size_t responders_max, std::size_t reports_max)
        : responders_max_(responders_max), reports_max_(reports_max) {}

    // False, and nothing is taken, when there is no room for the report: too many responders with
    // a pending fix, or too many reports that wait for an answer. A fix without a time, or with one
    // in the future, counts as measured at `now_at_least`; of two fixes the later one stays, of
    // equally old ones the one that came last. Fixes that are no place on earth are left out, and
    // counted.
    [[nodiscard]] bool add(std::vector<PositionFix>&& fixes, Done&& done, TimePoint now_at_least);

    // Moves at most `max` fixes to the end of `out`. decided() must follow before the next call.
    void take(std::size_t max, std::vector<PositionFix>& out);

    // What became of the fixes that were taken, in their order; fewer than those when nothing can
    // be said of the rest. Moves to `answered` all reports of which no fix is pending any more.
    void decided(std::span<const FixOutcome> outcomes, std::vector<Answered>& answered);

    // Empties the buffer and hands back every callback.
    [[nodiscard]] std::vector<Done> clear();

    // Neither a fix nor an answer is pending.
    [[nodiscard]] bool empty() const { return order_.empty() && waiting_.empty(); }
    [[nodiscard]] std::size_t size() const { return order_.size(); }
    [[nodiscard]] std::uint64_t coalesced() const { return coalesced_; }
    [[nodiscard]] std::uint64_t no_place() const { return no_place_; }

  private:
    // Number of an entry that a fix without a place stands for.
    static constexpr std::uint64_t nowhere = ~std::uint64_t{0};

    struct Waiting {
        std::uint64_t after = 0;  // answered once so many entries of the order were taken
        std::uint64_t since = 0;  // so many were when it came: it asks about none before
        Done done;
        std::vector<std::uint64_t> entries;  // by fix of the report
    };
    struct Pending {
        std::uint64_t entry = 0;  // the latest
        std::uint32_t places = 1;
    };

    std::uint64_t put(PositionFix&& fix, TimePoint now_at_least);
    [[nodiscard]] std::shared_ptr<const FixesOutcome> outcome_of(const Waiting& waiting) const;

    const std::size_t responders_max_;
    const std::size_t reports_max_;
    std::deque<PositionFix> order_;
    // By responder; entry n is order_[n - taken_].
    boost::unordered_flat_map<std::uint64_t, Pending> entries_;
    std::deque<Waiting> waiting_;
    // Of entries that were decided, while somebody waits who may ask: entry n is
    // outcomes_[n - forgotten_].
    std::deque<FixOutcome> outcomes_;
    std::uint64_t forgotten_ = 0;
    std::uint64_t taken_ = 0;
    std::uint64_t coalesced_ = 0;
    std::uint64_t no_place_ = 0;
};

}  // namespace muster::intake
