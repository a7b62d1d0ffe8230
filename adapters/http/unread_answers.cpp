#include "adapters/http/unread_answers.hpp"

namespace muster::http {

void UnreadAnswers::Hold::release() {
    if (bytes_ == 0) return;
    if (const auto books = books_.lock()) (*books)->release(name_, bytes_);
    bytes_ = 0;
}

UnreadAnswers::Hold UnreadAnswers::hold(std::string_view name, std::size_t bytes) {
    Hold hold;
    if (bytes == 0) return hold;
    hold.books_ = self_;
    hold.name_ = name;
    hold.bytes_ = bytes;
    by_name_[hold.name_] += bytes;
    total_ += bytes;
    return hold;
}

std::size_t UnreadAnswers::bytes(const std::string& name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? 0 : found->second;
}

void UnreadAnswers::release(const std::string& name, std::size_t bytes) {
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) return;
    const bool was_full = found->second >= max_;
    total_ -= bytes;
    found->second -= bytes;
    const bool is_full = found->second >= max_;
    if (found->second == 0) by_name_.erase(found);
    if (was_full && !is_full && room_) room_();
}

}  // namespace muster::http
