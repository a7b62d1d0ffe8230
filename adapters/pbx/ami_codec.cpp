#include "adapters/pbx/ami_codec.hpp"

#include <algorithm>
#include <iterator>

namespace muster::pbx {

void AmiReader::feed(std::string_view bytes) {
    for (const char c : bytes) {
        if (c == '\n') {
            end_line();
        } else if (line_.size() < max_line_bytes) {
            line_ += c;
        } else {
            too_long_ = true;
        }
    }
}

void AmiReader::end_line() {
    if (!line_.empty() && line_.back() == '\r') line_.pop_back();
    std::string line = std::move(line_);
    line_.clear();
    const bool cut = std::exchange(too_long_, false);
    if (!greeted_) {
        // Whatever comes first is the banner, unless an exchange sends none.
        greeted_ = true;
        if (line.find(": ") == std::string::npos) {
            banner_ = std::move(line);
            return;
        }
    }
    if (line.empty() && !cut) {
        if (!message_.empty()) ready_.push_back(std::exchange(message_, {}));
        return;
    }
    const std::size_t colon = line.find(':');
    if (cut || colon == std::string::npos || message_.size() >= max_lines) {
        ++left_out_;
        return;
    }
    const std::size_t value = line.find_first_not_of(" \t", colon + 1);
    message_.add(line.substr(0, colon), value == std::string::npos ? "" : line.substr(value));
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
