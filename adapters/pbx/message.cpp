#include "adapters/pbx/message.hpp"

#include <algorithm>

#include "engine/codec/protocol_text.hpp"

namespace muster::pbx {

using codec::equal_ignoring_case;

std::string_view Message::get(std::string_view key) const {
    const auto found = std::find_if(lines_.begin(), lines_.end(), [&](const auto& line) {
        return equal_ignoring_case(line.first, key);
    });
    return found == lines_.end() ? std::string_view{} : std::string_view(found->second);
}

bool Message::is_event(std::string_view name) const {
    return equal_ignoring_case(get("Event"), name);
}

bool Message::success() const {
    return equal_ignoring_case(get("Response"), "Success");
}

}  // namespace muster::pbx
