// Transactions other than INVITE (RFC 3261 17.1.2, 17.2.2, RFC 4320), both sides. Pure: time comes
// as a parameter, and what is to be sent is returned.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "adapters/sip/sip_message.hpp"
#include "muster/units.hpp"

namespace muster::sip {

constexpr Millis timer_t1{500};
constexpr Millis timer_t2{4'000};
constexpr Millis timer_f = timer_t1 * 64;
constexpr Millis timer_j = timer_t1 * 64;
// When a client's timer E has reached T2 (0.5 + 1 + 2 s): no earlier may a 100 be sent over UDP.
constexpr Millis late_100{3'500};

// What makes two requests the same one: branch, sent-by and method; without the magic cookie of
// RFC 3261 what RFC 2543 compared. `source` keeps senders apart that choose the same branch.
[[nodiscard]] std::string transaction_key(const Message& request, std::string_view source);

class ServerTransactions {
  public:
    // most: that are held at once, with their answers.
    explicit ServerTransactions(std::size_t most) : most_(most) {}

    enum class Arrival : std::uint8_t {
        fresh,     // to be answered by finish()
        repeated,  // its answer is being made: nothing to do
        answered,  // its answer goes out again
        full,      // no room: nothing is held of it
    };
    struct Received {
        Arrival what = Arrival::fresh;
        std::string_view answer;  // until the next call
    };
    [[nodiscard]] Received receive(const std::string& key, bool reliable, TimePoint now);

    // The final answer; over UDP kept for timer J. False when the transaction is not waiting for
    // it.
    bool finish(const std::string& key, std::string answer, TimePoint now);

    // Those that now need a 100, each once; and forgets answers that timer J has overtaken.
    [[nodiscard]] std::vector<std::string> due(TimePoint now);
    // When due() is to be called; never = not before something is received.
    [[nodiscard]] TimePoint next_timer() const;

    [[nodiscard]] std::size_t size() const { return transactions_.size(); }

  private:
    struct Transaction {
        bool reliable = false;
        bool finished = false;
        std::uint64_t number = 0;
        std::string answer;
    };
    struct Deadline {
        TimePoint at;
        std::string key;
        std::uint64_t number = 0;
    };

    std::size_t most_;
    std::uint64_t last_number_ = 0;
    std::unordered_map<std::string, Transaction> transactions_;
    // Each in order of time, since each adds the same to now.
    std::deque<Deadline> provisional_;
    std::deque<Deadline> forget_;
};

class ClientTransactions {
  public:
    explicit ClientTransactions(std::size_t most) : most_(most) {}

    // False when there is no room. The first sending is the caller's.
    [[nodiscard]] bool start(std::string branch, std::string bytes, bool reliable, TimePoint now);

    // Whether this answer ends a transaction: it is a final one, and the first.
    [[nodiscard]] bool receive(std::string_view branch, int status, TimePoint now);

    struct Due {
        std::string branch;
        std::string bytes;       // to be sent again; empty where it timed out
        bool timed_out = false;  // timer F: it is forgotten
    };
    [[nodiscard]] std::vector<Due> due(TimePoint now);
    [[nodiscard]] TimePoint next_timer() const;
    [[nodiscard]] std::size_t size() const { return transactions_.size(); }

  private:
    struct Transaction {
        std::string bytes;
        bool reliable = false;
        bool proceeding = false;
        Millis interval = timer_t1;
        TimePoint next_at;
        TimePoint ends_at;
    };
    void schedule(const std::string& branch, Transaction& transaction, TimePoint at);

    std::size_t most_;
    std::map<std::string, Transaction, std::less<>> transactions_;
    std::multimap<TimePoint, std::string> timers_;
};

}  // namespace muster::sip
