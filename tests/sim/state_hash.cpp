// Lives a day of the demo city and prints what it came to, as `muster simulate --seed N --json`
// does, without the rest of the program.
#include <cstdio>
#include <cstdlib>

#include "engine/app/config/config.hpp"
#include "engine/sim/report.hpp"
#include "engine/sim/simulation.hpp"

int main(int argc, char** argv) {
    using namespace muster;
    if (argc != 3) {
        std::fprintf(stderr, "usage: state_hash CONFIG SEED\n");
        return 2;
    }
    app::Config config;
    sim::SimulationOptions options;
    auto wrong = app::load_config(argv[1], config);
    if (!wrong) wrong = app::load_rules(app::rule_files(argv[1], config), options.rules);
    if (wrong) {
        std::fprintf(stderr, "%s\n", app::to_string(*wrong).c_str());
        return 2;
    }
    options.city.seed = options.world.seed = std::strtoull(argv[2], nullptr, 10);
    sim::fill_offices(options.world);
    auto report = sim::run_simulation(options, {});
    if (!report) {
        std::fprintf(stderr, "%s\n", report.error().message.c_str());
        return 3;
    }
    std::printf("%s\n", sim::to_json(*report).c_str());
    return 0;
}
