#include "adapters/pbx/message.hpp"

#include <algorithm>

#include "engine/codec/protocol_text.hpp"

namespace muster::pbx {

using codec::equal_ignoring_case;

void Message::add(std::string_view key, std::string_view value) {
    if (lines_.empty()) {
        // Of most events.
        lines_.reserve(24);
        text_.reserve(480);
    }
    lines_.push_back({text_.size(), key.size(), value.size()});
    text_.append(key).append(value);
}

std::string_view Message::get(std::string_view key) const {
    const std::string_view text = text_;
    const auto found = std::find_if(lines_.begin(), lines_.end(), [&](const Span& line) {
        return equal_ignoring_case(text.substr(line.at, line.key_size), key);
    });
    return found == lines_.end() ? std::string_view{}
                                 : text.substr(found->at + found->key_size, found->value_size);
}

bool Message::is_event(std::string_view name) const {
    return equal_ignoring_case(get("Event"), name);
}

bool Message::success() const {
    return equal_ignoring_case(get("Response"), "Success");
}

}  // namespace muster::pbx
