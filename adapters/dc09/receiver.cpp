#include "adapters/dc09/receiver.hpp"

#include <charconv>
#include <utility>

#include "engine/codec/text.hpp"
#include "engine/gate/rejection.hpp"
#include "engine/gate/submitting.hpp"
#include "muster/devices.hpp"

namespace muster::dc09 {
namespace {

// What a device may be wrong by, of an encrypted message (DC-09, "Timestamp").
constexpr Millis most_behind = seconds(40);
constexpr Millis most_ahead = seconds(20);
// A retry comes within this, and is the same message; later the same bytes are another one, since
// sequences come round and some devices have no clock.
constexpr Millis retry_span = minutes(10);
// A clock that is wrong by more has never been set.
constexpr Millis worth_believing = hours(24 * 31);
constexpr std::size_t most_said = 256;

std::string bytes_of(const AccountRule& rule) {
    if (!rule.key_is_hex) return rule.key.value;
    std::string bytes;
    const std::string& hex = rule.key.value;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        unsigned value = 0;
        std::from_chars(hex.data() + i, hex.data() + i + 2, value, 16);
        bytes += static_cast<char>(value);
    }
    return bytes;
}

// Not longer than anybody reads.
std::string clipped(const std::string& text) {
    return std::string(codec::utf8_front(text, most_said));
}

}  // namespace

Receiver::Receiver(CommandPort& commands, std::function<TimePoint()> now,
                   std::function<void(const std::string&)> warn, const Dc09Options& options)
    : commands_(commands),
      now_(std::move(now)),
      warnings_("dc09", std::move(warn)),
      options_(options) {
    for (const AccountRule& rule : options.accounts) {
        Account& account = accounts_[rule.account];
        account.utc_offset_min = rule.utc_offset_min;
        account.cipher.reset();
        if (const std::string key = bytes_of(rule); !key.empty()) account.cipher.emplace(key);
    }
}

const Peer* Receiver::peer(const std::string& address) const {
    const Peer* any = nullptr;
    for (const Peer& one : options_.peers) {
        if (one.address == address) return &one;
        if (one.address == "any") any = &one;
    }
    return any;
}

const Receiver::Account* Receiver::account(const std::string& number) const {
    const auto found = accounts_.find(number);
    return found == accounts_.end() ? nullptr : &found->second;
}

std::optional<std::string> Receiver::open(const Header& header, const std::string& address) {
    if (!header.encrypted) return header.content;
    const Account* const known = account(header.account);
    if (known == nullptr || !known->cipher) {
        ++stats_.unreadable;
        warn_once(address, "sends encrypted messages of account " + header.account +
                               ", which has no key in [dc09] accounts");
        return std::nullopt;
    }
    const auto plain = known->cipher->decrypt(header.content);
    const std::string_view content = plain ? without_pad(*plain) : std::string_view{};
    if (content.empty()) {
        ++stats_.unreadable;
        warn_once(address,
                  "sends messages of account " + header.account + " that its key does not open");
        return std::nullopt;
    }
    return std::string(content);
}

void Receiver::take(const Frame& frame, const std::string& address, Reply reply) {
    ++stats_.frames;
    if (!frame.good) {
        ++stats_.bad_crc;
        return warn_once(address, frame.good_with_cr
                                      ? "sends frames whose CRC is wrong, and right over the "
                                        "closing CR: set crc_with_cr for it in [dc09] peers"
                                      : "sends frames whose CRC is wrong");
    }
    const auto read = read_header(frame.body);
    if (!read) {
        ++stats_.malformed;
        return warn_once(address, "sends a message that " + read.error());
    }
    const Header& header = *read;
    const TimePoint now = now_();
    if (header.token == Token::other) {
        ++stats_.unsupported;
        warn_once(address, "sends messages of the kind " + header.id + ", which is not supported");
        return reply(write_frame(write_answer(Answer::duh, header, now, nullptr)));
    }
    const auto content = open(header, address);
    if (!content) return;
    const Account* const known = account(header.account);
    Said said = read_content(header.token, *content);
    if (said.at && known != nullptr) {
        said.at = *said.at - Millis{known->utc_offset_min * 60'000};
    }
    if (header.encrypted && !said.at) {
        // Bytes that another key opened look like anything but a time.
        ++stats_.unreadable;
        return warn_once(address, "sends messages of account " + header.account +
                                      " without a time stamp, or with another key than here");
    }
    const std::string key = "dc09:" + header.account;
    const Cipher* const cipher = known != nullptr && known->cipher ? &*known->cipher : nullptr;
    const std::string ack = write_frame(write_answer(Answer::ack, header, now, cipher));
    if (header.encrypted && (*said.at < now - most_behind || *said.at > now + most_ahead)) {
        // It is not believed, and somebody has to set its clock.
        ++stats_.wrong_time;
        SignalDevice wrong;
        wrong.key = key;
        wrong.signal = "fault";
        wrong.said = "时钟错误，未采信 the clock is wrong: " + clipped(said.text);
        return submit(header, frame, std::move(wrong), false, write_frame(write_nak(now)),
                      std::move(reply));
    }
    if (header.token == Token::null || said.meaning.life) {
        return submit(header, frame, ReportDevice{key, {}}, true, ack, std::move(reply));
    }
    SignalDevice signal;
    signal.key = key;
    signal.signal = said.meaning.signal;
    signal.said = clipped(said.text);
    // Whoever reads it reads one of the two languages.
    if (!said.zone.empty()) signal.where = "防区 zone " + said.zone;
    if (said.place) signal.place = *said.place;
    if (said.at && *said.at > now - worth_believing && *said.at <= now + most_ahead) {
        signal.happened_at = *said.at;
    }
    submit(header, frame, std::move(signal), true, ack, std::move(reply));
}

void Receiver::submit(const Header& header, const Frame& frame, Command command, bool counts,
                      std::string answer, Reply reply) {
    std::string once;
    if (!command.is<ReportDevice>()) {
        once = header.account + ":" + header.sequence + ":" + std::to_string(crc_of(frame.body)) +
               ":" + std::to_string(now_().value / retry_span.value);
    }
    ++waiting_;
    gate::submit_of_device(commands_, {"dc09", std::move(once), std::move(command)},
                           [this, alive = std::weak_ptr(alive_), counts, answer = std::move(answer),
                            reply = std::move(reply)](const Outcome& outcome) {
                               if (alive.expired()) return;
                               --waiting_;
                               if (gate::may_succeed_later(outcome.rejection.reason)) {
                                   ++stats_.busy;
                                   return;
                               }
                               if (outcome.rejection) {
                                   ++stats_.refused;
                                   warn_once("the engine",
                                             "refused a message: " + outcome.rejection.detail);
                               } else if (counts) {
                                   ++stats_.acknowledged;
                               }
                               reply(answer);
                           });
}

}  // namespace muster::dc09
