// The desk of the simulated city: call takers who ring members and their contacts, hand over to
// agencies, prove safety, answer questions, call back and close. Requests whose owner is somebody
// else, a real user of the demo, are left to that person.
#pragma once

#include <cstdint>

#include "engine/core/board.hpp"
#include "engine/sim/agenda.hpp"
#include "engine/sim/outbox.hpp"
#include "engine/sim/rng.hpp"
#include "muster/dispatch.hpp"
#include "muster/requests.hpp"

namespace muster::sim {

// Shares are in thousandths.
struct DeskHabits {
    std::int64_t member_answers = 850;
    std::int64_t member_answers_in_emergency = 450;
    std::int64_t kin_answers = 700;
    std::int64_t committee_answers = 950;
    std::int64_t committee_answers_at_night = 400;
    std::int64_t false_alarms = 350;  // of the emergencies in which the member answers
    std::int64_t changes_of_mind = 20;
    std::int64_t passed_to_department = 100;  // of the questions
    std::int64_t reached_at_callback = 880;
};

class Desk {
  public:
    // References are kept and not owned.
    Desk(std::uint64_t seed, const DeskHabits& habits, Agenda& agenda, Outbox& outbox,
         Millis utc_offset);

    // The board may hold what was never published to the desk: it looks at it again.
    void look_again(const core::Board& board, TimePoint now);

    void perform(const Task& task, TimePoint now, const core::Board& board);

    void on(const RequestReceived& event, TimePoint now, const core::Board& board);
    void on(const ContactDue& event, TimePoint now);
    void on(const ContactRecorded& event, TimePoint now, const core::Board& board);
    void on(const DuplicateSuspected& event, TimePoint now);
    void on(const ResponderOnScene& event, TimePoint now, const core::Board& board);
    void on(const SlotServed& event, TimePoint now, const core::Board& board);
    void on(const RequestCalledBack& event, TimePoint now, const core::Board& board);
    void on(const DeadlineBreached& event, TimePoint now);
    void on(const RequestReopened& event, TimePoint now);

  private:
    enum class Job : std::uint8_t {
        take,
        locate,
        hand_over,
        ring,
        all_well,
        cancel,
        verify,
        hold,
        answer,
        call_back,
        close,
        explain,
        lower,
        compare,
    };

    void add(TimePoint at, Job job, RequestId request, std::uint64_t what = 0);
    void ring(const Request& request, std::uint32_t step, TimePoint now, const core::Board& board);
    void call_back(const Request& request, TimePoint now);
    void locate(const Request& request, const core::Board& board);
    void hold(const Request& request, TimePoint now);
    void answer(const Request& request);
    void close(const Request& request);
    void explain(const Request& request, Milestone breached);
    // The same service at the same door is the same incident.
    void compare(const Request& request, const core::Board& board);
    void plan_callback(const Request& request, TimePoint now);
    void plan_answer(const Request& request, TimePoint now);
    [[nodiscard]] Rng chance(Purpose purpose, const Request& request, std::uint64_t what) const;
    [[nodiscard]] std::int64_t local_hour(TimePoint time) const;
    // The time itself in office hours, else the next morning with some spread.
    [[nodiscard]] TimePoint in_office_hours(TimePoint time, Rng& rng) const;

    const std::uint64_t seed_;
    const DeskHabits habits_;
    Agenda& agenda_;
    Outbox& outbox_;
    const Millis utc_offset_;
};

}  // namespace muster::sim
