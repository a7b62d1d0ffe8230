// What a frame leads to, whatever brought it: commands for the engine, and the answer once they are
// committed. No sockets and no clock of its own. One thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/dc09/content.hpp"
#include "adapters/dc09/frame.hpp"
#include "adapters/dc09/message.hpp"
#include "adapters/dc09/options.hpp"
#include "adapters/dc09/retry_book.hpp"
#include "muster/devices.hpp"
#include "muster/ports.hpp"

namespace muster::dc09 {

struct ReceiverStats {
    std::uint64_t frames = 0;
    std::uint64_t bad_crc = 0;
    std::uint64_t wrong_length = 0;  // the CRC is right, so they are believed
    std::uint64_t malformed = 0;     // kept, in their own words
    std::uint64_t unreadable = 0;    // no key opens them, or they should have been encrypted
    std::uint64_t wrong_time = 0;    // answered by NAK
    std::uint64_t unsupported = 0;   // answered by DUH
    std::uint64_t unlisted = 0;      // of an account that may not send
    std::uint64_t signals = 0;       // handed to the engine; of one frame maybe several
    std::uint64_t not_understood = 0;
    std::uint64_t acknowledged = 0;
    std::uint64_t repeated = 0;  // of these: known from before
    std::uint64_t busy = 0;      // not answered, so that they come again
    std::uint64_t refused = 0;   // not answered, since nothing was kept
};

// What a receiver is given.
struct ReceiverPorts {
    CommandPort& commands;
    std::function<TimePoint()> now;
    std::function<TimePoint()> steady_now;
    std::function<void(const std::string&)> warn;
    std::function<std::string()> pad;  // by chance: at least 15 letters or digits
};

class Receiver {
  public:
    // The bytes to answer with; empty = nothing is answered.
    using Reply = std::function<void(const std::string&)>;

    Receiver(ReceiverPorts ports, const Dc09Options& options);
    ~Receiver();
    Receiver(const Receiver&) = delete;
    Receiver& operator=(const Receiver&) = delete;

    // Takes the keys; what is wrong with one of them, or nothing. Before anything else.
    [[nodiscard]] std::optional<std::string> start();
    // Calls `reply` exactly once, now or after the commit; not after stop().
    void take(const Frame& frame, const PeerRule& peer, const std::string& address, Reply reply);
    void stop() { alive_.reset(); }

    // Frames whose commands are not committed yet.
    [[nodiscard]] std::size_t waiting() const { return waiting_; }
    // Said once of each address, and of so many things that memory stays bounded. True the first
    // time.
    bool warn_once(const std::string& address, std::string_view what);
    [[nodiscard]] const ReceiverStats& stats() const { return stats_; }

  private:
    struct Account {
        std::unique_ptr<Cipher> cipher;  // null = no key
        Millis utc_offset;
        bool only_encrypted = false;
    };
    // One message on its way.
    struct Message {
        Header header;
        const PeerRule& peer;
        const std::string& address;
        std::string name;  // of the device
        const Account* account = nullptr;
        TimePoint now;
    };
    // Commands of one frame that are under way.
    struct Batch;

    [[nodiscard]] bool is_good(const Frame& frame, const PeerRule& peer,
                               const std::string& address);
    void keep_malformed(std::string_view body, const std::string& why, const PeerRule& peer,
                        const std::string& address, Reply reply);
    void take_message(const Message& message, Reply reply);
    [[nodiscard]] std::optional<std::string> open(const Message& message, std::string& why);
    void tell_fault(const Message& message, std::string said, const std::string& once,
                    std::string answer, Reply reply);
    void refuse_time(const Message& message, const Content& content, Reply reply);
    void tell(const Message& message, const Content& content, std::string_view plain,
              std::optional<TimePoint> stamp, Reply reply);
    [[nodiscard]] SignalDevice signal_of(const Message& message, const Event& event) const;
    [[nodiscard]] std::string ack_of(const Message& message) const;
    void submit(const Message& message, std::vector<Submission> submissions, std::string answer,
                Reply reply);
    void note(Batch& batch, const Outcome& outcome);

    ReceiverPorts ports_;
    const Dc09Options options_;
    std::map<std::string, Account, std::less<>> accounts_;
    RetryBook retries_;
    std::set<std::string> warned_;
    std::size_t waiting_ = 0;
    std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
    ReceiverStats stats_;
};

}  // namespace muster::dc09
