// Long random days against a naive engine: whoever is chosen or asked must be whom a plain scan
// over all responders and requests chooses, every invariant holds after each command, and an engine
// restored from the state before decides the same.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <random>
#include <span>
#include <tuple>

#include "engine/codec/commands_json.hpp"
#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "engine/core/requests/request_state.hpp"
#include "engine/roads/distance.hpp"
#include "muster/dispatch.hpp"
#include "muster/request.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "tests/core/naive_places.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

using core::Board;
using core::Index;

bool has_skills(const Board& board, Index responder, core::SkillMask wanted) {
    return (wanted & ~board.responders().aux(responder).skills) == 0;
}

bool let_down(const Slot& slot, ResponderId id) {
    return std::find(slot.passed.begin(), slot.passed.end(), id) != slot.passed.end();
}

core::SkillMask wanted_by(const Board& board, const Request& request, const Slot& slot) {
    return board.rule_index().known_mask(slot.skills) |
           board.rule_index().known_mask(request.skills);
}

std::int64_t eta_of(const Board& board, const Responder& responder, Point from, Point to) {
    const DispatchRule& rule = board.rules().dispatch;
    return roads::distance_dm(from, to) * rule.detour_permille * 360 /
           rule.speed_m_per_h[static_cast<std::size_t>(responder.profile.travel)];
}

// The nearest able idle professional by a scan over everybody.
ResponderId nearest_by_scan(const Board& board, const Request& request, const Slot& slot,
                            TimePoint now) {
    using Rank = std::tuple<std::int64_t, std::int64_t, std::uint64_t>;
    std::optional<Rank> best;
    for (const Index index : board.responders().in_order()) {
        const Responder& responder = board.responders()[index];
        const auto& where = board.responders().aux(index).where;
        if (responder.profile.kind == ResponderKind::volunteer || !where ||
            responder.status != ResponderStatus::available || let_down(slot, responder.id) ||
            !has_skills(board, index, wanted_by(board, request, slot))) {
            continue;
        }
        const std::int64_t cost = eta_of(board, responder, *where, request.place->value) +
                                  naive_doubt_ms(board.rules(), responder, now);
        const Rank rank{cost, responder.idle_since.value, responder.id.value};
        if (!best || rank < *best) best = rank;
    }
    return best ? ResponderId{std::get<2>(*best)} : ResponderId{};
}

// The waiting direct slot that this responder should serve, by a scan over all requests.
RequestId most_urgent_by_scan(const Board& board, Index responder, TimePoint now) {
    // strict classes first; then by points, highest first; then class, longest waiting, smallest id
    using Rank = std::tuple<int, std::int64_t, int, std::int64_t, std::uint64_t>;
    std::optional<Rank> best;
    for (const Index index : board.requests().in_order()) {
        const Request& request = board.requests()[index];
        if (!core::wants_responders(request.status) || !request.place) continue;
        for (const Slot& slot : request.slots) {
            if (!core::is_waiting(slot.status) || slot.fill != FillMode::direct) continue;
            if (let_down(slot, board.responders()[responder].id)) continue;
            if (!has_skills(board, responder, wanted_by(board, request, slot))) continue;
            const int urgency = static_cast<int>(request.urgency);
            const bool strict = urgency < board.rules().dispatch.strict_classes;
            const std::int64_t since = (request.created_at - request.credit_ms).value;
            const std::int64_t points =
                board.rule_index().class_rule(request.urgency).weight * (now.value - since);
            const Rank rank{strict ? urgency : urgency_count, strict ? 0 : -points, urgency, since,
                            request.id.value};
            if (!best || rank < *best) best = rank;
        }
    }
    return best ? RequestId{std::get<4>(*best)} : RequestId{};
}

// Until when a volunteer is of use: the first professional's arrival, else the class's target.
std::optional<TimePoint> wanted_by_time(const Board& board, const Request& request) {
    std::optional<TimePoint> professional;
    for (const Slot& slot : request.slots) {
        if (!core::is_bound(slot.status)) continue;
        const ResponderKind kind = board.responders().get(slot.responder)->profile.kind;
        if (kind == ResponderKind::volunteer) continue;
        if (!professional || slot.arrival_at < *professional) professional = slot.arrival_at;
    }
    if (professional) return professional;
    for (const MilestoneState& state : request.milestones) {
        if (state.milestone == Milestone::on_site) return state.due_at;
    }
    return std::nullopt;
}

