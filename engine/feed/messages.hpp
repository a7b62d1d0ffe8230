// The messages of muster.v1 as text. Each server message is a JSON object with a "type".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "muster/snapshot_form.hpp"
#include "muster/units.hpp"

namespace muster::feed {

void append_number(std::string& out, std::uint64_t value);
void append_number(std::string& out, std::int64_t value);

// `text` as a JSON string with its quotes.
[[nodiscard]] std::string quoted(std::string_view text);

[[nodiscard]] std::string hello_message(std::string_view epoch, Millis heartbeat,
                                        std::size_t max_queue);
// reason is one of: start, epoch, gap, ahead.
[[nodiscard]] std::string reset_message(std::string_view reason);
[[nodiscard]] std::string snapshot_begin_message(std::uint64_t seq);
[[nodiscard]] std::string snapshot_end_message(std::uint64_t seq);
[[nodiscard]] std::string bookmark_message(std::uint64_t seq);

// {"type":"delta","seq":..,"prev":..,"at":..,"changes":[ - pieces and "]}" follow.
void append_delta_head(std::string& out, std::uint64_t seq, std::uint64_t prev, TimePoint at);

// Appends `payload` as one whole text frame.
void append_text_frame(std::string& out, std::string_view payload);

struct AuthMessage {
    std::string ticket;
};

struct SubscribeMessage {
    std::vector<std::string> topics;
    // Both are there when the client wishes to resume.
    std::optional<std::string> epoch;
    std::optional<std::uint64_t> after;
    // Of the snapshot, if there is one.
    SnapshotForm form;
};

// Nothing when the text is not one of the client's messages. Unknown members are ignored, so that
// later versions can add some.
[[nodiscard]] std::optional<std::variant<AuthMessage, SubscribeMessage>> parse_client_message(
    std::string_view text);

}  // namespace muster::feed
