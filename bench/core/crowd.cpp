#include "bench/core/crowd.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "engine/core/board.hpp"
#include "muster/dispatch.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"

namespace muster::bench {

std::uint64_t Random::operator()() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15ull;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

std::int32_t Random::between(std::int32_t low, std::int32_t high) {
    const auto span = static_cast<std::uint64_t>(std::int64_t{high} - low + 1);
    return static_cast<std::int32_t>(low + static_cast<std::int64_t>((*this)() % span));
}

Places::Places(std::uint64_t seed, bool clustered) : random(seed), clustered_(clustered) {
    for (int i = 0; i < 40; ++i)
        towns_.push_back(uniform());
}

Point Places::uniform() {
    return {random.between(320'000'000, 325'400'000), random.between(1'191'000'000, 1'197'400'000)};
}

Point Places::next() {
    if (!clustered_ || random() % 3 == 0) return uniform();
    // The sum of twelve is close to normal; deviation 60,000 units of 1e-7 degree, about 670 m.
    const auto offset = [this] {
        std::int32_t sum = 0;
        for (int i = 0; i < 12; ++i)
            sum += random.between(-30'000, 30'000);
        return sum;
    };
    const Point town = towns_[random() % towns_.size()];
    const std::int32_t lat = town.lat_e7 + offset();
    return {lat, town.lon_e7 + offset()};
}

Point Places::step_from(Point at) {
    const std::int32_t lat = at.lat_e7 + random.between(-15'000, 15'000);
    return {lat, at.lon_e7 + random.between(-15'000, 15'000)};
}

namespace {

Code skill(std::size_t number) {
    return Code("skill_" + std::to_string(number));
}

}  // namespace

Code rare_skill() {
    return "rare";
}

Rules crowd_rules() {
    Rules rules;
    rules.version = "bench";
    rules.dispatch.policy = Policy::closest;
    for (std::size_t i = 0; i < skill_count; ++i)
        rules.skills.push_back(skill(i));
    rules.skills.push_back(rare_skill());
    const std::array<std::int64_t, urgency_count> weights{16, 8, 4, 2, 1};
    for (int u = 0; u < urgency_count; ++u) {
        ClassRule rule;
        rule.urgency = static_cast<Urgency>(u);
        rule.weight = weights[static_cast<std::size_t>(u)];
        rule.milestones = {{Milestone::on_site, hours(24)}, {Milestone::completed, hours(72)}};
        rules.classes.push_back(rule);
    }
    ResponsePlan plan;
    plan.code = "help";
    plan.slots = {{"helper", {}, FillMode::direct, {}}};
    rules.plans = {plan};
    rules.services = {{"help", "Help", "帮助", Urgency::P2, "help", false, {}}};
    rules.desk.archive_after_ms = seconds(1);
    rules.desk.merge_window_ms = seconds(1);
    return rules;
}

ResponderProfile crowd_profile(Places& places) {
    ResponderProfile profile;
    const std::uint64_t skills = places.random() & places.random();
    for (std::size_t i = 0; i < skill_count; ++i) {
        if ((skills >> i & 1) != 0) profile.skills.push_back(skill(i));
    }
    profile.post = places.next();
    return profile;
}

Crowd::Crowd(std::uint64_t responders, bool clustered)
    : places(2 * responders + (clustered ? 1 : 0), clustered), responders_(responders) {
    envelope_.source = "bench";
    give(LoadRules{crowd_rules()});
    first_ = engine.last_seq() + 1;
    for (std::uint64_t i = 0; i < responders; ++i) {
        RegisterResponder command{crowd_profile(places)};
        at_.push_back(command.profile.post->value);
        give(std::move(command));
    }
    for (std::uint64_t i = 0; i < responders; i += 10) {
        give(SetDuty{responder(i), ResponderStatus::available, {}, {}});
    }
}

void Crowd::stamp(Command command) {
    envelope_.seq = engine.last_seq() + 1;
    envelope_.at = now;
    envelope_.command = std::move(command);
}

core::Handled Crowd::give(Command command) {
    double ignored = 0;
    return give_timed(std::move(command), ignored);
}

core::Handled Crowd::give_timed(Command command, double& seconds) {
    using Clock = std::chrono::steady_clock;
    stamp(std::move(command));
    const auto start = Clock::now();
    const core::Handled handled = engine.handle(envelope_);
    seconds = std::chrono::duration<double>(Clock::now() - start).count();
    if (handled.rejection) {
        std::fprintf(stderr, "refused: %s %s\n", handled.rejection.field.c_str(),
                     handled.rejection.detail.c_str());
        std::abort();
    }
    return handled;
}

void Crowd::tick() {
    while (engine.next_deadline() <= now)
        give(Tick{});
}

CreateRequest Crowd::next_request() {
    CreateRequest command;
    command.service = "help";
    command.channel = Channel::hotline;
    command.place = places.next();
    command.address = std::string("Wenchang Middle Road 12, block 3, flat 502");
    command.note = std::string("fell in the bathroom, is awake, left hip hurts");
    command.skills = {skill(asked_++ * 7 % skill_count)};
    return command;
}

void Crowd::queue_unservable(std::uint64_t count) {
    while (engine.board().open_requests() < count) {
        CreateRequest command = next_request();
        command.skills = {rare_skill()};
        give(std::move(command));
        now = now + Millis{10};
    }
    now = now + seconds(2);
    tick();
}

std::vector<RequestId> Crowd::exhaust() {
    std::vector<RequestId> requests;
    const auto& idle = engine.board().grid(core::GridKind::idle_direct, Profile::normal);
    while (idle.size() > 0) {
        CreateRequest command = next_request();
        command.skills.clear();
        give(std::move(command));
        const RequestId request{engine.last_seq()};
        if (const ResponderId sent = assigned(request)) {
            give(AcknowledgeAssignment{request, sent});
            requests.push_back(request);
        }
        now = now + Millis{10};
    }
    return requests;
}

ResponderId Crowd::assigned(RequestId request) const {
    const Request* found = engine.board().requests().get(request);
    if (found == nullptr || found->slots.empty()) std::abort();
    return found->slots.front().responder;
}

}  // namespace muster::bench
