// Messages that come in several frames, in any order: put together, asked for where one is missing,
// and given up in the end. Pure; of one connection, with bounded memory. Time is a parameter and
// never goes back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adapters/jt808/jt808_codec.hpp"
#include "muster/units.hpp"

namespace muster::jt808 {

struct FragmentLimits {
    std::size_t bytes = 0;     // of all messages together, with 64 for each fragment
    std::size_t messages = 0;  // under way; the oldest is given up for the next
    Millis wait;               // for what is missing, from the last fragment on
    std::uint32_t asks = 0;    // then it is asked for so often, each time after `wait`
};

class Fragments {
  public:
    // A message as far as it came.
    struct Whole {
        Head head;  // of the last fragment that came, but with the serial of the first one
        std::uint16_t answer_serial = 0;  // of the last fragment that came
        std::string body;                 // given up: of the fragments up to the first missing one
        bool given_up = false;
    };
    struct Ask {
        Head head;  // of a fragment that came
        std::uint16_t first = 0;
        std::vector<std::uint16_t> missing;
    };
    struct Due {
        std::vector<Ask> ask;
        std::vector<Whole> given_up;
    };

    explicit Fragments(const FragmentLimits& limits) : limits_(limits) {}

    // A fragment; `out` gets what had to be given up for it, and last the message, when it is whole
    // now. True when it is.
    [[nodiscard]] bool add(const Message& fragment, TimePoint now, std::vector<Whole>& out);
    // What has waited long enough.
    [[nodiscard]] Due due(TimePoint now);

    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    [[nodiscard]] std::size_t messages() const { return open_.size(); }

  private:
    struct Open {
        Head head;
        std::uint16_t first = 0;        // serial of the first fragment, by those that came
        std::uint16_t seen_serial = 0;  // of the fragment that came first
        std::map<std::uint16_t, std::string> parts;
        TimePoint ask_at;
        std::uint32_t asked = 0;
    };
    using Place = std::list<Open>::iterator;

    [[nodiscard]] Place find(const Head& head);
    Whole take(Place place, bool given_up);
    void make_room(std::size_t bytes, Place keep, std::vector<Whole>& out);

    FragmentLimits limits_;
    std::list<Open> open_;  // the oldest in front
    std::size_t bytes_ = 0;
};

}  // namespace muster::jt808
