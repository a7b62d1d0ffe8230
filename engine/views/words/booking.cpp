// The words of the events of booking.

#include <string>
#include <tuple>

#include "engine/core/kernel/calendar.hpp"
#include "engine/views/event_view_impl.hpp"
#include "muster/booking.hpp"

namespace muster::views {
namespace {

// Somebody who counted on it has to be told.
bool is_bad(const BookingStatusChanged& e) {
    return e.status == BookingStatus::cancelled || e.status == BookingStatus::no_show ||
           (e.status == BookingStatus::due && !e.request && e.ask_at);
}

}  // namespace

template <>
constexpr auto words_of<BookingEvents> = std::tuple{
    Row<BookingMade>{"{booking.member} has {booking.service} on {}: {booking.status}",
                     "{booking.member}预约{booking.service}，{}：{booking.status}", Tone::plain,
                     [](const BookingMade& e, const Teller& teller) {
                         return core::local_text(core::calendar_rule(teller.board().rules()),
                                                 e.booking.starts_at);
                     }},
    Row<BookingStatusChanged>{
        "booking {booking}, {service} for {member}: {status}[; request {request}][; now booking "
        "{moved_to}][: {reason}]",
        "预约 {booking}（{member}，{service}）{status}[；请求 {request}][；改为预约 "
        "{moved_to}][：{reason}]",
        [](const BookingStatusChanged& e) {
            if (e.status == BookingStatus::served) return Tone::good;
            return is_bad(e) ? Tone::warn : Tone::plain;
        }}
        .alerting(is_bad),
    Row<BookingWarned>{"booking {booking}, {service} for {member}, is not confirmed yet",
                       "预约 {booking}（{member}，{service}）尚未确认", Tone::warn}
        .alerting(),
    Row<BookingForgotten>{"booking {booking} left the list", "预约 {booking} 移出列表",
                          Tone::quiet},
    Row<SeriesOpened>{
        "a series of {series.count} times of {series.service} opened for {series.member}[; left "
        "out: {series.left_out}]",
        "为{series.member}登记连续预约{series.service}，共 {series.count} "
        "次[；未约上 {series.left_out} 次]"},
    Row<SeriesStatusChanged>{"series {series} of {member}: {status}[: {reason}]",
                             "{member}的连续预约 {series} {status}[：{reason}]"},
    Row<SeriesForgotten>{"series {series} left the list", "连续预约 {series} 移出列表",
                         Tone::quiet},
};
template std::span<const EventView> list_view<BookingEvents>();

}  // namespace muster::views
