#include "adapters/http/http_codec.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "engine/codec/protocol_text.hpp"
#include "engine/codec/text.hpp"

namespace muster::http {

using codec::decode_pairs;
using codec::equal_ignoring_case;
using codec::hex_digit;
using codec::parse_number;
using codec::take_until;
using codec::trimmed;

namespace {

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(), is_control);
}

constexpr std::size_t max_query_pairs = 64;

}  // namespace

std::optional<std::string> parse_target(std::string_view text, Target& out) {
    out.path.clear();
    out.query.clear();
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (text.size() >= scheme.size() &&
            equal_ignoring_case(text.substr(0, scheme.size()), scheme)) {
            text.remove_prefix(scheme.size());
            const std::size_t end = std::min(text.size(), text.find_first_of("/?#"));
            if (!is_valid_host(text.substr(0, end))) return "the target's host is not valid";
            text.remove_prefix(end);
            if (text.empty()) text = "/";
            break;
        }
    }
    if (text.empty() || text.front() != '/') return "the target must begin with a slash";
    if (has_control(text)) return "the target holds a control character";
    if (text.find('#') != std::string_view::npos) {
        return "the target holds a fragment (#), which never belongs to a request";
    }
    const std::string_view path = take_until(text, '?');
    if (path.find('%') == std::string_view::npos) {
        out.path = path;
    } else {
        if (!codec::decode_escapes(path, false, out.path))
            return "the path holds a broken %-escape";
        const auto slashes = [](std::string_view s) { return std::count(s.begin(), s.end(), '/'); };
        if (slashes(out.path) != slashes(path)) return "the path holds an escaped slash";
        if (has_control(out.path)) return "the path holds an escaped control character";
    }
    if (out.path.find('\\') != std::string::npos) return "the path holds a backslash";
    if (!codec::is_valid_utf8(out.path)) return "the path is not UTF-8";
    if (text.empty()) return std::nullopt;
    if (!decode_pairs(text, max_query_pairs, out.query)) {
        return "the query holds a broken %-escape or more than 64 parameters";
    }
    for (const auto& [name, value] : out.query) {
        if (has_control(name) || has_control(value)) {
            return "the query holds an escaped control character";
        }
        if (!codec::is_valid_utf8(name) || !codec::is_valid_utf8(value)) {
            return "the query is not UTF-8";
        }
    }
    return std::nullopt;
}

std::optional<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view text,
                                                                           std::size_t max_pairs) {
    std::vector<std::pair<std::string, std::string>> pairs;
    if (!decode_pairs(text, max_pairs, pairs)) return std::nullopt;
    return pairs;
}

bool is_valid_host(std::string_view host) {
    constexpr std::string_view marks = "-._~%!$&'()*+;=";  // of names, RFC 3986, 3.2.2; no comma
    const bool bracketed = host.starts_with('[');
    const std::size_t end = bracketed ? host.find(']') + 1 : host.find(':');
    if (bracketed && end == 0) return false;
    const std::string_view name = host.substr(0, end);
    const std::string_view port = end < host.size() ? host.substr(end) : std::string_view{};
    if (!port.empty()) {
        if (port.front() != ':' || port.size() > 6) return false;
        const auto number = parse_number(port.substr(1));
        if (port.size() > 1 && (!number || *number > 65535)) return false;
    }
    if (!bracketed) {
        return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
            return codec::is_letter_or_digit(c) || marks.find(c) != std::string_view::npos;
        });
    }
    return name.size() > 3 && std::all_of(name.begin() + 1, name.end() - 1, [](char c) {
               return hex_digit(c) >= 0 || c == ':' || c == '.';
           });
}

std::string_view bearer_token(std::string_view authorization) {
    authorization = trimmed(authorization);
    if (authorization.size() < 7 || !equal_ignoring_case(authorization.substr(0, 7), "bearer ")) {
        return {};
    }
    const std::string_view token = trimmed(authorization.substr(7));
    return token.find(' ') == std::string_view::npos ? token : std::string_view{};
}

std::optional<std::string> decode_escapes(std::string_view text) {
    std::string out;
    if (!codec::decode_escapes(text, false, out)) return std::nullopt;
    return out;
}

