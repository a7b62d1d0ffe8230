#include "engine/gate/warn_once.hpp"

#include <utility>

namespace muster::gate {

WarnOnce::WarnOnce(std::string who, std::function<void(const std::string&)> warn, std::size_t most)
    : who_(std::move(who)), warn_(std::move(warn)), most_(most) {}

void WarnOnce::tell(std::string_view about, std::string_view what) {
    std::string text(about);
    text.append(" ").append(what);
    tell_of(text, text);
}

void WarnOnce::tell_of(std::string_view matter, std::string_view text) {
    if (!warn_ || most_ == 0 || given_.contains(matter)) return;
    if (given_.size() < most_) {
        given_.emplace(matter);
        warn_(who_ + ": " + std::string(text));
    } else if (!std::exchange(said_full_, true)) {
        warn_(who_ + ": " + std::to_string(most_) +
              " different warnings were given; further ones are only counted, in /metrics");
    }
}

void WarnOnce::forget(std::string_view matter) {
    if (const auto known = given_.find(matter); known != given_.end()) given_.erase(known);
}

}  // namespace muster::gate
