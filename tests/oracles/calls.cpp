#include "tests/oracles/calls.hpp"

#include <algorithm>
#include <cmath>
#include <queue>
#include <unordered_map>

#include "muster/dispatch.hpp"
#include "muster/requests.hpp"
#include "tests/oracles/desk.hpp"

namespace muster::test {
namespace {

// The core's clock is of whole milliseconds; so long a unit makes rounding vanish.
constexpr double unit_ms = 1e6;

struct Due {
    TimePoint at;
    std::uint64_t order = 0;
    RequestId request;
    bool completes = false;  // else the caller's patience ends
    friend bool operator>(const Due& a, const Due& b) {
        return std::pair(a.at, a.order) > std::pair(b.at, b.order);
    }
};

Rules rules_for(const CallModel& model) {
    Rules rules = plain_rules();
    rules.dispatch.policy = model.policy;
    rules.dispatch.strict_classes = model.strict ? urgency_count : 0;
    for (const CallClass& call : model.classes) {
        rules.classes[static_cast<std::size_t>(call.urgency)].weight = call.weight;
    }
    return rules;
}

class Play {
  public:
    explicit Play(const CallModel& model)
        : model_(model), desk_(rules_for(model)), chance_(model.seed) {
        for (const Point post : model.posts) {
            posts_.emplace(desk_.add_responder(ResponderKind::staff, post).value, posts_.size());
        }
        for (const CallClass& of : model.classes)
            rate_ += of.rate;
        calls_.reserve(model.calls);
    }

    std::vector<Call> run() {
        TimePoint next = after(chance_.exponential(rate_));
        while (calls_.size() < model_.calls || !waiting_.empty()) {
            const bool comes = calls_.size() < model_.calls;
            if (comes && (due_.empty() || next <= due_.top().at)) {
                desk_.advance(next);
                arrive();
                next = after(chance_.exponential(rate_));
            } else {
                const Due due = due_.top();
                due_.pop();
                desk_.advance(due.at);
                if (due.completes) {
                    complete(due.request);
                } else {
                    give_up(due.request);
                }
            }
        }
        return std::move(calls_);
    }

  private:
    struct Waiting {
        std::size_t call = 0;
        TimePoint since;
    };

    [[nodiscard]] TimePoint after(double units) const {
        return desk_.now() + Millis{std::llround(units * unit_ms)};
    }

    void arrive() {
        double pick = chance_.uniform() * rate_;
        std::size_t of = 0;
        while (of + 1 < model_.classes.size() && pick > model_.classes[of].rate) {
            pick -= model_.classes[of++].rate;
        }
        CreateRequest command;
        command.service = "call";
        command.urgency = model_.classes[of].urgency;
        // Beside each other by some metres, so that no two reports are of one place.
        command.place = model_.classes[of].place;
        command.place->value.lat_e7 += static_cast<std::int32_t>(calls_.size() % 64) * 100;
        Call call;
        call.of_class = of;
        call.service = chance_.exponential(1);
        calls_.push_back(call);
        const auto events = desk_.send(std::move(command));
        const RequestId request = desk_.last_id();
        waiting_[request.value] = {calls_.size() - 1, desk_.now()};
        take(events);
        calls_.back().at_once = calls_.back().served;
        if (calls_.back().served) return;
        if (!model_.wait_allowed) return give_up(request);
        if (model_.patience_rate == 0) return;
        due_.push({after(chance_.exponential(model_.patience_rate)), ++order_, request, false});
    }

    void take(std::span<const Event> events) {
        for (const Event& event : events) {
            const auto* assigned = event.get_if<SlotAssigned>();
            if (assigned == nullptr) continue;
            const auto found = waiting_.find(assigned->request.value);
            Call& call = calls_[found->second.call];
            call.served = true;
            call.wait = static_cast<double>((desk_.now() - found->second.since).value) / unit_ms;
            call.by = posts_.at(assigned->responder.value);
            waiting_.erase(found);
            serving_[assigned->request.value] = assigned->responder;
            due_.push({after(call.service), ++order_, assigned->request, true});
        }
    }

    void complete(RequestId request) {
        const auto found = serving_.find(request.value);
        const ResponderId responder = found->second;
        serving_.erase(found);
        take(desk_.send(CompleteAssignment{request, responder, Disposition::helped, {}}));
        desk_.send(RecordCallback{request, true, 0, {}});
        desk_.send(CloseRequest{request, Disposition::helped, {}});
    }

    void give_up(RequestId request) {
        const auto found = waiting_.find(request.value);
        if (found == waiting_.end()) return;  // is served already
        calls_[found->second.call].wait =
            static_cast<double>((desk_.now() - found->second.since).value) / unit_ms;
        waiting_.erase(found);
        take(desk_.send(CancelRequest{request, "lost patience"}));
    }

    const CallModel& model_;
    Desk desk_;
    Chance chance_;
    double rate_ = 0;
    std::uint64_t order_ = 0;
    std::unordered_map<std::uint64_t, std::size_t> posts_;
    std::unordered_map<std::uint64_t, Waiting> waiting_;
    std::unordered_map<std::uint64_t, ResponderId> serving_;
    std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
    std::vector<Call> calls_;
};

}  // namespace

std::vector<Call> play(const CallModel& model) {
    return Play(model).run();
}

}  // namespace muster::test
