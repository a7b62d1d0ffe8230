// What JT/T 808-2013 and -2019 say in their frames, as far as the service needs it: heads,
// registration, authentication, positions with their alarms, and the answers to them. Pure; any
// thread; no state.
//
// A faulty part never spoils what stands before it: a position that is cut short still has its
// alarms, a batch its items up to there. What is wrong is said beside it, to be counted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "muster/units.hpp"

namespace muster::jt808 {

namespace id {
constexpr std::uint16_t terminal_answer = 0x0001;
constexpr std::uint16_t heartbeat = 0x0002;
constexpr std::uint16_t sign_off = 0x0003;
constexpr std::uint16_t ask_time = 0x0004;  // 2019
constexpr std::uint16_t registration = 0x0100;
constexpr std::uint16_t authentication = 0x0102;
constexpr std::uint16_t location = 0x0200;
constexpr std::uint16_t batch = 0x0704;
constexpr std::uint16_t general_answer = 0x8001;
constexpr std::uint16_t resend = 0x8003;
constexpr std::uint16_t time = 0x8004;
constexpr std::uint16_t registration_answer = 0x8100;
constexpr std::uint16_t confirm_alarm = 0x8203;
}  // namespace id

// Of a general answer.
enum class Result : std::uint8_t { done = 0, failed = 1, wrong = 2, not_supported = 3 };

struct Head {
    std::uint16_t id = 0;
    std::optional<std::uint8_t> version;  // of the protocol, 2019 only; nothing = 2013 or 2011
    std::string phone_bytes;              // as they came: 6, of 2019 10
    std::string phone;                    // its digits without leading zeros
    std::uint16_t serial = 0;
    std::uint16_t total = 1;  // fragments of the message
    std::uint16_t part = 1;   // which this is, from 1
    bool encrypted = false;
    bool length_differs = false;  // the body has another length than the head says
};

struct Message {
    Head head;
    std::string_view body;
};

// Nothing when the content is shorter than its head.
[[nodiscard]] std::optional<Message> read_message(std::string_view content);

// Whether a status word says this (0x0200, status).
namespace status {
constexpr std::uint32_t fix = 1U << 1;
constexpr std::uint32_t south = 1U << 2;
constexpr std::uint32_t west = 1U << 3;
}  // namespace status

// One of the additional informations of 0x0200.
struct Extra {
    std::uint8_t id = 0;
    std::string_view value;
};

// At most so many of one position are kept.
constexpr std::size_t max_extras = 64;

struct Location {
    std::uint32_t alarms = 0;
    std::uint32_t status = 0;
    std::optional<Point> place;  // with a fix, and not 0/0
    std::int16_t altitude_m = 0;
    std::uint16_t speed = 0;  // 0.1 km/h
    std::uint16_t course = 0;
    std::optional<TimePoint> at;  // nothing where the digits are no time
    std::vector<Extra> extras;
    bool cut_short = false;     // less than 28 bytes: what is missing is 0
    bool broken_extra = false;  // one is longer than what is left
};

// Nothing when not even the alarms are there. The views point into the body.
[[nodiscard]] std::optional<Location> read_location(std::string_view body);

struct Batch {
    bool late = false;  // type 1: kept where there was no network
    std::vector<Location> items;
    std::size_t broken = 0;      // items that are not there or too short
    bool count_differs = false;  // from the number that it says
};

// Nothing when not even its beginning is there.
[[nodiscard]] std::optional<Batch> read_batch(std::string_view body);

struct Registration {
    std::string terminal;  // its own number
    std::string plate;     // GBK as it came
};

// In the widths of 2011 (5, 8, 7), 2013 (5, 20, 7) or 2019 (11, 30, 30). A short one is empty.
[[nodiscard]] Registration read_registration(std::string_view body, bool is_2019);

// The token of 0x0102: behind its length in a body of 2019, else all of it. A terminal of 2019 may
// send the body of 2013.
[[nodiscard]] std::string_view read_token(std::string_view body, bool is_2019);

// The contents of answers, in the version in which was asked. `serial` is ours.
[[nodiscard]] std::string general_answer(const Head& to, std::uint16_t serial, Result result);
[[nodiscard]] std::string registration_answer(const Head& to, std::uint16_t serial,
                                              std::string_view token);
// Asks for fragments again. `first` is the serial of the message's first one.
[[nodiscard]] std::string resend_request(const Head& to, std::uint16_t serial, std::uint16_t first,
                                         const std::vector<std::uint16_t>& missing);
// 2019, 0x8004: UTC, unlike all other times.
[[nodiscard]] std::string time_answer(const Head& to, std::uint16_t serial, TimePoint now);
// 0x8203: the alarms of that message are confirmed by people.
[[nodiscard]] std::string confirm_alarm(const Head& to, std::uint16_t serial,
                                        std::uint16_t alarm_serial, std::uint32_t alarms);

// GBK as UTF-8, without what fills it up; empty where it is no GBK.
[[nodiscard]] std::string text_of_gbk(std::string_view bytes);

}  // namespace muster::jt808
