#include "adapters/jt808/session.hpp"

#include <algorithm>
#include <utility>

#include "adapters/jt808/refusal.hpp"
#include "engine/gate/crypto.hpp"
#include "engine/gate/submitting.hpp"

namespace muster::jt808 {
namespace {

constexpr std::string_view key_prefix = "jt808:";

std::string key_of(const Head& head) {
    return std::string(key_prefix) + head.phone;
}

// Of one message as it came: serial numbers wrap, so what it says is part of it.
std::string message_key(const Head& head, std::string_view body) {
    constexpr std::size_t hash_digits = 32;
    std::string content = std::to_string(head.id) + " " + std::to_string(head.serial) + " ";
    content += body;
    return std::to_string(head.serial) + "-" +
           gate::to_hex(gate::sha256(content)).substr(0, hash_digits);
}

FragmentLimits fragment_limits(const Jt808Options& options) {
    return {options.fragment_bytes, options.fragment_messages, options.fragment_wait_ms,
            options.fragment_asks};
}

}  // namespace

Session::Session(std::shared_ptr<Hub> hub, std::string peer,
                 std::function<void(std::string_view)> send, std::function<void()> resume)
    : hub_(std::move(hub)),
      counts_(hub_->counts),
      peer_(std::move(peer)),
      send_(std::move(send)),
      resume_(std::move(resume)),
      reader_(counts_.frames),
      fragments_(fragment_limits(hub_->options)) {}

void Session::take(std::string_view& bytes) {
    paused_ = false;
    while (!bytes.empty()) {
        if (must_wait()) return;
        const auto content = reader_.next(bytes);
        if (!content) return;
        hub_->per_address.charge(peer_, hub_->ports.steady_now(), 1);
        handle(*content);
    }
}

bool Session::must_wait() {
    wait_ = {};
    if (in_flight_ >= hub_->options.messages_in_flight) {
        ++counts_.commit_waits;
        paused_ = true;
        return true;
    }
    wait_ = hub_->per_address.take(peer_, hub_->ports.steady_now(), 0);
    if (wait_ <= Millis{}) return false;
    ++counts_.rate_waits;
    return true;
}

void Session::handle(std::string_view content) {
    const auto message = read_message(content);
    if (!message) {
        ++counts_.short_messages;
        return;
    }
    const Head& head = message->head;
    has_spoken_ = true;
    ++counts_.messages;
    if (head.length_differs) ++counts_.length_differs;
    const Terminal& terminal = terminal_of(head);
    if (!may_speak(terminal, head)) {
        ++counts_.unauthenticated;
        hub_->warn_once(peer_, "sends before it has shown the token of its registration");
        return answer(head, head.serial, Result::failed);
    }
    if (head.encrypted) {
        ++counts_.encrypted;
        hub_->warn_once(peer_, "encrypts its messages, which is not supported: turn that off");
        return answer(head, head.serial, Result::not_supported);
    }
    if (head.total > 1) return add_fragment(*message);
    dispatch(head, head.serial, message->body);
}

Session::Terminal& Session::terminal_of(const Head& head) {
    const auto known = terminals_.find(head.phone);
    if (known == terminals_.end() && terminals_.size() >= hub_->options.max_terminals) {
        ++counts_.terminals_forgotten;
        terminals_.erase(std::min_element(
            terminals_.begin(), terminals_.end(),
            [](const auto& a, const auto& b) { return a.second.heard_at < b.second.heard_at; }));
    }
    Terminal& terminal = terminals_[head.phone];
    terminal.head = head;
    terminal.heard_at = hub_->ports.steady_now();
    return terminal;
}

bool Session::may_speak(const Terminal& terminal, const Head& head) {
    if (!hub_->options.authenticate || terminal.authenticated) return true;
    return head.id == id::registration || head.id == id::authentication || head.id == id::ask_time;
}

void Session::add_fragment(const Message& message) {
    std::vector<Fragments::Whole> done;
    const bool whole = fragments_.add(message, hub_->ports.steady_now(), done);
    // What is whole is answered after its commit; a crash before loses the earlier fragments, which
    // are then asked for.
    if (!whole) answer(message.head, message.head.serial, Result::done);
    for (const Fragments::Whole& one : done) {
        if (one.given_up) ++counts_.fragments_given_up;
        dispatch(one.head, one.answer_serial, one.body);
    }
}

void Session::dispatch(const Head& head, std::uint16_t answer_serial, std::string_view body) {
    switch (head.id) {
        case id::terminal_answer:
            return;
        case id::heartbeat:
            return report(head, answer_serial, Result::done, false);
        case id::sign_off: {
            Terminal& terminal = terminal_of(head);
            terminal.authenticated = false;
            terminal.alarms.known = false;
            return answer(head, answer_serial, Result::done);
        }
        case id::ask_time:
            return send(time_answer(head, terminal_of(head).serial++, hub_->ports.now()));
        case id::registration:
            return register_terminal(head, answer_serial, body);
        case id::authentication:
            return authenticate(head, answer_serial, body);
        case id::location: {
            const auto location = read_location(body);
            if (location) return locate(head, answer_serial, {*location}, false, body);
            break;
        }
        case id::batch: {
            const auto batch = read_batch(body);
            if (!batch) break;
            counts_.broken_items += batch->broken;
            if (batch->count_differs) ++counts_.count_differs;
            if (!batch->items.empty()) {
                return locate(head, answer_serial, batch->items, batch->late, body);
            }
            break;
        }
        default:
            ++counts_.not_supported;
            return report(head, answer_serial, Result::not_supported, false);
    }
    // There is not even an alarm to read.
    ++counts_.short_messages;
    report(head, answer_serial, Result::wrong, false);
}

std::string Session::token_of(const Head& head) const {
    constexpr std::size_t digits = 32;
    return gate::to_hex(gate::hmac_sha256(hub_->options.secret.value, key_of(head)))
        .substr(0, digits);
}

void Session::register_terminal(const Head& head, std::uint16_t answer_serial,
                                std::string_view body) {
    const Registration registration = read_registration(body, head.version.has_value());
    terminal_of(head).plate = text_of_gbk(registration.plate);
    report(head, answer_serial, Result::done, true);
}

void Session::authenticate(const Head& head, std::uint16_t answer_serial, std::string_view body) {
    const std::string_view token = read_token(body, head.version.has_value());
    if (gate::equal_in_constant_time(token, token_of(head))) {
        terminal_of(head).authenticated = true;
        return report(head, answer_serial, Result::done, false);
    }
    ++counts_.failed_logins;
    terminal_of(head).authenticated = false;
    hub_->per_address.charge(peer_, hub_->ports.steady_now(), hub_->options.failed_login_cost);
    hub_->ports.audit.note({AuditKind::login_failed, peer_, "jt808", 1});
    answer(head, answer_serial, Result::failed);
}

void Session::locate(const Head& head, std::uint16_t answer_serial,
                     const std::vector<Location>& locations, bool late, std::string_view body) {
    Terminal& terminal = terminal_of(head);
    const Report about{key_of(head), terminal.plate, hub_->ports.now(), late};
    std::vector<Told> all;
    std::size_t signs_of_life = 0;
    for (std::size_t i = 0; i < locations.size(); ++i) {
        const Location& location = locations[i];
        if (location.cut_short) ++counts_.cut_short;
        if (location.broken_extra) ++counts_.broken_extras;
        if (!is_believed(location.at, about.now)) ++counts_.wrong_clock;
        for (Told& one : tell(location, about, terminal.alarms)) {
            if (one.name.empty()) ++signs_of_life;
            // Of a batch, which signal of which item it is.
            if (!one.name.empty()) one.name += "-" + std::to_string(i);
            all.push_back(std::move(one));
        }
    }
    std::size_t left_out = signs_of_life > hub_->options.positions_per_message
                               ? signs_of_life - hub_->options.positions_per_message
                               : 0;
    counts_.reports_left_out += left_out;
    std::erase_if(all, [&left_out](const Told& one) {
        if (!one.name.empty() || left_out == 0) return false;
        --left_out;
        return true;
    });
    Pending pending;
    pending.to = head;
    pending.serial = answer_serial;
    submit(head, std::move(pending), std::move(all), body);
}

void Session::report(const Head& head, std::uint16_t answer_serial, Result result, bool registers) {
    ReportDevice command;
    command.key = key_of(head);
    std::vector<Told> told;
    told.push_back({std::move(command), {}, false});
    Pending pending;
    pending.to = head;
    pending.serial = answer_serial;
    pending.result = result;
    pending.registers = registers;
    submit(head, std::move(pending), std::move(told), {});
}

void Session::submit(const Head& head, Pending pending, std::vector<Told> told,
                     std::string_view body) {
    const auto shared = std::make_shared<Pending>(std::move(pending));
    shared->left = told.size();
    ++in_flight_;
    std::string message;
    for (Told& one : told) {
        Submission submission{key_of(head), {}, std::move(one.command)};
        if (one.name.empty()) {
            ++counts_.reports;
        } else {
            ++counts_.signals;
            if (message.empty()) message = message_key(head, body);
            submission.key = message + "-" + one.name;
        }
        gate::submit_of_device(
            hub_->ports.commands, std::move(submission),
            [weak = weak_from_this(), shared, help = one.asks_for_help](const Outcome& outcome) {
                if (const auto self = weak.lock()) self->settle(*shared, outcome, help);
            });
    }
}

void Session::settle(Pending& pending, const Outcome& outcome, bool asks_for_help) {
    const auto terminal = terminals_.find(pending.to.phone);
    const bool is_known = terminal != terminals_.end();
    const Refusal refusal = refusal_of(outcome.rejection.reason);
    if (outcome.replayed || outcome.rejection.reason == RejectReason::key_reused) {
        ++counts_.duplicates;
    }
    if (!refusal.is_taken) {
        // The service did not hear it: all levels are told again.
        if (is_known) terminal->second.alarms = {};
        if (refusal.result) {
            pending.refused = refusal.result;
            hub_->warn_once(peer_, "was refused: " + outcome.rejection.detail);
        } else {
            pending.busy = true;
        }
    } else if (asks_for_help && is_known) {
        await_desk(terminal->second, pending.to, outcome);
    }
    if (--pending.left == 0) finish(pending);
}

void Session::finish(Pending& pending) {
    --in_flight_;
    if (pending.busy) {
        ++counts_.busy;
    } else if (pending.refused) {
        ++counts_.refused;
        answer(pending.to, pending.serial, *pending.refused);
    } else if (pending.registers) {
        Head to = pending.to;
        to.serial = pending.serial;
        send(registration_answer(to, terminal_of(to).serial++, token_of(to)));
    } else {
        answer(pending.to, pending.serial, pending.result);
    }
    // Behind the answer. It is known already where the terminal was away, or the service.
    if (hub_->desk.size() > 0) {
        const std::string device = key_of(pending.to);
        if (hub_->desk.is_taken(device) && desk_took(device)) hub_->desk.forget(device);
    }
    if (std::exchange(paused_, false)) resume_();
}

// Said again and again while the button is on, it asks once: only then is there a request.
void Session::await_desk(Terminal& terminal, const Head& head, const Outcome& outcome) {
    const RequestId request =
        outcome.events_json ? gate::request_of_signal(*outcome.events_json) : RequestId{};
    if (request || terminal.alarm_serial == 0) terminal.alarm_serial = head.serial;
    if (request) hub_->desk.await(key_of(head), request);
}

void Session::on_timer() {
    const TimePoint now = hub_->ports.steady_now();
    const Fragments::Due due = fragments_.due(now);
    for (const Fragments::Ask& ask : due.ask) {
        ++counts_.resend_requests;
        send(resend_request(ask.head, terminal_of(ask.head).serial++, ask.first, ask.missing));
    }
    for (const Fragments::Whole& one : due.given_up) {
        ++counts_.fragments_given_up;
        hub_->warn_once(peer_, "left out fragments of a message and did not send them again");
        dispatch(one.head, one.answer_serial, one.body);
    }
}

bool Session::desk_took(std::string_view device) {
    if (!device.starts_with(key_prefix)) return false;
    const auto at = terminals_.find(std::string(device.substr(key_prefix.size())));
    // It has not said on this connection how its button stands.
    if (at == terminals_.end() || !at->second.alarms.known) return false;
    Terminal& terminal = at->second;
    if ((terminal.alarms.live & sos_bit) == 0) {
        terminal.confirmed = {};
        return true;
    }
    const RequestId request = hub_->desk.request_of(device);
    if (std::exchange(terminal.confirmed, request) == request) return false;
    ++counts_.confirmed;
    send(confirm_alarm(terminal.head, terminal.serial++, terminal.alarm_serial, sos_bit));
    return false;
}

void Session::answer(const Head& head, std::uint16_t serial, Result result) {
    Head to = head;
    to.serial = serial;
    send(general_answer(to, terminal_of(to).serial++, result));
}

void Session::send(std::string_view content) {
    std::string frame;
    append_frame(frame, content);
    send_(frame);
}

}  // namespace muster::jt808