bool accepts_json(std::string_view accept) {
    if (trimmed(accept).empty()) return true;
    while (!accept.empty()) {
        std::string_view range = take_until(accept, ',');
        const std::string_view type = trimmed(take_until(range, ';'));
        const std::string_view parameter = trimmed(range);
        const bool refused = parameter == "q=0" || parameter == "q=0.0";
        if (!refused && (type == "*/*" || equal_ignoring_case(type, "application/*") ||
                         equal_ignoring_case(type, "application/json") ||
                         equal_ignoring_case(type, "application/problem+json"))) {
            return true;
        }
    }
    return false;
}

namespace {

// The weight of "q=0.8" in thousandths; 1000 when there is none, 0 when it is not a weight.
int weight_permille(std::string_view parameter) {
    parameter = trimmed(parameter);
    if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) return 1000;
    parameter.remove_prefix(2);
    if (parameter.starts_with('1')) return 1000;
    if (!parameter.starts_with("0.")) return 0;
    int permille = 0;
    int unit = 100;
    for (const char c : parameter.substr(2, 3)) {
        if (c < '0' || c > '9') return 0;
        permille += unit * (c - '0');
        unit /= 10;
    }
    return permille;
}

bool is_language(std::string_view tag, std::string_view language) {
    return tag.size() >= 2 && equal_ignoring_case(tag.substr(0, 2), language) &&
           (tag.size() == 2 || tag[2] == '-');
}

}  // namespace

bool prefers_english(std::string_view accept_language) {
    int english = 0;
    int chinese = 0;
    while (!accept_language.empty()) {
        std::string_view range = take_until(accept_language, ',');
        const std::string_view tag = trimmed(take_until(range, ';'));
        const int weight = weight_permille(range);
        if (is_language(tag, "en")) english = std::max(english, weight);
        if (is_language(tag, "zh")) chinese = std::max(chinese, weight);
    }
    return english > chinese;
}

int coding_weight(std::string_view accept_encoding, std::string_view coding) {
    std::optional<int> any;
    while (!accept_encoding.empty()) {
        std::string_view item = take_until(accept_encoding, ',');
        const std::string_view name = trimmed(take_until(item, ';'));
        if (equal_ignoring_case(name, coding) ||
            (coding == "gzip" && equal_ignoring_case(name, "x-gzip"))) {
            return weight_permille(item);
        }
        if (name == "*") any = weight_permille(item);
    }
    return any.value_or(coding == "identity" ? 1 : 0);
}

std::optional<std::string_view> idempotency_key(std::string_view header) {
    header = trimmed(header);
    if (header.size() >= 2 && header.front() == '"' && header.back() == '"') {
        header = header.substr(1, header.size() - 2);
    }
    if (header.empty() || header.size() > 255) return std::nullopt;
    const bool visible = std::all_of(header.begin(), header.end(), [](char c) {
        return c > ' ' && c < 0x7F && c != '"' && c != '\\';
    });
    return visible ? std::optional(header) : std::nullopt;
}

bool etag_matches(std::string_view if_none_match, std::string_view etag) {
    while (!if_none_match.empty()) {
        std::string_view tag = trimmed(take_until(if_none_match, ','));
        if (tag.starts_with("W/")) tag.remove_prefix(2);
        if (tag == etag || tag == "*") return true;
    }
    return false;
}

std::string_view last_forwarded(std::string_view forwarded_for) {
    const std::size_t comma = forwarded_for.rfind(',');
    return trimmed(comma == std::string_view::npos ? forwarded_for
                                                   : forwarded_for.substr(comma + 1));
}

std::string http_date(std::int64_t unix_seconds) {
    using namespace std::chrono;
    constexpr std::array<const char*, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const sys_seconds time{std::chrono::seconds{unix_seconds}};
    const sys_days day = floor<days>(time);
    const std::chrono::year_month_day date{day};
    const hh_mm_ss clock{time - day};
    std::array<char, 64> text{};
    const int size = std::snprintf(
        text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
        weekdays[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
        months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count()));
    return {text.data(), static_cast<std::size_t>(size)};
}

std::string_view status_text(unsigned status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 204:
            return "No Content";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 411:
            return "Length Required";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 417:
            return "Expectation Failed";
        case 422:
            return "Unprocessable Content";
        case 426:
            return "Upgrade Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "Unknown";
    }
}

}  // namespace muster::http
