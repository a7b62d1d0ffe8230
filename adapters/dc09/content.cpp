#include "adapters/dc09/content.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "engine/codec/charset.hpp"
#include "engine/codec/protocol_text.hpp"
#include "engine/codec/text.hpp"

namespace muster::dc09 {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

// 0x80 to 0x9F of Windows-1252; the rest of it is Latin-1. 0 = not used.
constexpr std::array<std::uint16_t, 32> windows_1252{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

std::string from_windows_1252(std::string_view bytes) {
    std::string text;
    for (const char c : bytes) {
        std::uint32_t code = static_cast<unsigned char>(c);
        if (code >= 0x80 && code < 0xA0) code = windows_1252[code - 0x80];
        codec::append_utf8(text, code == 0 ? 0xFFFDu : code);
    }
    return text;
}

std::string to_text(std::string_view bytes, TextForm form) {
    if (codec::is_valid_utf8(bytes)) return std::string(bytes);
    if (form == TextForm::gb18030 && codec::is_known_here(codec::Charset::gb18030)) {
        std::string space;
        if (const auto text = codec::to_utf8(bytes, codec::Charset::gb18030, space)) {
            return std::string(*text);
        }
    }
    return from_windows_1252(bytes);
}

std::string_view take_digits(std::string_view& text, std::size_t most) {
    std::size_t size = 0;
    while (size < text.size() && size < most && is_digit(text[size]))
        ++size;
    const std::string_view digits = text.substr(0, size);
    text.remove_prefix(size);
    return digits;
}

std::string without_zeros(std::string_view digits) {
    const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size());
    return std::string(digits.substr(first));
}

std::int64_t number(std::string_view digits) {
    std::int64_t value = 0;
    for (const char c : digits)
        value = value * 10 + (c - '0');
    return value;
}

// "093W23.456", degrees, the side, minutes: in ten-millionths of a degree.
std::optional<std::int64_t> read_angle(std::string_view text, char plus, char minus) {
    const std::string_view degrees = take_digits(text, 3);
    if (degrees.empty() || text.empty() || (text[0] != plus && text[0] != minus)) {
        return std::nullopt;
    }
    const bool negative = text[0] == minus;
    text.remove_prefix(1);
    const std::string_view minutes = take_digits(text, 2);
    if (minutes.empty() || number(minutes) >= 60) return std::nullopt;
    std::int64_t millionths = number(minutes) * 1'000'000;
    if (text.starts_with('.') || text.starts_with(',')) {
        text.remove_prefix(1);
        std::int64_t worth = 100'000;
        for (const char c : take_digits(text, 6)) {
            millionths += (c - '0') * worth;
            worth /= 10;
        }
    }
    if (!text.empty()) return std::nullopt;
    // A minute is a sixtieth of ten million.
    const std::int64_t angle = number(degrees) * 10'000'000 + (millionths + 3) / 6;
    return negative ? -angle : angle;
}

// The fields in brackets behind the data. [X...] and [Y...] say where; the others are given back as
// they came.
std::string_view read_fields(std::string_view text, std::optional<Point>& place,
                             std::string& others) {
    std::optional<std::int64_t> lat;
    std::optional<std::int64_t> lon;
    while (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos) break;
        const std::string_view field = text.substr(1, end - 1);
        if (field.starts_with('X')) {
            lon = read_angle(field.substr(1), 'E', 'W');
        } else if (field.starts_with('Y')) {
            lat = read_angle(field.substr(1), 'N', 'S');
        } else {
            others.append(" ").append(text.substr(0, end + 1));
        }
        text.remove_prefix(end + 1);
    }
    constexpr std::int64_t quarter = 900'000'000;
    if (!lat || !lon || (*lat == 0 && *lon == 0)) return text;
    if (*lat < -quarter || *lat > quarter || *lon < -2 * quarter || *lon > 2 * quarter) return text;
    place = Point{static_cast<std::int32_t>(*lat), static_cast<std::int32_t>(*lon)};
    return text;
}

// "1101 02 004"; the blanks may be missing.
Event read_contact_id(std::string_view data) {
    Event event;
    std::string_view rest = codec::trimmed(data);
    if (rest.size() < 4 || !std::all_of(rest.begin(), rest.begin() + 4, is_digit)) return event;
    event.meaning = meaning_of_contact_id(rest[0], rest.substr(1, 3));
    rest = codec::trimmed(rest.substr(4));
    rest.remove_prefix(std::min<std::size_t>(rest.size(), 2));  // the group
    rest = codec::trimmed(rest);
    event.zone = without_zeros(take_digits(rest, 4));
    return event;
}

// Reads the data of SIA-DCS from left to right.
class SiaReader {
  public:
    explicit SiaReader(std::string_view data) : rest_(codec::trimmed(data)) {
        // New or old; NA01 is a code of its own, and NMA is new and MA.
        const bool marked = rest_.starts_with('N') || rest_.starts_with('O');
        if (marked && rest_.size() > 1 && (is_lower(rest_[1]) || rest_[1] == '/')) {
            rest_.remove_prefix(1);
        } else if (marked && rest_.size() > 2 && is_upper(rest_[1]) && is_upper(rest_[2])) {
            rest_.remove_prefix(1);
        }
    }

