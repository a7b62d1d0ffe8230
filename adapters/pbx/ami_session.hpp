// A session in the words of Asterisk: greeting, login by challenge, what there is already, then
// events as they come. Pure; time is a parameter.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/pbx/ami_codec.hpp"
#include "adapters/pbx/session.hpp"

namespace muster::pbx {

class AmiSession final : public Session {
  public:
    AmiSession(Credentials credentials, SessionTimes times, CallTracker& tracker, TimePoint now);

    void received(std::string_view bytes, TimePoint now) override;
    void ring(const RingOrder& order) override;
    void hang_up(const std::string& ring) override;
    [[nodiscard]] std::uint64_t lines_left_out() const override { return reader_.lines_left_out(); }

  private:
    enum class State : std::uint8_t { greeting, challenge, login, showing, live };

    void take(const Message& message, TimePoint now);
    void answered(const Message& response, TimePoint now);
    void ask_whether_there() override;
    [[nodiscard]] std::string silence() const override;

    Credentials credentials_;
    AmiReader reader_;
    State state_ = State::greeting;
};

}  // namespace muster::pbx
