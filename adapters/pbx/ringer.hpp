// Which calls out are wanted, which are going on, and what became of them. Pure; time is a
// parameter, and what is rung by it is said by the exchange.
//
// One call for each decision. After a gap what is going on is what the exchange shows; a call that
// it does not know any more, and of which nothing was heard, is made again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "adapters/pbx/ring.hpp"

namespace muster::pbx {

struct RingerLimits {
    std::size_t at_once = 4;
    std::size_t waiting = 1000;
    std::uint32_t tries = 3;  // of one call that the network has no way for
    Millis again_ms = seconds(5);
    Millis longest_ms = minutes(3);  // from the order to its end
};

// left: the exchange did not do it. Nobody was asked, and a person has to see to it.
enum class RingEnd : std::uint8_t { acknowledged, declined, no_answer, left };

struct RingOutcome {
    Ring ring;
    RingEnd end = RingEnd::no_answer;
    std::string why;
};

struct RingerStats {
    std::uint64_t placed = 0;    // orders to the exchange
    std::uint64_t again = 0;     // tries after trouble
    std::uint64_t left_out = 0;  // beyond the limit of those that wait
};

class Ringer {
  public:
    explicit Ringer(RingerLimits limits) : limits_(limits) {}

    // False when it is beyond the limit. Said again it changes nothing.
    bool want(const Ring& ring, TimePoint not_before);
    // Nobody waits for its answer any more.
    void drop(const std::string& id);
    // All of the request's contact chain, but not `keep`.
    void drop_chain(RequestId request, const std::string& keep = {});

    // It was next, but is not to be rung after all.
    void not_rung(const std::string& id);

    // The connection is lost, until it is said that all that the exchange has is known.
    void exchange_gone();
    void take(const RingWord& word, TimePoint now);
    void on_timer(TimePoint now);
    [[nodiscard]] TimePoint next_timer() const;

    // The next that is to be rung now, the longest wanted first; from then on it is.
    [[nodiscard]] std::optional<Ring> next(TimePoint now);

    [[nodiscard]] std::vector<RingOutcome> take_outcomes();
    // Calls that are to be ended.
    [[nodiscard]] std::vector<std::string> take_hang_ups();

    [[nodiscard]] std::size_t on_line() const { return on_line_; }
    [[nodiscard]] std::size_t waiting() const { return entries_.size() - on_line_; }
    [[nodiscard]] const RingerStats& stats() const { return stats_; }

  private:
    // unsure: it was on the line when the connection was lost.
    enum class State : std::uint8_t { waiting, on_line, unsure };
    struct Entry {
        Ring ring;
        State state = State::waiting;
        std::uint64_t order = 0;
        TimePoint not_before;
        TimePoint until;  // on the line
        std::uint32_t tries = 0;
        bool answered = false;
    };
    using Entries = std::map<std::string, Entry>;

    void set(Entry& entry, State state);
    void adopt(Entry& entry, TimePoint now);
    void exchange_there(TimePoint now);
    void finish(Entries::iterator entry, RingEnd end, std::string why);
    Entries::iterator forget(Entries::iterator entry);
    // Trouble: it is tried again, or ends so.
    void trouble(Entries::iterator entry, RingEnd end, const std::string& why, TimePoint now);

    RingerLimits limits_;
    Entries entries_;
    std::set<std::string> going_;  // as far as the exchange has said
    bool there_ = false;
    std::size_t on_line_ = 0;  // or unsure
    std::uint64_t orders_ = 0;
    std::vector<RingOutcome> outcomes_;
    std::vector<std::string> hang_ups_;
    RingerStats stats_;
};

}  // namespace muster::pbx
