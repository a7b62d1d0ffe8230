#include "adapters/dc09/receiver.hpp"

#include <algorithm>
#include <utility>

namespace muster::dc09 {
namespace {

// How far the clock of a device may be wrong (DC-09, 5.4.3): what is older may be an old message
// sent again by somebody who listened.
constexpr Millis most_behind = seconds(40);
constexpr Millis most_ahead = seconds(20);
// What a clock shows that was never set is not when it happened.
constexpr Millis worth_believing = hours(24 * 7);
// A fault that shows in every message of a device is told so often.
constexpr Millis fault_again = hours(1);
constexpr std::size_t most_warnings = 4'096;

// FNV-1a: the same on every machine and in every release, since it stands in the log.
std::uint64_t hash_of(std::string_view bytes) {
    std::uint64_t hash = 0xCBF29CE484222325u;
    for (const char c : bytes)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
    return hash;
}

std::string hex_of(std::uint64_t number) {
    std::string text(16, '0');
    for (std::size_t i = text.size(); i-- > 0; number >>= 4)
        text[i] = "0123456789abcdef"[number & 15u];
    return text;
}

// Only what comes again can be answered better.
bool is_busy(RejectReason reason) {
    return reason == RejectReason::overloaded || reason == RejectReason::stopping ||
           reason == RejectReason::not_ready;
}

std::string_view without_stamp(std::string_view content, bool has_stamp) {
    return has_stamp ? content.substr(0, content.rfind('_')) : content;
}

// A key that is not the right one makes bytes of every kind, and no time stamp.
bool is_opened(std::string_view content) {
    while (!content.empty() && content.back() == '\0')
        content.remove_suffix(1);
    if (content.find(']') == std::string_view::npos) return false;
    const std::size_t at = content.size() - std::min(content.size(), stamp_bytes);
    return read_stamp(content.substr(at)).has_value() ||
           std::all_of(content.begin(), content.end(),
                       [](char c) { return c >= 0x20 && c < 0x7F; });
}

std::string hour_of(TimePoint now) {
    return std::to_string(now.value / fault_again.value);
}

}  // namespace

struct Receiver::Batch {
    std::size_t left = 0;
    bool busy = false;
    bool refused = false;
    bool repeated = true;  // every one of them
    std::string address;
    std::string answer;
    Reply reply;
};

Receiver::Receiver(ReceiverPorts ports, const Dc09Options& options)
    : ports_(std::move(ports)),
      options_(options),
      retries_(options.retries_known, options.retry_ms) {}

Receiver::~Receiver() = default;

std::optional<std::string> Receiver::start() {
    for (const AccountRule& rule : options_.accounts) {
        Account account;
        account.utc_offset = minutes(rule.utc_offset_min);
        account.only_encrypted = rule.only_encrypted;
        if (!rule.key.value.empty()) {
            const auto key = key_bytes(rule.key.value, rule.key_is_hex);
            if (!key) {
                return "dc09.accounts: the key of " + rule.account +
                       " must have 16, 24 or 32 bytes" +
                       (rule.key_is_hex ? ", written as twice as many hex digits" : "");
            }
            account.cipher = std::make_unique<Cipher>(*key);
        }
        accounts_.emplace(rule.account, std::move(account));
    }
    return std::nullopt;
}

bool Receiver::warn_once(const std::string& address, std::string_view what) {
    std::string text = address;
    text.append(" ").append(what);
    if (warned_.size() >= most_warnings || !warned_.insert(text).second) return false;
    ports_.warn("dc09: " + text);
    return true;
}

void Receiver::take(const Frame& frame, const PeerRule& peer, const std::string& address,
                    Reply reply) {
    ++stats_.frames;
    if (!is_good(frame, peer, address)) return reply({});
    const auto header = read_header(frame.body);
    if (!header) return keep_malformed(frame.body, header.error(), peer, address, std::move(reply));
    Message message{.header = *header,
                    .peer = peer,
                    .address = address,
                    .name = device_name(*header),
                    .account = nullptr,
                    .now = ports_.now()};
    const auto known = accounts_.find(message.name);
    if (known != accounts_.end()) message.account = &known->second;
    if (message.account == nullptr && !options_.any_account) {
        ++stats_.unlisted;
        warn_once(address, "sends for account " + message.name +
                               ", which is not one of dc09.accounts; any_account is off");
        return reply({});
    }
    take_message(message, std::move(reply));
}

bool Receiver::is_good(const Frame& frame, const PeerRule& peer, const std::string& address) {
    if (frame.crc == peer.crc) {
        stats_.wrong_length += frame.length_fits ? 0 : 1;
        return true;
    }
    ++stats_.bad_crc;
    if (!frame.crc) {
        warn_once(address, "sends frames whose CRC is wrong");
        return false;
    }
    constexpr std::string_view forms[] = {"standard", "with_cr", "raw"};
    warn_once(address, "sends frames whose CRC would be right with crc = \"" +
                           std::string(forms[static_cast<std::size_t>(*frame.crc)]) +
                           "\", which can be set for it in dc09.peers");
    return false;
}

// Its CRC is right, so somebody said it. Whom it is about cannot be read, and it cannot be
// answered; the desk sees it under the address.
void Receiver::keep_malformed(std::string_view body, const std::string& why, const PeerRule& peer,
                              const std::string& address, Reply reply) {
    ++stats_.malformed;
    warn_once(address, "sends a message that " + why);
    const Message message{.header = {},
                          .peer = peer,
                          .address = address,
                          .name = "@" + address,
                          .account = nullptr,
                          .now = ports_.now()};
    Event event;
    event.said = readable(body, peer.text);
    const RetryBook::Try& first = retries_.of(message.name + ":" + hex_of(hash_of(body)), {}, {},
                                              message.now, ports_.steady_now());
    ++stats_.not_understood;
    submit(message, {{"dc09:" + message.name, first.key, signal_of(message, event)}}, {},
           std::move(reply));
}

void Receiver::take_message(const Message& message, Reply reply) {
    const Header& header = message.header;
    if (header.token == Token::other) {
        ++stats_.unsupported;
        warn_once(message.address, "sends messages of the kind " +
                                       readable(header.id, message.peer.text) +
                                       ", which is not supported");
        return submit(message,
                      {{"dc09:" + message.name, {}, ReportDevice{"dc09:" + message.name, {}}}},
                      write_frame(write_duh(header)), std::move(reply));
    }
    std::string why;
    const auto opened = open(message, why);
    if (!opened) {
        ++stats_.unreadable;
        warn_once(message.address, "sends for account " + message.name + " " + why);
        // Not answered, so that the device looks for another receiver; and somebody looks after it.
        return tell_fault(message, "消息无法读取 " + why, "unreadable:" + hour_of(message.now), {},
                          std::move(reply));
    }
    const std::string_view plain = header.encrypted ? without_pad(*opened) : header.content;
    const Content content = read_content(header.token, plain, message.peer.text);
    std::optional<TimePoint> at = content.stamp;
    if (at && message.account != nullptr) at = *at - message.account->utc_offset;
    if (header.encrypted &&
        (!at || *at < message.now - most_behind || *at > message.now + most_ahead)) {
        return refuse_time(message, content, std::move(reply));
    }
    tell(message, content, without_stamp(plain, content.stamp.has_value()), at, std::move(reply));
}

// The decrypted content with its pad, or nothing of what was sent in plain text.
std::optional<std::string> Receiver::open(const Message& message, std::string& why) {
    const Account* const account = message.account;
    const bool has_key = account != nullptr && account->cipher != nullptr;
    if (!message.header.encrypted) {
        if (account == nullptr || !account->only_encrypted) return std::string();
        why = "in plain text, and it is only_encrypted";
        return std::nullopt;
    }
    if (!has_key) {
        why = "encrypted, and there is no key for it in dc09.accounts";
        return std::nullopt;
    }
    auto opened = account->cipher->open(message.header.content);
    if (opened && is_opened(without_pad(*opened))) return opened;
    why = "encrypted with another key than the one in dc09.accounts";
    return std::nullopt;
}

void Receiver::tell_fault(const Message& message, std::string said, const std::string& once,
                          std::string answer, Reply reply) {
    Event event;
    event.meaning.signal = "fault";
    event.said = readable(said, TextForm::windows_1252);
    const std::string source = "dc09:" + message.name;
    submit(message, {{source, message.name + ":" + once, signal_of(message, event)}},
           std::move(answer), std::move(reply));
}

// What it says is not believed, and somebody has to set its clock. A press is told each time, since
// somebody wanted something.
void Receiver::refuse_time(const Message& message, const Content& content, Reply reply) {
    ++stats_.wrong_time;
    warn_once(message.address, "sends for account " + message.name +
                                   " with a time stamp that is more than 40 s old or 20 s ahead");
    std::string said = "时钟错误，未采信 clock wrong, not believed";
    std::string once = "clock:" + hour_of(message.now);
    const bool presses = std::any_of(content.events.begin(), content.events.end(),
                                     [](const Event& e) { return !e.meaning.sign_of_life; });
    if (presses) {
        said += ": " + content.events[0].said;
        once = "clock:" + std::string(message.header.sequence) + ":" + hex_of(hash_of(said)) + ":" +
               std::to_string(content.stamp.value_or(message.now).value / 1000);
    }
    tell_fault(message, std::move(said), once, write_frame(write_nak(message.now)),
               std::move(reply));
}

void Receiver::tell(const Message& message, const Content& content, std::string_view plain,
                    std::optional<TimePoint> stamp, Reply reply) {
    const std::string source = "dc09:" + message.name;
    TimePoint happened_at;
    if (stamp && *stamp > message.now - worth_believing && *stamp <= message.now + most_ahead) {
        happened_at = *stamp;
    }
    const std::string identity =
        message.name + ":" + std::string(message.header.sequence) + ":" + hex_of(hash_of(plain));
    std::vector<Submission> submissions;
    for (std::size_t i = 0; i < content.events.size(); ++i) {
        const Event& event = content.events[i];
        if (event.meaning.sign_of_life) continue;
        const RetryBook::Try& first = retries_.of(identity, stamp.value_or(TimePoint{}),
                                                  happened_at, message.now, ports_.steady_now());
        SignalDevice signal = signal_of(message, event);
        if (content.place) signal.place = *content.place;
        signal.happened_at = first.happened_at;
        stats_.not_understood += signal.signal.empty() ? 1 : 0;
        submissions.push_back(
            {source, i == 0 ? first.key : first.key + "." + std::to_string(i), std::move(signal)});
    }
    if (submissions.empty()) {
        ReportDevice report{source, {}};
        if (content.place) report.place = *content.place;
        report.placed_at = content.place ? happened_at : TimePoint{};
        submissions.push_back({source, {}, std::move(report)});
    }
    submit(message, std::move(submissions), ack_of(message), std::move(reply));
}

SignalDevice Receiver::signal_of(const Message& message, const Event& event) const {
    SignalDevice signal;
    signal.key = "dc09:" + message.name;
    signal.signal = event.meaning.signal;
    signal.said = event.said;
    // Whoever reads it reads one of the two languages.
    if (!event.zone.empty()) signal.where.value = "防区 zone " + event.zone;
    if (!event.name.empty()) {
        if (!signal.where.value.empty()) signal.where.value += ", ";
        signal.where.value += event.name;
    }
    return signal;
}

std::string Receiver::ack_of(const Message& message) const {
    if (!message.header.encrypted) return write_frame(write_ack(message.header, nullptr));
    const std::string pad = ports_.pad();
    const Seal seal{.cipher = *message.account->cipher,
                    .pad = pad,
                    .form = message.peer.ack_pad,
                    .now = message.now};
    return write_frame(write_ack(message.header, &seal));
}

void Receiver::submit(const Message& message, std::vector<Submission> submissions,
                      std::string answer, Reply reply) {
    const auto batch = std::make_shared<Batch>();
    batch->left = submissions.size();
    batch->address = message.address;
    batch->answer = std::move(answer);
    batch->reply = std::move(reply);
    ++waiting_;
    for (Submission& one : submissions) {
        stats_.signals += one.command.is<SignalDevice>() ? 1 : 0;
        ports_.commands.submit(
            std::move(one), [this, batch, alive = std::weak_ptr(alive_)](const Outcome& outcome) {
                if (!alive.expired()) note(*batch, outcome);
            });
    }
}

// The answer goes when the last command of the frame is committed.
void Receiver::note(Batch& batch, const Outcome& outcome) {
    const RejectReason reason = outcome.rejection.reason;
    // The key names this very message, so it is there already, told a little differently.
    const bool known = outcome.replayed || reason == RejectReason::key_reused;
    batch.repeated = batch.repeated && known;
    batch.busy = batch.busy || is_busy(reason);
    if (outcome.rejection && !is_busy(reason) && !known) {
        batch.refused = true;
        warn_once(batch.address, "sent what the engine refused: " + outcome.rejection.detail);
    }
    if (--batch.left > 0) return;
    --waiting_;
    const Reply reply = std::move(batch.reply);
    if (batch.busy || batch.refused) {
        ++(batch.busy ? stats_.busy : stats_.refused);
        return reply({});
    }
    if (!batch.answer.empty()) {
        ++stats_.acknowledged;
        stats_.repeated += batch.repeated ? 1 : 0;
    }
    reply(batch.answer);
}

}  // namespace muster::dc09
