#include "adapters/pbx/ami_codec.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace muster::pbx {

void AmiReader::feed(std::string_view bytes) {
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        const bool ends = end != std::string_view::npos;
        const std::string_view part = bytes.substr(0, end);
        bytes.remove_prefix(ends ? end + 1 : bytes.size());
        if (ends && line_.empty() && part.size() <= max_line_bytes) {
            end_line(part);
            continue;
        }
        const std::size_t room = max_line_bytes - line_.size();
        line_.append(part.substr(0, room));
        too_long_ = too_long_ || part.size() > room;
        if (!ends) continue;
        end_line(line_);
        line_.clear();
    }
}

void AmiReader::end_line(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    const bool cut = std::exchange(too_long_, false);
    if (!greeted_) {
        // Whatever comes first is the banner, unless an exchange sends none.
        greeted_ = true;
        if (line.find(": ") == std::string_view::npos) {
            banner_ = line;
            return;
        }
    }
    if (line.empty() && !cut) {
        if (!message_.empty()) ready_.push_back(std::exchange(message_, {}));
        return;
    }
    const std::size_t colon = line.find(':');
    if (cut || colon == std::string_view::npos || message_.size() >= max_lines) {
        ++left_out_;
        return;
    }
    const std::size_t value = line.find_first_not_of(" \t", colon + 1);
    message_.add(line.substr(0, colon),
                 value == std::string_view::npos ? std::string_view{} : line.substr(value));
}

std::optional<Message> AmiReader::next() {
    if (taken_ == ready_.size()) {
        ready_.clear();
        taken_ = 0;
        return std::nullopt;
    }
    return std::move(ready_[taken_++]);
}

std::string write_action(std::span<const Line> lines) {
    std::string out;
    for (const auto& [key, value] : lines) {
        out.append(key).append(": ");
        std::copy_if(value.begin(), value.end(), std::back_inserter(out),
                     [](char c) { return c != '\r' && c != '\n'; });
        out += "\r\n";
    }
    return out += "\r\n";
}

}  // namespace muster::pbx