// The engine's chances are integers in units of 2^-16.
constexpr double chance_error = 1.0 / (1 << 15);

// Those whom a waiting slot asks, besides those who consider it already, must be whom a scan over
// all volunteers in floating point would ask: the most expected help first, until somebody is
// likely enough to accept.
void expect_best_asked(const Board& board, const Request& request, std::uint32_t number,
                       TimePoint now, std::span<const ResponderId> asked) {
    struct Volunteer {
        double score;
        double accepts;
    };
    const Slot& slot = request.slots[number];
    const OfferRule& rule = board.rule_index().plan_of(request).offers;
    const std::optional<TimePoint> end = wanted_by_time(board, request);
    double nobody = 1;
    std::int64_t live = 0;
    std::map<ResponderId, Volunteer> able;
    for (const Index index : board.responders().in_order()) {
        const Responder& responder = board.responders()[index];
        const auto& aux = board.responders().aux(index);
        if (responder.profile.kind != ResponderKind::volunteer) continue;
        const std::int64_t answers =
            rule.prior_asked + responder.offers_asked - (aux.live_offer ? 1 : 0);
        const double accepts =
            static_cast<double>(rule.prior_accepted + responder.offers_accepted) /
            static_cast<double>(answers);
        if (aux.live_offer) {
            const Offer& offer = *board.offers().get(aux.live_offer);
            if (offer.request != request.id || offer.slot != number) continue;
            nobody *= 1 - accepts;
            ++live;
            continue;
        }
        if (!aux.where || responder.status != ResponderStatus::available ||
            let_down(slot, responder.id) ||
            !has_skills(board, index, wanted_by(board, request, slot)) ||
            roads::distance_dm(*aux.where, request.place->value) > rule.radius_m.value * 10) {
            continue;
        }
        const DispatchRule& dispatch = board.rules().dispatch;
        const std::int64_t cost = eta_of(board, responder, *aux.where, request.place->value) +
                                  naive_doubt_ms(board.rules(), responder, now);
        double in_time = 1;
        if (end) {
            const double left = std::max(0.0, static_cast<double>((*end - now).value));
            in_time = 1 / (1 + std::pow(static_cast<double>(cost) / left, 4));
        }
        double fatigue = 0;
        if (responder.last_service_at) {
            fatigue = 1 - static_cast<double>((now - responder.last_service_at).value) /
                              static_cast<double>(dispatch.volunteer_rest_ms.value);
        }
        able[responder.id] = {accepts * in_time / (1 + std::max(0.0, fatigue)), accepts};
    }
    const double may_fail = 1 - static_cast<double>(rule.accept_target_permille) / 1000;
    for (const ResponderId id : asked) {
        ASSERT_TRUE(able.contains(id)) << "responder " << id.value << " cannot be asked";
        const Volunteer chosen = able[id];
        ASSERT_LT(live, rule.max_live);
        ASSERT_GT(nobody, may_fail - 1e-8) << "enough have been asked";
        for (const auto& [other, volunteer] : able) {
            ASSERT_GE(chosen.score, volunteer.score - chance_error)
                << "responder " << other.value << " should be asked before " << id.value;
        }
        nobody *= 1 - chosen.accepts;
        ++live;
        able.erase(id);
    }
    ASSERT_TRUE(able.empty() || live == rule.max_live || nobody < may_fail + 1e-8)
        << "more should be asked";
}

