// What an exchange says, for the tests of whoever listens to it.
#pragma once

#include <string>
#include <vector>

#include "adapters/pbx/ami_codec.hpp"

namespace muster::pbx {

// "Event: Hangup|Uniqueid: 1.1" as the bytes of a message.
inline std::string ami(const std::string& lines) {
    std::string out;
    for (const char c : lines) {
        if (c == '|') {
            out += "\r\n";
        } else {
            out += c;
        }
    }
    return out + "\r\n\r\n";
}

inline std::vector<Message> read_all(AmiReader& reader) {
    std::vector<Message> all;
    while (auto message = reader.next())
        all.push_back(std::move(*message));
    return all;
}

inline Message message(const std::string& lines) {
    AmiReader reader;
    reader.feed("Asterisk Call Manager/5.0.2\r\n" + ami(lines));
    return *reader.next();
}

}  // namespace muster::pbx
