// One engine, for tests of places, answers and what is caught up.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "muster/merges.hpp"
#include "muster/places.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {

class PlacesStage {
  public:
    static constexpr TimePoint start{1'764'547'200'000};  // 2025-12-01 08:00 in the city
    static constexpr Millis day = hours(24);
    static constexpr Point here{324'000'000, 1'194'000'000};
    static constexpr Point beside{324'003'000, 1'194'000'000};  // 33 m north
    static constexpr Point far{325'000'000, 1'194'000'000};

    explicit PlacesStage(Rules rules = test_rules()) {
        EXPECT_FALSE(send(LoadRules{std::move(rules)}));
    }

    Rejection send(Command command, std::optional<TimePoint> at = {}) {
        now_ = at.value_or(now_);
        Envelope envelope;
        envelope.seq = engine.last_seq() + 1;
        envelope.at = now_;
        envelope.source = "test";
        envelope.command = std::move(command);
        const core::Handled handled = engine.handle(envelope);
        events.assign(handled.events.begin(), handled.events.end());
        EXPECT_EQ(engine.broken_invariant(), "");
        return handled.rejection;
    }
    template <class IdT>
    IdT must(Command command, std::optional<TimePoint> at = {}) {
        const Rejection rejection = send(std::move(command), at);
        EXPECT_FALSE(rejection) << rejection.field << ": " << rejection.detail;
        return {engine.last_seq()};
    }
    // Whatever falls due until then happens.
    void until(TimePoint at) {
        while (engine.next_deadline() <= at)
            EXPECT_FALSE(send(Tick{}, std::max(now_, engine.next_deadline())));
        now_ = at;
    }

    MemberId member(Code district = {}, std::optional<Point> home = here) {
        RegisterMember command;
        // Nobody is proposed as the same person.
        command.profile.name = "Li " + std::to_string(engine.last_seq());
        command.profile.district = district;
        if (home) command.profile.home = *home;
        command.profile.address = "Canal Street 7";
        return must<MemberId>(std::move(command));
    }
    PlaceId place(std::string external_ref, std::optional<Point> point = here, Code district = {},
                  Code community = {}, PlaceId parent = {}) {
        AddPlace command;
        command.profile.name = "place " + external_ref;
        command.profile.external_ref = std::move(external_ref);
        command.profile.point = point;
        command.profile.district = district;
        command.profile.community = community;
        command.profile.parent = parent;
        return must<PlaceId>(std::move(command));
    }
    ResponderId responder(Code skill, Point post = here) {
        RegisterResponder command;
        command.profile.kind = ResponderKind::staff;
        command.profile.skills = {skill};
        command.profile.post = post;
        const auto id = must<ResponderId>(std::move(command));
        EXPECT_FALSE(send(SetDuty{id, ResponderStatus::available, {}, ""}));
        return id;
    }
    RequestId ask(CreateRequest command) { return must<RequestId>(std::move(command)); }
    [[nodiscard]] const Request& request(RequestId id) const {
        return *engine.board().requests().get(id);
    }
    template <class IdT>
    [[nodiscard]] const EntityOf<IdT>* get(IdT id) const {
        return engine.board().store<EntityOf<IdT>>().get(id);
    }
    [[nodiscard]] TimePoint now() const { return now_; }
    void now(TimePoint at) { now_ = at; }

    core::Engine engine;
    std::vector<Event> events;  // of the last command

  private:
    TimePoint now_ = start;
};

// By the codes of the questions of the test rules.
inline TriageAnswer answer(Code question, Code choice) {
    return {question, choice, {}};
}

inline CreateRequest repair(std::optional<Point> place = PlacesStage::here) {
    CreateRequest command;
    command.service = "repair";
    if (place) command.place = *place;
    return command;
}

}  // namespace muster::test
