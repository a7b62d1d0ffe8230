#include "adapters/jt808/jt808_codec.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "engine/codec/charset.hpp"

namespace muster::jt808 {
namespace {

constexpr Millis china_time = hours(8);
constexpr std::size_t location_bytes = 28;
// Attributes of a message in its head.
constexpr unsigned length_mask = 0x03FF;
constexpr unsigned cipher_mask = 0x1C00;
constexpr unsigned fragment_bit = 0x2000;
constexpr unsigned version_bit = 0x4000;

// Reads big-endian numbers off the front; 0 for what is not there.
class Taker {
  public:
    explicit Taker(std::string_view bytes) : rest_(bytes) {}

    std::uint8_t byte() { return static_cast<std::uint8_t>(number(1)); }
    std::uint16_t word() { return static_cast<std::uint16_t>(number(2)); }
    std::uint32_t dword() { return static_cast<std::uint32_t>(number(4)); }
    std::string_view bytes(std::size_t size) {
        const std::string_view taken = rest_.substr(0, size);
        if (taken.size() < size) short_ = true;
        rest_.remove_prefix(taken.size());
        return taken;
    }
    [[nodiscard]] std::string_view rest() const { return rest_; }
    // More was taken than there was.
    [[nodiscard]] bool is_short() const { return short_; }

  private:
    std::uint64_t number(std::size_t size) {
        std::uint64_t value = 0;
        const std::string_view taken = bytes(size);
        if (taken.size() < size) return 0;
        for (const char byte : taken)
            value = value << 8U | static_cast<unsigned char>(byte);
        return value;
    }

