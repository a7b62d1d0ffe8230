#include "adapters/pbx/ami_codec.hpp"

#include <algorithm>

namespace muster::pbx {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

std::string_view AmiMessage::get(std::string_view key) const {
    const auto found = std::find_if(lines_.begin(), lines_.end(),
                                    [&](const auto& line) { return same(line.first, key); });
    return found == lines_.end() ? std::string_view{} : std::string_view(found->second);
}

bool AmiMessage::is_event(std::string_view name) const {
    return same(get("Event"), name);
}

bool AmiMessage::success() const {
    return same(get("Response"), "Success");
}

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
    if (cut || colon == std::string::npos || message_.lines_.size() >= max_lines) {
        ++left_out_;
        return;
    }
    const std::size_t value = line.find_first_not_of(" \t", colon + 1);
    message_.lines_.emplace_back(line.substr(0, colon),
                                 value == std::string::npos ? "" : line.substr(value));
}

std::optional<AmiMessage> AmiReader::next() {
    if (taken_ == ready_.size()) {
        ready_.clear();
        taken_ = 0;
        return std::nullopt;
    }
    return std::move(ready_[taken_++]);
}

std::string write_action(
    std::initializer_list<std::pair<std::string_view, std::string_view>> lines) {
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
