// Random bookings of a few members: every invariant holds after each command, no time has more
// bookings than places, nothing is overlooked when its time comes, and an engine restored from the
// state before decides the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/booking/booking_state.hpp"
#include "engine/core/engine.hpp"
#include "muster/booking.hpp"
#include "muster/dispatch.hpp"
#include "muster/merges.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "tests/core/random_lives.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

constexpr TimePoint start{1'764'547'200'000};  // Monday, 2025-12-01 08:00 in the city
constexpr Millis day = hours(24);
constexpr Point here{324'000'000, 1'194'000'000};

class Bookings : public RandomLives {
  public:
    explicit Bookings(std::uint64_t seed) : RandomLives(seed, kinds, start) {
        Rules rules = test_rules();
        rules.booking->keep_ms = day * 5;
        must_take(LoadRules{rules});
        for (int i = 0; i < 4; ++i)
            must_take(member());
        ResponderProfile helper;
        helper.kind = ResponderKind::volunteer;
        helper.skills = {"care", "repair", "lift"};
        helper.post = here;
        must_take(RegisterResponder{helper});
        must_take(SetDuty{{engine_.last_seq()}, ResponderStatus::available, {}, ""});
    }

    void step() {
        now_ = now_ + minutes(static_cast<std::int64_t>(up_to(up_to(3) == 0 ? 60 * 30 : 90)));
        while (engine_.next_deadline() <= now_) {
            const TimePoint at = std::max(engine_.last_at(), engine_.next_deadline());
            must_take(Tick{}, at);
            // Whoever is asked answers at once, or too late.
            if (up_to(1) == 0) help(at);
        }
        check_nothing_overlooked();
        const Command command = any_command();
        if (!send(command, now_)) check_places();
    }

    std::vector<std::size_t> seen = std::vector<std::size_t>(enum_count<BookingStatus>, 0);
    static constexpr std::size_t kinds = 19;
    static constexpr std::size_t accept = 14;
    static constexpr std::size_t complete = 15;

  private:
    // Of a booking that was made lately, so that most are still to come.
    BookingId some_booking() {
        const auto& store = engine_.board().store<Booking>();
        BookingId id = any<Booking>();
        for (int i = 0; i < 4; ++i) {
            const Booking* const one = store.get(id);
            if (one != nullptr && core::is_pending(one->status)) break;
            id = any<Booking>();
        }
        return id;
    }
    // The request of a booking, or any.
    RequestId some_request() {
        const Booking* const booking = engine_.board().store<Booking>().get(any<Booking>());
        return booking != nullptr && booking->request ? booking->request : any<Request>();
    }
    TimePoint any_time() {
        const std::int64_t days = (now_ - start).value / day.value;
        return start + day * (days + static_cast<std::int64_t>(up_to(4))) +
               minutes(60 + 60 * static_cast<std::int64_t>(up_to(2)) + (up_to(19) == 0 ? 30 : 0));
    }
    Code any_service() { return one_of<Code>({"chore", "chore", "repair", "lift", "fall"}); }

    RegisterMember member() {
        RegisterMember command;
        command.profile.name = "Li";
        command.profile.home = here;
        if (up_to(1) == 0) command.profile.flags = std::vector{MemberFlag::disabled};
        return command;
    }

    Command any_series() {
        OpenSeries command;
        command.member = any<Member>();
        command.service = any_service();
        command.starts_at = any_time();
        command.recurrence = up_to(3) == 0 ? Recurrence::monthly : Recurrence::weekly;
        command.every = 1 + static_cast<std::int64_t>(up_to(1));
        command.count = static_cast<std::int64_t>(up_to(5));
        command.skip_clashes = up_to(1) == 0;
        return command;
    }

    Command any_completion() {
        const core::Board& board = engine_.board();
        for (const core::Index index : board.requests().in_order()) {
            const Request& request = board.requests()[index];
            for (const Slot& slot : request.slots) {
                const bool there = slot.responder && slot.status != SlotStatus::served;
                if (there)
                    return CompleteAssignment{request.id, slot.responder, Disposition::helped, ""};
            }
        }
        return CompleteAssignment{any<Request>(), any<Responder>(), Disposition::helped, ""};
    }

    void help(TimePoint at) {
        kind_ = accept;
        send(AcceptOffer{live_offer()}, at);
        kind_ = complete;
        if (up_to(1) == 0) send(any_completion(), at);
    }

    OfferId live_offer() {
        const auto& offers = engine_.board().offers();
        for (const core::Index index : offers.in_order()) {
            if (offers[index].status == OfferStatus::live) return offers[index].id;
        }
        return any<Offer>();
    }

    Command any_command() {
        kind_ = up_to(kinds - 1);
        switch (kind_) {
            case 0:
                return member();
            case 1:
                return SetMemberStatus{
                    any<Member>(),
                    one_of<MemberStatus>({MemberStatus::active, MemberStatus::active,
                                          MemberStatus::away, MemberStatus::deceased}),
                    "so"};
            case 2:
                return EraseMember{any<Member>(), "so"};
            case 3:
                return up_to(3) == 0 ? Command(RemoveMember{any<Member>(), "so"})
                                     : Command(ProposeMerge{any<Member>(), any<Member>(), ""});
            case 4:
                return MergeMembers{any<MemberMerge>(), ""};
            case 5:
                return UndoMerge{any<MemberMerge>(), "two people"};
            case 6:
                return ConfirmBooking{some_booking(), ""};
            case 7:
                return MoveBooking{some_booking(), any_time(), "", up_to(1) == 0 ? "so" : ""};
            case 8:
                return CancelBooking{some_booking(), "", up_to(1) == 0 ? "so" : ""};
            case 9:
                return RecordNoShow{some_booking(), ""};
            case 10:
                return any_series();
            case 11:
                return EndSeries{any<BookingSeries>(), ""};
            case 12:
                return up_to(1) == 0 ? Command(CancelRequest{some_request(), "so"})
                                     : Command(TransferRequest{some_request(), "office", ""});
            case 13:
                return ReopenRequest{some_request(), "so"};
            case accept:
                return AcceptOffer{live_offer()};
            case complete:
                return any_completion();
            case 16:
                return up_to(1) == 0 ? Command(MergeRequest{some_request(), any<Request>()})
                                     : Command(SplitRequest{some_request(), "so"});
            default: {
                BookService command;
                command.member = any<Member>();
                command.service = any_service();
                command.starts_at = any_time();
                return command;
            }
        }
    }

    // Whoever got a place got one of those that there are.
    void check_places() {
        const auto& store = engine_.board().store<Booking>();
        for (const core::Index made : store.in_order()) {
            const Booking& one = store[made];
            if (one.booked_at != now_ || !is_new(one)) continue;
            std::int64_t meet = 0;
            for (const core::Index index : store.in_order()) {
                const Booking& other = store[index];
                if (core::is_pending(other.status) && other.service == one.service &&
                    other.starts_at < one.ends_at && one.starts_at < other.ends_at) {
                    ++meet;
                }
            }
            EXPECT_LE(meet, one.service == Code("chore") ? 2 : 1) << "booking " << one.id.value;
        }
    }
    bool is_new(const Booking& one) const {
        const std::uint64_t seq = engine_.last_seq();
        return one.id.value == seq || one.series.value == seq;
    }

    void check_nothing_overlooked() {
        const auto& store = engine_.board().store<Booking>();
        for (const core::Index index : store.in_order()) {
            const Booking& one = store[index];
            ++seen[static_cast<std::size_t>(one.status)];
            // How long it can still wait.
            TimePoint until = never;
            if (one.status == BookingStatus::asked) until = one.starts_at;
            if (one.status == BookingStatus::confirmed) until = one.ask_at;
            if (one.status == BookingStatus::due && !one.request) until = one.ends_at;
            EXPECT_GT(until, now_) << "booking " << one.id.value;
        }
    }
};

TEST(Bookings, AnySequenceKeepsEveryInvariant) {
    std::vector<std::size_t> seen(enum_count<BookingStatus>, 0);
    expect_kept<Bookings>(40, 150, [&](const Bookings& bookings) {
        for (std::size_t status = 0; status < seen.size(); ++status)
            seen[status] += bookings.seen[status];
    });
    // One that never gets anywhere proves nothing either.
    for (std::size_t status = 0; status < seen.size(); ++status)
        EXPECT_GT(seen[status], 0u) << "status " << status;
}

}  // namespace
}  // namespace muster::test
