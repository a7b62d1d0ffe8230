// Settings of what tells others of what was decided.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/outbox/sms_text.hpp"
#include "muster/adapter.hpp"
#include "muster/dead_letters.hpp"
#include "muster/enums.hpp"
#include "muster/expected.hpp"
#include "muster/language.hpp"
#include "muster/secret.hpp"
#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::outbox {

// file: a file for each message. webhook: CloudEvents over HTTP, signed. smpp: short messages. The
// others are the robots of chat groups.
BOOST_DEFINE_FIXED_ENUM_CLASS(ChannelKind, std::uint8_t, file, webhook, dingtalk, feishu, wecom,
                              smpp)

// cap: Common Alerting Protocol 1.2, in XML.
BOOST_DEFINE_FIXED_ENUM_CLASS(Format, std::uint8_t, cloudevents, cap)

// transceiver: receipts come on the same connection.
BOOST_DEFINE_FIXED_ENUM_CLASS(SmppBind, std::uint8_t, transmitter, transceiver)

// [outbox.channel.smpp]: the short message centre of a carrier, and who is written to.
struct SmppOptions {
    std::string host;
    Bounded<std::uint16_t, 1, 65'535> port = 2775;
    bool tls = false;
    SmppBind bind = SmppBind::transceiver;
    std::string system_id;
    Secret password{.shortest_bytes = 1};  // the protocol has room for 8 characters
    std::string system_type;
    std::string source;  // who writes: a number or a name that the carrier has given
    Bounded<std::uint8_t, 0, 255> source_ton = 0;
    Bounded<std::uint8_t, 0, 255> source_npi = 0;
    std::vector<std::string> to;  // E.164: +8613800000001
    SmsAlphabet alphabet = SmsAlphabet::shortest;
    Bounded<std::size_t, 1, 16> parts_max = 4;  // of a text; the rest is left out
    Bounded<std::size_t, 1, 100> window = 4;    // short messages that wait for their answer
    bool receipts = true;                       // whether they arrived is asked for
    // The connection is tried after so long a silence.
    Bounded<Millis, 1'000, 3'600'000> enquire_ms = seconds(30);
};
BOOST_DESCRIBE_STRUCT(SmppOptions, (),
                      (host, port, tls, bind, system_id, password, system_type, source, source_ton,
                       source_npi, to, alphabet, parts_max, window, receipts, enquire_ms))

// [[outbox.channel]].
struct ChannelOptions {
    std::string name;  // a to z, 0 to 9, - and _; permanent, what waits is kept by it
    ChannelKind kind = ChannelKind::file;
    std::vector<std::string> events;  // by name, such as RequestReceived
    std::string url;                  // of all but file and smpp
    // webhook: that it is signed with. dingtalk, feishu: that of the robot's signature. wecom: the
    // key of the robot, where it does not stand in the url.
    Secret secret;
    std::string folder;                   // of file; empty = outbox/<name> in the data folder
    Format format = Format::cloudevents;  // of file and webhook
    SmppOptions smpp;                     // of kind smpp
    Language language = Language::zh;
    bool personal = false;  // names, numbers and places are told; else they are masked
    // What is more confidential is not told at all.
    Confidentiality clearance = Confidentiality::open;
    Bounded<std::int64_t, 1, 60'000'000> per_minute = 20;
    Bounded<std::int64_t, 1, 60'000'000> burst = 5;  // so many at once
};
BOOST_DESCRIBE_STRUCT(ChannelOptions, (),
                      (name, kind, events, url, secret, folder, format, smpp, language, personal,
                       clearance, per_minute, burst))

// How often and how soon what could not be delivered is tried again.
struct RetryOptions {
    Bounded<std::int64_t, 1, 1'000> attempts_max = 12;  // then it is a dead letter
    // Between two tries, doubled each time.
    Bounded<Millis, 10, 3'600'000> retry_first_ms = seconds(1);
    Bounded<Millis, 10, 86'400'000> retry_last_ms = minutes(10);
    // The longest that a receiver may ask for (Retry-After).
    Bounded<Millis, 10, 86'400'000> retry_asked_max_ms = hours(1);
    // What waits for longer is a dead letter.
    Bounded<Millis, 1'000, plenty> age_max_ms = hours(24);
};
BOOST_DESCRIBE_STRUCT(RetryOptions, (),
                      (attempts_max, retry_first_ms, retry_last_ms, retry_asked_max_ms, age_max_ms))

// How much is kept.
struct BookOptions {
    // Of each channel; beyond it the one that waits longest is a dead letter.
    Bounded<std::size_t, 1, 10'000'000> pending_max = 10'000;
    // Of each channel; beyond it the oldest is forgotten, and counted.
    Bounded<std::size_t, 1, 10'000'000> dead_max = 10'000;
};
BOOST_DESCRIBE_STRUCT(BookOptions, (), (pending_max, dead_max))

// [outbox].
struct OutboxOptions : RetryOptions, BookOptions {
    std::vector<ChannelOptions> channel;
    // Of its messages, the `source` of CloudEvents: a URI or a path of it.
    std::string source = "/muster";
    // Records whose messages are on their way to the disk; then the log is not followed further
    // until half of them are there.
    Bounded<std::size_t, 1, 1'000'000> handed_over_max = 4'096;
    std::string ca_file;  // whom to trust, in PEM; empty = whom the system trusts
    Bounded<Millis, 100, 600'000> request_ms = seconds(10);  // for a request and its answer
    Bounded<std::size_t, 1'024, 1 << 26> answer_bytes = 65'536;
    Bounded<std::size_t, 1, 10'000'000> files_max = 100'000;  // of a folder; then its channel waits
};
BOOST_DESCRIBE_STRUCT(OutboxOptions, (RetryOptions, BookOptions),
                      (channel, source, handed_over_max, ca_file, request_ms, answer_bytes,
                       files_max))

[[nodiscard]] std::optional<SettingProblem> check(const OutboxOptions& options);

// Null where there is no channel.
[[nodiscard]] std::unique_ptr<Adapter> make_adapter(const AdapterPorts& ports,
                                                    const OutboxOptions& options);

// Of the data folder, also while the service runs.
[[nodiscard]] Expected<std::unique_ptr<DeadLetterPort>, std::string> open_dead_letters(
    const std::string& data, const OutboxOptions& options);

}  // namespace muster::outbox
