#include "engine/core/booking/following.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/core/booking/area.hpp"
#include "engine/core/dispatch/assignments.hpp"
#include "engine/core/registry/member_state.hpp"
#include "engine/core/requests/receiving.hpp"
#include "engine/core/requests/request_state.hpp"

namespace muster::core {
namespace {

std::string request_text(RequestId id) {
    return "request " + std::to_string(id.value);
}

// The bookings of a request, and of those that were merged into it.
std::vector<BookingId> bookings_of(const Board& board, RequestId request) {
    std::vector<RequestId> requests{request};
    std::vector<BookingId> all;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const auto& list = board.derived<Booking>().of_request(requests[i]);
        all.insert(all.end(), list.begin(), list.end());
        const Request* const one = board.requests().get(requests[i]);
        if (one == nullptr) continue;
        for (const MergedReport& report : one->reports)
            requests.push_back(report.request);
    }
    return all;
}

// Those of them whose status allows the action become what it leads to.
void follow(Step& step, RequestId request, BookingAction action, const std::string& reason) {
    const Board& board = step.board;
    for (const BookingId id : bookings_of(board, request)) {
        const Booking& booking = *board.store<Booking>().get(id);
        const auto next = booking_cycle.next(booking.status, action);
        if (!next) continue;
        if (action == BookingAction::resume) {
            const Member* const member = board.members().get(board.root(booking.member));
            if (member == nullptr || !is_looked_after(member->status)) continue;
        }
        set_status(step, booking, *next, reason);
    }
}

bool is_done(const Board& board, RequestId id) {
    const Request* const request = board.requests().get(id);
    return request != nullptr && (request->status == RequestStatus::served ||
                                  request->status == RequestStatus::called_back);
}

bool was_help(Disposition disposition) {
    return disposition == Disposition::helped || disposition == Disposition::advised ||
           disposition == Disposition::handed_over;
}

void react(Step& step, const SlotServed& event) {
    if (is_done(step.board, event.request)) {
        follow(step, event.request, BookingAction::serve, "");
    }
}
void react(Step& step, const RequestClosed& event) {
    if (was_help(event.disposition)) {
        return follow(step, event.request, BookingAction::serve, "");
    }
    follow(step, event.request, BookingAction::give_up,
           request_text(event.request) + " was closed: " + std::string(name_of(event.disposition)));
}
void react(Step& step, const RequestCancelled& event) {
    const std::string& reason = event.reason.value;
    follow(step, event.request, BookingAction::give_up,
           request_text(event.request) + " was cancelled" + (reason.empty() ? "" : ": ") + reason);
}
void react(Step& step, const RequestTransferred& event) {
    follow(step, event.request, BookingAction::give_up,
           request_text(event.request) + " was transferred to " + event.to);
}
void react(Step& step, const RequestReopened& event) {
    const std::string& reason = event.reason.value;
    follow(
        step, event.request, BookingAction::resume,
        request_text(event.request) + " was opened again" + (reason.empty() ? "" : ": ") + reason);
}
// What was merged goes on by itself; what it leaves behind may be done without it.
void react(Step& step, const RequestSplit& event) {
    const Request* const request = step.board.requests().get(event.request);
    if (request != nullptr && is_open(request->status)) {
        follow(step, event.request, BookingAction::resume,
               request_text(event.request) + " was split off");
    }
    if (is_done(step.board, event.from)) follow(step, event.from, BookingAction::serve, "");
}

void end_series(Step& step, MemberId member, const std::string& reason) {
    const std::vector<SeriesId> list = step.board.derived<BookingSeries>().of_member(member);
    for (const SeriesId id : list) {
        if (step.board.store<BookingSeries>().get(id)->status != SeriesStatus::open) continue;
        step.emit(SeriesStatusChanged{id, member, SeriesStatus::ended, reason});
    }
}

// Series first: a series that has ended is not completed by the last of its bookings.
void end_all(Step& step, MemberId member, const std::string& reason) {
    end_series(step, member, reason);
    const std::vector<BookingId> list = step.board.derived<Booking>().of_member(member);
    for (const BookingId id : list) {
        const Booking& booking = *step.board.store<Booking>().get(id);
        if (is_pending(booking.status)) {
            set_status(step, booking, BookingStatus::cancelled, reason);
        }
    }
}

// Nothing is known of the member any more.
void forget_all(Step& step, MemberId member, const std::string& reason) {
    end_all(step, member, reason);
    const std::vector<BookingId> list = step.board.derived<Booking>().of_member(member);
    for (const BookingId id : list)
        step.emit(BookingForgotten{id});
    const std::vector<SeriesId> series = step.board.derived<BookingSeries>().of_member(member);
    for (const SeriesId id : series)
        step.emit(SeriesForgotten{id});
}

// A death that is taken back brings no booking back: places and people were given away since.
void react(Step& step, const MemberStatusChanged& event) {
    if (is_looked_after(event.status)) return;
    for (const MemberId one : step.board.derived<Member>().with_aliases(event.member))
        end_all(step, one, "the member is " + std::string(name_of(event.status)));
}
void react(Step& step, const MemberErased& event) {
    forget_all(step, event.member, "the member was erased");
}
void react(Step& step, const MemberRemoved& event) {
    forget_all(step, event.member, "the member was removed");
}

void react(Step& step, const BookingStatusChanged& event) {
    const Board& board = step.board;
    const Booking* const booking = board.store<Booking>().get(event.booking);
    if (booking == nullptr || !booking->series) return;
    const BookingSeries* const series = board.store<BookingSeries>().get(booking->series);
    if (series == nullptr || series->status != SeriesStatus::open) return;
    const auto& all = board.derived<Booking>().of_series(series->id);
    const bool over = std::none_of(all.begin(), all.end(), [&](BookingId id) {
        return is_pending(board.store<Booking>().get(id)->status);
    });
    if (!over) return;
    step.emit(SeriesStatusChanged{series->id, series->member, SeriesStatus::completed, {}});
}

}  // namespace

