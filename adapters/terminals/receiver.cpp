#include "adapters/terminals/receiver.hpp"

#include <algorithm>

#include "engine/gate/card_uid.hpp"
#include "engine/gate/crypto.hpp"
#include "engine/gate/rejection.hpp"
#include "engine/gate/submitting.hpp"

namespace muster::terminals {
namespace {

constexpr std::size_t max_said = 256;

// As much as a signal holds, whatever bytes a terminal sent: those that are no text are left out.
std::string printable(std::string_view text) {
    std::string out;
    for (const char c : text.substr(0, max_said)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte == '\t') out += ' ';
        if (byte >= ' ' && byte < 0x7f) out += c;
    }
    return out;
}

// Names a line that has no reference of its own.
std::string mark_of(std::string_view line) {
    return gate::to_hex(gate::sha256(line)).substr(0, 24);
}

template <class Place>
void put_place(SignalDevice& signal, const Place& from) {
    signal.where = from.where;
    if (from.place) signal.place = Personal<Point>{*from.place};
}

}  // namespace

// The lines of one request, on their way.
struct Receiver::Lines {
    const ZkTerminal* terminal = nullptr;
    std::string stamp;
    std::string body;
    std::string_view rest;    // of the body
    std::size_t count = 0;    // that were read
    std::size_t waiting = 0;  // for their commit
    bool busy = false;        // one found no room
    bool submitting = false;  // go_on() is under way
    Reply reply;
};

Receiver::Receiver(CommandPort& commands, std::function<TimePoint()> now,
                   std::function<TimePoint()> steady_now,
                   std::function<void(const std::string&)> warn, const TerminalsOptions& options)
    : commands_(commands),
      now_(std::move(now)),
      steady_now_(std::move(steady_now)),
      warnings_("terminals", std::move(warn)),
      options_(options) {}

bool Receiver::may_connect(const std::string& address) const {
    return std::any_of(options_.zk.begin(), options_.zk.end(),
                       [&](const ZkTerminal& one) { return one.address == address; });
}

const UidReader* Receiver::reader(const std::string& address) const {
    const auto found = std::find_if(options_.readers.begin(), options_.readers.end(),
                                    [&](const UidReader& one) { return one.address == address; });
    return found == options_.readers.end() ? nullptr : &*found;
}

const ZkTerminal* Receiver::terminal(const std::string& serial, const std::string& address) const {
    const auto found = std::find_if(
        options_.zk.begin(), options_.zk.end(),
        [&](const ZkTerminal& one) { return one.serial == serial && one.address == address; });
    return found == options_.zk.end() ? nullptr : &*found;
}

void Receiver::take(bool is_post, std::string_view target, std::string body,
                    const std::string& address, Reply reply) {
    const ZkRequest request = read_zk_request(is_post, target);
    if (request.ask == ZkAsk::none) {
        ++stats_.unknown_requests;
        warn_once(address, "asks for what is not of the protocol of terminals");
        return reply({404, "unknown\n"});
    }
    const ZkTerminal* const known = terminal(request.serial, address);
    if (known == nullptr) {
        ++stats_.strangers;
        warn_once(address, "names itself " +
                               (request.serial.empty() ? "by no serial number" : request.serial) +
                               ", which is not in [[terminals.zk]] with this address");
        return reply({403, "not allowed\n"});
    }
    ++stats_.requests;
    if (request.ask == ZkAsk::attendance) {
        auto lines = std::make_shared<Lines>();
        lines->terminal = known;
        lines->stamp = request.stamp;
        lines->body = std::move(body);
        lines->rest = lines->body;
        lines->reply = std::move(reply);
        return go_on(lines);
    }
    if (request.ask == ZkAsk::poll || request.ask == ZkAsk::options) report_life(*known);
    if (request.ask != ZkAsk::options) return reply({200, "OK\r\n"});
    const auto stamp = stamps_.find(known->serial);
    reply({200, write_zk_options(known->serial, stamp == stamps_.end() ? "0" : stamp->second,
                                 known->utc_offset_min, options_.poll_ms)});
}

void Receiver::go_on(const std::shared_ptr<Lines>& lines) {
    if (std::exchange(lines->submitting, true)) return;
    while (!lines->busy && lines->waiting < options_.lines_at_once) {
        const auto line = take_line(lines->rest);
        if (!line) break;
        ++lines->count;
        submit_line(lines, *line);
    }
    lines->submitting = false;
    if (lines->waiting == 0 && lines->reply) finish(*lines), lines->reply = nullptr;
}

