// Nearness and volunteers, against geometry and the number of offers that a target needs.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/core/board.hpp"
#include "engine/core/dispatch/trace.hpp"
#include "muster/dispatch.hpp"
#include "muster/requests.hpp"
#include "tests/oracles/closed_forms.hpp"
#include "tests/oracles/desk.hpp"

namespace muster::test {
namespace {

// Poisson points of density 1 per square of this side, so large that metres are fine enough.
constexpr double unit_m = 2'000;
constexpr double half = 10;  // of the field's side, in units
constexpr double inner = 4;  // requests stay this close to its middle: nobody sees the border

CreateRequest call_at(Point place) {
    CreateRequest command;
    command.service = "call";
    command.place = place;
    return command;
}

std::size_t poisson(Chance& chance, double mean) {
    std::size_t count = 0;
    for (double at = chance.exponential(1); at < mean; at += chance.exponential(1))
        ++count;
    return count;
}

TEST(Field, NearestOfPoissonRespondersAreAsFarAsGeometrySays) {
    Rules rules = plain_rules();
    rules.dispatch.candidates = 8;
    Chance chance(21);
    constexpr int fields = 160;
    constexpr int requests_per_field = 40;
    // By k - 1; the requests of one field follow each other, so that a batch is of whole fields.
    std::vector<std::vector<double>> distances(5);
    std::vector<double> winners;
    std::vector<double> seconds;
    for (int f = 0; f < fields; ++f) {
        Desk desk(rules);
        const std::size_t count = poisson(chance, 4 * half * half);
        for (std::size_t i = 0; i < count; ++i) {
            const double east = (2 * chance.uniform() - 1) * half * unit_m;
            desk.add_responder(ResponderKind::staff,
                               at_metres(east, (2 * chance.uniform() - 1) * half * unit_m));
        }
        std::vector<core::DecisionTrace> trace;
        desk.engine().set_trace(&trace);
        for (int r = 0; r < requests_per_field; ++r) {
            trace.clear();
            const double east = (2 * chance.uniform() - 1) * inner * unit_m;
            const auto events =
                desk.send(call_at(at_metres(east, (2 * chance.uniform() - 1) * inner * unit_m)));
            for (const Event& event : events) {
                const auto* assigned = event.get_if<SlotAssigned>();
                if (assigned == nullptr) continue;
                const auto units = [](Metres m) {
                    return (static_cast<double>(m.value) + .5) / unit_m;
                };
                winners.push_back(units(assigned->rationale.winner->distance_m));
                seconds.push_back(units(assigned->rationale.next->distance_m));
            }
            ASSERT_EQ(trace.size(), 1u);
            ASSERT_GE(trace[0].candidates.size(), 5u);
            for (std::size_t k = 0; k < 5; ++k) {
                distances[k].push_back(
                    (static_cast<double>(trace[0].candidates[k].candidate.distance_m.value) + .5) /
                    unit_m);
            }
            desk.send(CancelRequest{desk.last_id(), "measured"});
        }
        desk.engine().set_trace(nullptr);
    }
    expect_estimate(winners, mean_distance(1), .03, "winner");
    expect_estimate(seconds, mean_distance(2), .03, "next best");
    for (std::size_t k = 0; k < 5; ++k) {
        expect_estimate(distances[k], mean_distance(static_cast<int>(k) + 1), .03, "k-th nearest");
    }
}

std::vector<OfferMade> offers_in(std::span<const Event> events) {
    std::vector<OfferMade> offers;
    for (const Event& event : events) {
        if (const auto* made = event.get_if<OfferMade>()) offers.push_back(*made);
    }
    return offers;
}

TEST(Field, AsManyVolunteersAreAskedAsTheTargetNeeds) {
    for (const int target_permille : {800, 900, 950}) {
        for (const int percent : {17, 30, 47}) {
            Rules rules = plain_rules();
            rules.plans[0].slots[0].fill = FillMode::offer;
            OfferRule& offers = rules.plans[0].offers;
            offers.accept_target_permille = target_permille;
            offers.prior_asked = 100;
            offers.prior_accepted = percent;
            offers.max_live = 64;
            Desk desk(rules);
            for (int i = 0; i < 40; ++i) {
                desk.add_responder(ResponderKind::volunteer, at_metres(10 * i, 0));
            }
            const auto needed =
                static_cast<std::size_t>(offers_needed(target_permille / 1000.0, percent / 100.0));
            auto live = offers_in(desk.send(call_at({})));
            const RequestId request = desk.last_id();
            ASSERT_EQ(live.size(), needed) << target_permille << " " << percent;
            // Nobody is nearer than those who were asked.
            std::set<ResponderId> asked;
            for (const OfferMade& offer : live) {
                asked.insert(offer.candidate.responder);
                EXPECT_LT(offer.candidate.distance_m.value, 10 * static_cast<int>(needed));
            }
            // Every decline is made up for by somebody new.
            for (int i = 0; i < 10; ++i) {
                const auto fresh = offers_in(desk.send(DeclineOffer{live.back().offer, "busy"}));
                live.pop_back();
                ASSERT_EQ(fresh.size(), 1u);
                EXPECT_TRUE(asked.insert(fresh[0].candidate.responder).second);
                live.insert(live.begin(), fresh[0]);
            }
            // One yes ends all other offers, and nobody else is asked.
            const auto events = desk.send(AcceptOffer{live.front().offer});
            EXPECT_TRUE(offers_in(events).empty());
            const auto withdrawn =
                std::count_if(events.begin(), events.end(),
                              [](const Event& event) { return event.is<OfferWithdrawn>(); });
            EXPECT_EQ(static_cast<std::size_t>(withdrawn), needed - 1);
            EXPECT_EQ(desk.engine().board().requests().get(request)->status,
                      RequestStatus::dispatched);
            EXPECT_EQ(desk.engine().broken_invariant(), "");
        }
    }
}

// Volunteers walk at the core's pace from where they are; each is asked in order of nearness and
// says yes with probability a. The first to say yes is the first to arrive.
TEST(Field, FirstVolunteerArrivesAsTheFormulaSays) {
    constexpr double yes = .3;
    constexpr double delay_s = 60;
    constexpr double by_s = 240;
    constexpr double pace = 2.3;     // m/s
    constexpr double radius = 1000;  // who is asked; by then nobody walks further than 414 m
    constexpr double pi = 3.141592653589793;
    Rules rules = plain_rules();
    rules.plans[0].slots[0].fill = FillMode::offer;
    OfferRule& offers = rules.plans[0].offers;
    offers.radius_m = {static_cast<std::int64_t>(radius)};
    // So sure of the acceptance that the answers of a test do not change it.
    offers.prior_asked = 1'000'000;
    offers.prior_accepted = 300'000;
    offers.max_live = 64;
    rules.dispatch.speed_m_per_h.fill(static_cast<std::int64_t>(pace * 3600));
    Chance chance(23);
    for (const double within_1_km : {10.0, 30.0}) {
        std::vector<double> arrived;
        for (int field = 0; field < 8'000; ++field) {
            Desk desk(rules);
            const std::size_t count = poisson(chance, within_1_km);
            for (std::size_t i = 0; i < count; ++i) {
                const double from = radius * std::sqrt(chance.uniform());
                const double angle = 2 * pi * chance.uniform();
                desk.add_responder(ResponderKind::volunteer,
                                   at_metres(from * std::cos(angle), from * std::sin(angle)));
            }
            std::vector<OfferMade> live = offers_in(desk.send(call_at({})));
            double first_s = by_s * 2;
            while (!live.empty()) {
                const auto nearest =
                    std::min_element(live.begin(), live.end(), [](const auto& a, const auto& b) {
                        return a.candidate.eta_ms < b.candidate.eta_ms;
                    });
                const OfferMade offer = *nearest;
                live.erase(nearest);
                if (chance.uniform() <= yes) {
                    desk.send(AcceptOffer{offer.offer});
                    first_s = delay_s + static_cast<double>(offer.candidate.eta_ms.value) / 1000;
                    break;
                }
                for (const OfferMade& fresh :
                     offers_in(desk.send(DeclineOffer{offer.offer, "busy"}))) {
                    // Nobody further away was asked before.
                    EXPECT_GE(fresh.candidate.eta_ms, offer.candidate.eta_ms);
                    live.push_back(fresh);
                }
            }
            arrived.push_back(first_s <= by_s ? 1 : 0);
        }
        const double density = within_1_km / (pi * 1e6);
        expect_estimate(arrived, arrived_by(by_s, yes, density, pace, delay_s), .05, "arrived");
    }
}

}  // namespace
}  // namespace muster::test
