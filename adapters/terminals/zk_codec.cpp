#include "adapters/terminals/zk_codec.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "engine/codec/protocol_text.hpp"

namespace muster::terminals {
namespace {

constexpr std::size_t max_serial = 32;
constexpr std::size_t max_pin = 24;
constexpr std::size_t max_stamp = 20;

bool is_serial(std::string_view text) {
    return !text.empty() && text.size() <= max_serial &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return codec::is_letter_or_digit(c) || c == '.' || c == '_' || c == '-';
           });
}

bool is_stamp(std::string_view text) {
    return !text.empty() && text.size() <= max_stamp &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
    const auto number = codec::parse_number(text.substr(at, count));
    if (!number) return std::nullopt;
    return static_cast<int>(*number);
}

// "2026-03-02 16:15:30"
std::optional<TimePoint> read_time(std::string_view text) {
    if (text.size() != 19 || text[4] != '-' || text[7] != '-' || text[10] != ' ' ||
        text[13] != ':' || text[16] != ':') {
        return std::nullopt;
    }
    const auto year = digits(text, 0, 4);
    const auto month = digits(text, 5, 2);
    const auto day = digits(text, 8, 2);
    const auto hour = digits(text, 11, 2);
    const auto minute = digits(text, 14, 2);
    const auto second = digits(text, 17, 2);
    if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
    return TimePoint{(((days * 24 + *hour) * 60 + *minute) * 60 + *second) * 1000};
}

std::string_view clipped(std::string_view text) {
    return text.substr(0, 8);
}

// Behind the path's /iclock/; what newer terminals append does not matter.
std::string_view page_of(std::string_view path) {
    constexpr std::string_view root = "/iclock/";
    if (!path.starts_with(root)) return {};
    path.remove_prefix(root.size());
    if (path.ends_with(".aspx")) path.remove_suffix(5);
    return path;
}

ZkAsk ask_of(bool is_post, std::string_view page, std::string_view table) {
    if (page == "cdata" && is_post) return table == "ATTLOG" ? ZkAsk::attendance : ZkAsk::other;
    if (page == "cdata") return ZkAsk::options;
    if (page == "getrequest" && !is_post) return ZkAsk::poll;
    if (page == "ping" && !is_post) return ZkAsk::poll;
    if ((page == "devicecmd" || page == "fdata") && is_post) return ZkAsk::other;
    return ZkAsk::none;
}

}  // namespace

ZkRequest read_zk_request(bool is_post, std::string_view target) {
    ZkRequest request;
    const std::string_view page = page_of(codec::take_until(target, '?'));
    std::string_view table;
    while (!target.empty()) {
        std::string_view value = codec::take_until(target, '&');
        const std::string_view name = codec::take_until(value, '=');
        if (name == "SN" && is_serial(value)) request.serial = value;
        if (name == "table") table = value;
        if (name == "Stamp" && is_stamp(value)) request.stamp = value;
    }
    request.ask = ask_of(is_post, page, table);
    return request;
}

std::optional<Attendance> read_attendance(std::string_view line) {
    if (line.size() > max_line_bytes) return std::nullopt;
    Attendance read;
    const std::string_view pin = codec::trimmed(codec::take_until(line, '\t'));
    const std::string_view time = codec::trimmed(codec::take_until(line, '\t'));
    const bool printed = std::all_of(pin.begin(), pin.end(), [](char c) {
        return static_cast<unsigned char>(c) > ' ' && static_cast<unsigned char>(c) < 0x7f;
    });
    const auto local = read_time(time);
    if (pin.empty() || pin.size() > max_pin || !printed || !local) return std::nullopt;
    read.pin = pin;
    read.time = time;
    read.local = *local;
    read.status = clipped(codec::trimmed(codec::take_until(line, '\t')));
    read.verify = clipped(codec::trimmed(codec::take_until(line, '\t')));
    return read;
}

std::optional<std::string_view> take_line(std::string_view& body) {
    constexpr std::string_view ends = "\r\n";
    body.remove_prefix(std::min(body.find_first_not_of(ends), body.size()));
    if (body.empty()) return std::nullopt;
    const std::string_view line = body.substr(0, body.find_first_of(ends));
    body.remove_prefix(line.size());
    return line;
}

std::string write_zk_options(std::string_view serial, std::string_view stamp,
                             std::int64_t utc_offset_min, Millis poll_every) {
    const bool whole = utc_offset_min % 60 == 0;
    std::string out = "GET OPTION FROM: ";
    out.append(serial).append("\r\nStamp=").append(stamp);
    out.append("\r\nATTLOGStamp=").append(stamp);
    out += "\r\nOpStamp=9999\r\nErrorDelay=30\r\nDelay=";
    out += std::to_string(std::max<std::int64_t>(poll_every.value / 1000, 1));
    // All day at once, and at these times whatever was missed.
    out += "\r\nTransTimes=00:00;14:05\r\nTransInterval=1\r\nTransFlag=1111000000\r\nRealtime=1";
    out += "\r\nTimeZone=" + std::to_string(whole ? utc_offset_min / 60 : utc_offset_min);
    out += "\r\nEncrypt=0\r\n";
    return out;
}

}  // namespace muster::terminals
