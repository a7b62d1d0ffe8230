// One connection to an exchange, without its socket: greeting, login by challenge, what is there
// already, then events as they come. Pure; time is a parameter.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/pbx/ami_codec.hpp"
#include "adapters/pbx/call_tracker.hpp"
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

class AmiSession {
  public:
    // The tracker outlives it: calls go on while the connection is made anew.
    AmiSession(Credentials credentials, SessionTimes times, CallTracker& tracker, TimePoint now);

    // Bytes of the exchange, and what follows from them.
    void received(std::string_view bytes, TimePoint now);
    void on_timer(TimePoint now);
    [[nodiscard]] TimePoint next_timer() const;

    // To be sent, and to be told to the engine, since the last time.
    [[nodiscard]] std::string take_output();
    [[nodiscard]] std::vector<Command> take_commands();
    // Why the connection is no good any more, or nothing. `refused` says that another try soon is
    // useless: the exchange does not know us.
    [[nodiscard]] const std::optional<std::string>& failure() const { return failure_; }
    [[nodiscard]] bool refused() const { return refused_; }
    // Everything that happened before is known.
    [[nodiscard]] bool is_live() const { return state_ == State::live; }
    [[nodiscard]] std::uint64_t messages() const { return messages_; }
    [[nodiscard]] std::uint64_t lines_left_out() const { return reader_.lines_left_out(); }

  private:
    enum class State : std::uint8_t { greeting, challenge, login, showing, live };

    void take(const AmiMessage& message, TimePoint now);
    void answered(const AmiMessage& response, TimePoint now);
    void fail(std::string why, bool refused = false);

    Credentials credentials_;
    SessionTimes times_;
    CallTracker& tracker_;
    AmiReader reader_;
    State state_ = State::greeting;
    TimePoint heard_at_;
    TimePoint asked_at_;  // last that we said
    std::string output_;
    std::vector<Command> commands_;
    std::optional<std::string> failure_;
    bool refused_ = false;
    std::uint64_t messages_ = 0;
};

}  // namespace muster::pbx
