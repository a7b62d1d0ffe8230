// What ZKTeco-style terminals say over HTTP ("ADMS" or "PUSH" in their menus): what a request asks,
// what its lines tell, and the answers. The protocol is known from the maker's push documents as
// independent servers restate them; there is no authentication in it. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "muster/units.hpp"

namespace muster::terminals {

enum class ZkAsk : std::uint8_t {
    options,     // the hand-shake: a terminal sends nothing before its answer
    attendance,  // lines, each of somebody who came to the terminal
    other,       // a table that is not used here, an outcome of a command, a ping: only answered
    poll,        // whether there is something for the terminal to do
    none,        // nothing of this protocol
};

struct ZkRequest {
    ZkAsk ask = ZkAsk::none;
    std::string serial;  // 1 to 32 of [0-9A-Za-z._-]; empty = none, or not of that form
    std::string stamp;   // of the lines, as the terminal counts them; digits, else empty
};

// `target`: as in the request line. Newer terminals write /iclock/cdata.aspx.
[[nodiscard]] ZkRequest read_zk_request(bool is_post, std::string_view target);

// Of one line of the table ATTLOG: pin, local time, status, verify, and what is not used.
struct Attendance {
    std::string pin;   // 1 to 24 characters, no blanks
    std::string time;  // as it was told: "2026-03-02 16:15:30"
    TimePoint local;   // the same as if it were UTC
    std::string status;
    std::string verify;
};

constexpr std::size_t max_line_bytes = 512;

// Nothing: pin or time are missing or wrong. What stands behind the time may be missing.
[[nodiscard]] std::optional<Attendance> read_attendance(std::string_view line);

// The next line that is not empty, without its end; CR, LF or both. Nothing: there are no more.
[[nodiscard]] std::optional<std::string_view> take_line(std::string_view& body);

// The answer to the hand-shake. `stamp`: the terminal shall send what came after it; "0" = all
// that it has. Hours of the time zone where it is whole ones, else minutes, as terminals read it.
[[nodiscard]] std::string write_zk_options(std::string_view serial, std::string_view stamp,
                                           std::int64_t utc_offset_min, Millis poll_every);

}  // namespace muster::terminals
