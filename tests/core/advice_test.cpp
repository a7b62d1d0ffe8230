// MUSTER_ADVICE_SEEDS=n lives n days of each policy instead of the usual few.
//
// Advice on random days: whom Engine::advise() names for a request that is on hold is whom the
// engine sends and asks when the request is resumed in the same millisecond, with the same figures
// in the record and the same candidates in the same order; whom it names for a slot that is held is
// whom the engine sends when the holder is released. And an engine that is asked decides as one
// that is not.

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <optional>
#include <ostream>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "engine/codec/commands_json.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "engine/core/requests/request_state.hpp"
#include "muster/dispatch.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "tests/core/state_text.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

using core::SlotAdvice;

Rules rules_of(Policy policy) {
    Rules rules = test_rules();
    rules.dispatch.policy = policy;
    rules.dispatch.position_stale_ms = minutes(2);
    rules.desk.archive_after_ms = minutes(30);
    rules.desk.clear_ms = seconds(20);
    for (ClassRule& rule : rules.classes)
        rule.acknowledge_ms = minutes(10);
    for (ResponsePlan& plan : rules.plans)
        plan.offers.radius_m = {5000};
    // Old positions are met all the time.
    rules.positions.emplace();
    rules.positions->max_age_ms = {minutes(5), minutes(9), minutes(5)};
    rules.positions->slack_m = {100'000};
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

template <class T>
std::string text_of(const T& value) {
    std::string text;
    codec::write(text, value);
    return text;
}

struct Seen {
    int resumed = 0;
    int sent = 0;
    int preempted = 0;
    int asked = 0;
    int nobody = 0;
    int replaced = 0;
    int compared_traces = 0;
    int lapsed = 0;
};

class Day {
  public:
    Day(Policy policy, std::uint64_t seed, Seen& seen)
        : policy_(policy), random_(seed), seen_(seen) {
        send(LoadRules{rules_of(policy)});
        static const std::vector<std::vector<Code>> skills = {
            {"care"},           {"repair"},
            {"care", "lift"},   {"first_aid", "care"},
            {"lift", "repair"}, {"first_aid", "care", "lift", "repair"}};
        for (std::size_t i = 0; i < 22; ++i) {
            ResponderProfile profile;
            profile.kind = i >= 12 ? ResponderKind::volunteer : ResponderKind::staff;
            profile.skills = skills[below(skills.size())];
            profile.travel = static_cast<Profile>(below(profile_count));
            if (below(3) != 0) profile.post = point();
            send(RegisterResponder{profile});
            responders_.push_back({engine_.last_seq()});
            send(SetDuty{responders_.back(), ResponderStatus::available, {}, ""});
        }
    }

    void live() {
        for (int i = 0; i < 400 && !testing::Test::HasFailure(); ++i) {
            if (below(5) != 0) now_ = now_ + Millis{static_cast<std::int64_t>(below(60'000))};
            tick();
            one();
            ask_for_nothing();
        }
        ASSERT_EQ(state_text(engine_.state()), state_text(unasked_.state()));
    }

  private:
    std::uint64_t below(std::uint64_t n) { return random_() % n; }
    Point point() {
        return {324'000'000 + static_cast<std::int32_t>(below(700'000)),
                1'194'000'000 + static_cast<std::int32_t>(below(700'000))};
    }
    template <class List>
    auto any(const List& list) {
        return list[below(list.size())];
    }
    const core::Board& board() const { return engine_.board(); }

    void tick() {
        while (engine_.next_deadline() <= now_ && !testing::Test::HasFailure())
            send(Tick{});
    }

    void one() {
        const std::uint64_t what = below(100);
        if (what < 22 || requests_.empty()) return create();
        if (what < 54) return work(any(responders_));
        if (what < 72) return move();
        if (what < 78) return duty();
        const RequestId request = any(requests_);
        if (what < 86) {
            send(HoldRequest{request, now_ + minutes(30), "because"});
        } else if (what < 96) {
            resume();
        } else {
            replace();
        }
    }

    void create() {
        static constexpr std::array services = {"fall", "repair", "lift", "chore", "emergency"};
        CreateRequest command;
        command.service = any(services);
        if (below(3) == 0) command.urgency = static_cast<Urgency>(below(urgency_count));
        command.place = point();
        if (below(8) == 0) command.skills = {"lift"};
        send(command);
        requests_.push_back({engine_.last_seq()});
        if (requests_.size() > 12) requests_.erase(requests_.begin());
    }

    void work(ResponderId id) {
        const core::Index index = board().responders().find(id);
        const Responder& responder = board().responders()[index];
        const OfferId offer = board().responders().aux(index).live_offer;
        if (offer && below(3) == 0) return send(AcceptOffer{offer});
        if (offer) return send(DeclineOffer{offer, ""});
        if (!responder.request) return;
        const RequestId request = responder.request;
        if (below(3) == 0) return send(ReportOnScene{request, id});
        if (responder.status == ResponderStatus::dispatched) {
            return send(ReportEnRoute{request, id});
        }
        send(CompleteAssignment{request, id, Disposition::helped, {}});
    }

    void move() {
        ReportPositions command;
        for (std::uint64_t i = 0; i <= below(3); ++i)
            command.fixes.push_back({any(responders_), point(), {}});
        send(command);
    }

    void duty() {
        static constexpr std::array statuses = {
            ResponderStatus::available, ResponderStatus::available, ResponderStatus::off_duty};
        send(SetDuty{any(responders_), any(statuses), {}, ""});
    }

    std::vector<SlotAdvice> advise(RequestId request, std::optional<std::uint32_t> slot,
                                   std::size_t candidates) {
        const std::string before = state_text(engine_.state());
        auto advice = engine_.advise({request, slot, now_, candidates});
        EXPECT_EQ(state_text(engine_.state()), before);
        return advice;
    }

    // Advice that nothing follows; the other engine is not asked.
    void ask_for_nothing() {
        if (requests_.empty()) return;
        std::optional<std::uint32_t> slot;
        if (below(2) == 0) slot = static_cast<std::uint32_t>(below(3));
        for (const SlotAdvice& advice : advise(any(requests_), slot, 1 + below(10))) {
            if (slot) {
                EXPECT_EQ(advice.slot, *slot);
            }
            EXPECT_LE(advice.chosen.size(), advice.trace.candidates.size());
            for (std::size_t i = 0; i < advice.chosen.size(); ++i) {
                const core::Verdict verdict = advice.trace.candidates[i].verdict;
                EXPECT_TRUE(verdict == core::Verdict::won || verdict == core::Verdict::asked);
            }
        }
    }

    // The requests on hold are many, and were held for long enough for others to come free.
    void resume() {
        for (const RequestId id : requests_) {
            const Request* const request = board().requests().get(id);
            if (request == nullptr || request->status != RequestStatus::held) continue;
            tick();
            const auto advice = advise(id, {}, 64);
            std::vector<core::DecisionTrace> traces;
            engine_.set_trace(&traces);
            send(ResumeRequest{id});
            engine_.set_trace(nullptr);
            if (testing::Test::HasFailure()) return;
            ++seen_.resumed;
            bool taken_from_others = false;
            for (const SlotAdvice& one : advice) {
                compare(id, one);
                taken_from_others |= one.by == AssignedBy::preemption;
                // Whoever loses somebody looks for another one before the next slot does.
                if (taken_from_others) break;
                compare(id, one, traces);
            }
            return;
        }
    }

    void compare(RequestId request, const SlotAdvice& advice) {
        std::vector<ResponderId> chosen;
        for (const Event& event : events_) {
            const auto* const lapsed = event.get_if<PositionLapsed>();
            if (lapsed != nullptr) ++seen_.lapsed;
            const auto* const made = event.get_if<OfferMade>();
            if (made != nullptr && made->request == request && made->slot == advice.slot) {
                const std::size_t at = chosen.size();
                chosen.push_back(made->candidate.responder);
                ++seen_.asked;
                ASSERT_LT(at, advice.trace.candidates.size());
            }
            const auto* const sent = event.get_if<SlotAssigned>();
            if (sent == nullptr || sent->request != request || sent->slot != advice.slot) continue;
            if (!chosen.empty()) continue;  // exchanged in the same record
            chosen.push_back(sent->responder);
            ++(sent->by == AssignedBy::preemption ? seen_.preempted : seen_.sent);
            ASSERT_TRUE(advice.rationale) << "slot " << advice.slot;
            EXPECT_EQ(advice.by, sent->by);
            EXPECT_EQ(text_of(*advice.rationale), text_of(sent->rationale));
        }
        if (chosen.empty()) ++seen_.nobody;
        EXPECT_EQ(text_of(advice.chosen), text_of(chosen))
            << "slot " << advice.slot << " of request " << request.value << ", "
            << text_of(events_);
    }

    // The first decision about the slot in the record.
    void compare(RequestId request, const SlotAdvice& advice,
                 const std::vector<core::DecisionTrace>& traces) {
        for (const core::DecisionTrace& trace : traces) {
            if (trace.request != request || trace.slot != advice.slot) continue;
            ++seen_.compared_traces;
            std::vector<core::TracedCandidate> expected;
            for (const core::TracedCandidate& one : trace.candidates) {
                // Of who is nowhere a decision may say first what else is against him; without a
                // place he is not among the nearest, whom advice lists.
                const bool nowhere = one.candidate.distance_m == Metres{} &&
                                     one.candidate.eta_ms == Millis{} &&
                                     one.candidate.cost_ms == Millis{};
                const bool shown = one.verdict != core::Verdict::other_kind &&
                                   one.verdict != core::Verdict::no_position && !nowhere;
                if (shown) expected.push_back(one);
            }
            EXPECT_EQ(text_of(advice.trace.candidates), text_of(expected));
            return;
        }
    }

    // Of the policy under which nothing else is exchanged by it.
    void replace() {
        if (policy_ != Policy::closest) return;
        for (const RequestId id : requests_) {
            const Request* const request = board().requests().get(id);
            if (request == nullptr || !core::wants_responders(request->status)) continue;
            std::optional<std::uint32_t> held;
            bool others_wait = false;
            for (std::uint32_t s = 0; s < request->slots.size(); ++s) {
                const Slot& slot = request->slots[s];
                others_wait |= core::is_waiting(slot.status);
                if (slot.status == SlotStatus::assigned || slot.status == SlotStatus::en_route) {
                    held = s;
                }
            }
            if (!held || others_wait) continue;
            const auto advice = advise(id, held, 8);
            ASSERT_EQ(advice.size(), 1u);
            EXPECT_EQ(advice.front().slot, *held);
            send(ReleaseResponder{id, *held, "because"});
            if (testing::Test::HasFailure()) return;
            ++seen_.replaced;
            compare(id, advice.front());
            return;
        }
    }

    void send(Command command) {
        Envelope envelope;
        envelope.seq = engine_.last_seq() + 1;
        envelope.at = now_;
        envelope.source = "test";
        envelope.command = std::move(command);
        const core::Handled handled = engine_.handle(envelope);
        events_.assign(handled.events.begin(), handled.events.end());
        ASSERT_EQ(text_of(unasked_.handle(envelope).events), text_of(events_));
    }

    const Policy policy_;
    std::mt19937_64 random_;
    Seen& seen_;
    core::Engine engine_;
    core::Engine unasked_;
    TimePoint now_{1'700'000'000'000};
    std::vector<ResponderId> responders_;
    std::vector<RequestId> requests_;
    std::vector<Event> events_;
};

class Advice : public testing::TestWithParam<Policy> {};

TEST_P(Advice, IsWhatTheEngineThenDoes) {
    const char* const more = std::getenv("MUSTER_ADVICE_SEEDS");
    const int seeds = more != nullptr ? std::atoi(more) : 25;
    Seen seen;
    for (int seed = 1; seed <= seeds && !HasFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Day(GetParam(), static_cast<std::uint64_t>(seed), seen).live();
    }
    // The scenes are those that matter.
    EXPECT_GT(seen.resumed, seeds);
    // Where all is assigned anew at each event, few come free for who was put off.
    EXPECT_GT(seen.sent, GetParam() == Policy::closest ? seeds / 2 : 0);
    EXPECT_GT(seen.asked, seeds / 2);
    EXPECT_GT(seen.nobody, seeds / 2);
    EXPECT_GT(seen.compared_traces, seeds / 2);
    EXPECT_GT(seen.lapsed, 0);
    if (GetParam() == Policy::closest) {
        EXPECT_GT(seen.replaced, 0);
    }
    std::printf(
        "resumed %d: sent %d, preempted %d, asked %d, nobody %d; replaced %d; traces %d; "
        "lapsed %d\n",
        seen.resumed, seen.sent, seen.preempted, seen.asked, seen.nobody, seen.replaced,
        seen.compared_traces, seen.lapsed);
}

INSTANTIATE_TEST_SUITE_P(Policies, Advice,
                         testing::Values(Policy::closest, Policy::rolling, Policy::coverage),
                         [](const auto& info) { return std::string(name_of(info.param)); });

}  // namespace
}  // namespace muster::test
