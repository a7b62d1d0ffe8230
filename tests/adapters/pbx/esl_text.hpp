// What FreeSWITCH says, for the tests of whoever listens to it.
#pragma once

#include <string>
#include <string_view>

#include "adapters/pbx/esl_codec.hpp"

namespace muster::pbx {

// "Event-Name: X|Unique-ID: 1" as lines.
inline std::string esl_lines(std::string_view lines) {
    std::string out;
    for (const char c : lines)
        out += c == '|' ? '\n' : c;
    return out + "\n";
}

inline std::string esl_packet(std::string_view type, const std::string& body) {
    return "Content-Length: " + std::to_string(body.size()) +
           "\nContent-Type: " + std::string(type) + "\n\n" + body;
}

// An event as it is on the wire; `body` is that of the event.
inline std::string esl_event(std::string_view lines, const std::string& body = {}) {
    std::string text = esl_lines(lines);
    if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\n";
    return esl_packet("text/event-plain", text + "\n" + body);
}

inline std::string esl_reply(std::string_view text) {
    return "Content-Type: command/reply\nReply-Text: " + std::string(text) + "\n\n";
}

}  // namespace muster::pbx
