#include "adapters/http/open311.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "adapters/http/card_pages.hpp"
#include "adapters/http/padded_digits.hpp"
#include "adapters/http/problem.hpp"
#include "engine/codec/protocol_text.hpp"
#include "muster/date.hpp"
#include "muster/enum_names.hpp"

namespace muster::http::open311 {

namespace {

constexpr std::size_t longest_text = 4'000;  // of a description or an address, in bytes

void append_text(std::string& out, std::string_view name, std::string_view text) {
    out.append(out.back() == '{' ? "\"" : ",\"").append(name).append("\":");
    append_json_string(out, text);
}

void append_null(std::string& out, std::string_view name) {
    out.append(out.back() == '{' ? "\"" : ",\"").append(name).append("\":null");
}

std::string_view name_of(const Service& service) {
    return service.name_en.empty() ? service.name_zh : service.name_en;
}

const Service* find(const std::vector<Service>& services, std::string_view code) {
    const auto found = std::find_if(services.begin(), services.end(),
                                    [&](const Service& one) { return one.code.view() == code; });
    return found == services.end() ? nullptr : &*found;
}

Error not_found(std::string_view code) {
    return {404, "service_code \"" + std::string(code.substr(0, Code::max_size)) +
                     "\" was not found; services.json lists them"};
}

// What became of it, in words for whoever asked.
std::string_view notes_of(RequestStatus status) {
    switch (status) {
        case RequestStatus::received:
        case RequestStatus::queued:
        case RequestStatus::offered:
        case RequestStatus::merged:
            return "Received; somebody is being found. 已收到，正在安排人员。";
        case RequestStatus::held:
            return "Received; a time is planned. 已收到，已安排时间。";
        case RequestStatus::dispatched:
        case RequestStatus::en_route:
            return "Somebody is on the way. 人员正在前往。";
        case RequestStatus::on_scene:
            return "Somebody is there. 人员已到达。";
        case RequestStatus::served:
        case RequestStatus::called_back:
        case RequestStatus::closed:
            return "Done. 已完成。";
        case RequestStatus::cancelled:
            return "Cancelled. 已取消。";
        case RequestStatus::transferred:
            return "Passed on. 已转交。";
    }
    return "";
}

std::string request_json(const State& state, const std::vector<Service>& services) {
    std::string out = "{";
    append_text(out, "service_request_id", std::to_string(state.id.value));
    append_text(out, "status", is_closed(state) ? "closed" : "open");
    append_text(out, "status_notes", notes_of(state.status));
    const Service* const service = find(services, state.service.view());
    append_text(out, "service_name", service != nullptr ? name_of(*service) : "");
    append_text(out, "service_code", state.service.view());
    append_null(out, "description");
    append_text(out, "agency_responsible", state.transferred_to);
    append_null(out, "service_notice");
    append_text(out, "requested_datetime", time_text(state.created_at));
    if (state.ended_at) {
        append_text(out, "updated_datetime", time_text(state.ended_at));
    } else {
        append_null(out, "updated_datetime");
    }
    for (const char* unsaid :
         {"expected_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url"}) {
        append_null(out, unsaid);
    }
    return out + '}';
}

// Decimal degrees of at most so many.
std::optional<std::int32_t> degrees_e7(std::string_view text, double limit) {
    double value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (!std::isfinite(value) || std::abs(value) > limit) return std::nullopt;
    return static_cast<std::int32_t>(std::llround(value * 1e7));
}

// Both ends of a query's time.
std::optional<Error> read_times(const Pairs& query, Wanted& wanted) {
    const std::pair<std::string_view, TimePoint&> ends[] = {{"start_date", wanted.from},
                                                            {"end_date", wanted.until}};
    for (const auto& [name, into] : ends) {
        const std::string_view text = value_of(query, name);
        if (text.empty()) continue;
        const auto time = parse_time(text);
        if (!time) {
            return Error{400, std::string(name) + " is no time such as 2026-01-31T08:00:00Z"};
        }
        into = *time;
    }
    return std::nullopt;
}

}  // namespace

std::string to_json(const Error& error) {
    std::string out = "[{\"code\":" + std::to_string(error.status);
    append_text(out, "description", error.description);
    return out + "}]";
}

std::string services_json(const std::vector<Service>& services) {
    std::string out = "[";
    for (const Service& service : services) {
        out += out.size() > 1 ? ",{" : "{";
        append_text(out, "service_code", service.code.view());
        append_text(out, "service_name", name_of(service));
        append_text(out, "description", service.name_zh);
        out += ",\"metadata\":false";
        append_text(out, "type", "realtime");
        append_text(out, "keywords", "");
        append_text(out, "group", "");
        out += '}';
    }
    return out + ']';
}

std::string definition_json(const Service& service) {
    std::string out = "{";
    append_text(out, "service_code", service.code.view());
    return out + ",\"attributes\":[]}";
}

bool is_closed(const State& state) {
    return is_finished(state.status) || state.status == RequestStatus::transferred;
}

std::string requests_json(const std::vector<State>& states, const std::vector<Service>& services) {
    std::string out = "[";
    for (const State& state : states) {
        if (out.size() > 1) out += ',';
        out += request_json(state, services);
    }
    return out + ']';
}

std::string_view value_of(const Pairs& pairs, std::string_view name) {
    for (const auto& [key, value] : pairs) {
        if (key == name) return value;
    }
    return {};
}

Expected<CreateRequest, Error> read_request(const Pairs& form,
                                            const std::vector<Service>& services) {
    const std::string_view code = value_of(form, "service_code");
    if (code.empty()) return Error{400, "service_code was not provided"};
    if (find(services, code) == nullptr) return not_found(code);
    CreateRequest request;
    request.service = Code(code);
    request.channel = Channel::web;
    const std::string_view lat = value_of(form, "lat");
    const std::string_view lon = value_of(form, "long");
    request.address.value = value_of(form, "address_string");
    if (lat.empty() != lon.empty()) return Error{400, "lat and long go together"};
    if (lat.empty() && request.address.value.empty()) {
        return Error{400, "lat and long, or address_string, must be provided"};
    }
    if (!lat.empty()) {
        const auto north = degrees_e7(lat, 90);
        const auto east = degrees_e7(lon, 180);
        if (!north || !east) return Error{400, "lat or long is no decimal degrees of WGS-84"};
        request.place = Personal<Point>{Point{*north, *east}};
    }
    request.caller.value = value_of(form, "phone");
    request.note.value = value_of(form, "description");
    if (request.note.value.size() > longest_text || request.address.value.size() > longest_text) {
        return Error{400, "description or address_string is too long"};
    }
    return request;
}

bool Wanted::fits(const State& state) const {
    if (!service.empty() && state.service != service) return false;
    if (closed && is_closed(state) != *closed) return false;
    if (from && state.created_at < from) return false;
    return !until || state.created_at <= until;
}

Expected<Wanted, Error> read_wanted(const Pairs& query) {
    Wanted wanted;
    std::string_view ids = value_of(query, "service_request_id");
    while (!ids.empty()) {
        const auto id = codec::parse_number(codec::trimmed(codec::take_until(ids, ',')));
        if (!id || wanted.ids.size() == most_ids) {
            return Error{400, "service_request_id is at most " + std::to_string(most_ids) +
                                  " numbers between commas"};
        }
        wanted.ids.push_back(*id);
    }
    if (const std::string_view code = value_of(query, "service_code"); !code.empty()) {
        const auto service = Code::from_text(code);
        if (!service) return not_found(code);
        wanted.service = *service;
    }
    if (const std::string_view status = value_of(query, "status"); !status.empty()) {
        const bool both = status == "open,closed" || status == "closed,open";
        if (!both && status != "open" && status != "closed") {
            return Error{400, "status is open or closed"};
        }
        if (!both) wanted.closed = status == "closed";
    }
    if (auto wrong = read_times(query, wanted)) return std::move(*wrong);
    return wanted;
}

std::string time_text(TimePoint time) {
    const std::int64_t days = time.value / day_ms;
    const std::int64_t seconds = time.value % day_ms / 1000;
    const YearMonthDay day = year_month_day(Date{static_cast<std::int32_t>(days)});
    return padded_digits(day.year, 4) + '-' + padded_digits(day.month, 2) + '-' +
           padded_digits(day.day, 2) + 'T' + padded_digits(seconds / 3600, 2) + ':' +
           padded_digits(seconds / 60 % 60, 2) + ':' + padded_digits(seconds % 60, 2) + 'Z';
}

std::optional<TimePoint> parse_time(std::string_view text) {
    if (!codec::is_rfc3339(text)) return std::nullopt;
    const auto number = [&](std::size_t from, std::size_t size) {
        return static_cast<std::int64_t>(codec::parse_number(text.substr(from, size)).value_or(0));
    };
    const auto date = Date::from_text(text.substr(0, 10));
    if (!date) return std::nullopt;
    std::int64_t seconds = number(11, 2) * 3600 + number(14, 2) * 60 + number(17, 2);
    if (text.back() != 'Z' && text.back() != 'z') {
        const std::size_t sign = text.size() - 6;
        const std::int64_t offset = number(sign + 1, 2) * 3600 + number(sign + 4, 2) * 60;
        seconds += text[sign] == '-' ? offset : -offset;
    }
    return TimePoint{date->days * day_ms + seconds * 1000};
}

}  // namespace muster::http::open311
