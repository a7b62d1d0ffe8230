// One connection to an exchange, without its socket: log in, ask what there is already, then follow
// events as they come, and have people rung up. What each dialect shares. Pure; time is a
// parameter.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/pbx/call_tracker.hpp"
#include "adapters/pbx/message.hpp"
#include "adapters/pbx/ring.hpp"
#include "muster/command.hpp"
#include "muster/units.hpp"

namespace muster::pbx {

struct SessionTimes {
    Millis answer_ms = seconds(10);   // the exchange greets and answers within this
    Millis ping_ms = seconds(30);     // so often it is asked whether it is there
    Millis silence_ms = seconds(75);  // then it is not
};

struct Credentials {
    std::string username;
    std::string secret;
};

class Session {
  public:
    virtual ~Session() = default;
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    // Bytes of the exchange, and what follows from them.
    virtual void received(std::string_view bytes, TimePoint now) = 0;
    void on_timer(TimePoint now);
    [[nodiscard]] TimePoint next_timer() const;

    // Precondition of both: is_live().
    virtual void ring(const RingOrder& order) = 0;
    virtual void hang_up(const std::string& ring) = 0;

    // To be sent, to be told to the engine, and said of calls out, since the last time.
    [[nodiscard]] std::string take_output();
    [[nodiscard]] std::vector<Command> take_commands();
    [[nodiscard]] std::vector<RingWord> take_ring_words();
    // Why the connection is no good any more, or nothing. `refused` says that another try soon is
    // useless: the exchange does not know us.
    [[nodiscard]] const std::optional<std::string>& failure() const { return failure_; }
    [[nodiscard]] bool refused() const { return refused_; }
    // Everything that happened before is known.
    [[nodiscard]] bool is_live() const { return live_; }
    [[nodiscard]] std::uint64_t messages() const { return messages_; }
    // That were no lines of the protocol, or too many, or too long.
    [[nodiscard]] virtual std::uint64_t lines_left_out() const = 0;

  protected:
    // The tracker outlives it: calls go on while the connection is made anew.
    Session(SessionTimes times, CallTracker& tracker, TimePoint now);

    void heard(TimePoint now) { heard_at_ = now; }
    void asked(TimePoint now) { asked_at_ = now; }
    void counted() { ++messages_; }
    void say(std::string_view bytes) { output_ += bytes; }
    // To the tracker, and to whoever rings people.
    void tell(const Message& message);
    void be_live();
    void fail(std::string why, bool refused = false);
    virtual void ask_whether_there() = 0;
    // What to say when it has not answered in time.
    [[nodiscard]] virtual std::string silence() const = 0;

  private:
    SessionTimes times_;
    CallTracker& tracker_;
    TimePoint heard_at_;
    TimePoint asked_at_;  // last that we said
    std::string output_;
    std::vector<Command> commands_;
    std::vector<RingWord> ring_words_;
    std::optional<std::string> failure_;
    bool refused_ = false;
    bool live_ = false;
    std::uint64_t messages_ = 0;
};

}  // namespace muster::pbx
