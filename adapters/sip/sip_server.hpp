// What is done with SIP messages: transactions, who may send, REGISTER, OPTIONS and MESSAGE;
// commands to the engine, and the answers once they are committed. Without sockets: bytes go out by
// a function, time comes by the ports. Threads as of Adapter.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "adapters/sip/digest.hpp"
#include "adapters/sip/options.hpp"
#include "adapters/sip/registration_store.hpp"
#include "adapters/sip/sip_message.hpp"
#include "adapters/sip/sip_peers.hpp"
#include "adapters/sip/sip_transactions.hpp"
#include "engine/gate/rate_limiter.hpp"
#include "engine/gate/warn_once.hpp"
#include "muster/metrics_text.hpp"
#include "muster/ports.hpp"

namespace muster::sip {

// Where a message came from and its answer goes to.
struct Hop {
    bool stream = false;
    Source source;
    std::uint64_t connection = 0;  // of a stream
};

struct ServerStats {
    std::uint64_t requests = 0;
    std::uint64_t repeated = 0;    // retransmissions, absorbed or answered again
    std::uint64_t malformed = 0;   // no SIP message, or a datagram that is cut short
    std::uint64_t bad_bodies = 0;  // not well-formed, or without what must be there
    std::uint64_t strangers = 0;   // from addresses of no peer
    std::uint64_t challenged = 0;
    std::uint64_t failed_logins = 0;
    std::uint64_t unregistered = 0;
    std::uint64_t not_understood = 0;  // signals without a code of ours
    std::uint64_t signals = 0;         // committed
    std::uint64_t busy = 0;            // answered by 503
    std::uint64_t rejected = 0;        // by the engine, for another reason
    std::uint64_t refused = 0;         // by 4xx: method, media type, extension, size
    std::uint64_t sent = 0;            // requests of our own
    std::uint64_t unanswered = 0;      // of those
    std::uint64_t not_sent = 0;        // for want of room
    std::uint64_t not_kept = 0;        // registrations that a restart forgets
};

class Server {
  public:
    using Send = std::function<void(const Hop&, std::string)>;
    struct Ports {
        CommandPort& commands;
        AuditPort& audit;
        std::function<TimePoint()> now;
        std::function<TimePoint()> steady_now;
        std::function<std::string()> random;  // 16 letters or digits
        std::function<void(const std::string&)> warn;
        Send send;
        RegistrationStore* store = nullptr;  // null = registrations are not kept
    };

    Server(Ports ports, const SipOptions& options, Peers peers);

    void receive_datagram(std::string_view bytes, const Hop& hop);
    void receive(Message message, const Hop& hop);
    // A frame of a stream that is no message, or a stream that is none.
    void note_malformed(const Hop& hop, std::string_view what);
    // 413 for a request whose body is not read.
    void refuse_too_large(const Message& message, const Hop& hop);

    // Retransmissions, late 100s, and what is to be forgotten.
    void on_timer();
    [[nodiscard]] TimePoint next_timer() const;
    void begin_drain() { draining_ = true; }
    // Whether a request that came by this connection still waits for its commit.
    [[nodiscard]] bool owes_answers(std::uint64_t connection) const;

    void write_metrics(MetricsText& out) const;
    [[nodiscard]] const ServerStats& stats() const { return stats_; }

  private:
    // A request that waits for its answer.
    struct Pending {
        Message message;
        Hop hop;
        const Peer* peer = nullptr;
        std::string key;
    };
    // A device of GB/T 28181 that has registered.
    struct Registration {
        Hop hop;
        std::string uri;
        TimePoint expires_at;
        bool guarded = false;      // it has answered SetGuard
        std::string guard_branch;  // of the one that is under way
    };

    [[nodiscard]] const Peer* peer_of(const Message& message, const Hop& hop) const;
    void refuse_stranger(const Message& message, const Hop& hop);
    void dispatch(Pending& request);
    void finish(const std::string& key, const Answer& answer);
    void finish_busy(const std::string& key);
    // Whether the request may be read on; else it has its answer.
    [[nodiscard]] bool is_allowed(const Pending& request);
    void do_register(Pending& request);
    void do_options(const Pending& request);
    void do_message(Pending& request);
    void do_scaip(Pending& request);
    void do_gb(Pending& request);
    void refuse_unregistered(const Pending& request);

    // Submits and calls `done` unless there was no room: then the answer is 503.
    void submit(const Pending& request, DeviceCommand command, std::string key,
                std::function<void(const Pending&, const Outcome&)> done);
    void answer_scaip(const Pending& request, const struct ScaipRequest& what, ScaipStatus status);
    void answer_registration(const Pending& request, bool is_gb);

    void send_message(const Hop& hop, const Request& request);
    [[nodiscard]] Request message_to(const Hop& hop, const std::string& uri,
                                     std::string_view asked_host);
    void set_guard(const std::string& device);
    void take_answer(const Message& message);
    [[nodiscard]] Registration* registration_of(const std::string& user);
    // Those of an earlier run.
    void restore();
    void keep(const std::string& device, const Registration& registration);
    void forget_registration(const std::string& device);
    // Whether there is room for this device.
    [[nodiscard]] bool make_room_for(const std::string& device);
    void note_not_kept(const std::string& why);
    [[nodiscard]] std::string our_host(std::string_view asked) const;

    Ports ports_;
    SipOptions options_;
    Peers peers_;
    DigestGuard digest_;
    gate::RateLimiter failures_;
    gate::WarnOnce warnings_;
    ServerTransactions server_;
    ClientTransactions client_;
    std::unordered_map<std::string, std::shared_ptr<const Pending>> pending_;
    // Where our own requests went, by branch.
    std::map<std::string, Hop, std::less<>> under_way_;
    std::unordered_map<std::string, Registration> registrations_;
    std::map<std::string, std::string, std::less<>> guards_;  // branch -> device
    std::uint64_t last_number_ = 0;
    bool draining_ = false;
    ServerStats stats_;
    // An outcome that comes when this is gone finds that it is.
    std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
};

}  // namespace muster::sip
