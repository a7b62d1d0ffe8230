#include "adapters/pbx/ami_session.hpp"

#include <utility>
#include <vector>

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
    : Session(times, tracker, now), credentials_(std::move(credentials)) {}

void AmiSession::received(std::string_view bytes, TimePoint now) {
    heard(now);
    reader_.feed(bytes);
    if (state_ == State::greeting && !reader_.banner().empty()) {
        state_ = State::challenge;
        asked(now);
        say(write_action(
            {{"Action", "Challenge"}, {"AuthType", "MD5"}, {"ActionID", "challenge"}}));
    }
    while (!failure()) {
        const auto message = reader_.next();
        if (!message) return;
        counted();
        take(*message, now);
    }
}

void AmiSession::take(const Message& message, TimePoint now) {
    if (message.is_response()) answered(message, now);
    // Before the login an exchange has nothing to say to us.
    if (state_ < State::showing) return;
    tell(message);
    if (state_ == State::showing && message.is_event("CoreShowChannelsComplete")) {
        state_ = State::live;
        be_live();
    }
}

void AmiSession::answered(const Message& response, TimePoint now) {
    const std::string_view id = response.get("ActionID");
    const std::string why(response.get("Message"));
    asked(now);
    if (state_ == State::challenge && id == "challenge") {
        if (!response.success()) return fail("refused to give a challenge: " + why, true);
        state_ = State::login;
        say(write_action({{"Action", "Login"},
                          {"AuthType", "MD5"},
                          {"Username", credentials_.username},
                          {"Key", digest_of(response.get("Challenge"), credentials_.secret)},
                          {"Events", "call,agent,user"},
                          {"ActionID", "login"}}));
    } else if (state_ == State::login && id == "login") {
        if (!response.success()) return fail("refused the login: " + why, true);
        state_ = State::showing;
        say(write_action({{"Action", "CoreShowChannels"}, {"ActionID", "show"}}));
    } else if (state_ == State::showing && id == "show" && !response.success()) {
        // Without it nobody knows what ended meanwhile.
        fail("refused to show its channels (the user needs the class \"reporting\"): " + why, true);
    }
}

std::string AmiSession::silence() const {
    return state_ == State::greeting ? "did not greet: is it an AMI port?"
                                     : "did not answer in time";
}

void AmiSession::ask_whether_there() {
    say(write_action({{"Action", "Ping"}, {"ActionID", "ping"}}));
}

void AmiSession::ring(const RingOrder& order) {
    const std::string timeout = std::to_string(order.ring_ms.value);
    // Handed down to the other half of a wire, where the announcement may be.
    const std::string ring = "__MUSTER_RING=" + order.id;
    const std::string kind = "__MUSTER_KIND=" + order.kind;
    const std::string request = "__MUSTER_REQUEST=" + std::to_string(order.request);
    const std::string urgency = "__MUSTER_URGENCY=" + order.urgency;
    const std::string service = "__MUSTER_SERVICE=" + order.service;
    const std::string language = "CHANNEL(language)=" + order.language;
    std::vector<Line> lines{
        {"Action", "Originate"}, {"ActionID", order.id},     {"Channel", order.channel},
        {"ChannelId", order.id}, {"Context", order.context}, {"Exten", order.exten},
        {"Priority", "1"},       {"Timeout", timeout},       {"Async", "true"}};
    if (!order.caller_id.empty()) lines.emplace_back("CallerID", order.caller_id);
    for (const std::string* const variable : {&ring, &kind, &request, &urgency, &service})
        lines.emplace_back("Variable", *variable);
    if (!order.language.empty()) lines.emplace_back("Variable", language);
    say(write_action(lines));
}

void AmiSession::hang_up(const std::string& ring) {
    // By its Uniqueid: its name would have to be kept, and has the number in it.
    say(write_action({{"Action", "Hangup"}, {"ActionID", "hangup"}, {"Channel", ring}}));
}

}  // namespace muster::pbx
