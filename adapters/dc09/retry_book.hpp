// Which messages are the same one, sent again. Pure: times are parameters and never go back.
//
// A device numbers its messages from 0001 to 9999 and begins anew, and some always send the same
// number. So a number alone says nothing, nor does a time stamp, which devices without a clock do
// not send and others write anew in each try. What is heard within `window` of the first try, with
// its number and its content, is a retry and gets its key.
//
// A restart forgets. Then the key of what has a time stamp is the same all the same, and of what
// has none as well, when both tries came in the same stretch of `window`; else it is told twice,
// which the engine makes one request of. A new alarm never gets the key of an old one.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "muster/units.hpp"

namespace muster::dc09 {

class RetryBook {
  public:
    struct Try {
        std::string key;        // of the first try
        TimePoint happened_at;  // as the first try told it, so that the command is the same
    };

    // Beyond `most` the oldest is forgotten.
    RetryBook(std::size_t most, Millis window) : most_(most), window_(window) {}

    // `message`: device, number and content. `stamp` and `happened_at` as told now, 0 = not.
    const Try& of(const std::string& message, TimePoint stamp, TimePoint happened_at, TimePoint now,
                  TimePoint steady_now);

    [[nodiscard]] std::size_t size() const { return entries_.size(); }

  private:
    struct Entry {
        std::string message;
        Try first;
        TimePoint heard_at;
    };

    std::size_t most_;
    Millis window_;
    std::list<Entry> entries_;  // the latest in front
    // The views point into the list's nodes, which never move.
    std::unordered_map<std::string_view, std::list<Entry>::iterator> by_message_;
};

}  // namespace muster::dc09
