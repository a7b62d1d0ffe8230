// A service with members, volunteers and a time bank: for its tests. Amounts are minutes.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "engine/core/timebank/account_state.hpp"
#include "muster/booking.hpp"
#include "muster/registry.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "muster/service_records.hpp"
#include "muster/timebank.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {

inline constexpr TimePoint bank_opens{1'764'547'200'000};  // Monday, 2025-12-01 08:00 in the city
inline constexpr Millis one_day = hours(24);

// The small rules, with a time bank of the default scheme, and a chore that costs `price`.
[[nodiscard]] inline Rules bank_rules(std::int64_t price = 0) {
    Rules rules = test_rules();
    rules.timebank = TimebankRule{};
    rules.timebank->scheme = "test";
    for (BookableService& service : rules.booking->services)
        service.price_min = price;
    return rules;
}

class TimebankStage {
  public:
    explicit TimebankStage(const Rules& rules = bank_rules()) { must_send(LoadRules{rules}); }

    Rejection send(Command command, const std::string& by = "desk") {
        pass(now_);
        return record(std::move(command), now_, by);
    }
    void must_send(Command command, const std::string& by = "desk") {
        const Rejection rejection = send(std::move(command), by);
        EXPECT_FALSE(rejection) << rejection.detail;
    }
    // Lets everything fall due until then.
    void pass(TimePoint until) {
        while (engine_.next_deadline() <= until)
            record(Tick{}, std::max(engine_.next_deadline(), engine_.last_at()), "clock");
        now_ = until;
    }
    // The clock goes on, and no tick comes.
    void only_the_clock(TimePoint until) { now_ = until; }
    Rejection send_without_ticks(Command command) {
        return record(std::move(command), now_, "desk");
    }

    MemberId member(std::int32_t born = 1940) {
        RegisterMember command;
        command.profile.name = "Li " + std::to_string(engine_.last_seq());
        command.profile.home = Point{324'000'000, 1'194'000'000};
        command.profile.birth_year = born;
        must_send(command);
        return {engine_.last_seq()};
    }
    ResponderId volunteer() {
        ResponderProfile profile;
        profile.kind = ResponderKind::volunteer;
        profile.name = "Wang " + std::to_string(engine_.last_seq());
        must_send(RegisterResponder{profile});
        return {engine_.last_seq()};
    }
    AccountId open(MemberId member, ResponderId volunteer = {}) {
        must_send(OpenAccount{member, volunteer, {}, ""});
        return made<AccountOpened>().account.id;
    }
    AccountId open(ResponderId volunteer) { return open({}, volunteer); }
    void issue(AccountId account, std::int64_t minutes) {
        must_send(IssueCredits{account, minutes, "", ""});
    }
    HoldId hold(AccountId account, std::int64_t minutes, MemberId member) {
        HoldCredits command;
        command.account = account;
        command.minutes = minutes;
        command.member = member;
        must_send(command);
        return made<HoldPlaced>().hold.id;
    }

    // A service that is written down and confirmed, and waits for its review.
    ServiceRecordId confirmed(ResponderId volunteer, MemberId member, TimePoint from,
                              std::int64_t minutes, BookingId booking = {}) {
        RecordService command;
        command.volunteer = volunteer;
        command.member = member;
        command.service = "chore";
        command.booking = booking;
        command.starts_at = from;
        command.ends_at = from + muster::minutes(minutes);
        must_send(command);
        const ServiceRecordId record = made<ServiceRecordMade>().record.id;
        ConfirmService confirm;
        confirm.service_record = record;
        must_send(confirm, "who confirms");
        return record;
    }
    Rejection approve(ServiceRecordId record) {
        ReviewService review;
        review.service_record = record;
        return send(review, "who reviews");
    }
    // Ends as the clock stands.
    ServiceRecordId serve(ResponderId volunteer, MemberId member, std::int64_t minutes,
                          BookingId booking = {}) {
        const ServiceRecordId record =
            confirmed(volunteer, member, now_ - muster::minutes(minutes), minutes, booking);
        const Rejection rejection = approve(record);
        EXPECT_FALSE(rejection) << rejection.detail;
        return record;
    }
    void reverse(ServiceRecordId record) {
        must_send(ReverseService{record, "it was not so"}, "who reverses");
    }

    [[nodiscard]] const core::Board& board() const { return engine_.board(); }
    [[nodiscard]] core::Engine& engine() { return engine_; }
    [[nodiscard]] const Account& account(AccountId id) const {
        return *board().store<Account>().get(id);
    }
    [[nodiscard]] std::int64_t balance(AccountId id) const { return account(id).balance_min; }
    [[nodiscard]] std::int64_t held(AccountId id) const { return account(id).held_min; }
    [[nodiscard]] std::int64_t available(AccountId id) const {
        return board().ledger().available(id).value;
    }
    [[nodiscard]] AccountId issuer() const { return board().derived<Account>().issue(); }
    [[nodiscard]] AccountId pool() const { return board().derived<Account>().pool(); }
    [[nodiscard]] AccountId of(ResponderId volunteer) const {
        return board().derived<Account>().of(volunteer);
    }
    [[nodiscard]] const Entry& entry(EntryId id) const { return *board().store<Entry>().get(id); }
    [[nodiscard]] TimePoint now() const { return now_; }

    // The last event of this kind in the last record.
    template <class E>
    [[nodiscard]] const E& made() const {
        static const E none{};
        for (auto event = events.rbegin(); event != events.rend(); ++event) {
            if (event->is<E>()) return event->get<E>();
        }
        ADD_FAILURE() << "there is no such event in the last record";
        return none;
    }
    template <class E>
    [[nodiscard]] std::vector<E> all() const {
        std::vector<E> found;
        for (const Event& event : events) {
            if (event.is<E>()) found.push_back(event.get<E>());
        }
        return found;
    }
    std::vector<Event> events;  // of the last record

  private:
    Rejection record(Command command, TimePoint at, const std::string& by) {
        Envelope envelope;
        envelope.seq = engine_.last_seq() + 1;
        envelope.at = at;
        envelope.source = by;
        envelope.command = std::move(command);
        const core::Handled handled = engine_.handle(envelope);
        events.assign(handled.events.begin(), handled.events.end());
        EXPECT_EQ(engine_.broken_invariant(), "");
        return handled.rejection;
    }

    core::Engine engine_;
    TimePoint now_ = bank_opens;
};

// 95 minutes of the member's 120 that were kept ready, of `issued` that he was given, went to the
// volunteer.
class PaidService : public testing::Test {
  protected:
    explicit PaidService(std::int64_t issued, const Rules& rules = bank_rules()) : stage(rules) {
        stage.issue(b, issued);
        stage.hold(b, 120, member);
        record = stage.serve(volunteer, member, 95);
        earned = stage.made<EntryPosted>().entry.id;
    }

    TimebankStage stage;
    MemberId member = stage.member();
    ResponderId volunteer = stage.volunteer();
    AccountId b = stage.open(member);
    AccountId a = stage.open(volunteer);
    ServiceRecordId record;
    EntryId earned;
};

}  // namespace muster::test
