#include "engine/sim/field.hpp"

#include <algorithm>
#include <utility>

#include "engine/core/dispatch/journeys.hpp"
#include "engine/sim/demand.hpp"
#include "engine/sim/rng.hpp"
#include "muster/dispatch.hpp"
#include "muster/responders.hpp"

namespace muster::sim {

namespace {

constexpr std::int64_t whole_day_ms = hours(24).value;
constexpr const char* field_source = "demo:field";

constexpr Quantiles answer_delay{
    {seconds(4), seconds(8), seconds(13), seconds(22), seconds(38), seconds(65), seconds(150)}};
constexpr Quantiles acknowledge_delay{
    {seconds(2), seconds(4), seconds(7), seconds(12), seconds(20), seconds(32), seconds(50)}};
constexpr Quantiles staff_departure{
    {seconds(8), seconds(15), seconds(25), seconds(40), seconds(60), seconds(90), seconds(180)}};
constexpr Quantiles volunteer_departure{
    {seconds(20), seconds(35), seconds(60), seconds(90), seconds(140), seconds(220), seconds(420)}};

}  // namespace

Field::Field(const City& city, core::RoadSource& roads, const FieldHabits& habits, Agenda& agenda,
             Outbox& outbox, Millis utc_offset)
    : city_(city),
      habits_(habits),
      agenda_(agenda),
      outbox_(outbox),
      utc_offset_(utc_offset),
      roads_(roads) {
    people_.resize(city.responders.size());
    for (std::size_t i = 0; i < people_.size(); ++i) {
        people_[i].where = city.responders[i].profile.post->value;
    }
}

void Field::know(std::uint32_t place, ResponderId id) {
    people_[place].id = id;
    places_[id.value] = place;
}

std::optional<std::uint32_t> Field::find(ResponderId id) const {
    const auto it = places_.find(id.value);
    if (it == places_.end()) return std::nullopt;
    return it->second;
}

// Drawn by person and turn, so that one person's luck does not depend on what others did.
Rng Field::chance(Purpose purpose, std::uint32_t who) const {
    return Rng(city_.options.seed, purpose, who, people_[who].turn);
}

void Field::add(TimePoint at, Job job, std::uint32_t who, std::uint64_t a, std::uint64_t b) {
    agenda_.add({at, 0, Actor::field, static_cast<std::uint8_t>(job), who, a, b});
}

void Field::open(TimePoint now) {
    const std::int64_t today = (now + utc_offset_).value / whole_day_ms;
    // Yesterday's night shifts are still on.
    plan_day(today - 1, now);
    plan_day(today, now);
    add(TimePoint{(today + 1) * whole_day_ms} - utc_offset_, Job::plan_day, 0,
        static_cast<std::uint64_t>(today + 1));
    add(now + habits_.sweep, Job::sweep, 0);
}

void Field::plan_day(std::int64_t day, TimePoint now) {
    for (std::uint32_t who = 0; who < people_.size(); ++who) {
        if (!is_on_duty(city_, who, day)) continue;
        const DutyPattern& duty = city_.responders[who].duty;
        Rng rng(city_.options.seed, Purpose::shift_times, who, static_cast<std::uint64_t>(day));
        const TimePoint from = TimePoint{day * whole_day_ms} - utc_offset_ + hours(duty.from_h) +
                               seconds(rng.between(-600, 600));
        const TimePoint until = from + hours(duty.hours) + seconds(rng.between(-600, 600));
        if (until <= now + minutes(1)) continue;
        add(std::max(from, now), Job::start_shift, who, static_cast<std::uint64_t>(until.value));
    }
}

void Field::perform(const Task& task, TimePoint now, const core::Board& board) {
    const auto job = static_cast<Job>(task.kind);
    const std::uint32_t who = task.who;
    const auto current = [&] { return people_[who].turn == task.b; };
    switch (job) {
        case Job::plan_day:
            plan_day(static_cast<std::int64_t>(task.a), now);
            add(task.at + hours(24), Job::plan_day, 0, task.a + 1);
            return;
        case Job::start_shift:
            start_shift(who, {static_cast<std::int64_t>(task.a)}, now);
            return;
        case Job::end_shift:
            end_shift(who, now);
            return;
        case Job::answer_offer: {
            // Withdrawn offers leave the screen, and nobody answers them.
            const Offer* offer = board.offers().get(OfferId{task.a});
            if (offer == nullptr || offer->status != OfferStatus::live) return;
            if (task.b != 0) {
                outbox_.send(field_source, AcceptOffer{{task.a}});
            } else {
                outbox_.send(field_source, DeclineOffer{{task.a}, "现在不方便"});
            }
            return;
        }
        case Job::acknowledge:
            if (current()) {
                outbox_.send(field_source,
                             AcknowledgeAssignment{people_[who].request, people_[who].id});
            }
            return;
        case Job::set_off:
            if (current()) set_off(who, now, board);
            return;
        case Job::break_down:
            if (current() && people_[who].doing == Doing::driving) {
                out_of_service(who, now, "车辆故障");
            }
            return;
        case Job::arrive:
            if (current()) arrive(who, now, board);
            return;
        case Job::complete:
            if (current()) complete(who, now, board);
            return;
        case Job::go_home:
            if (current()) go_home(who, now, board);
            return;
        case Job::return_to_service:
            if (people_[who].doing == Doing::away && now < people_[who].shift_until) {
                start_shift(who, people_[who].shift_until, now);
            }
            return;
        case Job::sweep:
            sweep(now);
            add(task.at + habits_.sweep, Job::sweep, 0);
            return;
    }
}

void Field::start_shift(std::uint32_t who, TimePoint until, TimePoint now) {
    Person& person = people_[who];
    if (person.request || until <= now) return;
    person.doing = Doing::waiting;
    person.shift_until = until;
    person.where = city_.responders[who].profile.post->value;
    ReportPositions here;
    here.fixes.push_back({person.id, person.where, now});
    outbox_.send_positions(std::move(here));
    // People stay on when they are needed, so the engine is told an end that includes it.
    outbox_.send(field_source,
                 SetDuty{person.id, ResponderStatus::available, until + hours(2), {}});
    add(until, Job::end_shift, who);
}

void Field::end_shift(std::uint32_t who, TimePoint now) {
    Person& person = people_[who];
    if (person.doing == Doing::away || now < person.shift_until) return;
    if (person.request) {
        add(now + minutes(5), Job::end_shift, who);
        return;
    }
    ++person.turn;
    person.doing = Doing::away;
    outbox_.send(field_source, SetDuty{person.id, ResponderStatus::off_duty, {}, {}});
}

void Field::out_of_service(std::uint32_t who, TimePoint now, const char* reason) {
    Person& person = people_[who];
    stop_at_present_place(person, now);
    Rng rng = chance(Purpose::out_of_service, who);
    ++person.turn;
    person.doing = Doing::away;
    person.request = {};
    outbox_.send(field_source, SetDuty{person.id, ResponderStatus::out_of_service, {}, reason});
    add(now + minutes(rng.between(20, 90)), Job::return_to_service, who);
}

void Field::on(const OfferMade& event, TimePoint now, const core::Board& board) {
    const auto who = find(event.candidate.responder);
    if (!who) return;
    Rng rng(city_.options.seed, Purpose::offer, event.offer.value);
    const CityResponder& person = city_.responders[*who];
    std::int64_t accept = person.accept_permille;
    const Request* request = board.requests().get(event.request);
    if (request != nullptr && request->urgency <= Urgency::P1) accept += habits_.keen_in_emergency;
    const Millis delay = answer_delay.draw(rng);
    if (rng.permille(accept)) {
        add(now + delay, Job::answer_offer, *who, event.offer.value, 1);
    } else if (rng.permille(person.decline_permille * 1000 / (1001 - accept))) {
        add(now + delay, Job::answer_offer, *who, event.offer.value, 0);
    }
}

void Field::on(const SlotAssigned& event, TimePoint now) {
    const auto who = find(event.responder);
    if (!who) return;
    bind(*who, event.request, event.acknowledge_until != TimePoint{}, now);
}

void Field::on(const AssignmentReleased& event, TimePoint now) {
    const auto who = find(event.responder);
    if (!who || people_[*who].request != event.request) return;
    unbind(*who, now);
}

void Field::bind(std::uint32_t who, RequestId request, bool must_acknowledge, TimePoint now) {
    Person& person = people_[who];
    stop_at_present_place(person, now);
    ++person.turn;
    person.request = request;
    person.doing = Doing::preparing;
    Rng rng = chance(Purpose::acknowledge, who);
    const bool staff = city_.responders[who].profile.kind != ResponderKind::volunteer;
    TimePoint ready = now;
    if (must_acknowledge) {
        // Whoever forgets is replaced by the engine, and hears of it by the release.
        if (rng.permille(habits_.forgets_to_acknowledge)) return;
        ready = now + acknowledge_delay.draw(rng);
        add(ready, Job::acknowledge, who, 0, person.turn);
    }
    add(ready + (staff ? staff_departure : volunteer_departure).draw(rng), Job::set_off, who, 0,
        person.turn);
}

void Field::unbind(std::uint32_t who, TimePoint now) {
    Person& person = people_[who];
    stop_at_present_place(person, now);
    ++person.turn;
    person.request = {};
    if (person.doing != Doing::away) person.doing = Doing::waiting;
    add(now + minutes(3), Job::go_home, who, 0, person.turn);
}

void Field::set_off(std::uint32_t who, TimePoint now, const core::Board& board) {
    Person& person = people_[who];
    const Request* request = board.requests().get(person.request);
    if (request == nullptr || !request->place) return;
    Rng rng = chance(Purpose::drive, who);
    const Profile profile =
        core::Journeys::profile_for(board, city_.responders[who].profile.travel, request->urgency);
    Drive drive = drive_to(request->place->value, who, profile, rng.between(750, 1300), now, board);
    const TimePoint arrival = drive.arrival();
    person.doing = Doing::driving;
    outbox_.send(field_source, ReportEnRoute{person.request, person.id});
    start_moving(who, std::move(drive));
    add(arrival, Job::arrive, who, 0, person.turn);
    if (rng.permille(habits_.breaks_down)) {
        add(now + (arrival - now) / 2, Job::break_down, who, 0, person.turn);
    }
}

void Field::arrive(std::uint32_t who, TimePoint now, const core::Board& board) {
    Person& person = people_[who];
    stop_at_present_place(person, now);
    const Request* request = board.requests().get(person.request);
    if (request == nullptr) return;
    person.doing = Doing::helping;
    ReportPositions here;
    here.fixes.push_back({person.id, person.where, now});
    outbox_.send_positions(std::move(here));
    outbox_.send(field_source, ReportOnScene{person.request, person.id});
    Rng rng = chance(Purpose::service, who);
    const ServiceDemand* demand = demand_for(request->service);
    const Stay stay = demand == nullptr ? Stay::visit : demand->stay;
    add(now + stay_time(stay).draw(rng), Job::complete, who, 0, person.turn);
}

void Field::complete(std::uint32_t who, TimePoint now, const core::Board& board) {
    Person& person = people_[who];
    const Request* request = board.requests().get(person.request);
    if (request == nullptr) return;
    Rng rng = chance(Purpose::desk, who);
    constexpr std::array<Disposition, 5> ends{Disposition::helped, Disposition::not_needed,
                                              Disposition::refused, Disposition::not_found,
                                              Disposition::other};
    constexpr std::array<std::uint32_t, 5> weights{930, 35, 15, 10, 10};
    Disposition end = ends[rng.pick(weights)];
    if (!request->handovers.empty() && rng.permille(700)) end = Disposition::handed_over;
    outbox_.send(field_source, CompleteAssignment{person.request, person.id, end, {}});
    ++person.turn;
    person.request = {};
    person.doing = Doing::waiting;
    if (rng.permille(habits_.leaves_after_service)) {
        out_of_service(who, now, "休息");
        return;
    }
    if (now >= person.shift_until) add(now + minutes(1), Job::end_shift, who);
    add(now + board.rules().desk.clear_ms + minutes(rng.between(1, 6)), Job::go_home, who, 0,
        person.turn);
}

void Field::go_home(std::uint32_t who, TimePoint now, const core::Board& board) {
    Person& person = people_[who];
    const Point post = city_.responders[who].profile.post->value;
    if (person.doing != Doing::waiting || person.where == post) return;
    const Profile travel = city_.responders[who].profile.travel;
    person.doing = Doing::going_home;
    start_moving(who, drive_to(post, who, travel == Profile::urgent ? Profile::normal : travel,
                               1100, now, board));
}

Drive Field::drive_to(Point to, std::uint32_t who, Profile profile, std::int64_t slowness_permille,
                      TimePoint now, const core::Board& board) {
    const Point from = people_[who].where;
    if (!routes_ && !board.rules().roads.map.empty()) {
        const auto& speeds = board.speeds_in_use();
        auto network =
            roads_.network(core::road_use(board.rules(), speeds ? &speeds->speeds : nullptr));
        if (network) routes_.emplace(std::move(network));
    }
    std::optional<roads::Route> route;
    if (routes_) route = routes_->route(from, to, profile);
    if (!route) {
        // Without roads as the engine reckons without them.
        route.emplace();
        route->vertices.push_back({from, {}});
        route->vertices.push_back({to, board.rule_index().travel().travel_time(from, to, profile)});
    }
    return Drive(std::move(*route), now, slowness_permille);
}

void Field::start_moving(std::uint32_t who, Drive drive) {
    people_[who].drive = std::move(drive);
    if (people_[who].moving) return;
    people_[who].moving = true;
    moving_.push_back(who);
}

void Field::stop_at_present_place(Person& person, TimePoint now) {
    if (person.doing == Doing::driving || person.doing == Doing::going_home) {
        person.where = person.drive.position_at(now);
    }
}

void Field::sweep(TimePoint now) {
    ++sweeps_;
    ReportPositions report;
    std::size_t kept = 0;
    for (const std::uint32_t who : moving_) {
        Person& person = people_[who];
        if (person.doing != Doing::driving && person.doing != Doing::going_home) {
            person.moving = false;
            continue;
        }
        const bool home = person.doing == Doing::going_home && person.drive.arrival() <= now;
        if (home || (who + sweeps_) % 2 == 0) {
            report.fixes.push_back({person.id, person.drive.position_at(now), now});
        }
        if (home) {
            person.where = person.drive.position_at(now);
            person.doing = Doing::waiting;
            person.moving = false;
            continue;
        }
        moving_[kept++] = who;
    }
    moving_.resize(kept);
    for (auto who = static_cast<std::uint32_t>(sweeps_ % habits_.sweeps_between_heartbeats);
         who < people_.size(); who += habits_.sweeps_between_heartbeats) {
        const Person& person = people_[who];
        if (person.doing == Doing::waiting) report.fixes.push_back({person.id, person.where, now});
    }
    if (!report.fixes.empty()) outbox_.send_positions(std::move(report));
}

void Field::look_again(const core::Board& board, TimePoint now) {
    for (std::uint32_t who = 0; who < people_.size(); ++who) {
        Person& person = people_[who];
        const Responder* known = board.responders().get(person.id);
        if (known == nullptr) continue;
        if (known->request != person.request) {
            if (known->request) {
                const Request* request = board.requests().get(known->request);
                const Slot& slot = request->slots[known->slot];
                bind(who, known->request, slot.status == SlotStatus::assigned, now);
            } else {
                unbind(who, now);
            }
        }
        // A run that was resumed finds people on duty of whom it does not know the shift.
        const bool on_duty = known->status != ResponderStatus::off_duty &&
                             known->status != ResponderStatus::out_of_service;
        if (on_duty && person.doing == Doing::away && !person.shift_until && !known->request) {
            person.doing = Doing::waiting;
            person.shift_until = now;
            if (known->position) person.where = known->position->value;
            add(now + minutes(30), Job::end_shift, who);
        }
    }
    for (const core::Index index : board.offers().in_order()) {
        const Offer& offer = board.offers()[index];
        if (offer.status != OfferStatus::live) continue;
        OfferMade event;
        event.offer = offer.id;
        event.request = offer.request;
        event.candidate.responder = offer.responder;
        on(event, now, board);
    }
}

}  // namespace muster::sim
