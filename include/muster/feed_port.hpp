// The port between the live feed (engine/feed: who is owed which message) and a transport that
// carries it (adapters/feed: WebSocket). The engine side produces ready WebSocket frames, because a
// server frame is not masked: one prebuilt buffer then serves every subscriber. The adapter moves
// bytes and knows nothing of topics.
//
// Threads: everything here is called from one thread. Nothing blocks and nothing throws except
// std::bad_alloc. Time is always a parameter.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "muster/access.hpp"
#include "muster/ids.hpp"
#include "muster/units.hpp"

namespace muster {

// Why a feed connection ends. The values are WebSocket close codes and part of muster.v1; 1000 to
// 1009 have the meaning of RFC 6455 section 7.4.1.
enum class FeedClose : std::uint16_t {
    normal = 1000,        // the client said goodbye first
    shutdown = 1001,      // the server stops; reconnect and resume
    bad_frame = 1002,     // not RFC 6455
    bad_data = 1003,      // a binary message
    bad_utf8 = 1007,      // text that is not UTF-8
    too_big = 1009,       // a message above client_message_bytes()
    protocol = 4000,      // not muster.v1: bad JSON, unknown type, wrong order, unknown topic
    forbidden = 4003,     // the principal may not read a topic it asked for
    slow = 4008,          // above the hard mark, or overtaken by the retained ring; resume
    no_heartbeat = 4010,  // nothing heard for two heartbeats
    unauthorised = 4401,  // ticket unknown, used or expired
    revoked = 4403,       // the token behind the connection was revoked or has expired
    auth_timeout = 4408,  // no auth in time
    replaced = 4409,      // the same principal opened more connections than it may have
    rate = 4429,          // the client sends too much, or too many snapshots are being read
    crowded = 4503,       // no ticket yet, and others wait for this seat; or every seat is taken
};

// A short English reason for the close frame, at most 60 bytes.
[[nodiscard]] constexpr std::string_view to_text(FeedClose code) {
    switch (code) {
        case FeedClose::normal:
            return "bye";
        case FeedClose::shutdown:
            return "shutting down, resume later";
        case FeedClose::bad_frame:
            return "not a valid WebSocket frame";
        case FeedClose::bad_data:
            return "text messages only";
        case FeedClose::bad_utf8:
            return "text is not UTF-8";
        case FeedClose::too_big:
            return "message too big";
        case FeedClose::protocol:
            return "not a muster.v1 message";
        case FeedClose::forbidden:
            return "topic not allowed";
        case FeedClose::slow:
            return "too slow, resume";
        case FeedClose::no_heartbeat:
            return "no heartbeat";
        case FeedClose::unauthorised:
            return "ticket not valid";
        case FeedClose::revoked:
            return "token revoked or expired";
        case FeedClose::auth_timeout:
            return "no auth in time";
        case FeedClose::replaced:
            return "replaced by a newer connection";
        case FeedClose::rate:
            return "too many requests";
        case FeedClose::crowded:
            return "too many connections, come back";
    }
    return "";
}

enum class WsOpcode : std::uint8_t {
    continuation = 0x0,
    text = 0x1,
    binary = 0x2,
    close = 0x8,
    ping = 0x9,
    pong = 0xA,
};

// Appends the header of one unfragmented, unmasked frame (RFC 6455 section 5.2); the payload of
// exactly `size` bytes follows it.
inline void append_frame_header(std::string& out, WsOpcode opcode, std::size_t size) {
    out.push_back(static_cast<char>(0x80u | static_cast<unsigned>(opcode)));
    int length_bytes = 0;
    if (size < 126) {
        out.push_back(static_cast<char>(size));
    } else if (size <= 0xFFFF) {
        out.push_back(static_cast<char>(126));
        length_bytes = 2;
    } else {
        out.push_back(static_cast<char>(127));
        length_bytes = 8;
    }
    for (int shift = 8 * (length_bytes - 1); shift >= 0; shift -= 8) {
        out.push_back(static_cast<char>((static_cast<std::uint64_t>(size) >> shift) & 0xFFu));
    }
}

// Whoever a ticket was issued to, and what this person or program may see on the feed.
struct FeedPrincipal {
    std::string name;
    // False: entities come in their masked form wherever one exists.
    bool may_see_personal = false;
    // True: every topic; false: only those listed.
    bool all_topics = false;
    std::vector<Code> topics;
    // What is more confidential does not come at all.
    Confidentiality clearance = Confidentiality::open;
    // What lies in others does not come either.
    Districts districts{};
};

// What the holder of a token may see: desks and supervisors all topics, with personal data by
// may_see_personal(). Nothing for anyone else: answer 403.
[[nodiscard]] inline std::optional<FeedPrincipal> feed_principal(const Principal& principal) {
    const Roles& roles = principal.roles;
    const bool watches = roles.has(Role::dispatcher) || roles.has(Role::call_taker) ||
                         roles.has(Role::supervisor) || roles.has(Role::admin);
    if (!watches) return std::nullopt;
    return FeedPrincipal{principal.name,        principal.may_see_personal(), true, {},
                         principal.clearance(), principal.districts};
}

// What the transport of one connection implements.
class FeedSink {
  public:
    virtual ~FeedSink() = default;
    // Bytes are due or the connection shall close. Called from within FeedPort and its owner; may
    // call due(), sent() and wants_close() of its own session, but must not destroy any session
    // before this call has returned.
    virtual void on_ready() = 0;
};

// One connection as the engine sees it: a pure state machine. Owned by the transport; destroying it
// ends the subscription. It must not outlive its FeedPort, nor its sink.
class FeedSession {
  public:
    virtual ~FeedSession() = default;

