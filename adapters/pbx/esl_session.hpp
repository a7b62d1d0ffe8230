// A session in the words of FreeSWITCH: authentication, the events that are wanted, what there is
// already, then events as they come. Pure; time is a parameter.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "adapters/pbx/esl_codec.hpp"
#include "adapters/pbx/session.hpp"

namespace muster::pbx {

class EslSession final : public Session {
  public:
    // A username with an @ is one of the exchange's directory; without, the secret is that of the
    // event socket itself.
    EslSession(Credentials credentials, SessionTimes times, CallTracker& tracker, TimePoint now);

    void received(std::string_view bytes, TimePoint now) override;
    void ring(const RingOrder& order) override;
    void hang_up(const std::string& ring) override;
    [[nodiscard]] std::uint64_t lines_left_out() const override { return reader_.lines_left_out(); }

  private:
    enum class State : std::uint8_t { greeting, login, showing, live };

    void take(const EslPacket& packet, TimePoint now);
    void authenticate();
    // Answers come in the order of the commands, and do not say to which.
    void ask(std::string_view what, std::string_view bytes);
    void answered(const EslPacket& packet, TimePoint now);
    void shown(const EslPacket& packet);
    void ask_whether_there() override;
    [[nodiscard]] std::string silence() const override;

    Credentials credentials_;
    EslReader reader_;
    State state_ = State::greeting;
    std::deque<std::string> asked_;
};

}  // namespace muster::pbx