class Day {
  public:
    explicit Day(std::uint64_t seed) : random_(seed) {
        Rules rules = test_rules();
        rules.desk.merge_window_ms = {};
        // Wide enough that there are volunteers to choose among.
        for (ResponsePlan& plan : rules.plans)
            plan.offers.radius_m = {6000};
        for (ClassRule& rule : rules.classes)
            rule.acknowledge_ms = hours(1);
        rules.classes[0].may_preempt = rules.classes[1].may_preempt = false;
        send(LoadRules{rules});
        const std::vector<std::vector<Code>> skills = {
            {"care"}, {"repair"}, {"care", "lift"}, {"first_aid", "care"}, {"nurse", "repair"}};
        for (int i = 0; i < 40; ++i) {
            ResponderProfile profile;
            profile.kind = i % 4 == 0 ? ResponderKind::volunteer : ResponderKind::staff;
            profile.skills = skills[below(skills.size())];
            profile.travel = static_cast<Profile>(below(profile_count));
            profile.post = point();
            send(RegisterResponder{profile});
            responders_.push_back({engine_.last_seq()});
            send(SetDuty{responders_.back(), ResponderStatus::available, {}, ""});
        }
    }

    void live(int commands) {
        for (int i = 0; i < commands && !testing::Test::HasFailure(); ++i) {
            now_ = now_ + Millis{static_cast<std::int64_t>(below(40'000))};
            while (engine_.next_deadline() <= now_)
                send(Tick{});
            one();
        }
    }

    int assigned = 0;
    int from_queue = 0;
    int asked = 0;
    std::array<int, fix_outcome_count> judged{};  // by FixOutcome

  private:
    std::uint64_t below(std::uint64_t n) { return random_() % n; }

    Point point() {
        return {324'000'000 + static_cast<std::int32_t>(below(900'000)),
                1'194'000'000 + static_cast<std::int32_t>(below(900'000))};
    }

    ResponderId anybody() { return responders_[below(responders_.size())]; }

    void one() {
        const std::uint64_t what = below(100);
        if (what < 30) return create();
        if (what < 75) return work(anybody());
        if (what < 83) {
            report();
        } else if (what < 88) {
            send(SetDuty{anybody(),
                         below(3) == 0 ? ResponderStatus::off_duty : ResponderStatus::available,
                         {},
                         ""});
        } else if (!requests_.empty()) {
            const RequestId request = requests_[below(requests_.size())];
            if (what < 92) {
                send(CancelRequest{request, ""});
            } else if (what < 96) {
                send(ReclassifyRequest{request, static_cast<Urgency>(below(5)), ""});
            } else if (what < 98) {
                send(HoldRequest{request, now_ + minutes(5), ""});
            } else {
                send(AssignResponder{request, 0, anybody(), "because"});
            }
        }
    }

    // Near the last place, near the doubted one, anywhere, and what devices say when they are
    // wrong.
    PositionFix fix() {
        const Responder& responder = *engine_.board().responders().get(anybody());
        const auto near = [this](Point p) {
            return Point{p.lat_e7 + static_cast<std::int32_t>(below(40'000)) - 20'000,
                         p.lon_e7 + static_cast<std::int32_t>(below(40'000)) - 20'000};
        };
        PositionFix fix{responder.id, point(), {}};
        const std::uint64_t how = below(12);
        if (how < 5 && responder.position) fix.point = near(responder.position->value);
        if (how >= 5 && how < 8 && responder.doubted)
            fix.point = near(responder.doubted->point.value);
        if (how == 8) fix.point = Point{0, static_cast<std::int32_t>(below(3)) * 600'000'000};
        if (how == 9) fix.fix_at = now_ - Millis{static_cast<std::int64_t>(below(4'000'000))};
        if (how == 10) fix.accuracy_m = static_cast<std::int32_t>(below(4'000));
        if (how == 11) fix = {{below(5) + 1}, ReportedPoint{}, now_ + hours(1)};
        return fix;
    }

    // Several fixes of one report are judged one after the other.
    void report() {
        ReportPositions command;
        for (std::uint64_t i = 0; i <= below(4); ++i)
            command.fixes.push_back(fix());
        send(command);
    }

    // The engine's verdict on each fix must be the plain one, and what it does must follow from it.
    void compare_fixes(const core::BoardState& before, const ReportPositions& command,
                       std::span<const FixOutcome> outcomes) {
        Board board;
        board.restore(before);
        ASSERT_EQ(outcomes.size(), command.fixes.size());
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            const PositionFix& fix = command.fixes[i];
            ASSERT_EQ(outcomes[i], naive_outcome(board, fix, now_)) << "fix " << i;
            ++judged[static_cast<std::size_t>(outcomes[i])];
            const Responder* responder = board.responders().get(fix.responder);
            if (responder == nullptr) continue;
            const TimePoint at = fix.fix_at ? std::min(fix.fix_at, now_) : now_;
            if (outcomes[i] == FixOutcome::taken) {
                if (responder->doubted && at >= responder->doubted->fix_at) {
                    board.apply(PositionDoubtEnded{fix.responder, false}, now_);
                }
                board.apply(PositionsReported{{{fix.responder, fix.point, at}}}, now_);
            } else if (outcomes[i] == FixOutcome::too_fast || outcomes[i] == FixOutcome::outside) {
                follow_doubt(board, *responder, fix, at, outcomes[i]);
            }
        }
        for (const Index index : board.responders().in_order()) {
            const Responder& expected = board.responders()[index];
            const Responder& got = *engine_.board().responders().get(expected.id);
            ASSERT_EQ(got.position, expected.position);
            ASSERT_EQ(got.position_at, expected.position_at);
            ASSERT_EQ(got.doubted.has_value(), expected.doubted.has_value());
            if (got.doubted) {
                ASSERT_EQ(got.doubted->point, expected.doubted->point);
            }
        }
    }

    static void follow_doubt(Board& board, const Responder& responder, const PositionFix& fix,
                             TimePoint at, FixOutcome outcome) {
        const bool outside = outcome == FixOutcome::outside;
        if (responder.doubted) {
            if (outside) return;
            const auto& doubted = *responder.doubted;
            const auto& speeds = board.rules().positions->max_speed_m_per_h;
            const std::int64_t reach_dm =
                10 * (board.rules().positions->slack_m.value + fix.accuracy_m.value_or(0)) +
                *std::max_element(speeds.begin(), speeds.end()) * (at - doubted.fix_at).value /
                    360'000;
            if (doubted.why == PositionDoubt::too_fast &&
                (at < doubted.fix_at ||
                 roads::distance_dm(doubted.point.value, fix.point.value) <= reach_dm)) {
                return;
            }
        }
        board.apply(PositionDoubted{fix.responder,
                                    {Point(fix.point.value), at,
                                     outside ? PositionDoubt::outside : PositionDoubt::too_fast}},
                    TimePoint{});
    }

    void create() {
        static constexpr std::array services = {"fall", "repair", "lift", "chore", "emergency"};
        CreateRequest command;
        command.service = services[below(services.size())];
        command.place = point();
        send(command);
        requests_.push_back({engine_.last_seq()});
    }

    // The next thing that a responder does: answer an offer, set out, arrive, complete.
    void work(ResponderId id) {
        const Index index = engine_.board().responders().find(id);
        const Responder responder = engine_.board().responders()[index];
        const OfferId offer = engine_.board().responders().aux(index).live_offer;
        if (offer && below(2) == 0) return send(AcceptOffer{offer});
        if (offer) return send(DeclineOffer{offer, ""});
        if (!responder.request) return;
        if (responder.status == ResponderStatus::dispatched) {
            return send(ReportEnRoute{responder.request, id});
        }
        send(CompleteAssignment{responder.request, id, Disposition::helped, {}});
    }

    void send(Command command) {
        Envelope envelope;
        envelope.seq = engine_.last_seq() + 1;
        envelope.at = now_;
        envelope.source = "test";
        envelope.command = std::move(command);

        const core::BoardState before = engine_.state();
        core::Engine twin;
        twin.restore(before);
        const core::Handled handled = engine_.handle(envelope);
        const core::Handled again = twin.handle(envelope);
        ASSERT_EQ(text_of(handled.events), text_of(again.events));
        ASSERT_EQ(engine_.broken_invariant(), "");
        ASSERT_EQ(std::vector(handled.fixes.begin(), handled.fixes.end()),
                  std::vector(again.fixes.begin(), again.fixes.end()));
        if (const auto* report = envelope.command.get_if<ReportPositions>()) {
            compare_fixes(before, *report, handled.fixes);
        }
        compare(before, handled.events);
    }

    // Applies the events one by one on another board and asks the scans before each assignment.
    void compare(const core::BoardState& before, std::span<const Event> events) {
        Board board;
        board.restore(before);
        Index freed = core::no_index;
        for (std::size_t i = 0; i < events.size(); ++i) {
            const Event& event = events[i];
            compare_offers(board, events, i);
            const auto* assignment = event.get_if<SlotAssigned>();
            if (assignment != nullptr && assignment->by == AssignedBy::engine) {
                const Request& request = *board.requests().get(assignment->request);
                const Slot& slot = request.slots[assignment->slot];
                ++assigned;
                ASSERT_EQ(nearest_by_scan(board, request, slot, now_).value,
                          assignment->responder.value);
                from_queue += request.created_at < now_ ? 1 : 0;
                if (freed != core::no_index) {
                    ASSERT_EQ(most_urgent_by_scan(board, freed, now_).value, request.id.value);
                    freed = core::no_index;
                }
            }
            board.apply(event, now_);
            if (const auto* served = event.get_if<SlotServed>()) {
                freed = board.responders().find(served->responder);
                const core::GridKind kind = board.responders().aux(freed).grid;
                if (kind != core::GridKind::idle_direct) freed = core::no_index;
            }
        }
        // Nobody who is free now is wanted: the scan must agree that no work is left.
        for (const Index index : board.responders().in_order()) {
            if (board.responders().aux(index).grid != core::GridKind::idle_direct) continue;
            ASSERT_EQ(most_urgent_by_scan(board, index, now_).value, 0u);
        }
    }

    // Where the offers of one decision begin at events[first]: they are the best.
    void compare_offers(const Board& board, std::span<const Event> events, std::size_t first) {
        const auto same = [](const Event& a, const Event& b) {
            const auto* one = a.get_if<OfferMade>();
            const auto* other = b.get_if<OfferMade>();
            return one != nullptr && other != nullptr && one->request == other->request &&
                   one->slot == other->slot;
        };
        const auto* offer = events[first].get_if<OfferMade>();
        if (offer == nullptr || (first > 0 && same(events[first - 1], events[first]))) return;
        std::vector<ResponderId> chosen;
        for (std::size_t i = first; i < events.size() && same(events[first], events[i]); ++i)
            chosen.push_back(events[i].get<OfferMade>().candidate.responder);
        asked += static_cast<int>(chosen.size());
        expect_best_asked(board, *board.requests().get(offer->request), offer->slot, now_, chosen);
    }

    static std::string text_of(std::span<const Event> events) {
        std::string text;
        codec::write(text, events);
        return text;
    }

    std::mt19937_64 random_;
    core::Engine engine_;
    TimePoint now_{1'764'547'200'000};
    std::vector<ResponderId> responders_;
    std::vector<RequestId> requests_;
};

std::array<int, fix_outcome_count> all_judged{};  // of all days, by FixOutcome

class NaiveModel : public testing::TestWithParam<std::uint64_t> {
  protected:
    // Behind the last seed there has been a fix of every kind.
    static void TearDownTestSuite() {
        for (std::size_t i = 0; i < fix_outcome_count; ++i)
            EXPECT_GT(all_judged[i], 0) << "outcome " << i;
    }
};

TEST_P(NaiveModel, ChoosesAsAPlainScanDoes) {
    Day day(GetParam());
    day.live(400);
    EXPECT_GT(day.assigned, 30) << "the day must have decisions to compare";
    EXPECT_GT(day.from_queue, 5) << "... and some for requests that waited";
    EXPECT_GT(day.asked, 30) << "... and volunteers to compare";
    for (std::size_t i = 0; i < fix_outcome_count; ++i)
        all_judged[i] += day.judged[i];
}

INSTANTIATE_TEST_SUITE_P(Seeds, NaiveModel, testing::Range<std::uint64_t>(1, 9));

}  // namespace
}  // namespace muster::test
