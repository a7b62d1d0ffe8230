// What one message of a device costs, from its bytes to the command and its answer, beside what no
// reader of it can do without, in the same run: libosip2's parser alone for SIP, the CRC for DC-09,
// the document alone for JSON, copying the bytes for JT/T 808.
#include <benchmark/benchmark.h>
#include <openssl/evp.h>
#include <osipparser2/osip_parser.h>

#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/dc09/cipher.hpp"
#include "adapters/dc09/frame.hpp"
#include "adapters/dc09/message.hpp"
#include "adapters/jt808/signals.hpp"
#include "adapters/mqtt/mqtt_codec.hpp"
#include "adapters/sip/gb28181_codec.hpp"
#include "adapters/sip/scaip_codec.hpp"
#include "adapters/sip/sip_message.hpp"
#include "engine/gate/push_reader.hpp"
#include "tests/adapters/dc09/samples.hpp"
#include "tests/adapters/jt808/jt808_text.hpp"
#include "tests/adapters/sip/gb28181_samples.hpp"
#include "tests/adapters/sip/sip_text.hpp"

namespace {

using namespace muster;

constexpr TimePoint now{1'772'439'330'000};

// A bench of a message that is refused would measure something else.
void must(bool holds) {
    if (!holds) std::abort();
}

void copy(benchmark::State& state, std::string_view bytes) {
    std::string out(bytes.size(), ' ');
    for (auto _ : state) {
        std::memcpy(out.data(), bytes.data(), bytes.size());
        benchmark::DoNotOptimize(out.data());
        benchmark::ClobberMemory();
    }
    state.counters["bytes"] = static_cast<double>(bytes.size());
}

// SIP.

const sip::Source unit{"192.0.2.7", 5070};

std::string scaip_alarm() {
    sip::testing::Sent sent;
    sent.body =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><mrq><ref>c3a7</ref><cid>700001</cid>"
        "<dty>0005</dty><stc>0009</stc><crd>gsm:+8613700000042</crd></mrq>";
    return text_of(sent);
}

std::string gb_alarm() {
    sip::testing::Sent sent;
    sent.user = "34020000001340000007";
    sent.media = "Application/MANSCDP+xml";
    sent.body = sip::testing::from_hex(sip::testing::g1_hex);
    return text_of(sent);
}

void sip_scaip(benchmark::State& state) {
    const std::string bytes = scaip_alarm();
    const sip::ScaipProfile profile;
    for (auto _ : state) {
        const auto read = sip::read_datagram(bytes);
        must(bool(read));
        const auto alarm = sip::read_scaip(read->message.body, profile);
        const auto command = sip::command_of(alarm, profile);
        must(command && std::holds_alternative<SignalDevice>(*command));
        benchmark::DoNotOptimize(command);
        const sip::Answer answer{200,
                                 {},
                                 std::string(sip::scaip_media_type),
                                 sip::write_scaip_answer(alarm, alarm.status, profile)};
        benchmark::DoNotOptimize(sip::write_answer(read->message, unit, "t1", answer));
    }
    state.counters["bytes"] = static_cast<double>(bytes.size());
}
BENCHMARK(sip_scaip);

// An alarm is answered twice: the MESSAGE by a 200, and what it says by a MESSAGE of ours.
void sip_gb28181(benchmark::State& state) {
    const std::string bytes = gb_alarm();
    const sip::GbTable table;
    sip::Request ours{"MESSAGE",
                      "sip:34020000001340000007@192.0.2.7:5070",
                      "UDP",
                      "127.0.0.1:5060",
                      "z9hG4bKb",
                      "<sip:arc@127.0.0.1>;tag=o",
                      "<sip:device@192.0.2.7>",
                      "ours-1",
                      1,
                      std::string(sip::gb_media_type),
                      {}};
    for (auto _ : state) {
        const auto read = sip::read_datagram(bytes);
        must(bool(read));
        const auto alarm = sip::read_gb(read->message.body, hours(8));
        const auto command = sip::command_of(alarm, table);
        must(command && std::holds_alternative<SignalDevice>(*command));
        benchmark::DoNotOptimize(command);
        benchmark::DoNotOptimize(sip::write_answer(read->message, unit, "t1", {}));
        ours.body = sip::write_gb_answer(alarm, true);
        benchmark::DoNotOptimize(sip::write_request(ours));
    }
    state.counters["bytes"] = static_cast<double>(bytes.size());
}
BENCHMARK(sip_gb28181);

// The parser that reads the head, and nothing else: no limits, no XML, no answer.
void osip_alone(benchmark::State& state, const std::string& bytes) {
    must(parser_init() == 0);
    for (auto _ : state) {
        osip_message_t* message = nullptr;
        must(osip_message_init(&message) == 0);
        must(osip_message_parse(message, bytes.data(), bytes.size()) == 0);
        benchmark::DoNotOptimize(message);
        osip_message_free(message);
    }
}
void sip_scaip_osip_alone(benchmark::State& state) {
    osip_alone(state, scaip_alarm());
}
BENCHMARK(sip_scaip_osip_alone);
void sip_gb28181_osip_alone(benchmark::State& state) {
    osip_alone(state, gb_alarm());
}
BENCHMARK(sip_gb28181_osip_alone);

// DC-09.

const std::string dc09_alarm =
    dc09::write_frame("\"SIA-DCS\"0312L0#2209417730[#2209417730|NMA4]_08:15:30,03-02-2026");

void dc09_message(benchmark::State& state, const std::string& bytes, std::string_view key) {
    dc09::FrameReader reader({});
    const dc09::Cipher cipher(key);
    for (auto _ : state) {
        reader.feed(bytes);
        const auto frame = reader.next();
        must(frame && frame->good);
        const auto header = dc09::read_header(frame->body);
        must(header && header->encrypted == !key.empty());
        std::string opened;
        std::string_view content = header->content;
        if (header->encrypted) {
            auto plain = cipher.decrypt(content);
            must(plain.has_value());
            opened = std::move(*plain);
            content = dc09::without_pad(opened);
        }
        const auto said = dc09::read_content(header->token, content);
        must(!said.meaning.signal.empty());
        benchmark::DoNotOptimize(said);
        benchmark::DoNotOptimize(
            dc09::write_frame(dc09::write_answer(dc09::Answer::ack, *header, now, &cipher)));
    }
    state.counters["bytes"] = static_cast<double>(bytes.size());
}
void dc09_plain(benchmark::State& state) {
    dc09_message(state, dc09_alarm, {});
}
BENCHMARK(dc09_plain);
void dc09_aes(benchmark::State& state) {
    dc09_message(state, dc09::sealed, dc09::key);
}
BENCHMARK(dc09_aes);

void dc09_crc_alone(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(dc09::crc_of(dc09_alarm));
}
BENCHMARK(dc09_crc_alone);

// One context with its key set once, as no two accounts share it; the bytes of the alarm and, for
// the answer, as many again.
void dc09_aes_alone(benchmark::State& state) {
    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(
        EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    std::array<unsigned char, 16> start{};
    std::array<unsigned char, 64> in{};
    std::array<unsigned char, 96> out{};
    must(EVP_DecryptInit_ex(context.get(), EVP_aes_256_cbc(), nullptr,
                            reinterpret_cast<const unsigned char*>(dc09::key.data()),
                            start.data()) == 1);
    for (auto _ : state) {
        int size = 0;
        for (int times = 0; times < 2; ++times)
            EVP_DecryptUpdate(context.get(), out.data(), &size, in.data(), in.size());
        benchmark::DoNotOptimize(out);
    }
}
BENCHMARK(dc09_aes_alone);

// JT/T 808.

constexpr std::string_view quiet =
    "000000000000000301EE4BD8071E18A4000C000000002603021615300104000003E8";

void jt808_position(benchmark::State& state) {
    const std::string bytes = jt808::testing::frame_2013(jt808::id::location, 7, quiet);
    jt808::FrameCounts counts;
    jt808::FrameReader reader(counts);
    jt808::AlarmMemory memory{.known = true};
    const jt808::Report report{"jt808:13700000042", {}, now, false};
    for (auto _ : state) {
        std::string_view rest = bytes;
        const auto content = reader.next(rest);
        const auto message = jt808::read_message(*content);
        const auto location = jt808::read_location(message->body);
        benchmark::DoNotOptimize(tell(*location, report, memory));
        std::string out;
        jt808::append_frame(out, general_answer(message->head, 7, jt808::Result::done));
        benchmark::DoNotOptimize(out);
    }
    state.counters["bytes"] = static_cast<double>(bytes.size());
}
BENCHMARK(jt808_position);

void jt808_copy(benchmark::State& state) {
    copy(state, jt808::testing::frame_2013(jt808::id::location, 7, quiet));
}
BENCHMARK(jt808_copy);

// MQTT: the broker's library has the frames; ours is what a message says.

constexpr mqtt::Message press{
    "zigbee2mqtt/floor1/flat-12/sos",
    R"({"action":"emergency","battery":90,"linkquality":100,"voltage":2900})"};

void mqtt_read(benchmark::State& state) {
    const mqtt::Translator translator{mqtt::TopicOptions{}};
    for (auto _ : state)
        benchmark::DoNotOptimize(translator.read(press));
}
BENCHMARK(mqtt_read);

void mqtt_key(benchmark::State& state) {
    const mqtt::Meaning meaning = mqtt::Translator{mqtt::TopicOptions{}}.read(press);
    for (auto _ : state)
        benchmark::DoNotOptimize(submission_key(press, meaning, {7, 1}));
}
BENCHMARK(mqtt_key);

void json_alone(benchmark::State& state, std::string_view text) {
    for (auto _ : state) {
        unsigned char space[4096];
        boost::json::monotonic_resource memory(space, sizeof(space));
        benchmark::DoNotOptimize(boost::json::parse(text, &memory));
    }
}
void mqtt_json_alone(benchmark::State& state) {
    json_alone(state, press.payload);
}
BENCHMARK(mqtt_json_alone);

// HTTP push, by a mapping as in config/push.toml.

constexpr std::string_view pushed =
    R"({"platform":"iot","data":[{"imei":"860000000000001","alarmType":1,"alarmName":"一键报警",)"
    R"("time":"2026-03-02 16:15:30","lng":119.4181,"lat":32.3921,"power":"87%",)"
    R"("address":"卫生间","phone":"051487650001","msgId":"m-1"}]})";

gate::PushMapping button() {
    gate::PushMapping mapping;
    mapping.name = "nbiot-button";
    mapping.items = "/data";
    mapping.device = "/imei";
    mapping.kind = "/alarmType";
    mapping.kinds = {{{}, "1", gate::PushUse::signal, "sos"},
                     {{}, "2", gate::PushUse::signal, "battery_low"},
                     {{}, "0", gate::PushUse::alive, {}}};
    mapping.time = {"/time", gate::PushTimeForm::local, "+08:00"};
    mapping.place = {"/lat", "/lng", "gcj02"};
    mapping.battery = {"/power"};
    mapping.said = {"/alarmName"};
    mapping.where = {"/address"};
    mapping.call_back = "/phone";
    mapping.key = {"/msgId"};
    return mapping;
}

void push_read(benchmark::State& state) {
    const gate::PushMapping mapping = button();
    const gate::PushRequest request{pushed};
    for (auto _ : state) {
        const auto read = gate::read_push(mapping, request);
        must(read && !read->commands.empty() && read->notes.empty());
        benchmark::DoNotOptimize(read);
    }
    state.counters["bytes"] = static_cast<double>(pushed.size());
}
BENCHMARK(push_read);

void push_json_alone(benchmark::State& state) {
    json_alone(state, pushed);
}
BENCHMARK(push_json_alone);

}  // namespace

BENCHMARK_MAIN();
