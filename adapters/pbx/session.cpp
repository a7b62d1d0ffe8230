#include "adapters/pbx/session.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace muster::pbx {

Session::Session(SessionTimes times, CallTracker& tracker, TimePoint now)
    : times_(times), tracker_(tracker), heard_at_(now), asked_at_(now) {
    tracker_.begin_again();
}

void Session::fail(std::string why, bool refused) {
    if (failure_) return;
    failure_ = std::move(why);
    refused_ = refused;
}

void Session::tell(const Message& message) {
    if (auto word = ring_word(message)) ring_words_.push_back(std::move(*word));
    std::vector<Command> told = tracker_.take(message);
    std::move(told.begin(), told.end(), std::back_inserter(commands_));
}

void Session::be_live() {
    live_ = true;
    ring_words_.push_back({.id = {}, .sign = RingSign::there, .why = {}});
}

TimePoint Session::next_timer() const {
    if (!live_) return asked_at_ + times_.answer_ms;
    return std::min(heard_at_ + times_.silence_ms, std::max(heard_at_, asked_at_) + times_.ping_ms);
}

void Session::on_timer(TimePoint now) {
    if (failure_ || now < next_timer()) return;
    if (!live_) return fail(silence());
    if (now >= heard_at_ + times_.silence_ms) return fail("fell silent");
    asked_at_ = now;
    ask_whether_there();
}

std::string Session::take_output() {
    return std::exchange(output_, {});
}

std::vector<Command> Session::take_commands() {
    return std::exchange(commands_, {});
}

std::vector<RingWord> Session::take_ring_words() {
    return std::exchange(ring_words_, {});
}

}  // namespace muster::pbx
