// The simulated city at work: people who ask, help and answer the telephone. It talks to the engine
// through a CommandPort like any adapter and reacts to what is published, whoever caused it; so
// real users and simulated people can share one engine.
//
// No thread and no clock: the owner calls advance_to() with the time, from a timer or as fast as it
// can, and on_record() for every committed record.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/sim/agenda.hpp"
#include "engine/sim/association.hpp"
#include "engine/sim/city.hpp"
#include "engine/sim/council.hpp"
#include "engine/sim/demand.hpp"
#include "engine/sim/desk.hpp"
#include "engine/sim/field.hpp"
#include "engine/sim/office.hpp"
#include "engine/sim/outbox.hpp"
#include "muster/event.hpp"
#include "muster/ports.hpp"
#include "muster/requests.hpp"
#include "muster/rules.hpp"

namespace muster::sim {

struct WorldOptions {
    std::uint64_t seed = 1;
    std::int64_t load_permille = 1000;  // of the demand; 1000 is a day of the demo city
    Millis utc_offset = hours(8);
    // So many people ask for help in the first minutes of a city that is new, one every three
    // seconds and besides the demand, so that whoever looks sees it at work at any hour.
    std::size_t early_calls = 0;
    // So many projects are opened, services of volunteers told and suggestions made in a city that
    // has none; 0 = nobody does anything of the kind.
    std::size_t projects = 0;
    std::size_t services = 0;
    std::size_t suggestions = 0;
    // Registrations on their way at one time; must fit into the intake's share for the registry.
    std::size_t enrolling_max = 4'000;
    // How long to wait before sending again what a full queue refused.
    Millis resend_after = seconds(2);
    FieldHabits field;
    DeskHabits desk;
    OfficeHabits office;
    AssociationHabits association;
    CouncilHabits council;
};

// As much of projects, services and suggestions as a day of the demo city has.
void fill_offices(WorldOptions& options);

class World {
  public:
    // Keeps references to the city and the roads. `rules` are loaded first, unless the engine has
    // rules of the same version and map already.
    World(const City& city, core::RoadSource& roads, Rules rules, const WorldOptions& options,
          TimePoint start);
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    // Before anything else, and again after every restart of the engine: finds the demo's people
    // that the board has already, sends again what was never answered, and looks at what was
    // decided but not published. Neither is owned; both stay valid until the next call.
    void connect(CommandPort& port, const core::Board& board, TimePoint now);

    // A committed record, once and in order. Not to be called before connect().
    void on_record(TimePoint at, std::span<const Event> events);

    // When something is next to be done.
    [[nodiscard]] TimePoint next_at() const;
    // Does everything that is due by then. `now` must not go backwards.
    void advance_to(TimePoint now);

    // Everybody is registered and the day has begun.
    [[nodiscard]] bool is_open() const { return open_; }
    [[nodiscard]] const City& city() const { return city_; }
    [[nodiscard]] Outbox& outbox() { return outbox_; }
    [[nodiscard]] const Outbox& outbox() const { return outbox_; }

  private:
    enum class Job : std::uint8_t { enrol, arrival, early, repeat, resend };

    void adopt();
    void enrol();
    void enrol_member(std::uint32_t place);
    void issue_card(std::uint32_t place);
    void enrol_responder(std::uint32_t place);
    void enrolled();
    void open(TimePoint now);
    void look_again();
    // What people on the road and at the desk, and in the offices, make of an event.
    template <class E>
    void tell_street(const E& e, TimePoint at);
    template <class E>
    void tell_offices(const E& e, TimePoint at);
    void perform(const Task& task, TimePoint now);
    void plan_early_calls(TimePoint now);
    void plan_arrival();
    void report(const Arrival& arrival, bool repeated);
    [[nodiscard]] CreateRequest request_of(const Arrival& arrival, bool repeated) const;

    const City& city_;
    const Rules rules_;
    const WorldOptions options_;
    Agenda agenda_;
    Outbox outbox_;
    Field field_;
    Desk desk_;
    Office office_;
    Association association_;
    Council council_;
    const core::Board* board_ = nullptr;
    TimePoint now_;

    std::vector<MemberId> members_;
    std::vector<CardId> cards_;
    std::vector<ResponderId> responders_;
    std::size_t enrolling_ = 0;
    std::uint32_t next_member_ = 0;
    std::uint32_t next_responder_ = 0;
    bool rules_sent_ = false;
    bool open_ = false;

    std::unique_ptr<Demand> demand_;
    std::optional<Arrival> next_arrival_;
    std::vector<Arrival> early_;
    std::map<std::uint64_t, Arrival> repeats_;
    std::uint64_t next_repeat_ = 0;
    bool resend_planned_ = false;
};

}  // namespace muster::sim
