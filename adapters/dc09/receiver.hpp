// What a frame leads to, whatever brought it: commands for the engine, and the answer when they are
// committed. No sockets; one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/dc09/cipher.hpp"
#include "adapters/dc09/frame.hpp"
#include "adapters/dc09/message.hpp"
#include "adapters/dc09/options.hpp"
#include "engine/gate/warn_once.hpp"
#include "muster/ports.hpp"

namespace muster::dc09 {

struct ReceiverStats {
    std::uint64_t frames = 0;
    std::uint64_t bad_crc = 0;
    std::uint64_t malformed = 0;
    std::uint64_t unreadable = 0;   // encrypted, and no key opens it
    std::uint64_t wrong_time = 0;   // answered by NAK
    std::uint64_t unsupported = 0;  // answered by DUH
    std::uint64_t acknowledged = 0;
    std::uint64_t busy = 0;     // not answered, so that the device tries again
    std::uint64_t refused = 0;  // acknowledged, since another try would be refused too
};

class Receiver {
  public:
    using Reply = std::function<void(std::string)>;  // the bytes of an answer

    Receiver(CommandPort& commands, std::function<TimePoint()> now,
             std::function<void(const std::string&)> warn, const Dc09Options& options);

    // Nothing: the address may not send.
    [[nodiscard]] const Peer* peer(const std::string& address) const;
    // Calls `reply` at most once, now or after the commit. Nothing is answered to what is no
    // message.
    void take(const Frame& frame, const std::string& address, Reply reply);
    // Not before those that wait are fewer.
    [[nodiscard]] bool is_full() const { return waiting_ >= options_.frames_waiting; }
    // An answer that comes later does nothing any more.
    void stop() { alive_.reset(); }

    void warn_once(const std::string& address, const std::string& what) {
        warnings_.tell(address, what);
    }
    [[nodiscard]] const ReceiverStats& stats() const { return stats_; }

  private:
    struct Account {
        std::optional<Cipher> cipher;  // of its key, where it has one
        std::int64_t utc_offset_min = 0;
    };

    // The content in plain text; nothing when it cannot be had.
    [[nodiscard]] std::optional<std::string> open(const Header& header, const std::string& address);
    void submit(const Header& header, const Frame& frame, Command command, bool counts,
                std::string answer, Reply reply);
    [[nodiscard]] const Account* account(const std::string& number) const;

    CommandPort& commands_;
    std::function<TimePoint()> now_;
    gate::WarnOnce warnings_;
    const Dc09Options options_;
    std::map<std::string, Account, std::less<>> accounts_;
    std::size_t waiting_ = 0;
    std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
    ReceiverStats stats_;
};

}  // namespace muster::dc09
