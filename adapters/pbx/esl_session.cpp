#include "adapters/pbx/esl_session.hpp"

#include <utility>

#include "adapters/pbx/esl_events.hpp"
#include "engine/codec/protocol_text.hpp"

namespace muster::pbx {
namespace {

constexpr std::string_view wanted_events =
    "event plain CHANNEL_CREATE CHANNEL_ANSWER CHANNEL_BRIDGE CHANNEL_HANGUP BACKGROUND_JOB "
    "CUSTOM muster::key callcenter::info";

}  // namespace

EslSession::EslSession(Credentials credentials, SessionTimes times, CallTracker& tracker,
                       TimePoint now)
    : Session(times, tracker, now), credentials_(std::move(credentials)) {}

void EslSession::ask(std::string_view what, std::string_view bytes) {
    asked_.emplace_back(what);
    say(bytes);
}

void EslSession::received(std::string_view bytes, TimePoint now) {
    heard(now);
    reader_.feed(bytes);
    while (!failure()) {
        const auto packet = reader_.next();
        if (!packet) break;
        counted();
        take(*packet, now);
    }
    if (!reader_.broken().empty()) fail(reader_.broken());
}

void EslSession::take(const EslPacket& packet, TimePoint now) {
    if (packet.is("auth/request")) {
        if (state_ != State::greeting) return;
        state_ = State::login;
        asked(now);
        return authenticate();
    }
    if (packet.is("command/reply") || packet.is("api/response")) return answered(packet, now);
    if (packet.is("text/disconnect-notice")) return fail("ended the connection");
    if (packet.is("text/rude-rejection")) {
        return fail("lets nobody in from this address (its access list)", true);
    }
    // Before the login an exchange has nothing to say to us.
    if (!packet.is("text/event-plain") || state_ < State::showing) return;
    if (const auto message = translate(reader_.event_of(packet))) tell(*message);
}

void EslSession::authenticate() {
    if (credentials_.username.find('@') != std::string::npos) {
        return ask("login",
                   write_esl("userauth " + credentials_.username + ":" + credentials_.secret));
    }
    ask("login", write_esl("auth " + credentials_.secret));
}

void EslSession::answered(const EslPacket& packet, TimePoint now) {
    if (asked_.empty()) return;
    const std::string what = std::move(asked_.front());
    asked_.pop_front();
    asked(now);
    const std::string_view reply = packet.headers.get("Reply-Text");
    const bool good = !reply.starts_with("-ERR");
    if (what == "login") {
        if (!good) return fail("refused the login: " + std::string(reply), true);
        state_ = State::showing;
        ask("events", write_esl(wanted_events));
        ask("show", write_esl("api show channels as json"));
    } else if (what == "events" && !good) {
        fail("refused to tell its events: " + std::string(reply), true);
    } else if (what == "show") {
        shown(packet);
    } else if (is_ring_id(what) && !good) {
        Message refused;
        refused.add("Response", "Error");
        refused.add("ActionID", what);
        refused.add("Message", std::string(reply));
        tell(refused);
    }
}

void EslSession::shown(const EslPacket& packet) {
    const auto channels = translate_channels(packet.body);
    // Without it nobody knows what ended meanwhile.
    if (!channels) return fail("refused to show its channels (\"show channels as json\")", true);
    for (const Message& message : *channels)
        tell(message);
    state_ = State::live;
    be_live();
}

std::string EslSession::silence() const {
    return state_ == State::greeting ? "did not greet: is it the port of an event socket?"
                                     : "did not answer in time";
}

void EslSession::ask_whether_there() {
    ask("ping", write_esl("api echo muster"));
}

void EslSession::ring(const RingOrder& order) {
    const auto timeout_s = (order.ring_ms.value + 999) / 1000;
    std::string command = "bgapi originate {origination_uuid=" + order.id +
                          ",originate_timeout=" + std::to_string(timeout_s) +
                          ",ignore_early_media=true,muster_ring=" + order.id +
                          ",muster_kind=" + order.kind +
                          ",muster_request=" + std::to_string(order.request) +
                          ",muster_urgency=" + order.urgency + ",muster_service=" + order.service;
    if (!order.caller_id.empty()) command += ",origination_caller_id_number=" + order.caller_id;
    if (!order.language.empty()) command += ",default_language=" + order.language;
    command += "}" + order.channel + " " + order.exten + " XML " + order.context;
    ask(order.id, write_esl(command, {{"Job-UUID", order.id}}));
}

void EslSession::hang_up(const std::string& ring) {
    ask("hangup", write_esl("bgapi uuid_kill " + ring));
}

}  // namespace muster::pbx
