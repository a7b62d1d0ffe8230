// A register of talents, and time that passes: for the tests of talents and certificates.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "muster/merges.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "muster/talents.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {

class TalentsStage {
  public:
    static constexpr TimePoint start{1'764'547'200'000};  // 2025-12-01 08:00 in the city
    static constexpr Millis day = hours(24);
    static constexpr Point here{324'000'000, 1'194'000'000};

    explicit TalentsStage(Rules rules = test_rules()) { must(LoadRules{std::move(rules)}); }

    // Everything that is due by now has been done before.
    Rejection send(Command command, std::string source = "http:wang") {
        pass({});
        return record(std::move(command), std::move(source));
    }
    std::uint64_t must(Command command, std::string source = "http:wang") {
        const std::string name(command.name());
        const Rejection rejection = send(std::move(command), std::move(source));
        EXPECT_FALSE(rejection) << name << ": " << rejection.field << " " << rejection.detail;
        return engine.last_seq();
    }
    // Lets so much time pass, and all that falls due in it happen.
    void pass(Millis time) {
        const TimePoint until = now + time;
        while (engine.next_deadline() <= until) {
            now = std::max(engine.next_deadline(), engine.last_at());
            EXPECT_FALSE(record(Tick{}, "engine"));
        }
        now = until;
    }
    void pass_until(TimePoint until) { pass(until - now); }

    static TalentProfile profile(std::string name, std::string phone = {}) {
        TalentProfile out;
        out.name = std::move(name);
        out.phone = std::move(phone);
        return out;
    }
    TalentId talent(TalentProfile profile, MemberId member = {}, ResponderId responder = {}) {
        return {must(RegisterTalent{std::move(profile), member, responder, false, {}})};
    }
    TalentId talent(std::string name = "Li Na") { return talent(profile(std::move(name))); }
    TalentId candidate() { return {must(RegisterTalent{profile("Li Na"), {}, {}, true, {}})}; }
    MemberId member(std::string name = "Li Na") {
        RegisterMember command;
        command.profile.name = std::move(name);
        return {must(command)};
    }
    ResponderId responder(std::vector<Code> skills = {},
                          ResponderKind kind = ResponderKind::volunteer) {
        RegisterResponder command;
        command.profile.kind = kind;
        command.profile.name = "Li Na";
        command.profile.skills = std::move(skills);
        command.profile.post = here;
        return {must(command)};
    }
    template <class IdT>
    [[nodiscard]] const auto& get(IdT id) const {
        return *engine.board().store<EntityOf<IdT>>().get(id);
    }
    template <class IdT>
    [[nodiscard]] bool is_there(IdT id) const {
        return engine.board().store<EntityOf<IdT>>().get(id) != nullptr;
    }
    [[nodiscard]] std::vector<Code> skills(ResponderId id) const { return get(id).profile.skills; }

    // How many events of this kind the last record has, and the last one of them.
    template <class E>
    [[nodiscard]] std::size_t count() const {
        return static_cast<std::size_t>(
            std::count_if(events.begin(), events.end(), [](const Event& e) { return e.is<E>(); }));
    }
    template <class E>
    [[nodiscard]] E last() const {
        for (auto event = events.rbegin(); event != events.rend(); ++event) {
            if (event->template is<E>()) return event->template get<E>();
        }
        ADD_FAILURE() << "the last record has no such event";
        return {};
    }

    core::Engine engine;
    TimePoint now = start;
    std::vector<Event> events;  // of the last record

  private:
    Rejection record(Command command, std::string source) {
        Envelope envelope;
        envelope.seq = engine.last_seq() + 1;
        envelope.at = now;
        envelope.source = std::move(source);
        envelope.command = std::move(command);
        const core::Handled handled = engine.handle(envelope);
        events.assign(handled.events.begin(), handled.events.end());
        EXPECT_EQ(engine.broken_invariant(), "") << envelope.command.name();
        return handled.rejection;
    }
};

// Commands about a talent, with what they need and no more.
inline UpdateTalent update(TalentId talent) {
    UpdateTalent command;
    command.talent = talent;
    return command;
}

inline ReviewTalent review(TalentId talent, std::string late_cause = {}) {
    ReviewTalent command;
    command.talent = talent;
    command.late_cause = std::move(late_cause);
    return command;
}

inline LeaveTalent leave(TalentId talent, LeaveCause cause = LeaveCause::health) {
    return {talent, cause, {}, ""};
}

inline TalentProfile nurse(std::optional<TimePoint> until = {}) {
    TalentProfile profile = TalentsStage::profile("Li Na");
    profile.skills = {"nurse"};
    if (until) profile.skill_terms = {{"nurse", *until}};
    return profile;
}

}  // namespace muster::test
