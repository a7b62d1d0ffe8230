#include "adapters/http/calendar_feed.hpp"

#include <algorithm>

#include "adapters/http/padded_digits.hpp"
#include "engine/codec/text.hpp"
#include "muster/date.hpp"

namespace muster::http::calendar {

namespace {

constexpr std::size_t longest_line = 75;  // bytes, without CRLF
constexpr std::string_view shanghai = "Asia/Shanghai";
constexpr std::int64_t shanghai_offset_ms = 8 * 3'600'000;

// Of a time that was moved to its zone: 20260131, and 20260131T080000.
std::string date_text(std::int64_t ms) {
    const YearMonthDay day = year_month_day(Date{static_cast<std::int32_t>(ms / day_ms)});
    return padded_digits(day.year, 4) + padded_digits(day.month, 2) + padded_digits(day.day, 2);
}
std::string time_text(std::int64_t ms) {
    const std::int64_t seconds = ms % day_ms / 1000;
    return date_text(ms) + 'T' + padded_digits(seconds / 3600, 2) +
           padded_digits(seconds / 60 % 60, 2) + padded_digits(seconds % 60, 2);
}

// "DTSTART;TZID=Asia/Shanghai:20260131T080000"
std::string time_line(const std::string& name, TimePoint at, bool local) {
    if (!local) return name + ":" + time_text(at.value) + "Z";
    return name + ";TZID=" + std::string(shanghai) + ":" + time_text(at.value + shanghai_offset_ms);
}

void append_event(std::string& out, const Event& event, bool local) {
    append_line(out, "BEGIN:VEVENT");
    append_line(out, "UID:" + event.uid);
    append_line(out, "DTSTAMP:" + time_text(event.stamp.value) + "Z");
    append_line(out, "SEQUENCE:" + std::to_string(event.sequence));
    if (event.from == event.until) {
        const std::int64_t day = event.from.value + (local ? shanghai_offset_ms : 0);
        append_line(out, "DTSTART;VALUE=DATE:" + date_text(day));
        append_line(out, "DTEND;VALUE=DATE:" + date_text(day + day_ms));
    } else {
        append_line(out, time_line("DTSTART", event.from, local));
        append_line(out, time_line("DTEND", event.until, local));
    }
    append_line(out, "STATUS:" + std::string(event.status));
    append_line(out, "SUMMARY:" + escaped(event.summary));
    append_line(out, "END:VEVENT");
}

std::string_view status_of(VisitStatus status) {
    switch (status) {
        case VisitStatus::planned:
        case VisitStatus::under_way:
        case VisitStatus::done:
            return "CONFIRMED";
        case VisitStatus::missed:
        case VisitStatus::cancelled:
        case VisitStatus::closed:
            break;
    }
    return "CANCELLED";
}

std::string_view status_of(BookingStatus status) {
    switch (status) {
        case BookingStatus::asked:
            return "TENTATIVE";
        case BookingStatus::confirmed:
        case BookingStatus::due:
        case BookingStatus::served:
        case BookingStatus::no_show:
            return "CONFIRMED";
        case BookingStatus::moved:
        case BookingStatus::cancelled:
            break;
    }
    return "CANCELLED";
}

std::string uid_of(std::string_view kind, std::uint64_t id, std::string_view host) {
    return std::string(kind) + "-" + std::to_string(id) + "@" + std::string(host);
}

}  // namespace

Event event_of(const VisitEntry& visit, std::string_view name, std::string_view host) {
    const bool over = bool(visit.ended_at);
    // Without a time agreed it is the day by which it is due.
    const bool agreed = visit.window_until > visit.window_from;
    return {.uid = uid_of("visit", visit.id.value, host),
            .sequence = 2 * std::int64_t{visit.moved} + (over ? 1 : 0),
            .stamp = std::max({visit.since, visit.started_at, visit.ended_at, visit.due.warned_at,
                               visit.due.breached_at}),
            .from = agreed ? visit.window_from : visit.due.due_at,
            .until = agreed ? visit.window_until : visit.due.due_at,
            .status = status_of(visit.status),
            .summary = "探访 Visit: " + std::string(name)};
}

Event event_of(const BookingEntry& booking, std::string_view service, std::string_view name,
               std::string_view host) {
    return {.uid = uid_of("booking", booking.id.value, host),
            .sequence = booking.ended_at ? 1 : 0,
            .stamp = std::max(booking.booked_at, booking.ended_at),
            .from = booking.starts_at,
            .until = booking.ends_at,
            .status = status_of(booking.status),
            .summary = std::string(service) + ": " + std::string(name)};
}

std::string calendar_text(const std::vector<Event>& events, std::string_view time_zone) {
    const bool local = time_zone == shanghai;
    std::string out;
    for (const char* line : {"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Muster//Calendar//EN",
                             "CALSCALE:GREGORIAN", "X-WR-CALNAME:Muster"}) {
        append_line(out, line);
    }
    if (local) {
        for (const char* line :
             {"BEGIN:VTIMEZONE", "TZID:Asia/Shanghai", "BEGIN:STANDARD", "DTSTART:19920101T000000",
              "TZOFFSETFROM:+0800", "TZOFFSETTO:+0800", "TZNAME:CST", "END:STANDARD",
              "END:VTIMEZONE"}) {
            append_line(out, line);
        }
    }
    for (const Event& event : events)
        append_event(out, event, local);
    append_line(out, "END:VCALENDAR");
    return out;
}

void append_line(std::string& out, std::string_view line) {
    std::size_t room = longest_line;
    while (line.size() > room) {
        const std::size_t cut = std::max<std::size_t>(codec::utf8_front(line, room).size(), 1);
        out.append(line.substr(0, cut)).append("\r\n ");
        line.remove_prefix(cut);
        room = longest_line - 1;  // the blank counts
    }
    out.append(line).append("\r\n");
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n') {
            out += "\\n";
            continue;
        }
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) continue;
        if (c == '\\' || c == ';' || c == ',') out += '\\';
        out += c;
    }
    return out;
}

}  // namespace muster::http::calendar