void Receiver::finish(const Lines& lines) {
    if (lines.busy) return lines.reply({503, "busy\r\n"});
    if (!lines.stamp.empty()) stamps_[lines.terminal->serial] = lines.stamp;
    lines.reply({200, "OK: " + std::to_string(lines.count) + "\r\n"});
}

SignalDevice Receiver::signal_of(const ZkTerminal& terminal, const Attendance& tap) {
    SignalDevice signal;
    signal.key = terminal.by_pin ? "zk-pin:" + tap.pin : "zk:" + terminal.serial;
    signal.signal = terminal.signal;
    signal.said = "工号 pin " + tap.pin + ", " + tap.time + ", status " + printable(tap.status) +
                  ", verify " + printable(tap.verify);
    put_place(signal, terminal);
    signal.happened_at = tap.local - Millis{terminal.utc_offset_min * 60'000};
    if (signal.happened_at < now_() - options_.stale_after_ms) {
        ++stats_.stale;
        warn_once(terminal.serial,
                  "tells of taps that are older than stale_after_ms: they are "
                  "noted and nobody is sent; if they are not, its clock is wrong");
        signal.signal = "present";
    }
    return signal;
}

void Receiver::submit_line(const std::shared_ptr<Lines>& lines, std::string_view line) {
    const ZkTerminal& terminal = *lines->terminal;
    SignalDevice signal;
    std::string key;
    if (const auto tap = read_attendance(line)) {
        signal = signal_of(terminal, *tap);
        key = tap->pin + "@" + tap->time;
    } else {
        // Somebody was there all the same.
        ++stats_.not_understood;
        warn_once(terminal.serial, "sends lines that are no pin, time, status and verify");
        signal.key = "zk:" + terminal.serial;
        signal.said = printable(line);
        put_place(signal, terminal);
        key = mark_of(line);
    }
    ++lines->waiting;
    submit({"zk:" + terminal.serial, std::move(key), std::move(signal)}, [this, lines](bool taken) {
        --lines->waiting;
        if (!taken) lines->busy = true;
        go_on(lines);
    });
}

void Receiver::tap(const UidReader& reader, const std::string& line, Taken taken) {
    SignalDevice signal;
    put_place(signal, reader);
    const auto uid = gate::read_card_uid(line, reader.spelling, reader.uid_bytes);
    const std::string card = uid ? *uid : printable(line);
    const TimePoint steady = steady_now_();
    auto& [last, at] = last_cards_[reader.address];
    const bool repeat = last == card && steady - at < options_.repeat_ms;
    if (repeat) {
        at = steady;
        ++stats_.repeats;
        return taken(true);
    }
    if (uid) {
        signal.key = "card:" + *uid;
        signal.signal = reader.signal;
        signal.said = "卡 card " + *uid;
    } else {
        ++stats_.not_understood;
        warn_once(reader.address, "types what is no UID in its spelling and size");
        signal.key = "reader:" + reader.address;
        signal.said = card;
    }
    // A reader has no reference and does not repeat what was lost: nothing is there to compare.
    submit({"reader:" + reader.address, "", std::move(signal)},
           [this, card, address = reader.address, taken = std::move(taken)](bool done) {
               if (done) last_cards_[address] = {card, steady_now_()};
               taken(done);
           });
}

void Receiver::submit(Submission submission, Taken taken) {
    gate::submit_of_device(
        commands_, std::move(submission),
        [this, alive = std::weak_ptr(alive_), taken = std::move(taken)](const Outcome& outcome) {
            if (alive.expired()) return;
            if (gate::may_succeed_later(outcome.rejection.reason)) {
                ++stats_.busy;
                return taken(false);
            }
            if (outcome.rejection) {
                ++stats_.refused;
                warn_once("the engine", "refused a tap: " + outcome.rejection.detail);
            } else {
                ++stats_.taps;
            }
            taken(true);
        });
}

void Receiver::report_life(const ZkTerminal& terminal) {
    gate::submit_of_device(commands_,
                           {"zk:" + terminal.serial, "", ReportDevice{"zk:" + terminal.serial, {}}},
                           [](const Outcome&) {});
}

}  // namespace muster::terminals
