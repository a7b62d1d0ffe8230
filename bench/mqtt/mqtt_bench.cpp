// From a message to its commands and their key, beside the JSON document alone.
#include <benchmark/benchmark.h>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <string_view>

#include "adapters/mqtt/mqtt_codec.hpp"

namespace {

using namespace muster::mqtt;

constexpr Message press{"zigbee2mqtt/floor1/flat-12/sos",
                        R"({"action":"emergency","battery":90,"linkquality":100,"voltage":2900})"};

void mqtt_read(benchmark::State& state) {
    const Translator translator{TopicOptions{}};
    for (auto _ : state)
        benchmark::DoNotOptimize(translator.read(press));
}
BENCHMARK(mqtt_read);

void mqtt_key(benchmark::State& state) {
    const Meaning meaning = Translator{TopicOptions{}}.read(press);
    for (auto _ : state)
        benchmark::DoNotOptimize(submission_key(press, meaning, {7, 1}));
}
BENCHMARK(mqtt_key);

void mqtt_json_alone(benchmark::State& state) {
    for (auto _ : state) {
        unsigned char space[4096];
        boost::json::monotonic_resource memory(space, sizeof(space));
        benchmark::DoNotOptimize(boost::json::parse(press.payload, &memory));
    }
}
BENCHMARK(mqtt_json_alone);

}  // namespace

BENCHMARK_MAIN();
