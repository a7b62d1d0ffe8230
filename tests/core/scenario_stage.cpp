#include "tests/core/scenario_stage.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <functional>
#include <utility>

#include "engine/codec/commands_json.hpp"
#include "engine/core/board.hpp"
#include "muster/service.hpp"
#include "muster/type_name.hpp"
#include "tests/core/scenario_values.hpp"
#include "tests/core/scenario_words.hpp"
#include "tests/core/state_text.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

namespace json = boost::json;

std::string text_of(std::span<const Event> events) {
    std::string text;
    codec::write(text, events);
    return text;
}

}  // namespace

Stage::Stage() : rules_(test_rules()), now_{day_start} {}

void Stage::set_time(TimePoint now) {
    if (now < now_) throw Failure{"time goes backwards"};
    now_ = now;
}

void Stage::send(Command command, const std::string& key, const std::string& source) {
    load_rules_once();
    if (engine_.next_deadline() <= now_) {
        throw Failure{"a deadline has passed; write `until` before this line"};
    }
    step(std::move(command), key, source);
}

void Stage::step(Command command, const std::string& key, const std::string& source) {
    Envelope envelope;
    envelope.seq = engine_.last_seq() + 1;
    envelope.at = now_;
    envelope.source = source;
    envelope.key = key;
    std::string text;
    codec::write(text, command);
    envelope.digest = std::hash<std::string>{}(text);
    envelope.command = std::move(command);

    core::Engine twin;
    twin.restore(engine_.state());
    const core::Handled handled = engine_.handle(envelope);
    const std::string events = text_of(handled.events);
    const core::Handled again = twin.handle(envelope);
    if (text_of(again.events) != events) {
        throw Failure{"a restored engine decided otherwise:\n  " + events + "\n  " +
                      text_of(again.events)};
    }
    if (state_text(engine_.state()) != state_text(twin.state())) {
        throw Failure{"a restored engine differs after"};
    }
    const std::string broken = engine_.broken_invariant();
    if (!broken.empty()) throw Failure{"invariant: " + broken};

    rejection_ = handled.rejection;
    const json::value parsed = json::parse(events);
    for (const json::value& event : parsed.as_array())
        events_.push_back(event.as_object());
}

void Stage::load_rules_once() {
    if (engine_.last_seq() == 0) load_rules();
}

void Stage::rules_changed() {
    if (engine_.last_seq() > 0) load_rules();
}

void Stage::load_rules() {
    step(LoadRules{rules_});
    if (rejection_) throw Failure{"rules: " + rejection_.field + " " + rejection_.detail};
    forget();
}

void Stage::pass_time(TimePoint end) {
    load_rules_once();
    while (engine_.next_deadline() <= end) {
        now_ = std::max(now_, engine_.next_deadline());
        const std::size_t before = events_.size();
        step(Tick{});
        if (events_.size() == before) throw Failure{"a deadline fired without an event"};
    }
    now_ = end;
}

void Stage::forget() {
    events_.clear();
    rejection_ = {};
}

bool Stage::is_type(const std::string& name) {
    return any_type(Entities(),
                    [&]<class T>(std::type_identity<T>) { return name == type_name<T>(); });
}

Stage::Found Stage::find(const std::string& type, std::uint64_t id) const {
    Found found;
    each_type(Entities(), [&]<class T>(std::type_identity<T>) {
        if (!type.empty() && type != type_name<T>()) return;
        const T* const entity = engine_.board().store<T>().get(decltype(T::id){id});
        if (entity == nullptr) return;
        if (!found.type.empty()) {
            throw Failure{"a " + found.type + " and a " + std::string(type_name<T>()) +
                          " have this id; write which of them is meant, before the name"};
        }
        std::string text;
        codec::write(text, *entity);
        found = {std::string(type_name<T>()), json::parse(text).as_object()};
    });
    return found;
}

}  // namespace muster::test
