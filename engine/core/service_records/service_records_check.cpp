#include "engine/core/service_records/service_records_check.hpp"

#include "engine/core/service/rule_check.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_stars = 16;
constexpr std::int64_t max_star_hours = 1'000'000;
constexpr std::int64_t ten_years = 3660;

Rejection check_stars(const std::vector<std::int64_t>& stars, const std::string& field) {
    if (stars.size() > max_stars) return wrong(field, "must be at most 16");
    for (std::size_t i = 0; i < stars.size(); ++i) {
        const std::int64_t least = i == 0 ? 1 : stars[i - 1] + 1;
        if (auto bad = check_number(pointer(field, i), stars[i], least, max_star_hours)) return bad;
    }
    return {};
}

Rejection check_times(const ServiceRecordsRule& rule, const std::string& at) {
    if (auto bad = check_number(at + "/most_min", rule.most_min, 1, TimeOfDay::last)) return bad;
    if (auto bad = check_number(at + "/late_ms", rule.late_ms.value, 0, hours(24 * 7).value)) {
        return bad;
    }
    if (auto bad = check_number(at + "/sign_out_ms", rule.sign_out_ms.value, minutes(1).value,
                                minutes(rule.most_min).value)) {
        return bad;
    }
    if (auto bad = check_number(at + "/remind_ms", rule.remind_ms.value, minutes(1).value,
                                rule.sign_out_ms.value)) {
        return bad;
    }
    return check_span(at + "/keep_ms", rule.keep_ms, seconds(1));
}

Rejection check_days(const ServiceRecordsRule& rule, const std::string& at) {
    if (auto bad = check_number(at + "/paper_days", rule.paper_days, 0, 366)) return bad;
    if (auto bad = check_number(at + "/confirm_days", rule.confirm_days, 1, 366)) return bad;
    if (auto bad = check_number(at + "/review_days", rule.review_days, 1, 366)) return bad;
    if (auto bad = check_number(at + "/dispute_days", rule.dispute_days, 0, 366)) return bad;
    if (auto bad = check_number(at + "/resolve_days", rule.resolve_days, 1, 366)) return bad;
    if (auto bad = check_number(at + "/warn_permille", rule.warn_permille, 1, 999)) return bad;
    if (auto bad = check_number(at + "/reverse_days", rule.reverse_days, 1, ten_years)) return bad;
    if (rule.reverse_days < rule.paper_days) {
        return wrong(at + "/reverse_days",
                     "must be at least paper_days: what is written down later must meet all that "
                     "it may overlap");
    }
    if (hours(24) * rule.reverse_days < rule.late_ms) {
        return wrong(at + "/reverse_days",
                     "must be at least late_ms: what is told late must meet all that it may "
                     "overlap");
    }
    if (auto bad = check_number(at + "/no_shows", rule.no_shows, 0, 100)) return bad;
    return check_number(at + "/no_show_days", rule.no_show_days, 1, ten_years);
}

}  // namespace

Rejection check_service_records(const Rules& rules) {
    if (!rules.service_records) return {};
    const ServiceRecordsRule& rule = *rules.service_records;
    const std::string at = "/service_records";
    if (auto bad = check_number(at + "/far_m", rule.far_m.value, 0, 100'000)) return bad;
    if (auto bad = check_times(rule, at)) return bad;
    if (auto bad = check_days(rule, at)) return bad;
    return check_stars(rule.star_hours, at + "/star_hours");
}

}  // namespace muster::core
