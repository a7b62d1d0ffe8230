// MUSTER_ROLLING_SEEDS=n lives n days of each city instead of the usual few.
//
// Random cities under the policies that assign all together. Whatever people do, in whatever order:
//
//   - every invariant holds after each command, and nobody waits while somebody able is idle, by a
//     check that reads entities only
//   - nobody is sent who may not be, and nobody is diverted who is pinned, there, nearly there, or
//     at the end of a shift
//   - another engine, one restored from the state before, and a board that only applies the events
//     come to the same
//   - time that passes without a deadline, and another look at what has not changed, change nothing
//   - in a city within the limits of the rules no better solution is missed (see NaiveRolling)

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <ostream>
#include <random>
#include <span>

#include "engine/codec/commands_json.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "engine/core/requests/request_state.hpp"
#include "muster/dispatch.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "tests/core/naive_places.hpp"
#include "tests/core/naive_rolling.hpp"
#include "tests/core/state_text.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

using core::Board;
using core::Index;

struct CityOf {
    const char* name;
    Policy policy;
    std::size_t staff;
    std::size_t volunteers;
    std::int64_t candidates;
    std::int64_t pool_slots;
    int commands;
    std::uint64_t pace_ms;  // the longest pause between commands

    // Whatever could matter is looked at.
    [[nodiscard]] bool is_small() const {
        return policy == Policy::rolling && candidates >= static_cast<std::int64_t>(staff);
    }
};

void PrintTo(const CityOf& city, std::ostream* out) {
    *out << city.name;
}

