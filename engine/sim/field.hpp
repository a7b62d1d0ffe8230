// Staff and volunteers of the simulated city: they come on duty, answer offers, acknowledge, drive,
// help, report and go home. They know only what was published, as real people would.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/service/road_source.hpp"
#include "engine/sim/agenda.hpp"
#include "engine/sim/city.hpp"
#include "engine/sim/drive.hpp"
#include "engine/sim/outbox.hpp"
#include "engine/sim/rng.hpp"
#include "muster/dispatch.hpp"

namespace muster::sim {

// Habits of people on the road. Shares are in thousandths.
struct FieldHabits {
    std::int64_t forgets_to_acknowledge = 30;
    std::int64_t breaks_down = 3;           // on the way; out of service for a while
    std::int64_t leaves_after_service = 5;  // out of service: a rest, a car wash
    std::int64_t keen_in_emergency = 150;   // more acceptances when a life is at stake
    // Sweep of positions; somebody on the way is reported at every other one.
    Millis sweep{10'000};
    // The telephone of somebody who waits reports at every so many sweeps.
    std::uint32_t sweeps_between_heartbeats = 48;
};

class Field {
  public:
    // References are kept and not owned. People drive on the roads that the engine's travel times
    // are of.
    Field(const City& city, core::RoadSource& roads, const FieldHabits& habits, Agenda& agenda,
          Outbox& outbox, Millis utc_offset);

    // Which id the engine gave to a person of the city.
    void know(std::uint32_t place, ResponderId id);
    [[nodiscard]] ResponderId id_of(std::uint32_t place) const { return people_[place].id; }

    // Everybody whose shift covers `now` comes on duty; the others later. Call once.
    void open(TimePoint now);
    // The board may hold what was never published to these people: they look at it again.
    void look_again(const core::Board& board, TimePoint now);

    void perform(const Task& task, TimePoint now, const core::Board& board);

    void on(const SlotAssigned& event, TimePoint now);
    // Other rules or speeds: the next drive looks for its roads anew.
    void roads_changed() { routes_.reset(); }
    void on(const AssignmentReleased& event, TimePoint now);
    void on(const OfferMade& event, TimePoint now, const core::Board& board);

  private:
    enum class Job : std::uint8_t {
        plan_day,
        start_shift,
        end_shift,
        answer_offer,
        acknowledge,
        set_off,
        break_down,
        arrive,
        complete,
        go_home,
        return_to_service,
        sweep,
    };
    enum class Doing : std::uint8_t { away, waiting, preparing, driving, helping, going_home };

    struct Person {
        ResponderId id;
        Doing doing = Doing::away;
        Point where;
        Drive drive;
        RequestId request;
        std::uint32_t turn = 0;  // tasks of an earlier turn are void
        TimePoint shift_until;
        bool moving = false;  // listed in moving_
    };

    void add(TimePoint at, Job job, std::uint32_t who, std::uint64_t a = 0, std::uint64_t b = 0);
    void plan_day(std::int64_t day, TimePoint now);
    void start_shift(std::uint32_t who, TimePoint until, TimePoint now);
    void end_shift(std::uint32_t who, TimePoint now);
    void bind(std::uint32_t who, RequestId request, bool must_acknowledge, TimePoint now);
    void unbind(std::uint32_t who, TimePoint now);
    void set_off(std::uint32_t who, TimePoint now, const core::Board& board);
    void arrive(std::uint32_t who, TimePoint now, const core::Board& board);
    void complete(std::uint32_t who, TimePoint now, const core::Board& board);
    void go_home(std::uint32_t who, TimePoint now, const core::Board& board);
    void out_of_service(std::uint32_t who, TimePoint now, const char* reason);
    void start_moving(std::uint32_t who, Drive drive);
    [[nodiscard]] Drive drive_to(Point to, std::uint32_t who, Profile profile,
                                 std::int64_t slowness_permille, TimePoint now,
                                 const core::Board& board);
    void stop_at_present_place(Person& person, TimePoint now);
    void sweep(TimePoint now);
    [[nodiscard]] Rng chance(Purpose purpose, std::uint32_t who) const;
    [[nodiscard]] std::optional<std::uint32_t> find(ResponderId id) const;

    const City& city_;
    const FieldHabits habits_;
    Agenda& agenda_;
    Outbox& outbox_;
    const Millis utc_offset_;
    core::RoadSource& roads_;
    std::optional<roads::RoadTimes> routes_;  // on the roads of the moment
    std::vector<Person> people_;
    boost::unordered_flat_map<std::uint64_t, std::uint32_t> places_;  // by id; looked up only
    std::vector<std::uint32_t> moving_;
    std::uint64_t sweeps_ = 0;
};

}  // namespace muster::sim
