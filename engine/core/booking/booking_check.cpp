#include "engine/core/booking/booking_check.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/core/service/rule_check.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_services = 256;
constexpr std::size_t max_hours = 64;
constexpr std::int64_t one_day = hours(24).value;

Rejection check_hours(const BookingHours& one, const std::string& at) {
    const auto falls = [](Weekday a, Weekday b) { return a >= b; };
    if (one.days.empty() ||
        std::adjacent_find(one.days.begin(), one.days.end(), falls) != one.days.end()) {
        return wrong(at + "/days", "must name days of the week, in order, each once");
    }
    if (one.to <= one.from) return wrong(at + "/to", "must be after from");
    if (auto bad = check_number(at + "/each_min", one.each_min, 0, TimeOfDay::last)) return bad;
    const std::int64_t whole = one.to.minutes - one.from.minutes;
    if (one.each_min > 0 && whole % one.each_min != 0) {
        return wrong(at + "/each_min", "must fill the time from " + to_string(one.from) + " to " +
                                           to_string(one.to) + " without a rest");
    }
    return check_number(at + "/capacity", one.capacity, 1, 10'000);
}

// On no day of the week two at once, whether it is a working day or not.
Rejection check_apart(const std::vector<BookingHours>& all, const std::string& at) {
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (std::size_t before = 0; before < i; ++before) {
            const auto has = [&](Weekday day) {
                const auto& days = all[before].days;
                return std::find(days.begin(), days.end(), day) != days.end();
            };
            const bool same_day = std::any_of(all[i].days.begin(), all[i].days.end(), has);
            if (!same_day || all[i].to <= all[before].from || all[before].to <= all[i].from) {
                continue;
            }
            return wrong(pointer(at, i), "must not meet " + pointer(at, before));
        }
    }
    return {};
}

Rejection check_spans(const BookableService& service, const std::string& at) {
    const std::pair<const char*, Millis> spans[] = {{"/book_before_ms", service.book_before_ms},
                                                    {"/change_before_ms", service.change_before_ms},
                                                    {"/warn_before_ms", service.warn_before_ms},
                                                    {"/ask_before_ms", service.ask_before_ms}};
    for (const auto& [field, span] : spans) {
        if (auto bad = check_span(at + field, span, {0})) return bad;
    }
    return check_number(at + "/no_show_ms", service.no_show_ms.value, 0, one_day);
}

Rejection check_service(const BookableService& service, const std::string& at) {
    if (service.hours.empty() || service.hours.size() > max_hours) {
        return wrong(at + "/hours", "must hold 1 to 64 entries");
    }
    for (std::size_t i = 0; i < service.hours.size(); ++i) {
        if (auto bad = check_hours(service.hours[i], pointer(at + "/hours", i))) return bad;
    }
    if (auto bad = check_apart(service.hours, at + "/hours")) return bad;
    const std::string years = at + "/eligible/min_years";
    if (auto bad = check_number(years, service.eligible.min_years, 0, 150)) return bad;
    if (auto bad = check_number(at + "/price_min", service.price_min, 0, 100'000)) return bad;
    if (auto bad = check_number(at + "/ahead_days", service.ahead_days, 1, 366)) return bad;
    if (auto bad = check_number(at + "/series_days", service.series_days, 0, 366)) return bad;
    return check_spans(service, at);
}

}  // namespace

Rejection check_booking(const Rules& rules, const RuleIndex& index) {
    if (!rules.booking) return {};
    const BookingRule& rule = *rules.booking;
    const std::string at = "/booking/services";
    if (rule.services.size() > max_services) return wrong(at, "at most 256 services");
    const auto code = [](const BookableService& one) -> const Code& { return one.service; };
    if (auto bad = check_codes(at, rule.services, code)) return bad;
    for (std::size_t i = 0; i < rule.services.size(); ++i) {
        const BookableService& service = rule.services[i];
        if (index.service(service.service) == nullptr) {
            return wrong(pointer(at, i) + "/service",
                         "\"" + service.service.str() + "\" is not one of the services");
        }
        if (auto bad = check_service(service, pointer(at, i))) return bad;
    }
    if (auto bad = check_number("/booking/max_in_series", rule.max_in_series, 1, 366)) return bad;
    if (auto bad = check_number("/booking/retry_ms", rule.retry_ms.value, 1000, one_day)) {
        return bad;
    }
    return check_span("/booking/keep_ms", rule.keep_ms, seconds(1));
}

}  // namespace muster::core