Rules rules_of(const CityOf& city) {
    Rules rules = test_rules();
    rules.dispatch.policy = city.policy;
    rules.dispatch.candidates = city.candidates;
    rules.dispatch.pool_slots = city.pool_slots;
    rules.dispatch.position_stale_ms = minutes(4);
    rules.classes[2].escalate_after_ms = minutes(40);
    rules.desk.archive_after_ms = minutes(10);
    rules.desk.clear_ms = seconds(20);
    for (ClassRule& rule : rules.classes)
        rule.acknowledge_ms = minutes(10);
    for (ResponsePlan& plan : rules.plans)
        plan.offers.radius_m = {4000};
    rules.standby.move_up = MoveUp::automatic;
    for (std::int32_t i = 0; i < 4; ++i) {
        const Point place{324'000'000 + i * 200'000, 1'194'000'000 + i % 2 * 500'000};
        rules.standby.posts.push_back({Code("post_" + std::to_string(i)), "", "", place});
        rules.standby.demand.push_back({place, 1 + i});
    }
    return rules;
}

std::string text_of(std::span<const Event> events) {
    std::string text;
    codec::write(text, events);
    return text;
}

bool is_rerouting(const Event& event) {
    const auto* release = event.get_if<AssignmentReleased>();
    return release != nullptr && release->cause == ReleaseCause::rerouted;
}

bool is_choice(const Event& event) {
    const auto* assignment = event.get_if<SlotAssigned>();
    return is_rerouting(event) || (assignment != nullptr && assignment->by == AssignedBy::engine);
}

class Day {
  public:
    Day(const CityOf& city, std::uint64_t seed) : city_(city), random_(seed) {
        send(LoadRules{rules_of(city)});
        static const std::vector<std::vector<Code>> skills = {
            {"care"},           {"repair"},
            {"care", "lift"},   {"first_aid", "care"},
            {"lift", "repair"}, {"first_aid", "care", "lift", "repair"}};
        for (std::size_t i = 0; i < city.staff + city.volunteers; ++i) {
            ResponderProfile profile;
            profile.kind = i >= city.staff ? ResponderKind::volunteer
                           : below(8) == 0 ? ResponderKind::team
                                           : ResponderKind::staff;
            profile.skills = skills[below(skills.size())];
            profile.travel = static_cast<Profile>(below(profile_count));
            if (below(12) != 0) profile.post = point();
            send(RegisterResponder{profile});
            responders_.push_back({engine_.last_seq()});
            send(SetDuty{responders_.back(), ResponderStatus::available, shift(), ""});
        }
    }

    void live() {
        for (int i = 0; i < city_.commands && !testing::Test::HasFailure(); ++i) {
            // Some things happen in the same millisecond.
            if (below(6) != 0)
                now_ = now_ + Millis{static_cast<std::int64_t>(below(city_.pace_ms))};
            while (engine_.next_deadline() <= now_ && !testing::Test::HasFailure())
                send(Tick{});
            one();
            if (below(4) == 0) look_again();
        }
        compare_states();
    }

    int choices = 0;
    int reroutings = 0;
    int optima = 0;           // decisions compared with the best one
    int missed = 0;           // ... when all slots of the city are looked at
    double missed_ms = 0;     // weighted
    int missed_waiting = 0;   // ... of these, somebody more could be served
    int solved_in_parts = 0;  // decisions not compared
    int found_later = 0;      // looks that nothing else had caused changed something

  private:
    std::uint64_t below(std::uint64_t n) { return random_() % n; }
    Point point() {
        return {324'000'000 + static_cast<std::int32_t>(below(700'000)),
                1'194'000'000 + static_cast<std::int32_t>(below(700'000))};
    }
    TimePoint shift() {
        if (below(3) != 0) return {};
        return now_ + minutes(10 + static_cast<std::int64_t>(below(120)));
    }
    template <class List>
    auto any(const List& list) {
        return list[below(list.size())];
    }
    RequestId a_request() {
        // Mostly one of the latest.
        const std::size_t n = requests_.size();
        return requests_[below(3) == 0 || n < 12 ? below(n) : n - 1 - below(12)];
    }

    // What people do.

    void one() {
        const std::uint64_t what = below(100);
        if (what < 26 || requests_.empty()) return create();
        if (what < 70) return work(any(responders_));
        if (what < 78) return move();
        if (what < 84) return duty();
        if (what < 86) return retrain();
        const RequestId request = a_request();
        const std::string why = "because";
        const auto slot = static_cast<std::uint32_t>(below(2));
        const TimePoint later = now_ + minutes(1 + static_cast<std::int64_t>(below(20)));
        const std::array<Command, 14> ideas{
            AssignResponder{request, slot, any(responders_), why},
            AssignResponder{request, slot, any(responders_), why},
            ReleaseResponder{request, slot, why},
            ReleaseResponder{request, slot, why},
            ReclassifyRequest{request, static_cast<Urgency>(below(urgency_count)), why},
            ReclassifyRequest{request, static_cast<Urgency>(below(urgency_count)), why},
            HoldRequest{request, later, why},
            OrderStandby{any(responders_), below(3) == 0 ? Code() : Code("post_1"), why},
            ResumeRequest{request},
            CancelRequest{request, why},
            MergeRequest{request, a_request()},
            LocateRequest{request, point(), {}},
            RecordCallback{request, true, static_cast<std::uint32_t>(below(6)), {}},
            CloseRequest{request, Disposition::helped, {}},
        };
        send(any(ideas));
    }

    void create() {
        static constexpr std::array services = {"fall", "repair", "lift", "chore", "emergency"};
        CreateRequest command;
        command.service = any(services);
        if (below(3) == 0) command.urgency = static_cast<Urgency>(below(urgency_count));
        if (below(20) != 0) command.place = point();
        if (below(8) == 0) command.skills = {"lift"};
        send(command);
        requests_.push_back({engine_.last_seq()});
    }

    // The next thing that a responder does: answer, acknowledge, set out, arrive, complete.
    void work(ResponderId id) {
        const Index index = engine_.board().responders().find(id);
        const Responder& responder = engine_.board().responders()[index];
        const OfferId offer = engine_.board().responders().aux(index).live_offer;
        if (offer && below(2) == 0) return send(AcceptOffer{offer});
        if (offer) return send(DeclineOffer{offer, ""});
        if (!responder.request) return;
        const RequestId request = responder.request;
        if (below(3) == 0) return send(ReportOnScene{request, id});
        if (responder.status == ResponderStatus::dispatched) {
            if (below(2) == 0) return send(AcknowledgeAssignment{request, id});
            return send(ReportEnRoute{request, id});
        }
        if (below(2) == 0) send(CompleteAssignment{request, id, Disposition::helped, {}});
    }

    void move() {
        ReportPositions command;
        for (std::uint64_t i = 0; i <= below(3); ++i) {
            const ResponderId id = any(responders_);
            command.fixes.push_back({id, somewhere_for(id), {}});
        }
        send(command);
    }

    // Mostly a place that can be reached, at most 2 km on; else where it is doubted, or anywhere.
    Point somewhere_for(ResponderId id) {
        const Responder& responder = *engine_.board().responders().get(id);
        if (below(4) == 0) return point();
        if (responder.doubted && below(2) == 0) return responder.doubted->point.value;
        if (!responder.position) return point();
        const Point at = responder.position->value;
        return {at.lat_e7 + static_cast<std::int32_t>(below(360'000)) - 180'000,
                at.lon_e7 + static_cast<std::int32_t>(below(360'000)) - 180'000};
    }

    void duty() {
        static constexpr std::array statuses = {
            ResponderStatus::available, ResponderStatus::available, ResponderStatus::available,
            ResponderStatus::off_duty, ResponderStatus::out_of_service};
        const ResponderStatus status = any(statuses);
        const bool available = status == ResponderStatus::available;
        send(SetDuty{any(responders_), status, available ? shift() : TimePoint{}, ""});
    }

    void retrain() {
        const ResponderId id = any(responders_);
        std::vector<Code> skills = engine_.board().responders().get(id)->profile.skills;
        if (skills.size() > 1) {
            skills.pop_back();
        } else {
            skills = {"care", "lift", "repair"};
        }
        ResponderChanges changes;
        changes.skills = skills;
        send(UpdateResponder{id, changes, {}});
    }

    // Time without a deadline, and a look at what has not changed since.
    void look_again() {
        if (engine_.next_deadline() > now_) {
            send(Tick{});
            EXPECT_EQ(events_, 0u) << "a tick without a deadline";
        }
        const Responder& responder = *engine_.board().responders().get(any(responders_));
        if (responder.status == ResponderStatus::available) {
            look_twice(SetDuty{responder.id, responder.status, responder.shift_until, ""});
        }
        if (requests_.empty()) return;
        const Request* request = engine_.board().requests().get(a_request());
        if (request == nullptr || !request->place || !core::is_open(request->status)) return;
        look_twice(LocateRequest{request->id, *request->place, {}});
    }

    // The first look may find what came about since, or what the pools of other decisions did not
    // reach; where everything is in reach, the second finds nothing.
    void look_twice(const Command& command) {
        const bool as_expected = nobody_strayed();
        send(command);
        if (choices_made_ > 0) ++found_later;
        send(command);
        if (city_.is_small() && as_expected) {
            EXPECT_EQ(choices_made_, 0) << "at what was looked at just now";
        }
    }

    // Whoever is on the way elsewhere than expected is priced by the expected arrival where he
    // goes, and from where he is anywhere else: taken away, he may be worth sending back.
    [[nodiscard]] bool nobody_strayed() const {
        const Board& board = engine_.board();
        for (const Index index : board.responders().in_order()) {
            const Responder& responder = board.responders()[index];
            const Request* request = board.requests().get(responder.request);
            if (request == nullptr || !responder.position) continue;
            if (responder.position_at > request->slots[responder.slot].assigned_at) return false;
        }
        return true;
    }

    // What must hold.

    void send(Command command) {
        Envelope envelope;
        envelope.seq = engine_.last_seq() + 1;
        envelope.at = now_;
        envelope.source = "test";
        envelope.command = std::move(command);

        std::optional<core::Engine> restored;
        if (below(8) == 0) restored.emplace().restore(engine_.state());
        const core::Handled handled = engine_.handle(envelope);
        const std::string events = text_of(handled.events);
        events_ = handled.events.size();
        ASSERT_EQ(text_of(twin_.handle(envelope).events), events);
        if (restored) {
            ASSERT_EQ(text_of(restored->handle(envelope).events), events);
        }
        follow(envelope, handled.events);
        ASSERT_EQ(engine_.broken_invariant(), "");
        expect_nobody_waits_for_the_idle();
        if (++steps_ % 64 == 0) compare_states();
    }

    void compare_states() {
        const std::string state = state_text(engine_.state());
        ASSERT_EQ(state_text(twin_.state()), state);
        ASSERT_EQ(state_text(board_.state()), state);
    }

    // Applies the events one by one and looks at each choice before it takes effect.
    void follow(const Envelope& envelope, std::span<const Event> events) {
        choices_made_ = 0;
        std::optional<NaiveRolling> naive;
        NaiveRolling::Cause cause;
        bool assigned = false;
        bool solved_again = false;
        for (const Event& event : events) {
            if (is_choice(event)) {
                if (city_.is_small() && !naive) naive.emplace(board_, now_);
                ++choices_made_;
                solved_again |= assigned && is_rerouting(event);
                assigned |= !is_rerouting(event);
                expect_allowed(event);
            } else if (!naive) {
                note(event, cause);
            }
            board_.apply(event, now_);
        }
        if (events.empty()) return;
        board_.finish_record(
            {envelope.seq, envelope.at, envelope.source, envelope.key, envelope.digest, events});
        choices += choices_made_;
        if (!city_.is_small() || envelope.command.is<LoadRules>()) return;
        // For whom one solution leaves without work there is another, at prices that have changed
        // with the first: together they need not be the best at the prices before.
        if (solved_again) {
            ++solved_in_parts;
            return;
        }
        if (!naive) naive.emplace(board_, now_);
        expect_best(*naive, cause);
    }

    void expect_allowed(const Event& event) {
        if (const auto* release = event.get_if<AssignmentReleased>()) {
            ++reroutings;
            ASSERT_TRUE(may_move(board_, *board_.responders().get(release->responder), now_))
                << "responder " << release->responder.value;
            return;
        }
        const auto& assignment = event.get<SlotAssigned>();
        const Request& request = *board_.requests().get(assignment.request);
        const Responder& responder = *board_.responders().get(assignment.responder);
        ASSERT_TRUE(waits(request, assignment.slot));
        ASSERT_TRUE(is_idle(responder, now_)) << "responder " << responder.id.value;
        ASSERT_TRUE(is_able(board_.rules(), request, assignment.slot, responder));
    }

    // What an event makes the engine look at.
    void note(const Event& event, NaiveRolling::Cause& cause) const {
        if (const auto* e = event.get_if<RequestReceived>()) cause.waiting.insert(e->request);
        if (const auto* e = event.get_if<RequestLocated>()) cause.waiting.insert(e->request);
        if (const auto* e = event.get_if<RequestResumed>()) cause.waiting.insert(e->request);
        if (const auto* e = event.get_if<RequestReopened>()) cause.waiting.insert(e->request);
        if (const auto* e = event.get_if<SlotFellBack>()) cause.waiting.insert(e->request);
        if (const auto* e = event.get_if<RequestReclassified>()) {
            cause.whole.insert(e->request);
        }
        if (const auto* e = event.get_if<DeadlineWarned>()) cause.whole.insert(e->request);
        if (const auto* e = event.get_if<DeadlineBreached>()) cause.whole.insert(e->request);
        if (const auto* e = event.get_if<ArrivalRevised>()) cause.whole.insert(e->request);
        if (const auto* e = event.get_if<AssignmentReleased>()) {
            cause.waiting.insert(e->request);
            cause.freed.insert(e->responder);
        }
        // A slot that a dispatcher fills at once wants nobody.
        if (const auto* e = event.get_if<SlotAssigned>()) cause.waiting.erase(e->request);
        if (const auto* e = event.get_if<DutyChanged>()) cause.freed.insert(e->responder);
        if (const auto* e = event.get_if<SlotServed>()) cause.freed.insert(e->responder);
        if (const auto* e = event.get_if<ResponderCleared>()) cause.freed.insert(e->responder);
        if (const auto* e = event.get_if<ResponderUpdated>()) cause.freed.insert(e->responder);
        if (const auto* e = event.get_if<PositionsReported>()) {
            for (const PositionFix& fix : e->fixes) {
                const Responder& responder = *board_.responders().get(fix.responder);
                const bool lost = !responder.position && !responder.profile.post;
                if (lost || comes_into_another_square(responder, fix.point.value)) {
                    cause.freed.insert(fix.responder);
                }
            }
        }
    }

    [[nodiscard]] bool comes_into_another_square(const Responder& responder, Point to) const {
        if (!is_idle(responder, now_)) return false;
        const Point from = *naive_place(board_.rules(), responder);
        const std::int64_t side = board_.rules().positions->look_again_m.value * 89;
        return responder.lapsed_at ||
               (from.lat_e7 + 900'000'000ll) / side != (to.lat_e7 + 900'000'000ll) / side ||
               (from.lon_e7 + 1'800'000'000ll) / side != (to.lon_e7 + 1'800'000'000ll) / side;
    }

    void expect_best(const NaiveRolling& naive, const NaiveRolling::Cause& cause) {
        const std::int64_t made = naive.price_of(board_);
        const std::int64_t promised = naive.best(naive.pool(cause));
        EXPECT_LE(made, promised) << "seq " << board_.seq();
        if (naive.rows().empty()) return;
        ++optima;
        const std::int64_t best = naive.best();
        if (made <= best) return;
        ++missed;
        const std::int64_t by = made - best;
        if (by > std::int64_t{1} << 40) {
            ++missed_waiting;
        } else {
            missed_ms += static_cast<double>(by);
        }
    }

    // Invariant 4, from the entities alone.
    void expect_nobody_waits_for_the_idle() const {
        const Board& board = engine_.board();
        for (const Index r : board.requests().in_order()) {
            const Request& request = board.requests()[r];
            for (std::uint32_t s = 0; s < request.slots.size(); ++s) {
                if (!waits(request, s)) continue;
                for (const Index index : board.responders().in_order()) {
                    const Responder& responder = board.responders()[index];
                    if (!is_idle(responder, now_)) continue;
                    ASSERT_FALSE(is_able(board.rules(), request, s, responder))
                        << "request " << request.id.value << " waits, responder "
                        << responder.id.value << " is idle";
                }
            }
        }
    }

    CityOf city_;
    std::mt19937_64 random_;
    core::Engine engine_;
    core::Engine twin_;
    Board board_;
    TimePoint now_{1'764'547'200'000};
    std::vector<ResponderId> responders_;
    std::vector<RequestId> requests_;
    std::size_t events_ = 0;
    int choices_made_ = 0;
    int steps_ = 0;
};

constexpr CityOf small{"small", Policy::rolling, 10, 3, 64, 256, 500, 60'000};
constexpr CityOf crowded{"crowded", Policy::rolling, 5, 2, 64, 256, 500, 40'000};
constexpr CityOf large{"large", Policy::rolling, 50, 12, 3, 5, 500, 8'000};
constexpr CityOf covering{"covering", Policy::coverage, 20, 6, 8, 24, 500, 20'000};

class RollingProperty : public testing::TestWithParam<CityOf> {};

TEST_P(RollingProperty, KeepsItsPromisesOnRandomDays) {
    int choices = 0;
    int reroutings = 0;
    int optima = 0;
    int missed = 0;
    int missed_waiting = 0;
    int found_later = 0;
    int solved_in_parts = 0;
    double missed_ms = 0;
    const char* more = std::getenv("MUSTER_ROLLING_SEEDS");
    const std::uint64_t seeds = more == nullptr ? 12 : std::strtoull(more, nullptr, 10);
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Day day(GetParam(), seed);
        day.live();
        if (HasFailure()) return;
        choices += day.choices;
        reroutings += day.reroutings;
        optima += day.optima;
        missed += day.missed;
        missed_waiting += day.missed_waiting;
        found_later += day.found_later;
        solved_in_parts += day.solved_in_parts;
        missed_ms += day.missed_ms;
    }
    EXPECT_GT(choices, 500) << "the days must have decisions to look at";
    EXPECT_GT(reroutings, 50);
    std::printf("%s: %d choices, %d of them reroutings; %d further looks found something\n",
                GetParam().name, choices, reroutings, found_later);
    if (GetParam().is_small()) {
        EXPECT_GT(optima, 3000);
        std::printf(
            "%s: after %d of %d records the city as a whole could be better (%d: somebody more "
            "could "
            "be served; the others: %.0f weighted ms in the mean); %d were solved in parts\n",
            GetParam().name, missed, optima, missed_waiting,
            missed_ms / std::max(missed - missed_waiting, 1), solved_in_parts);
    }
}

INSTANTIATE_TEST_SUITE_P(Cities, RollingProperty, testing::Values(small, crowded, large, covering),
                         [](const testing::TestParamInfo<CityOf>& info) {
                             return std::string(info.param.name);
                         });

}  // namespace
}  // namespace muster::test
