#include "adapters/terminals/uid_lines.hpp"

#include <utility>

namespace muster::terminals {

std::optional<std::string> UidLines::next() {
    for (;;) {
        const std::size_t end = unread_.find_first_of("\r\n");
        const bool whole = end != std::string::npos;
        if (!whole && unread_.size() > max_line) {
            if (!std::exchange(skipping_, true)) ++too_long_;
        }
        if (skipping_ && !whole) unread_.clear();
        if (!whole) return std::nullopt;
        std::string line = unread_.substr(0, end);
        unread_.erase(0, end + 1);
        if (std::exchange(skipping_, false) || line.empty()) continue;
        if (line.size() <= max_line) return line;
        ++too_long_;
    }
}

}  // namespace muster::terminals
