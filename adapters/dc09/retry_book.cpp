#include "adapters/dc09/retry_book.hpp"

#include <utility>

namespace muster::dc09 {

const RetryBook::Try& RetryBook::of(const std::string& message, TimePoint stamp,
                                    TimePoint happened_at, TimePoint now, TimePoint steady_now) {
    while (!entries_.empty() && entries_.back().heard_at + window_ <= steady_now) {
        by_message_.erase(entries_.back().message);
        entries_.pop_back();
    }
    if (const auto known = by_message_.find(message); known != by_message_.end()) {
        return known->second->first;
    }
    if (entries_.size() >= most_) {
        by_message_.erase(entries_.back().message);
        entries_.pop_back();
    }
    std::string key = message;
    key += stamp ? ":t" + std::to_string(stamp.value / 1000)
                 : ":n" + std::to_string(now.value / window_.value);
    entries_.push_front({message, {std::move(key), happened_at}, steady_now});
    by_message_.emplace(entries_.front().message, entries_.begin());
    return entries_.front().first;
}

}  // namespace muster::dc09
