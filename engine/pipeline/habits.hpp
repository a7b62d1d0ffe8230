// What people did in a stretch of the log, to be done again when that stretch is lived anew.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/board.hpp"
#include "muster/event.hpp"
#include "muster/units.hpp"

namespace muster::pipeline {

// Measured on the log's events, asked for with the log's ids. What was never measured falls back to
// the median of what was, and where there is nothing at all to a stated constant.
class Habits {
  public:
    // Give it each record of the stretch once it is applied.
    void see(std::span<const Event> events, TimePoint at, const core::Board& board);
    // To be called once, between seeing and asking.
    void finish();

    // From assigned to acknowledged, and from then to on the way. Nothing: this responder let this
    // very assignment pass.
    [[nodiscard]] std::optional<Millis> acknowledges_after(RequestId request,
                                                           ResponderId responder) const;
    [[nodiscard]] Millis leaves_after(RequestId request, ResponderId responder) const;
    // On scene until served: of this request if it was served, else the service's median.
    [[nodiscard]] Millis stays(RequestId request, Code service) const;

    struct Answer {
        bool accepted = false;
        bool answered = true;  // false: let it expire
        Millis after;
    };
    // What this responder said to this request; nothing when he was never asked.
    [[nodiscard]] std::optional<Answer> answer(RequestId request, ResponderId responder) const;
    [[nodiscard]] Millis answers_after() const { return median_answer_; }

    [[nodiscard]] std::size_t stays_measured() const { return stays_.size(); }
    [[nodiscard]] std::size_t answers_measured() const { return answers_.size(); }

    static constexpr Millis acknowledge_unmeasured = seconds(15);
    static constexpr Millis leave_unmeasured = seconds(30);
    static constexpr Millis stay_unmeasured = minutes(20);
    static constexpr Millis answer_unmeasured = seconds(20);

  private:
    using Pair = std::pair<std::uint64_t, std::uint64_t>;  // request, responder
    struct Visit {
        TimePoint assigned_at;
        TimePoint acknowledged_at;
        TimePoint left_at;
        TimePoint arrived_at;
        bool passed = false;
    };

    boost::unordered_flat_map<Pair, Visit> visits_;
    boost::unordered_flat_map<Pair, Answer> answers_;
    boost::unordered_flat_map<std::uint64_t, std::vector<std::int64_t>> stays_;  // by request
    boost::unordered_flat_map<Code, std::vector<std::int64_t>, std::hash<Code>> service_stays_;
    std::vector<std::int64_t> all_stays_;
    std::vector<std::int64_t> all_acknowledge_;
    std::vector<std::int64_t> all_leave_;
    std::vector<std::int64_t> all_answers_;
    Millis median_acknowledge_ = acknowledge_unmeasured;
    Millis median_leave_ = leave_unmeasured;
    Millis median_stay_ = stay_unmeasured;
    Millis median_answer_ = answer_unmeasured;
};

}  // namespace muster::pipeline
