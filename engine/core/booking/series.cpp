// Series: one service again and again, booked whole or not at all.

#include <utility>
#include <vector>

#include "engine/core/booking/area.hpp"
#include "engine/core/booking/booking_fields.hpp"
#include "engine/core/booking/booking_state.hpp"
#include "engine/core/booking/following.hpp"
#include "engine/core/booking/places.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/core/registry/looked_after.hpp"
#include "engine/core/timebank/pricing.hpp"

namespace muster::core {
namespace {

constexpr std::int64_t most_every = 52;

// The n-th time of a series, from 0, at the same time of day by the city's clocks. Months count
// from the first day, so that a short month moves only its own time.
TimePoint nth_time(const OpenSeries& command, const CalendarRule& calendar, std::int64_t n) {
    const Date first = local_day(calendar, command.starts_at);
    const Millis time_of_day = command.starts_at - time_at(calendar, first);
    const std::int64_t steps = command.every * n;
    const Date day = command.recurrence == Recurrence::weekly
                         ? first + 7 * steps
                         : months_after(first, static_cast<std::int32_t>(steps));
    return time_at(calendar, day) + time_of_day;
}

// All times, one more than allowed at most.
std::vector<TimePoint> times_of(const OpenSeries& command, const CalendarRule& calendar,
                                std::int64_t most) {
    std::vector<TimePoint> times;
    for (std::int64_t n = 0; n <= most; ++n) {
        if (!command.until && n == command.count) break;
        const TimePoint time = nth_time(command, calendar, n);
        if (command.until && local_day(calendar, time) > *command.until) break;
        times.push_back(time);
    }
    return times;
}

Rejection check_fields(const Step& step, const OpenSeries& command) {
    const auto wrong = [](const char* field, std::string detail) {
        return reject(RejectReason::invalid_field, field, std::move(detail));
    };
    if (auto bad = check_start(step, command.starts_at)) return bad;
    if (auto bad = check_skills(step, command.skills)) return bad;
    if (command.every < 1 || command.every > most_every) {
        return wrong("/every", "must be from 1 to 52");
    }
    const BookingRule& rule = booking_rule(step.board.rules());
    if ((command.count != 0) == command.until.has_value()) {
        return wrong("/count", "either count or until says how long the series is");
    }
    const std::string range = "must give 1 to " + std::to_string(rule.max_in_series) + " times";
    if (command.count < 0 || command.count > rule.max_in_series) return wrong("/count", range);
    const auto times = times_of(command, calendar_rule(step.board.rules()), rule.max_in_series);
    if (times.empty() || static_cast<std::int64_t>(times.size()) > rule.max_in_series) {
        return wrong("/until", range);
    }
    const BookableService* const service = find_bookable(step.board.rules(), command.service);
    if (service != nullptr && service->series_days == 0) {
        return wrong("/service", "\"" + command.service.str() + "\" is not booked in series");
    }
    return {};
}

std::string clashes_text(const Step& step, const Wish& wish, std::size_t times,
                         const std::vector<LeftOut>& clashes) {
    std::string text = std::to_string(clashes.size()) + " of " + std::to_string(times) +
                       " times cannot be booked, so none was: ";
    for (const LeftOut& one : clashes) {
        text.append(&one == clashes.data() ? "number " : "; number ");
        text +=
            std::to_string(one.number) + ", " + clash_text(step, wish, one.starts_at, one.clash);
    }
    return text + ". With skip_clashes the others are booked";
}

BookingSeries series_of(const Step& step, const OpenSeries& command, std::size_t times,
                        std::vector<LeftOut> clashes) {
    BookingSeries series;
    series.id = {step.env.seq};
    series.member = command.member;
    series.service = command.service;
    series.starts_at = command.starts_at;
    series.recurrence = command.recurrence;
    series.every = command.every;
    series.count = static_cast<std::int64_t>(times);
    series.left_out = std::move(clashes);
    series.by = step.env.source;
    series.channel = command.channel;
    series.note = command.note;
    series.opened_at = step.now();
    return series;
}

void book_all(Step& step, const OpenSeries& command, const Wish& wish,
              const std::vector<TimePoint>& times, const std::vector<LeftOut>& left_out) {
    auto next_left_out = left_out.begin();
    for (std::size_t n = 0; n < times.size(); ++n) {
        if (next_left_out != left_out.end() && next_left_out->starts_at == times[n]) {
            ++next_left_out;
            continue;
        }
        Booking booking = booking_of(step, wish, times[n]);
        booking.series = {step.env.seq};
        booking.id = booking_in_series(booking.series, n + 1);
        take_over(booking, step, command);
        step.emit(BookingMade{std::move(booking)});
    }
}

}  // namespace

Rejection decide(Step& step, const OpenSeries& command) {
    const Rejection bad_service = check_bookable(step, command.service);
    if (bad_service.reason == RejectReason::invalid_field) return bad_service;
    if (auto bad = check_fields(step, command)) return bad;
    if (auto member = find_one(step, command.member); !member) return member.error();
    if (bad_service) return bad_service;
    const auto index = find_looked_after(step, command.member, "OpenSeries");
    if (!index) return index.error();
    const Rules& rules = step.board.rules();
    const BookableService& service = *find_bookable(rules, command.service);
    const Member& member = step.board.members()[*index];
    if (auto bad = check_eligible(step, service, member, command.starts_at)) return bad;

    const Wish wish{service, command.member, service.series_days};
    const auto times = times_of(command, calendar_rule(rules), booking_rule(rules).max_in_series);
    std::vector<LeftOut> clashes;
    for (std::size_t n = 0; n < times.size(); ++n) {
        const auto clash = clash_with(step, wish, times[n]);
        if (clash) clashes.push_back({static_cast<std::int64_t>(n) + 1, times[n], *clash});
    }
    if (!clashes.empty() && (!command.skip_clashes || clashes.size() == times.size())) {
        return reject(RejectReason::no_free_place, "/starts_at",
                      clashes_text(step, wish, times.size(), clashes));
    }
    const std::size_t booked = times.size() - clashes.size();
    if (auto bad = why_not_payable(step, command.member, service.price_min, booked)) return bad;
    step.emit(SeriesOpened{series_of(step, command, times.size(), clashes)});
    book_all(step, command, wish, times, clashes);
    return {};
}

Rejection decide(Step& step, const EndSeries& command) {
    const auto index = find_one(step, command.series);
    if (!index) return index.error();
    const BookingSeries series = step.board.store<BookingSeries>()[*index];
    if (auto bad = check_status(series, "EndSeries", series_cycle.where(SeriesAction::end),
                                words_of<BookingSeries>)) {
        return bad;
    }
    step.emit(SeriesStatusChanged{series.id, series.member, SeriesStatus::ended, command.reason});
    const std::vector<BookingId> list = step.board.derived<Booking>().of_series(series.id);
    for (const BookingId id : list) {
        const Booking& booking = *step.board.store<Booking>().get(id);
        if (!booking_cycle.legal(booking.status, BookingAction::cancel)) continue;
        set_status(step, booking, BookingStatus::cancelled, "the series has ended");
    }
    return {};
}

}  // namespace muster::core
