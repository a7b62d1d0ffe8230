#include <cstdio>
#include <memory>

#include "engine/app/commands/cli.hpp"
#include "engine/app/config/exposure.hpp"
#include "engine/app/config/options.hpp"
#include "engine/net/tls_keeper.hpp"

namespace muster::app {

void add_config(Cli& cli) {
    struct Arguments {
        std::string file = default_config_file();
        bool json = false;
    };
    const auto args = std::make_shared<Arguments>();
    Command config = cli.app.add_subcommand("config", "Look at the configuration");
    config.require_subcommand();
    Command command = config.add_subcommand(
        "check", "Read the configuration, the rules and the secrets; say what is wrong and where");
    command.add_option("--config", args->file, "configuration file").capture_default_str();
    command.add_flag("--json", args->json, "print one JSON object");
    command.example("muster config check --config config/muster.toml");
    command.callback([&cli, args] {
        Loaded loaded;
        ServiceOptions options;
        auto wrong = load_all(args->file, loaded);
        if (!wrong) wrong = service_options(loaded, options);
        if (!wrong) {
            const auto warn = [](const std::string& what) {
                std::fprintf(stderr, "warning: %s\n", what.c_str());
            };
            wrong = net::TlsKeeper(options.adapters.http.tls, system_now, warn).start();
        }
        if (wrong) return cli.fail(Exit::usage, *wrong);
        const Rules& rules = loaded.rules;
        // Right, and yet worth knowing.
        for (const std::string& warning : exposures(loaded.config.server, loaded.config.tls.on()))
            std::fprintf(stderr, "warning: %s\n", warning.c_str());
        if (args->json) {
            std::printf("{\"ok\":true,\"services\":%zu,\"plans\":%zu,\"skills\":%zu}\n",
                        rules.services.size(), rules.plans.size(), rules.skills.size());
        } else {
            std::printf("%s is right: %zu services, %zu plans, %zu skills\n", args->file.c_str(),
                        rules.services.size(), rules.plans.size(), rules.skills.size());
        }
    });
}

}  // namespace muster::app
