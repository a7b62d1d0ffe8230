// One member, one request after the other, and the calendar of the State Council that is shipped:
// for tests of clocks, ratings and links.
#pragma once

#include <gtest/gtest.h>

#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/core/requests/clocks.hpp"
#include "muster/links.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "tests/core/shipped_rules.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {

inline Date day(std::string_view text) {
    const auto date = Date::from_text(text);
    if (!date) ADD_FAILURE() << text;
    return date.value_or(Date{});
}

// Advice has the clock of advice, repair that of complaints.
inline Rules onestop_rules() {
    Rules rules = test_rules();
    rules.calendar = shipped_calendar();
    OnestopRule& onestop = rules.onestop.emplace();
    onestop.services = {{"advice", ClockKind::advice}, {"repair", ClockKind::complaint}};
    onestop.clocks = core::clocks_of({});  // written out, to be changed
    rules.desk.archive_after_ms = hours(24);
    rules.desk.merge_window_ms = {};  // one member asks for several things at once
    return rules;
}

// By the city's clocks.
inline TimePoint at(std::string_view date, int hour = 10, int minute = 0) {
    return core::time_at(shipped_calendar(), day(date), TimeOfDay{hour * 60 + minute});
}

class OnestopStage {
  public:
    explicit OnestopStage(Rules rules = onestop_rules(), std::string_view date = "2026-02-13")
        : now_(at(date)) {
        EXPECT_FALSE(send(LoadRules{std::move(rules)}));
        member = {made(RegisterMember{})};
    }

    Rejection send(Command command, std::string source = "http:wang") {
        Envelope envelope;
        envelope.seq = engine.last_seq() + 1;
        envelope.at = now_;
        envelope.source = std::move(source);
        envelope.command = std::move(command);
        const core::Handled handled = engine.handle(envelope);
        for (const Event& event : handled.events)
            events.push_back(event);
        EXPECT_EQ(engine.broken_invariant(), "");
        return handled.rejection;
    }
    std::uint64_t made(Command command) {
        const Rejection rejection = send(std::move(command));
        EXPECT_FALSE(rejection) << rejection.detail;
        return engine.last_seq();
    }
    // Whatever falls due until then happens.
    void wait_until(TimePoint time) {
        while (engine.next_deadline() <= time) {
            now_ = std::max(now_, engine.next_deadline());
            EXPECT_FALSE(send(Tick{}, "clock"));
        }
        now_ = std::max(now_, time);
    }
    // Time passes, and the tick is late.
    void skip_to(TimePoint time) { now_ = time; }
    RequestId ask(Code service) {
        CreateRequest command;
        command.service = service;
        command.member = member;
        return {made(command)};
    }
    // Advice needs nobody to come: closed, it is done.
    RequestId advised() {
        const RequestId request = ask("advice");
        made(CloseRequest{request, Disposition::advised, {}});
        return request;
    }
    // Somebody comes and helps.
    RequestId served() {
        ResponderProfile profile;
        profile.skills = {"care"};
        profile.post = Point{324'000'000, 1'194'000'000};
        const ResponderId who{made(RegisterResponder{profile})};
        made(SetDuty{who, ResponderStatus::available, {}, ""});
        CreateRequest command;
        command.service = "fall";
        command.member = member;
        command.place = Point{324'000'000, 1'194'000'000};
        const RequestId request{made(command)};
        made(CompleteAssignment{request, who, Disposition::helped, {}});
        made(SetDuty{who, ResponderStatus::off_duty, {}, ""});
        return request;
    }
    [[nodiscard]] const Request& get(RequestId id) const {
        return *engine.board().requests().get(id);
    }
    [[nodiscard]] const Link* find(LinkId id) const { return engine.board().store<Link>().get(id); }
    [[nodiscard]] const MilestoneState& answer(RequestId id) const {
        const MilestoneState* const state = core::answer_of(get(id));
        if (state == nullptr) ADD_FAILURE() << "has no clock";
        static const MilestoneState none;
        return state != nullptr ? *state : none;
    }
    template <class E>
    [[nodiscard]] std::vector<E> seen() const {
        std::vector<E> out;
        for (const Event& event : events) {
            if (const E* const one = event.get_if<E>()) out.push_back(*one);
        }
        return out;
    }

    core::Engine engine;
    MemberId member;
    std::vector<Event> events;

  private:
    TimePoint now_;
};

}  // namespace muster::test