    std::string_view rest_;
    bool short_ = false;
};

void put(std::string& out, std::uint64_t value, unsigned size) {
    while (size-- > 0)
        out.push_back(static_cast<char>(value >> (8 * size) & 0xFFU));
}

// Digits of BCD; what is no digit becomes a letter, so that two terminals stay two.
std::string digits_of(std::string_view bcd) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (const char byte : bcd) {
        const unsigned value = static_cast<unsigned char>(byte);
        out.push_back(digits[value >> 4U]);
        out.push_back(digits[value & 15U]);
    }
    const std::size_t first = out.find_first_not_of('0');
    return first == std::string::npos ? "0" : out.substr(first);
}

// 0 to 99; -1 when it is no BCD.
int two_digits(char byte) {
    const int value = static_cast<unsigned char>(byte);
    const int high = value >> 4;
    const int low = value & 15;
    return high > 9 || low > 9 ? -1 : high * 10 + low;
}

std::optional<TimePoint> time_of(std::string_view bcd) {
    namespace chrono = std::chrono;
    if (bcd.size() != 6) return std::nullopt;
    std::array<int, 6> part{};
    for (std::size_t i = 0; i < part.size(); ++i) {
        part[i] = two_digits(bcd[i]);
        if (part[i] < 0) return std::nullopt;
    }
    const chrono::year_month_day day(chrono::year(2000 + part[0]),
                                     chrono::month(static_cast<unsigned>(part[1])),
                                     chrono::day(static_cast<unsigned>(part[2])));
    if (!day.ok() || part[3] > 23 || part[4] > 59 || part[5] > 59) return std::nullopt;
    const std::int64_t days = chrono::sys_days(day).time_since_epoch().count();
    const std::int64_t seconds_of_day = (part[3] * 60 + part[4]) * 60 + part[5];
    return TimePoint{(days * 86'400 + seconds_of_day) * 1000} - china_time;
}

void put_bcd(std::string& out, unsigned value) {
    put(out, value / 10 % 10 * 16 + value % 10, 1);
}

std::optional<Point> place_of(std::uint32_t status_bits, std::uint32_t lat, std::uint32_t lon) {
    if ((status_bits & status::fix) == 0 || (lat == 0 && lon == 0)) return std::nullopt;
    if (lat > 90'000'000 || lon > 180'000'000) return std::nullopt;
    Point place{static_cast<std::int32_t>(lat * 10), static_cast<std::int32_t>(lon * 10)};
    if ((status_bits & status::south) != 0) place.lat_e7 = -place.lat_e7;
    if ((status_bits & status::west) != 0) place.lon_e7 = -place.lon_e7;
    return place;
}

void read_extras(std::string_view bytes, Location& out) {
    Taker take(bytes);
    while (!take.rest().empty() && out.extras.size() < max_extras) {
        Extra extra;
        extra.id = take.byte();
        // Its length is of one byte.
        if (take.rest().empty()) {
            out.broken_extra = true;
            return;
        }
        const std::size_t size = take.byte();
        extra.value = take.bytes(size);
        if (take.is_short()) {
            out.broken_extra = true;
            return;
        }
        out.extras.push_back(extra);
    }
    if (!take.rest().empty()) out.broken_extra = true;
}

// Without what fills up a text of a fixed width.
std::string_view without_filling(std::string_view text) {
    text = text.substr(0, text.find('\0'));
    while (!text.empty() && (text.back() == ' ' || text.back() == '\xFF'))
        text.remove_suffix(1);
    return text;
}

std::string content_of(const Head& to, std::uint16_t message, std::uint16_t serial,
                       std::string_view body) {
    std::string out;
    put(out, message, 2);
    put(out, body.size() | (to.version ? version_bit : 0), 2);
    if (to.version) put(out, *to.version, 1);
    out += to.phone_bytes;
    put(out, serial, 2);
    out += body;
    return out;
}

}  // namespace

std::optional<Message> read_message(std::string_view content) {
    Taker take(content);
    Message message;
    Head& head = message.head;
    head.id = take.word();
    const unsigned attributes = take.word();
    if ((attributes & version_bit) != 0) head.version = take.byte();
    head.phone_bytes = take.bytes(head.version ? 10 : 6);
    head.serial = take.word();
    if ((attributes & fragment_bit) != 0) {
        head.total = take.word();
        head.part = take.word();
    }
    if (take.is_short()) return std::nullopt;
    // Numbers that cannot be are no reason to lose what the message says.
    if (head.part == 0 || head.part > head.total) head.total = head.part = 1;
    head.phone = digits_of(head.phone_bytes);
    head.encrypted = (attributes & cipher_mask) != 0;
    message.body = take.rest();
    head.length_differs = message.body.size() != (attributes & length_mask);
    return message;
}

std::optional<Location> read_location(std::string_view body) {
    if (body.size() < 4) return std::nullopt;
    Taker take(body);
    Location out;
    out.alarms = take.dword();
    out.status = take.dword();
    const std::uint32_t lat = take.dword();
    const std::uint32_t lon = take.dword();
    if (!take.is_short()) out.place = place_of(out.status, lat, lon);
    out.altitude_m = static_cast<std::int16_t>(take.word());
    out.speed = take.word();
    out.course = take.word();
    out.at = time_of(take.bytes(6));
    out.cut_short = body.size() < location_bytes;
    read_extras(take.rest(), out);
    return out;
}

std::optional<Batch> read_batch(std::string_view body) {
    Taker take(body);
    Batch out;
    const std::size_t count = take.word();
    out.late = take.byte() == 1;
    if (take.is_short()) return std::nullopt;
    while (!take.rest().empty()) {
        const std::size_t size = take.word();
        const bool has_size = !take.is_short();
        const auto item = read_location(take.bytes(size));
        if (!has_size || !item) {
            ++out.broken;
            if (!has_size) break;
            continue;
        }
        if (item->cut_short || take.is_short()) ++out.broken;
        out.items.push_back(*item);
    }
    out.count_differs = count != out.items.size();
    return out;
}

Registration read_registration(std::string_view body, bool is_2019) {
    struct Widths {
        std::size_t maker, model, terminal;
        [[nodiscard]] std::size_t all() const { return 2 + 2 + maker + model + terminal + 1; }
    };
    constexpr Widths of_2019{11, 30, 30};
    constexpr Widths of_2013{5, 20, 7};
    constexpr Widths of_2011{5, 8, 7};
    Widths widths = of_2011;
    if (body.size() >= of_2013.all()) widths = of_2013;
    if (is_2019 && body.size() >= of_2019.all()) widths = of_2019;
    Registration out;
    if (body.size() < widths.all()) return out;
    Taker take(body);
    take.bytes(2 + 2 + widths.maker + widths.model);  // where it is registered, and what it is
    out.terminal = without_filling(take.bytes(widths.terminal));
    take.byte();  // the plate's colour
    out.plate = without_filling(take.rest());
    return out;
}

std::string_view read_token(std::string_view body, bool is_2019) {
    constexpr std::size_t imei_and_software = 15 + 20;
    if (is_2019 && !body.empty()) {
        const std::size_t size = static_cast<unsigned char>(body.front());
        if (body.size() >= 1 + size + imei_and_software) return body.substr(1, size);
    }
    return without_filling(body);
}

std::string general_answer(const Head& to, std::uint16_t serial, Result result) {
    std::string body;
    put(body, to.serial, 2);
    put(body, to.id, 2);
    put(body, static_cast<std::uint8_t>(result), 1);
    return content_of(to, id::general_answer, serial, body);
}

std::string registration_answer(const Head& to, std::uint16_t serial, std::string_view token) {
    std::string body;
    put(body, to.serial, 2);
    put(body, 0, 1);
    body += token;
    return content_of(to, id::registration_answer, serial, body);
}

std::string resend_request(const Head& to, std::uint16_t serial, std::uint16_t first,
                           const std::vector<std::uint16_t>& missing) {
    std::string body;
    put(body, first, 2);
    // Of 2013 the count has one byte.
    const std::size_t count = std::min<std::size_t>(missing.size(), 255);
    put(body, count, to.version ? 2 : 1);
    for (std::size_t i = 0; i < count; ++i)
        put(body, missing[i], 2);
    return content_of(to, id::resend, serial, body);
}

std::string time_answer(const Head& to, std::uint16_t serial, TimePoint now) {
    namespace chrono = std::chrono;
    const chrono::sys_seconds time{chrono::seconds(now.value / 1000)};
    const auto day = chrono::floor<chrono::days>(time);
    const chrono::year_month_day date(day);
    const chrono::hh_mm_ss clock(time - day);
    std::string body;
    put_bcd(body, static_cast<unsigned>(static_cast<int>(date.year())) % 100);
    put_bcd(body, static_cast<unsigned>(date.month()));
    put_bcd(body, static_cast<unsigned>(date.day()));
    put_bcd(body, static_cast<unsigned>(clock.hours().count()));
    put_bcd(body, static_cast<unsigned>(clock.minutes().count()));
    put_bcd(body, static_cast<unsigned>(clock.seconds().count()));
    return content_of(to, id::time, serial, body);
}

std::string confirm_alarm(const Head& to, std::uint16_t serial, std::uint16_t alarm_serial,
                          std::uint32_t alarms) {
    std::string body;
    put(body, alarm_serial, 2);
    put(body, alarms, 4);
    return content_of(to, id::confirm_alarm, serial, body);
}

std::string text_of_gbk(std::string_view bytes) {
    if (!codec::is_known_here(codec::Charset::gb18030)) return {};
    std::string space;
    const auto text = codec::to_utf8(without_filling(bytes), codec::Charset::gb18030, space);
    return text ? std::string(*text) : std::string();
}

}  // namespace muster::jt808
