#include "adapters/pbx/ami_session.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/gate/crypto.hpp"

namespace muster::pbx {
namespace {

// Of the challenge and the secret: the secret itself is not sent. The protocol has no better
// digest, so the connection belongs on a network of one's own.
std::string digest_of(std::string_view challenge, std::string_view secret) {
    return gate::md5_hex(std::string(challenge).append(secret));
}

}  // namespace

AmiSession::AmiSession(Credentials credentials, SessionTimes times, CallTracker& tracker,
                       TimePoint now)
    : credentials_(std::move(credentials)),
      times_(times),
      tracker_(tracker),
      heard_at_(now),
      asked_at_(now) {
    tracker_.begin_again();
}

void AmiSession::fail(std::string why, bool refused) {
    if (failure_) return;
    failure_ = std::move(why);
    refused_ = refused;
}

void AmiSession::received(std::string_view bytes, TimePoint now) {
    heard_at_ = now;
    reader_.feed(bytes);
    if (state_ == State::greeting && !reader_.banner().empty()) {
        state_ = State::challenge;
        asked_at_ = now;
        output_ +=
            write_action({{"Action", "Challenge"}, {"AuthType", "MD5"}, {"ActionID", "challenge"}});
    }
    while (!failure_) {
        const auto message = reader_.next();
        if (!message) return;
        ++messages_;
        take(*message, now);
    }
}

void AmiSession::take(const AmiMessage& message, TimePoint now) {
    if (message.is_response()) return answered(message, now);
    // Before the login an exchange has nothing to say to us.
    if (state_ < State::showing) return;
    std::vector<Command> told = tracker_.take(message);
    std::move(told.begin(), told.end(), std::back_inserter(commands_));
    if (state_ == State::showing && message.is_event("CoreShowChannelsComplete")) {
        state_ = State::live;
    }
}

void AmiSession::answered(const AmiMessage& response, TimePoint now) {
    const std::string_view id = response.get("ActionID");
    const std::string why(response.get("Message"));
    asked_at_ = now;
    if (state_ == State::challenge && id == "challenge") {
        if (!response.success()) return fail("refused to give a challenge: " + why, true);
        state_ = State::login;
        output_ += write_action({{"Action", "Login"},
                                 {"AuthType", "MD5"},
                                 {"Username", credentials_.username},
                                 {"Key", digest_of(response.get("Challenge"), credentials_.secret)},
                                 {"Events", "call,agent"},
                                 {"ActionID", "login"}});
    } else if (state_ == State::login && id == "login") {
        if (!response.success()) return fail("refused the login: " + why, true);
        state_ = State::showing;
        output_ += write_action({{"Action", "CoreShowChannels"}, {"ActionID", "show"}});
    } else if (state_ == State::showing && id == "show" && !response.success()) {
        // Without it nobody knows what ended meanwhile.
        fail("refused to show its channels (the user needs the class \"reporting\"): " + why, true);
    }
}

TimePoint AmiSession::next_timer() const {
    if (state_ != State::live) return asked_at_ + times_.answer_ms;
    return std::min(heard_at_ + times_.silence_ms, std::max(heard_at_, asked_at_) + times_.ping_ms);
}

void AmiSession::on_timer(TimePoint now) {
    if (failure_ || now < next_timer()) return;
    if (state_ != State::live) {
        return fail(state_ == State::greeting ? "did not greet: is it an AMI port?"
                                              : "did not answer in time");
    }
    if (now >= heard_at_ + times_.silence_ms) return fail("fell silent");
    asked_at_ = now;
    output_ += write_action({{"Action", "Ping"}, {"ActionID", "ping"}});
}

std::string AmiSession::take_output() {
    return std::exchange(output_, {});
}

std::vector<Command> AmiSession::take_commands() {
    return std::exchange(commands_, {});
}

}  // namespace muster::pbx
