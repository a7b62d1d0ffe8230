#include "adapters/jt808/signals.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace muster::jt808 {
namespace {

constexpr std::uint32_t bit(unsigned number) {
    return 1U << number;
}

// Alarm bits that mean the same to the desk.
struct Group {
    std::string_view signal;
    std::uint32_t bits;
};
constexpr std::array groups{
    Group{"sos", sos_bit},
    Group{"fall", bit(29) | bit(30)},
    Group{"battery_low", bit(7)},
    Group{"mains_lost", bit(8)},
    Group{"fault", bit(4) | bit(5) | bit(6) | bit(9) | bit(10) | bit(11) | bit(12) | bit(24)},
};
constexpr std::uint32_t grouped = [] {
    std::uint32_t all = 0;
    for (const Group& group : groups)
        all |= group.bits;
    return all;
}();

// By bit; 2013 and 2019 agree where both name one.
constexpr std::array<std::string_view, 32> bit_names{
    "emergency button",
    "speeding",
    "tired driver",
    "danger ahead",
    "positioning fault",
    "positioning antenna off",
    "positioning antenna short circuit",
    "main power low",
    "main power lost",
    "display fault",
    "speech fault",
    "camera fault",
    "card reader fault",
    "speeding soon",
    "tired driver soon",
    "wrong driving",
    "tyre pressure",
    "right turn blind spot",
    "driving too long today",
    "parked too long",
    "in or out of an area",
    "in or out of a route",
    "too little or too much time on a road",
    "off the route",
    "speed sensor fault",
    "fuel odd",
    "stolen",
    "ignition not allowed",
    "moved without leave",
    "impact",
    "rolled over",
    "door opened without leave",
};

class Words {
  public:
    void add(std::string_view words) {
        if (words.empty() || text_.size() + 2 + words.size() > max_said_bytes) return;
        if (!text_.empty()) text_ += "; ";
        text_ += words;
    }
    [[nodiscard]] std::string text() && { return std::move(text_); }

  private:
    std::string text_;
};

std::string hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char byte : bytes) {
        out.push_back(digits[static_cast<unsigned char>(byte) >> 4U]);
        out.push_back(digits[static_cast<unsigned char>(byte) & 15U]);
    }
    return out;
}

std::uint64_t number(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char byte : bytes.substr(0, 8))
        value = value << 8U | static_cast<unsigned char>(byte);
    return value;
}

std::string words_of(const Extra& extra) {
    if (extra.id == 0x01 && extra.value.size() == 4) {
        const std::uint64_t tenths = number(extra.value);
        return "odometer " + std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) +
               " km";
    }
    if (extra.id == 0x30) return "signal strength " + std::to_string(number(extra.value));
    if (extra.id == 0x31) return "satellites " + std::to_string(number(extra.value));
    constexpr std::size_t shown = 16;
    const char id = static_cast<char>(extra.id);
    return "extra " + hex({&id, 1}) + " " + hex(extra.value.substr(0, shown)) +
           (extra.value.size() > shown ? "..." : "");
}

// Of these alarms: what they are called, and what else the desk should know.
std::string said(const Location& location, const Report& report, std::uint32_t alarms) {
    Words words;
    for (std::size_t i = 0; i < bit_names.size(); ++i) {
        if ((alarms & bit(static_cast<unsigned>(i))) != 0) words.add(bit_names[i]);
    }
    words.add(report.plate);
    if (report.late) words.add("kept on the way, comes late");
    if (!location.place) words.add("says no place");
    if (!location.at) {
        words.add("its clock tells no time");
    } else if (!is_believed(location.at, report.now)) {
        words.add("its clock is wrong");
    }
    if (location.cut_short) words.add("message cut short");
    if (location.broken_extra) words.add("its end is broken");
    for (const Extra& extra : location.extras)
        words.add(words_of(extra));
    return std::move(words).text();
}

// Of a place or a signal: nothing = as if it were now.
TimePoint happened_at(const Location& location, TimePoint now) {
    if (!is_believed(location.at, now) || *location.at > now) return {};
    return *location.at;
}

struct Teller {
    const Location& location;
    const Report& report;
    std::vector<Told> told{};

    void signal(std::string_view signal, std::uint32_t alarms, std::optional<bool> level) {
        SignalDevice command;
        command.key = report.device;
        command.signal = Code(signal);
        command.said = said(location, report, alarms);
        command.level = level;
        if (location.place) command.place = *location.place;
        command.happened_at = happened_at(location, report.now);
        const bool help = (alarms & sos_bit) != 0;
        std::string name(signal.empty() ? "other" : signal);
        told.push_back({std::move(command), std::move(name), help});
    }
    void sign_of_life() {
        ReportDevice command;
        command.key = report.device;
        if (location.place) command.place = *location.place;
        if (location.place) command.placed_at = happened_at(location, report.now);
        told.push_back({std::move(command), {}, false});
    }
};

}  // namespace

bool is_believed(std::optional<TimePoint> at, TimePoint now) {
    return at && *at <= now + clock_skew && now - *at <= oldest_believed;
}

std::vector<Told> tell(const Location& location, const Report& report, AlarmMemory& memory) {
    Teller teller{location, report};
    const std::uint32_t before = report.late ? memory.late : memory.live;
    const bool known = report.late || memory.known;
    const std::uint32_t risen = location.alarms & ~(known ? before : 0);
    for (const Group& group : groups) {
        const std::uint32_t now = location.alarms & group.bits;
        if (report.late) {
            if ((risen & group.bits) != 0) teller.signal(group.signal, now, std::nullopt);
        } else if (now != 0 || !known || (before & group.bits) != 0) {
            teller.signal(group.signal, now, now != 0);
        }
    }
    if ((risen & ~grouped) != 0) teller.signal({}, risen & ~grouped, std::nullopt);
    if (teller.told.empty()) teller.sign_of_life();
    if (report.late) {
        memory.late = location.alarms;
    } else {
        memory.live = location.alarms;
        memory.known = true;
    }
    return std::move(teller.told);
}

}  // namespace muster::jt808
