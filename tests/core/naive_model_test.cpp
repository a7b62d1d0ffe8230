// Long random days against a naive engine: whoever is chosen must be whom a plain scan over all
// responders and requests chooses, every invariant holds after each command, and an engine restored
// from the state before decides the same.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <optional>
#include <random>
#include <tuple>

#include "engine/codec/commands_json.hpp"
#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "engine/core/request_state.hpp"
#include "engine/roads/distance.hpp"
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
        const DispatchRule& rule = board.rules().dispatch;
        const auto profile = static_cast<std::size_t>(responder.profile.travel);
        const std::int64_t eta = roads::distance_dm(*where, request.place->value) *
                                 rule.detour_permille * 360 / rule.speed_m_per_h[profile];
        const bool stale =
            responder.position && responder.position_at + rule.position_stale_ms < now;
        const std::int64_t cost = eta + (stale ? rule.stale_penalty_ms.value : 0);
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
                board.rule_index().urgency(request.urgency).weight * (now.value - since);
            const Rank rank{strict ? urgency : urgency_count, strict ? 0 : -points, urgency, since,
                            request.id.value};
            if (!best || rank < *best) best = rank;
        }
    }
    return best ? RequestId{std::get<4>(*best)} : RequestId{};
}

class Day {
  public:
    explicit Day(std::uint64_t seed) : random_(seed) {
        Rules rules = test_rules();
        rules.desk.merge_window_ms = {};
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
            send(ReportPositions{{{anybody(), point(), {}}}});
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
        compare(before, handled.events);
    }

    // Applies the events one by one on another board and asks the scans before each assignment.
    void compare(const core::BoardState& before, std::span<const Event> events) {
        Board board;
        board.restore(before);
        Index freed = core::no_index;
        for (const Event& event : events) {
            const auto* assignment = std::get_if<SlotAssigned>(&event);
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
            if (const auto* served = std::get_if<SlotServed>(&event)) {
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

class NaiveModel : public testing::TestWithParam<std::uint64_t> {};

TEST_P(NaiveModel, ChoosesAsAPlainScanDoes) {
    Day day(GetParam());
    day.live(400);
    EXPECT_GT(day.assigned, 30) << "the day must have decisions to compare";
    EXPECT_GT(day.from_queue, 5) << "... and some for requests that waited";
}

INSTANTIATE_TEST_SUITE_P(Seeds, NaiveModel, testing::Range<std::uint64_t>(1, 9));

}  // namespace
}  // namespace muster::test