void set_status(Step& step, const Booking& booking, BookingStatus status,
                Personal<std::string> reason, RequestId request, TimePoint ask_at) {
    step.emit(BookingStatusChanged{booking.id,
                                   booking.member,
                                   booking.service,
                                   status,
                                   request,
                                   ask_at,
                                   {},
                                   std::move(reason)});
}

void ask_for_help(Step& step, const Booking& booking) {
    const Board& board = step.board;
    const auto give_up = [&](const char* why) {
        set_status(step, booking, BookingStatus::cancelled, std::string(why));
    };
    if (booking.ends_at <= step.now()) {
        return give_up("its time passed before help could be asked for");
    }
    const MemberId member = board.root(booking.member);
    if (board.members().get(member)->status == MemberStatus::away) {
        return give_up("the member is away");
    }
    CreateRequest request;
    request.service = booking.service;
    request.channel = booking.channel;
    request.member = member;
    request.note = booking.note;
    request.skills = booking.skills;
    const Booking before = booking;
    const Rejection refused =
        step.made_request ? reject(RejectReason::overloaded, "", "another request went first")
                          : receive(step, request);
    if (!refused) {
        return set_status(step, before, BookingStatus::due, {}, {step.env.seq});
    }
    const TimePoint again = step.now() + booking_rule(board.rules()).retry_ms;
    set_status(step, before, BookingStatus::due, refused.detail, {},
               std::min(again, before.ends_at));
}

void end_request_of(Step& step, const Booking& booking, const std::string& reason) {
    const Index index = step.board.requests().find(booking.request);
    if (index == no_index) return;
    const Request& request = step.board.requests()[index];
    if (!is_open(request.status) || !request.reports.empty() || is_unverified(request)) return;
    step.emit(RequestCancelled{request.id, reason});
    let_go(step, index);
}

void BookingArea::react(Step& step, const Event& event) {
    visit_as(
        Follows(), [&](const auto& one) { core::react(step, one); }, event);
}

}  // namespace muster::core
