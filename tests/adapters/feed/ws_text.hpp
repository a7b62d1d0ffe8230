// Client frames for tests, and what a parser makes of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/feed/ws_codec.hpp"

namespace muster::feed_adapter::testing {

// A client's frame: masked, with the mask of RFC 6455's examples.
inline std::string client_frame(WsOpcode opcode, std::string_view payload, bool final = true) {
    std::string frame;
    append_frame_header(frame, opcode, payload.size());
    if (!final) frame[0] = static_cast<char>(static_cast<unsigned char>(frame[0]) & 0x7Fu);
    frame[1] = static_cast<char>(static_cast<unsigned char>(frame[1]) | 0x80u);
    const std::string mask = "\x37\xfa\x21\x3d";
    frame += mask;
    for (std::size_t i = 0; i < payload.size(); ++i) {
        frame.push_back(static_cast<char>(payload[i] ^ mask[i % 4]));
    }
    return frame;
}

// Every event as one line: "text Hello", "close 1000 bye", "error 1002".
inline std::vector<std::string> parse(WsParser& parser, std::string_view bytes) {
    std::vector<std::string> events;
    while (true) {
        const WsEvent event = parser.next(bytes);
        const std::string payload(event.payload);
        switch (event.kind) {
            case WsEvent::Kind::need_more:
                return events;
            case WsEvent::Kind::text:
                events.push_back("text " + payload);
                break;
            case WsEvent::Kind::ping:
                events.push_back("ping " + payload);
                break;
            case WsEvent::Kind::pong:
                events.push_back("pong " + payload);
                break;
            case WsEvent::Kind::close:
                events.push_back("close " + std::to_string(event.code) + " " + payload);
                break;
            case WsEvent::Kind::error:
                events.push_back("error " + std::to_string(event.code));
                return events;
        }
    }
}

}  // namespace muster::feed_adapter::testing
