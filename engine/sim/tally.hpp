// Counts what happens, from the published records and the board alone.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/sim/report.hpp"
#include "muster/dispatch.hpp"
#include "muster/event.hpp"
#include "muster/requests.hpp"

namespace muster::sim {

class Tally {
  public:
    explicit Tally(TimePoint start) : start_(start), last_sample_(start) {}

    void on_record(TimePoint at, std::span<const Event> events, const core::Board& board);
    // How many slots wait; call after every step in which something happened.
    void sample_queue(TimePoint now, const core::Board& board);

    // Up to `end`; leaves out what only the owner of the run knows: seed, load, commands, records,
    // refusals and the state hash.
    [[nodiscard]] SimReport report(TimePoint end, const core::Board& board) const;

  private:
    struct Seen {
        Urgency urgency = Urgency::P0;
        TimePoint received_at;
        bool reached = false;
    };
    struct PerClass {
        std::int64_t received = 0;
        std::int64_t merged = 0;
        std::int64_t cancelled = 0;
        std::vector<std::int64_t> responses_ms;
        std::array<std::int64_t, 8> promised{};  // by Milestone
        std::array<std::int64_t, 8> breached{};
    };
    struct Duty {
        ResponderKind kind = ResponderKind::staff;
        ResponderStatus status = ResponderStatus::off_duty;
        TimePoint since;
        std::int64_t on_duty_ms = 0;
        std::int64_t busy_ms = 0;
        bool ever_on_duty = false;
    };

    void on(const RequestReceived& event, TimePoint at, const core::Board& board);
    void on(const ResponderOnScene& event, TimePoint at);
    void on(const DeadlineBreached& event);
    void ended(RequestId request, std::int64_t PerClass::*count);
    void released(const AssignmentReleased& event);
    void look_at(ResponderId responder, TimePoint at, const core::Board& board);
    static void settle(Duty& duty, TimePoint at);

    const TimePoint start_;
    SimReport counts_;
    std::array<PerClass, urgency_count> classes_;
    std::array<std::int64_t, 3> assignments_{};  // by ResponderKind
    std::array<std::int64_t, 3> services_{};
    boost::unordered_flat_map<std::uint64_t, Seen> requests_;  // looked up only
    boost::unordered_flat_map<std::uint64_t, std::size_t> duty_places_;
    std::vector<Duty> duties_;
    TimePoint last_sample_;
    std::int64_t waiting_ = 0;
    std::int64_t waiting_ms_ = 0;  // slots times milliseconds
};

}  // namespace muster::sim
