#include "engine/views/figures.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>

namespace muster::views {
namespace {

std::string two_digits(std::int64_t value) {
    return std::string(value < 10 ? "0" : "").append(std::to_string(value));
}

}  // namespace

std::string duration_text(Millis duration, Language language) {
    const bool en = language == Language::en;
    const std::int64_t all = std::max<std::int64_t>(duration.value, 0) / 1000;
    const std::int64_t hour = all / 3600;
    const std::int64_t minute = all / 60 % 60;
    const std::int64_t second = all % 60;
    std::string text;
    const auto add = [&](std::int64_t value, std::string_view en_unit, std::string_view zh_unit) {
        if (!text.empty()) text += ' ';
        text.append(std::to_string(value)).append(en ? en_unit : zh_unit);
    };
    if (hour > 0) add(hour, " h", " 小时");
    if (minute > 0) add(minute, " min", " 分钟");
    if (text.empty() || (hour == 0 && second > 0)) add(second, " s", " 秒");
    return text;
}

std::string distance_text(Metres distance) {
    if (distance.value < 1000) return std::to_string(distance.value) + " m";
    const std::int64_t tenths = (distance.value + 50) / 100;
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " km";
}

std::string per_cent_text(std::int64_t permille) {
    return std::to_string(permille / 10) + "." + std::to_string(permille % 10) + " %";
}

std::string numbered_responder(ResponderId id, Language language) {
    return (language == Language::en ? "responder " : "人员 ") + std::to_string(id.value);
}

std::string clock_text(TimePoint at, Millis utc_offset) {
    constexpr std::int64_t day = 86'400;
    std::int64_t seconds_of_day = (at + utc_offset).value / 1000 % day;
    if (seconds_of_day < 0) seconds_of_day += day;
    return two_digits(seconds_of_day / 3600)
        .append(":")
        .append(two_digits(seconds_of_day / 60 % 60))
        .append(":")
        .append(two_digits(seconds_of_day % 60));
}

std::string day_text(TimePoint at, Millis utc_offset) {
    using namespace std::chrono;
    const auto local = milliseconds((at + utc_offset).value);
    const std::chrono::year_month_day date{floor<days>(sys_time<milliseconds>(local))};
    const std::int64_t minutes = utc_offset.value / 60'000;
    const std::int64_t size = minutes < 0 ? -minutes : minutes;
    return std::to_string(static_cast<int>(date.year()))
        .append("-")
        .append(two_digits(static_cast<unsigned>(date.month())))
        .append("-")
        .append(two_digits(static_cast<unsigned>(date.day())))
        .append(minutes < 0 ? " (UTC-" : " (UTC+")
        .append(two_digits(size / 60))
        .append(":")
        .append(two_digits(size % 60))
        .append(")");
}

}  // namespace muster::views
