#include "engine/gate/push_values.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/codec/command_datum.hpp"
#include "engine/codec/datum.hpp"
#include "engine/codec/protocol_text.hpp"
#include "engine/codec/text.hpp"
#include "muster/date.hpp"

namespace muster::gate {

namespace {

constexpr std::int64_t day_ms = 86'400'000;
// 3000-01-01.
constexpr std::int64_t too_late = 32'503'680'000'000;

std::optional<double> number_of(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    double number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (text.empty() || error != std::errc() || stop != end || !std::isfinite(number)) {
        return std::nullopt;
    }
    return number;
}

std::optional<TimePoint> since_1970(std::string_view text, double unit_ms) {
    const auto number = number_of(text);
    if (!number) return std::nullopt;
    const double ms = *number * unit_ms;
    if (ms <= 0 || ms >= static_cast<double>(too_late)) return std::nullopt;
    return TimePoint{std::llround(ms)};
}

// Takes `width` digits and the mark behind them off the front; -1 when they are not there. A blank
// as mark: none is asked for.
std::int32_t take(std::string_view& text, std::size_t width, std::string_view marks) {
    if (text.size() < width) return -1;
    const auto number = codec::parse_number(text.substr(0, width));
    if (!number) return -1;
    text.remove_prefix(width);
    if (marks.empty()) return static_cast<std::int32_t>(*number);
    if (text.empty() || marks.find(text.front()) == std::string_view::npos) return -1;
    text.remove_prefix(1);
    return static_cast<std::int32_t>(*number);
}

// Digits of a second behind its point, as milliseconds.
std::int64_t take_fraction(std::string_view& text) {
    if (text.empty() || (text.front() != '.' && text.front() != ',')) return 0;
    text.remove_prefix(1);
    std::int64_t ms = 0;
    for (std::int64_t weight = 100; !text.empty() && text.front() >= '0' && text.front() <= '9';
         weight /= 10) {
        ms += weight * (text.front() - '0');
        text.remove_prefix(1);
    }
    return ms;
}

std::optional<TimePoint> calendar_time(std::string_view text, std::optional<Millis> zone) {
    const std::int32_t year = take(text, 4, "-/");
    const std::int32_t month = take(text, 2, "-/");
    const std::int32_t day = take(text, 2, " Tt");
    const auto date = Date::of(year, month, day);
    const std::int32_t hour = take(text, 2, ":");
    const std::int32_t minute = take(text, 2, ":");
    const std::int32_t second = take(text, 2, "");
    if (!date || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
        return std::nullopt;
    }
    const std::int64_t fraction = take_fraction(text);
    if (!zone) {
        zone = zone_offset(text);
        text = {};
    }
    if (!zone || !text.empty()) return std::nullopt;
    const std::int64_t seconds = (hour * 60 + minute) * 60 + second;
    const std::int64_t at = date->days * day_ms + seconds * 1000 + fraction - zone->value;
    if (at <= 0 || at >= too_late) return std::nullopt;
    return TimePoint{at};
}

}  // namespace

std::optional<TimePoint> pushed_time(const PushTime& time, std::string_view text) {
    text = codec::trimmed(text);
    switch (time.form) {
        case PushTimeForm::unix_s:
            return since_1970(text, 1000);
        case PushTimeForm::unix_ms:
            return since_1970(text, 1);
        case PushTimeForm::iso:
            return calendar_time(text, std::nullopt);
        case PushTimeForm::local:
            return calendar_time(text, zone_offset(time.zone));
    }
    return std::nullopt;
}

std::optional<Point> pushed_point(std::string_view latitude, std::string_view longitude,
                                  std::string_view datum) {
    const auto lat = number_of(codec::trimmed(latitude));
    const auto lon = number_of(codec::trimmed(longitude));
    if (!lat || !lon || std::fabs(*lat) > 90 || std::fabs(*lon) > 180) return std::nullopt;
    const Point point{static_cast<std::int32_t>(std::lround(*lat * 1e7)),
                      static_cast<std::int32_t>(std::lround(*lon * 1e7))};
    if (point == Point{}) return std::nullopt;
    return codec::to_wgs84(point, codec::datum_named(datum).value_or(codec::Datum::wgs84));
}

std::optional<std::int32_t> pushed_percent(std::string_view text) {
    text = codec::trimmed(text);
    if (text.ends_with('%')) text = codec::trimmed(text.substr(0, text.size() - 1));
    const auto number = number_of(text);
    if (!number || *number < 0 || *number > 100) return std::nullopt;
    return static_cast<std::int32_t>(*number);
}

std::string clipped(std::string_view text, std::size_t max_bytes) {
    std::string out(codec::utf8_front(text, max_bytes));
    for (char& c : out) {
        if (static_cast<unsigned char>(c) < ' ' || c == 0x7F) c = ' ';
    }
    return out;
}

bool is_pushed_number(std::string_view text, std::size_t most_bytes) {
    const bool digits =
        std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits && text.size() <= most_bytes && text.find('*') == std::string_view::npos;
}

}  // namespace muster::gate
