// Two members at home and two volunteers on duty beside them: for the tests of service records.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "engine/core/service_records/service_record_state.hpp"
#include "engine/core/service_records/standing.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "muster/service_records.hpp"
#include "muster/talents.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {

inline constexpr TimePoint start{1'764'547'200'000};  // Monday, 2025-12-01 08:00 in the city
inline constexpr Point home{324'000'000, 1'194'000'000};
inline constexpr Millis day = hours(24);
inline constexpr const char* reviewer = "http:reviewer";

class ServiceStage {
  public:
    explicit ServiceStage(const Rules& rules = test_rules()) {
        must_send(LoadRules{rules});
        for (MemberId& member : members) {
            RegisterMember command;
            command.profile.name = "Li";
            command.profile.home = home;
            must_send(command);
            member = {engine_.last_seq()};
        }
        for (ResponderId& one : volunteers)
            one = join();
    }

    ResponderId join(ResponderKind kind = ResponderKind::volunteer) {
        ResponderProfile profile;
        profile.kind = kind;
        profile.skills = {"care"};
        profile.post = home;
        must_send(RegisterResponder{profile});
        const ResponderId id{engine_.last_seq()};
        must_send(SetDuty{id, ResponderStatus::available, {}, ""});
        return id;
    }
    // The register of talents says that they are one person.
    void link(ResponderId volunteer, MemberId member) {
        RegisterTalent talent;
        talent.profile.name = "Wang";
        talent.responder = volunteer;
        talent.member = member;
        must_send(talent);
    }

    Rejection send(Command command, std::string source = "http:desk") {
        pass(now_);
        return record(std::move(command), now_, std::move(source));
    }
    void must_send(Command command, std::string source = "http:desk") {
        const Rejection rejection = send(std::move(command), std::move(source));
        EXPECT_FALSE(rejection) << rejection.field << ": " << rejection.detail;
    }

    SignIn sign_in_of(std::size_t volunteer = 0, std::size_t member = 0) const {
        SignIn command;
        command.volunteer = volunteers[volunteer];
        command.member = members[member];
        command.service = "chore";
        command.place = home;
        return command;
    }
    ServiceRecordId sign_in(std::size_t volunteer = 0, std::size_t member = 0) {
        must_send(sign_in_of(volunteer, member), "http:volunteer");
        return {engine_.last_seq()};
    }
    void sign_out(ServiceRecordId id) {
        SignOut command;
        command.service_record = id;
        command.place = home;
        must_send(command, "http:volunteer");
    }
    void confirm(ServiceRecordId id) {
        must_send(ConfirmService{id, ServiceConfirmer::member, {}, "", ""});
    }
    void approve(ServiceRecordId id) { must_send(accepted(id), reviewer); }
    static ReviewService accepted(ServiceRecordId id) {
        return {id, ServiceVerdict::accept, "", "", {}};
    }
    static ReviewService rejected(ServiceRecordId id) {
        return {id, ServiceVerdict::reject, "not so", "", {}};
    }
    RecordService paper_of(TimePoint from, TimePoint until, std::size_t volunteer = 0) const {
        RecordService command;
        command.volunteer = volunteers[volunteer];
        command.member = members[0];
        command.service = "chore";
        command.starts_at = from;
        command.ends_at = until;
        return command;
    }
    ServiceRecordId paper(TimePoint from, TimePoint until, std::size_t volunteer = 0) {
        must_send(paper_of(from, until, volunteer));
        return {engine_.last_seq()};
    }
    // Of so many minutes, and not reviewed yet.
    ServiceRecordId confirmed(std::int64_t length = 60, std::size_t volunteer = 0) {
        const ServiceRecordId id = sign_in(volunteer);
        pass(now_ + minutes(length));
        sign_out(id);
        confirm(id);
        return id;
    }
    // In this status, by the way that leads there.
    ServiceRecordId in(ServiceRecordStatus status) {
        using enum ServiceRecordStatus;
        const ServiceRecordId id = sign_in();
        pass(now_ + hours(1));
        if (status == open) return id;
        sign_out(id);
        if (status == ended) return id;
        if (status == disputed || status == rejected) {
            if (status == disputed) must_send(DisputeService{id, "was shorter"});
            if (status == rejected) must_send(ServiceStage::rejected(id), reviewer);
            return id;
        }
        confirm(id);
        if (status == ServiceRecordStatus::confirmed) return id;
        approve(id);
        if (status == reversed) must_send(ReverseService{id, "was another day"});
        return id;
    }

    // Lets everything fall due until then.
    void pass(TimePoint until) {
        while (engine_.next_deadline() <= until)
            record(Tick{}, std::max(engine_.next_deadline(), engine_.last_at()), "engine");
        now_ = until;
    }
    // The time comes, and no deadline is looked at before the next command.
    Rejection send_before_tick(Command command, TimePoint at, std::string source = "http:desk") {
        now_ = at;
        return record(std::move(command), at, std::move(source));
    }

    [[nodiscard]] TimePoint now() const { return now_; }
    [[nodiscard]] const core::Board& board() const { return engine_.board(); }
    [[nodiscard]] const ServiceRecord& get(ServiceRecordId id) const {
        return *board().store<ServiceRecord>().get(id);
    }
    [[nodiscard]] bool is_there(ServiceRecordId id) const {
        return board().store<ServiceRecord>().get(id) != nullptr;
    }
    [[nodiscard]] VolunteerStanding standing(std::size_t volunteer = 0) const {
        const auto* const one =
            board().store<VolunteerStanding>().get(core::standing_of(volunteers[volunteer]));
        return one == nullptr ? VolunteerStanding{} : *one;
    }
    [[nodiscard]] std::size_t count(std::string_view event) const {
        return static_cast<std::size_t>(std::count(events.begin(), events.end(), event));
    }
    [[nodiscard]] std::uint64_t last_seq() const { return engine_.last_seq(); }

    MemberId members[2];
    ResponderId volunteers[2];
    std::vector<std::string> events;  // of the last record
    std::vector<std::string> all;     // of all records

  private:
    Rejection record(Command command, TimePoint at, std::string source) {
        Envelope envelope;
        envelope.seq = engine_.last_seq() + 1;
        envelope.at = at;
        envelope.source = std::move(source);
        envelope.command = std::move(command);
        const core::Handled handled = engine_.handle(envelope);
        events.clear();
        for (const Event& event : handled.events)
            events.emplace_back(event.name());
        all.insert(all.end(), events.begin(), events.end());
        EXPECT_EQ(engine_.broken_invariant(), "");
        return handled.rejection;
    }

    core::Engine engine_;
    TimePoint now_ = start;
};

}  // namespace muster::test
