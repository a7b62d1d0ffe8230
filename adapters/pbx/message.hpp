// What an exchange says at once: names and values. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::pbx {

// Of a key that comes twice the first counts.
class Message {
  public:
    void add(std::string key, std::string value) {
        lines_.emplace_back(std::move(key), std::move(value));
    }
    // The value of a key, whatever its case; empty when there is none.
    [[nodiscard]] std::string_view get(std::string_view key) const;
    [[nodiscard]] bool is_event(std::string_view name) const;
    // An answer to an action. OriginateResponse is none: it is an event about one.
    [[nodiscard]] bool is_response() const {
        return !get("Response").empty() && get("Event").empty();
    }
    // Of a response: whether the exchange did as it was told.
    [[nodiscard]] bool success() const;
    [[nodiscard]] bool empty() const { return lines_.empty(); }
    [[nodiscard]] std::size_t size() const { return lines_.size(); }

  private:
    std::vector<std::pair<std::string, std::string>> lines_;
};

}  // namespace muster::pbx
