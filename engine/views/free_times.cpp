#include "engine/views/free_times.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/core/booking/booking_state.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/views/filter_makers.hpp"
#include "engine/views/made_list.hpp"

namespace muster::views {
namespace {

struct Asked {
    const BookableService* service = nullptr;  // null: all
    std::optional<Date> day;
};

std::optional<Asked> asked_by(const core::Board& board, const ListQuery& query,
                              std::string& error) {
    Asked asked;
    Filters none;
    for (const auto& [name, value] : query.filters) {
        const Wanted wanted{board, value, none, error};
        if (name == "day") {
            asked.day = day(wanted);
            if (!asked.day) return std::nullopt;
        } else if (name == "service") {
            const auto wanted_code = code(wanted);
            if (!wanted_code) return std::nullopt;
            asked.service = core::find_bookable(board.rules(), *wanted_code);
            if (asked.service != nullptr) continue;
            error = "\"" + value + "\" cannot be booked; see /v1/catalogue";
            return std::nullopt;
        } else {
            error = "there is no filter \"" + name + "\"; known are service, day";
            return std::nullopt;
        }
    }
    return asked;
}

}  // namespace

std::vector<FreeTime> free_times(const core::Board& board, const BookableService& service,
                                 Date day) {
    const CalendarRule& calendar = core::calendar_rule(board.rules());
    const TimePoint now = board.at();
    const bool too_far = day - core::local_day(calendar, now) > service.ahead_days;
    std::vector<FreeTime> out;
    for (const core::BookableTime& time : core::times_of(service, calendar, day)) {
        const std::int64_t taken =
            board.derived<Booking>().taken().between(service.service, time.starts_at, time.ends_at);
        const bool too_late =
            time.starts_at <= now || time.starts_at < now + service.book_before_ms;
        const std::int64_t left = std::max<std::int64_t>(0, time.capacity - taken);
        out.push_back({service.service, time.starts_at, time.ends_at, time.capacity,
                       too_far || too_late ? 0 : left, time.provisional});
    }
    return out;
}

std::unique_ptr<ListReading> start_free_times(const core::Board& board, const ListQuery& query,
                                              std::size_t limit, std::string& error) {
    const auto asked = asked_by(board, query, error);
    if (!asked) return nullptr;
    const Date day =
        asked->day.value_or(core::local_day(core::calendar_rule(board.rules()), board.at()));
    std::vector<FreeTime> all;
    for (const BookableService& service : core::booking_rule(board.rules()).services) {
        if (asked->service != nullptr && asked->service != &service) continue;
        const std::vector<FreeTime> times = free_times(board, service, day);
        all.insert(all.end(), times.begin(), times.end());
    }
    return made_page(board, query, limit, all);
}

}  // namespace muster::views
