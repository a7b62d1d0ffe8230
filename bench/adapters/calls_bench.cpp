// What one event of a telephone exchange costs, from its bytes to what it says of a call, beside
// copying the bytes. Apart from the other codecs, whose types have the same names.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <cstring>
#include <string>

#include "adapters/pbx/call_tracker.hpp"
#include "adapters/pbx/esl_events.hpp"
#include "tests/adapters/pbx/ami_text.hpp"
#include "tests/adapters/pbx/esl_text.hpp"

namespace {

using namespace muster;
using namespace muster::pbx;

const TrackerOptions options{"pbx", {"from-trunk"}, {"12349"}};

// As Asterisk 20 sends it.
const std::string ami_rings =
    ami("Event: Newchannel|Privilege: call,all|Channel: PJSIP/trunk-0a|ChannelState: 4|"
        "ChannelStateDesc: Ring|CallerIDNum: 051485550101|CallerIDName: <unknown>|"
        "ConnectedLineNum: <unknown>|ConnectedLineName: <unknown>|Language: en|AccountCode: |"
        "Context: from-trunk|Exten: 12349|Priority: 1|Uniqueid: 1.10|Linkedid: 1.10");
const std::string ami_ends =
    ami("Event: Hangup|Privilege: call,all|Channel: PJSIP/trunk-0a|ChannelState: 6|"
        "ChannelStateDesc: Up|CallerIDNum: 051485550101|CallerIDName: <unknown>|"
        "ConnectedLineNum: <unknown>|ConnectedLineName: <unknown>|Language: en|AccountCode: |"
        "Context: from-trunk|Exten: 12349|Priority: 1|Uniqueid: 1.10|Linkedid: 1.10|Cause: 16|"
        "Cause-txt: Normal Clearing");
const std::string esl_rings = esl_event(
    "Event-Name: CHANNEL_CREATE|Core-UUID: 6a5e1b6c-0001|FreeSWITCH-Hostname: pbx|"
    "Event-Date-Timestamp: 1772439330000000|Event-Sequence: 512|Channel-State: CS_INIT|"
    "Channel-Name: sofia/external/051485550101%40192.0.2.7%3A5060|Unique-ID: 1.10|"
    "Call-Direction: inbound|Presence-Call-Direction: inbound|Channel-Call-UUID: 1.10|"
    "Caller-Direction: inbound|Caller-Caller-ID-Number: 051485550101|"
    "Caller-Destination-Number: 12349|Caller-Unique-ID: 1.10|Caller-Context: from-trunk|"
    "variable_sip_from_uri: 051485550101%40192.0.2.7");

// A call that rings and ends, so that the tracker holds no more after it: two events each time.
void ami_call(benchmark::State& state) {
    AmiReader reader;
    reader.feed("Asterisk Call Manager/5.0.2\r\n");
    CallTracker tracker(options);
    std::size_t told = 0;
    for (auto _ : state) {
        reader.feed(ami_rings);
        told += tracker.take(*reader.next()).size();
        reader.feed(ami_ends);
        told += tracker.take(*reader.next()).size();
    }
    if (told != 2 * static_cast<std::size_t>(state.iterations())) std::abort();
    state.SetItemsProcessed(2 * state.iterations());
    state.counters["bytes"] = static_cast<double>(ami_rings.size() + ami_ends.size());
}
BENCHMARK(ami_call);

void ami_copy(benchmark::State& state) {
    const std::string both = ami_rings + ami_ends;
    std::string out(both.size(), ' ');
    for (auto _ : state) {
        std::memcpy(out.data(), both.data(), both.size());
        benchmark::DoNotOptimize(out.data());
        benchmark::ClobberMemory();
    }
}
BENCHMARK(ami_copy);

void esl_event_read(benchmark::State& state) {
    EslReader reader;
    for (auto _ : state) {
        reader.feed(esl_rings);
        const auto packet = reader.next();
        const auto said = translate(reader.event_of(*packet));
        if (!said || said->get("Uniqueid") != "1.10") std::abort();
        benchmark::DoNotOptimize(said);
    }
    state.counters["bytes"] = static_cast<double>(esl_rings.size());
}
BENCHMARK(esl_event_read);

void esl_copy(benchmark::State& state) {
    std::string out(esl_rings.size(), ' ');
    for (auto _ : state) {
        std::memcpy(out.data(), esl_rings.data(), esl_rings.size());
        benchmark::DoNotOptimize(out.data());
        benchmark::ClobberMemory();
    }
}
BENCHMARK(esl_copy);

}  // namespace
