// A service with a few members at home, who book: for the tests of bookings.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/booking/booking_state.hpp"
#include "engine/core/engine.hpp"
#include "muster/booking.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/service.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {

inline constexpr TimePoint start{1'764'547'200'000};  // Monday, 2025-12-01 08:00 in the city
inline constexpr Point here{324'000'000, 1'194'000'000};
inline constexpr Millis day = hours(24);
inline constexpr TimePoint tomorrow_at_nine = start + hours(25);

// Three members at home, and time that passes.
class BookingStage {
  public:
    explicit BookingStage(const Rules& rules = test_rules()) {
        must_send(LoadRules{rules});
        for (MemberId& member : members) {
            RegisterMember command;
            command.profile.name = "Li";
            command.profile.home = here;
            must_send(command);
            member = {engine_.last_seq()};
        }
    }

    Rejection send(Command command) {
        pass(now_);
        return record(std::move(command), now_);
    }
    void must_send(Command command) {
        const Rejection rejection = send(std::move(command));
        EXPECT_FALSE(rejection) << rejection.detail;
    }
    BookingId book(BookService command) {
        must_send(std::move(command));
        return {engine_.last_seq()};
    }
    BookingId book(MemberId member, TimePoint at, Code service = "chore") {
        return book(wish(member, at, service));
    }
    static BookService wish(MemberId member, TimePoint at, Code service = "chore") {
        BookService command;
        command.member = member;
        command.service = service;
        command.starts_at = at;
        return command;
    }
    Rejection try_to_book(MemberId member, TimePoint at, Code service = "chore") {
        return send(wish(member, at, service));
    }
    static OpenSeries weekly(MemberId member, std::int64_t count) {
        OpenSeries command;
        command.member = member;
        command.service = "chore";
        command.starts_at = tomorrow_at_nine;
        command.count = count;
        return command;
    }

    // Lets everything fall due until then.
    void pass(TimePoint until) {
        while (engine_.next_deadline() <= until)
            record(Tick{}, std::max(engine_.next_deadline(), engine_.last_at()));
        now_ = until;
    }

    [[nodiscard]] const core::Board& board() const { return engine_.board(); }
    [[nodiscard]] const Booking& get(BookingId id) const {
        return *board().store<Booking>().get(id);
    }
    [[nodiscard]] const BookingSeries& get(SeriesId id) const {
        return *board().store<BookingSeries>().get(id);
    }
    [[nodiscard]] BookingStatus status(BookingId id) const { return get(id).status; }
    [[nodiscard]] std::vector<BookingId> of(SeriesId id) const {
        return board().derived<Booking>().of_series(id);
    }
    [[nodiscard]] RequestStatus request_of(BookingId id) const {
        return board().requests().get(get(id).request)->status;
    }
    [[nodiscard]] std::uint64_t last_seq() const { return engine_.last_seq(); }
    [[nodiscard]] std::size_t count(std::string_view event) const {
        return static_cast<std::size_t>(std::count(events.begin(), events.end(), event));
    }

    MemberId members[3];
    std::vector<std::string> events;  // of the last record

  private:
    Rejection record(Command command, TimePoint at) {
        Envelope envelope;
        envelope.seq = engine_.last_seq() + 1;
        envelope.at = at;
        envelope.source = "test";
        envelope.command = std::move(command);
        const core::Handled handled = engine_.handle(envelope);
        events.clear();
        for (const Event& event : handled.events)
            events.emplace_back(event.name());
        EXPECT_EQ(engine_.broken_invariant(), "");
        return handled.rejection;
    }

    core::Engine engine_;
    TimePoint now_ = start;
};

}  // namespace muster::test
