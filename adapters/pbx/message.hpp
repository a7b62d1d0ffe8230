// What an exchange says at once: names and values. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace muster::pbx {

// Of a key that comes twice the first counts.
class Message {
  public:
    void add(std::string_view key, std::string_view value);
    // The value of a key, whatever its case; empty when there is none. Lives as long as the message
    // stays where it is and takes no more lines.
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
    // A line's key begins at `at`, its value behind that: all of them lie in one text, since two
    // strings for each line took longer than all else that is done with one.
    struct Span {
        std::size_t at;
        std::size_t key_size;
        std::size_t value_size;
    };

    std::string text_;
    std::vector<Span> lines_;
};

}  // namespace muster::pbx