    // One whole text message from the client (already checked: UTF-8, size).
    virtual void on_text(std::string_view text, TimePoint now) = 0;
    // Any other frame from the client: it lives, and the frame counts against its rate.
    virtual void on_alive(TimePoint now) = 0;
    // The transport found the client at fault, or the client closed (`normal`). The first reason
    // stays.
    virtual void close(FeedClose code) = 0;

    // Fills `views` with bytes to send next, in order, and returns how many views are used; 0 means
    // that nothing is due. The last view ends at the end of a frame, so a control frame may follow
    // it. About max_bytes in all, one frame at least. The views are valid until the next call into
    // the port, a session or their owner. At least 3 views must be offered.
    [[nodiscard]] virtual std::size_t due(std::span<std::string_view> views,
                                          std::size_t max_bytes) = 0;
    // The socket took `bytes` of what the last due() gave.
    virtual void sent(std::size_t bytes) = 0;
    // Set once the connection shall close: send what is still due, then a close frame. For
    // auth_timeout and crowded do not wait for the client to agree.
    [[nodiscard]] virtual std::optional<FeedClose> wants_close() const = 0;
};

class FeedPort {
  public:
    virtual ~FeedPort() = default;

    // A new connection; its hello is due at once. `address` is whom limits per address count. Null
    // when max_subscribers are connected or the feed has shut down: refuse the upgrade with 503.
    // Until its auth a connection only waits, on one of a few seats of their own: where those are
    // taken, the one that has waited longest is closed (`crowded`).
    [[nodiscard]] virtual std::unique_ptr<FeedSession> open(FeedSink& sink,
                                                            std::string_view address,
                                                            TimePoint now) = 0;

    // A ticket for one auth, to be handed out only over an authenticated request. Nothing when the
    // book is full: answer 503.
    [[nodiscard]] virtual std::optional<std::string> issue_ticket(FeedPrincipal principal,
                                                                  TimePoint now) = 0;

    // Time passes: heartbeats, time-outs, delayed flushes. To be called at next_timer() or later.
    virtual void on_timer(TimePoint now) = 0;
    [[nodiscard]] virtual TimePoint next_timer(TimePoint now) const = 0;

    // The largest message a client may send; the transport enforces it.
    [[nodiscard]] virtual std::size_t client_message_bytes() const = 0;
};

}  // namespace muster
