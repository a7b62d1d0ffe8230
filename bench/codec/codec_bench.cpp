// Writing and reading one event and one command, beside copying the same bytes and beside what the
// libraries do with them in the same run: Boost.JSON (a document) and simdjson (on demand, the
// fields read by hand in their order).
#include <benchmark/benchmark.h>
#include <simdjson.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <cstring>

#include "engine/codec/commands_json.hpp"
#include "muster/dispatch.hpp"
#include "muster/requests.hpp"

namespace {

using namespace muster;

Event sample_event() {
    const Candidate winner{.responder = {90'211},
                           .distance_m = {1'240},
                           .eta_ms = {223'000},
                           .penalty_ms = {0},
                           .cost_ms = {223'000},
                           .terms = {}};
    return SlotAssigned{.request = {1'204'511},
                        .slot = 1,
                        .responder = {90'211},
                        .by = AssignedBy::engine,
                        .reason = {},
                        .eta_ms = {223'000},
                        .acknowledge_until = {1'718'000'090'000},
                        .rationale = {.policy = Policy::closest,
                                      .considered = 8,
                                      .winner = winner,
                                      .next = {},
                                      .start_off_road_m = {},
                                      .place_off_road_m = {}}};
}

Command sample_command() {
    return CreateRequest{.service = "home_care",
                         .channel = Channel::hotline,
                         .urgency = Urgency::P1,
                         .member = {88'121},
                         .caller = {std::string("+8651487654321")},
                         .place = Point{.lat_e7 = 323'942'000, .lon_e7 = 1'194'129'000},
                         .address = {std::string("Wenchang Middle Road 12, block 3, flat 502")},
                         .note = {std::string("fell in the bathroom, is awake, left hip hurts")},
                         .device = {},
                         .skills = {"first_aid", "dialect_yz"},
                         .silent = false};
}

template <class T>
std::string text_of(const T& value) {
    std::string text;
    codec::write(text, value);
    return text;
}

// Three events, as an average decision has them.
std::vector<Event> sample_record() {
    return {sample_event(), OfferAccepted{.offer = {4'096'000'001}},
            ResponderEnRoute{.request = {1'204'511}, .slot = 1, .responder = {90'211}}};
}

void bytes_of(benchmark::State& state, std::size_t size) {
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * size));
    state.counters["bytes"] = static_cast<double>(size);
}

template <class T>
void copy_bytes(benchmark::State& state, const T& value) {
    const std::string text = text_of(value);
    std::string out(text.size(), ' ');
    for (auto _ : state) {
        std::memcpy(out.data(), text.data(), text.size());
        benchmark::DoNotOptimize(out.data());
        benchmark::ClobberMemory();
    }
    bytes_of(state, text.size());
}

template <class T>
void write(benchmark::State& state, const T& value) {
    std::string out;
    for (auto _ : state) {
        out.clear();
        codec::write(out, value);
        benchmark::DoNotOptimize(out.data());
        benchmark::ClobberMemory();
    }
    bytes_of(state, out.size());
}

void check(const std::optional<codec::ParseError>& error) {
    if (error) std::abort();
}

void read_event(benchmark::State& state) {
    const std::string text = text_of(sample_event());
    Event out;
    for (auto _ : state) {
        check(codec::read_event(text, out, codec::Mode::lenient));
        benchmark::DoNotOptimize(out);
    }
    bytes_of(state, text.size());
}

void read_command(benchmark::State& state) {
    const std::string text = text_of(sample_command());
    Command out;
    for (auto _ : state) {
        check(codec::read_command(text, out, codec::Mode::strict));
        benchmark::DoNotOptimize(out);
    }
    bytes_of(state, text.size());
}

void read_record(benchmark::State& state) {
    std::string text;
    codec::write(text, std::span<const Event>(sample_record()));
    std::vector<Event> out;
    for (auto _ : state) {
        check(codec::read_events(text, out, codec::Mode::lenient, codec::own_text));
        benchmark::DoNotOptimize(out.data());
    }
    bytes_of(state, text.size());
    state.counters["events"] = static_cast<double>(out.size());
}

template <class T>
void boost_serialise(benchmark::State& state, const T& value) {
    const boost::json::value document = boost::json::parse(text_of(value));
    std::size_t size = 0;
    for (auto _ : state) {
        const std::string out = boost::json::serialize(document);
        size = out.size();
        benchmark::DoNotOptimize(out.data());
    }
    bytes_of(state, size);
}

template <class T>
void boost_parse(benchmark::State& state, const T& value) {
    const std::string text = text_of(value);
    for (auto _ : state) {
        unsigned char buffer[8192];
        boost::json::monotonic_resource memory(buffer);
        const boost::json::value document = boost::json::parse(text, &memory);
        benchmark::DoNotOptimize(document.is_object());
    }
    bytes_of(state, text.size());
}

// The least that simdjson must do to fill the same struct: fields in order, no checks of unknown or
// repeated ones, no error text.
void simdjson_event(benchmark::State& state) {
    const simdjson::padded_string text(text_of(sample_event()));
    simdjson::ondemand::parser parser;
    Event out;
    for (auto _ : state) {
        simdjson::ondemand::document document = parser.iterate(text);
        simdjson::ondemand::object object = document.get_object();
        if (object["type"].get_string().value() != "SlotAssigned") std::abort();
        auto& event = out.emplace<SlotAssigned>();
        event.request.value = object["request"].get_uint64();
        event.slot = static_cast<std::uint32_t>(object["slot"].get_uint64().value());
        event.responder.value = object["responder"].get_uint64();
        if (object["by"].get_string().value() == "engine") event.by = AssignedBy::engine;
        event.eta_ms.value = object["eta_ms"].get_int64();
        event.acknowledge_until.value = object["acknowledge_until"].get_int64();
        simdjson::ondemand::object rationale = object["rationale"].get_object();
        if (rationale["policy"].get_string().value() != "closest") std::abort();
        event.rationale.considered =
            static_cast<std::uint32_t>(rationale["considered"].get_uint64().value());
        simdjson::ondemand::object winner = rationale["winner"].get_object();
        auto& candidate = event.rationale.winner.emplace();
        candidate.responder.value = winner["responder"].get_uint64();
        candidate.distance_m.value = winner["distance_m"].get_int64();
        candidate.eta_ms.value = winner["eta_ms"].get_int64();
        candidate.penalty_ms.value = winner["penalty_ms"].get_int64();
        candidate.cost_ms.value = winner["cost_ms"].get_int64();
        benchmark::DoNotOptimize(out);
    }
    bytes_of(state, text.size());
}

void event_copy(benchmark::State& state) {
    copy_bytes(state, sample_event());
}
void event_write(benchmark::State& state) {
    write(state, sample_event());
}
void event_boost_serialise(benchmark::State& state) {
    boost_serialise(state, sample_event());
}
void event_boost_parse(benchmark::State& state) {
    boost_parse(state, sample_event());
}
void command_copy(benchmark::State& state) {
    copy_bytes(state, sample_command());
}
void command_write(benchmark::State& state) {
    write(state, sample_command());
}
void command_boost_serialise(benchmark::State& state) {
    boost_serialise(state, sample_command());
}
void command_boost_parse(benchmark::State& state) {
    boost_parse(state, sample_command());
}

BENCHMARK(event_copy);
BENCHMARK(event_write);
BENCHMARK(event_boost_serialise);
BENCHMARK(read_event);
BENCHMARK(simdjson_event);
BENCHMARK(event_boost_parse);
BENCHMARK(command_copy);
BENCHMARK(command_write);
BENCHMARK(command_boost_serialise);
BENCHMARK(read_command);
BENCHMARK(command_boost_parse);
BENCHMARK(read_record);

}  // namespace

BENCHMARK_MAIN();