    // What is left; empty = all is read.
    [[nodiscard]] std::string_view rest() const { return rest_; }

    // The next event; `raw` is what it was said with. Nothing: none is left.
    std::optional<Event> next(std::string_view& raw, std::string_view& name) {
        skip_to_code();
        if (rest_.empty()) return std::nullopt;
        const std::string_view begun = rest_;
        Event event;
        event.meaning = meaning_of_sia(rest_.substr(0, 2));
        rest_.remove_prefix(2);
        event.zone = without_zeros(take_digits(rest_, 8));
        name = take_name();
        const std::size_t end = std::min(rest_.find('/'), rest_.size());
        rest_.remove_prefix(end);
        raw = begun.substr(0, begun.size() - rest_.size());
        return event;
    }

  private:
    // To two upper-case letters, or to the end.
    void skip_to_code() {
        while (!rest_.empty()) {
            if (rest_[0] == '/' || rest_[0] == ' ') {
                rest_.remove_prefix(1);
            } else if (rest_.size() > 1 && is_lower(rest_[0]) && is_lower(rest_[1])) {
                // A modifier: ti12:30, id007, ri02. A code may follow without a slash.
                rest_.remove_prefix(2);
                while (!rest_.empty() && rest_[0] != '/' && !is_upper(rest_[0]))
                    rest_.remove_prefix(1);
            } else if (rest_.size() > 1 && is_upper(rest_[0]) && is_upper(rest_[1])) {
                return;
            } else {
                rest_.remove_prefix(std::min(rest_.find('/'), rest_.size()));
            }
        }
    }

    // "^Bath/WC^" or "*Bath*" behind the zone.
    std::string_view take_name() {
        if (!rest_.starts_with('^') && !rest_.starts_with('*')) return {};
        const char mark = rest_[0];
        const std::size_t end = std::min(rest_.find(mark, 1), rest_.size());
        const std::string_view name = rest_.substr(1, end - 1);
        rest_.remove_prefix(std::min(end + 1, rest_.size()));
        return name;
    }

    std::string_view rest_;
};

std::vector<Event> read_sia(std::string_view data, TextForm form) {
    std::vector<Event> events;
    SiaReader reader(data);
    std::string_view raw;
    std::string_view name;
    while (events.size() < most_events) {
        auto event = reader.next(raw, name);
        if (!event) break;
        event->said = readable(raw, form);
        event->name = readable(name, form);
        events.push_back(std::move(*event));
    }
    // The first is told with all that stands around it.
    if (!events.empty()) events[0].said = readable(data, form);
    if (!reader.rest().empty() && events.size() == most_events) {
        events.push_back(
            Event{.meaning = {}, .said = readable(reader.rest(), form), .zone = {}, .name = {}});
    }
    return events;
}

// What stands behind "#acct|", and behind the bar that ends the pad.
std::string_view data_of(std::string_view block) {
    if (block.starts_with('|')) block.remove_prefix(1);
    if (!block.starts_with('#')) return block;
    const std::size_t bar = block.find('|');
    return bar == std::string_view::npos ? std::string_view{} : block.substr(bar + 1);
}

}  // namespace

std::string readable(std::string_view bytes, TextForm form) {
    std::string text = to_text(bytes, form);
    for (char& c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) c = ' ';
    }
    std::size_t size = std::min(text.size(), most_said_bytes);
    // Bytes that go on with a character are 10xxxxxx.
    while (size < text.size() && size > 0 &&
           (static_cast<unsigned char>(text[size]) & 0xC0u) == 0x80)
        --size;
    text.resize(size);
    return std::string(codec::trimmed(text));
}

Content read_content(Token token, std::string_view content, TextForm form) {
    Content out;
    while (!content.empty() && (content.back() == '\0' || content.back() == ' '))
        content.remove_suffix(1);
    if (content.size() >= stamp_bytes) {
        out.stamp = read_stamp(content.substr(content.size() - stamp_bytes));
        if (out.stamp) content.remove_suffix(stamp_bytes);
    }
    const std::size_t end = std::min(content.find(']'), content.size());
    const std::string_view data = data_of(content.substr(0, end));
    std::string others;
    std::string_view rest = content.substr(std::min(end + 1, content.size()));
    rest = read_fields(rest, out.place, others);
    if (!rest.empty()) others.append(" ").append(rest);
    if (token == Token::sia_dcs) {
        out.events = read_sia(data, form);
    } else if (token == Token::adm_cid && !data.empty()) {
        out.events.push_back(read_contact_id(data));
        out.events[0].said = readable(data, form);
    }
    if (out.events.empty() && token != Token::null && !(data.empty() && others.empty())) {
        out.events.push_back(
            Event{.meaning = {}, .said = readable(data, form), .zone = {}, .name = {}});
    }
    if (!out.events.empty() && !others.empty()) {
        std::string& said = out.events[0].said;
        said = readable(said.append(" ").append(readable(others, form)), form);
    }
    return out;
}

}  // namespace muster::dc09
