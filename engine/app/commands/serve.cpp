#include <spdlog/spdlog.h>

#include <boost/asio/signal_set.hpp>
#include <cstdio>
#include <fstream>
#include <functional>
#include <memory>

#include "engine/app/commands/cli.hpp"
#include "engine/app/commands/road_options.hpp"
#include "engine/app/config/exposure.hpp"
#include "engine/app/config/options.hpp"
#include "engine/app/demo.hpp"
#include "engine/sim/city_rules.hpp"
#include "engine/sim/streets.hpp"

namespace muster::app {
namespace {

struct Arguments {
    std::string config = default_config_file();
    std::string data;
    std::string listen;
    std::vector<std::string> maps;
    std::int64_t speed = 1;
    std::uint64_t seed = 1;
    std::int64_t load_permille = 1000;
    bool accept_clock = false;
};

// Runs until a signal or a failure; what the service then says decides the exit code. The signals
// are caught before anybody is told that the service is there.
void run(Cli& cli, boost::asio::io_context& io, boost::asio::signal_set& signals, Service& service,
         Demo* demo) {
    const std::function<void()> wait = [&] {
        signals.async_wait([&](const boost::system::error_code& error, int number) {
            if (error) return;
            if (number == SIGHUP) {
                service.reload();
                return wait();
            }
            if (demo != nullptr) demo->stop();
            service.stop();
        });
    };
    wait();
    io.run();
    if (const auto failure = service.finish()) cli.fail(Exit::failed, *failure);
}

bool prepare(Cli& cli, const Arguments& args, Loaded& loaded, ServiceOptions& options) {
    keep_files_private();
    if (const auto wrong = load_all(args.config, loaded)) {
        cli.fail(Exit::usage, *wrong);
        return false;
    }
    set_up_logging(loaded.config.logging);
    if (const auto wrong = service_options(loaded, options)) {
        cli.fail(Exit::usage, *wrong);
        return false;
    }
    if (!args.data.empty()) options.data = args.data;
    for (const std::string& file : args.maps) {
        if (const auto wrong = options.roads->add_file(file)) {
            cli.fail(Exit::failed, *wrong);
            return false;
        }
    }
    if (!args.listen.empty() && !parse_listen(args.listen, options.adapters.http.server)) {
        cli.fail(Exit::usage,
                 "--listen takes HOST:PORT, such as 127.0.0.1:8080, not \"" + args.listen + "\"");
        return false;
    }
    return true;
}

std::string address_of(const Service& service, const http::HttpOptions& options) {
    const std::string& host = options.server.address;
    const bool v6 = host.find(':') != std::string::npos;
    return (options.tls.on() ? "https://" : "http://") + (v6 ? "[" + host + "]" : host) + ":" +
           std::to_string(service.port());
}

void serve(Cli& cli, const Arguments& args) {
    Loaded loaded;
    ServiceOptions options;
    if (!prepare(cli, args, loaded, options)) return;
    options.accept_clock = args.accept_clock;
    ServerConfig server = loaded.config.server;
    server.address = options.adapters.http.server.address;
    for (const std::string& warning : exposures(server, options.adapters.http.tls.on()))
        spdlog::warn("{}", warning);
    for (const std::string& warning : exposures(options.data))
        spdlog::warn("{}", warning);
    boost::asio::io_context io(1);
    std::string error;
    const auto service = Service::open(io, options, error);
    if (!service) return cli.fail(Exit::failed, error);
    if (const auto wrong = service->start(&loaded.rules)) return cli.fail(Exit::failed, *wrong);
    // SIGHUP asks to look at files again. A demo ends with its terminal.
    boost::asio::signal_set signals(io, SIGINT, SIGTERM, SIGHUP);
    std::fprintf(stderr, "listening on %s, log in %s\n",
                 address_of(*service, options.adapters.http).c_str(), options.data.c_str());
    run(cli, io, signals, *service, nullptr);
}

// A folder for one demo that stays afterwards, so that its log can be looked at.
std::filesystem::path new_demo_folder(std::uint64_t seed) {
    const std::filesystem::path base = std::filesystem::temp_directory_path();
    for (int i = 0;; ++i) {
        std::filesystem::path folder =
            base / ("muster-demo-" + std::to_string(seed) + "-" + std::to_string(i));
        std::error_code error;
        if (std::filesystem::create_directory(folder, error)) return folder;
        if (error) throw std::filesystem::filesystem_error("cannot make a folder", folder, error);
    }
}

// The demo's own key for links on cards: random, kept with its data.
std::string demo_card_key(const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / "card-key";
    std::string key;
    std::ifstream(file) >> key;
    if (!key.empty()) return key;
    std::array<char, 24> bytes{};
    std::ifstream("/dev/urandom", std::ios::binary).read(bytes.data(), bytes.size());
    for (const char byte : bytes) {
        key += "0123456789abcdef"[(static_cast<unsigned char>(byte) >> 4) & 15];
        key += "0123456789abcdef"[static_cast<unsigned char>(byte) & 15];
    }
    std::ofstream(file) << key;
    std::filesystem::permissions(
        file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    return key;
}

void demo(Cli& cli, const Arguments& args) {
    Loaded loaded;
    ServiceOptions options;
    if (!prepare(cli, args, loaded, options)) return;
    if (args.data.empty()) options.data = new_demo_folder(args.seed);
    std::error_code ignored;
    std::filesystem::create_directories(options.data, ignored);
    options.speed = args.speed;
    options.accept_clock = true;  // a fast demo's log runs ahead of everybody's clock
    if (options.adapters.http.card_keys.empty()) {
        options.adapters.http.card_keys.emplace("demo", demo_card_key(options.data));
    }
    if (options.adapters.http.cards.hotline.empty())
        options.adapters.http.cards.hotline = "0514-0000 0000";
    sim::CityOptions city_options;
    city_options.seed = args.seed;
    sim::City city = sim::make_city(city_options);
    options.map = std::make_shared<const std::string>(sim::city_map_json(city));
    const auto streets = sim::make_streets(city);
    options.roads->add(streets);
    loaded.rules = sim::city_rules(std::move(loaded.rules), city, *streets);

    boost::asio::io_context io(1);
    std::string error;
    const auto service = Service::open(io, options, error);
    if (!service) return cli.fail(Exit::failed, error);
    sim::WorldOptions world;
    world.seed = args.seed;
    world.load_permille = args.load_permille;
    world.early_calls = 24;
    sim::fill_offices(world);
    if (const auto wrong = service->keep_map(loaded.rules)) return cli.fail(Exit::failed, *wrong);
    Demo demo(io, *service, std::move(city), *options.roads, loaded.rules, world);
    if (const auto wrong = service->start(nullptr)) return cli.fail(Exit::failed, *wrong);
    demo.start();

    access::TokenInfo info;
    info.created_at = system_now();
    info.expires_at = info.created_at + hours(24);
    info.name = "demo-" + std::to_string(info.created_at.value);
    for (const Role role :
         {Role::dispatcher, Role::call_taker, Role::supervisor, Role::admin, Role::adapter}) {
        info.roles.add(role);
    }
    const auto token = service->tokens().create(info, error);
    if (!token) return cli.fail(Exit::failed, error);
    service->audit().note({AuditKind::token_created, operator_name(), info.name});
    const std::string address = address_of(*service, options.adapters.http);
    boost::asio::signal_set signals(io, SIGINT, SIGTERM);
    std::printf(
        "Muster demo: a synthetic city, seed %llu, %lld times real time\n"
        "  console  %s/#token=%s&name=demo\n"
        "  token    %s\n"
        "  data     %s\n"
        "Stop it with Ctrl-C.\n",
        static_cast<unsigned long long>(args.seed), static_cast<long long>(args.speed),
        address.c_str(), token->c_str(), token->c_str(), options.data.c_str());
    std::fflush(stdout);
    run(cli, io, signals, *service, &demo);
}

}  // namespace

void add_serve(Cli& cli) {
    const auto args = std::make_shared<Arguments>();
    Command command = cli.app.add_subcommand("serve", "Run the service");
    command.add_option("--data", args->data, "folder with the log; made when missing");
    command.add_option("--listen", args->listen, "HOST:PORT");
    command.add_option("--config", args->config, "configuration file").capture_default_str();
    add_roads_option(command, args->maps);
    command.add_flag("--accept-clock", args->accept_clock,
                     "start although the system's clock is far from the log's end");
    command.example(
        "muster serve --data /var/lib/muster --listen 127.0.0.1:8080 "
        "--config config/muster.toml");
    command.callback([&cli, args] { serve(cli, *args); });

    command = cli.app.add_subcommand("demo", "Run the service with a synthetic city that lives");
    command.add_option("--speed", args->speed, "city time against real time")
        .capture_default_str()
        .range(1, 600);
    command.add_option("--seed", args->seed, "of the city and its people").capture_default_str();
    command.add_option("--load", args->load_permille, "demand, in thousandths of a usual day")
        .capture_default_str()
        .range(0, 20'000);
    command.add_option("--data", args->data, "folder with the log (default: a new one, named)");
    command.add_option("--listen", args->listen, "HOST:PORT");
    command.add_option("--config", args->config, "configuration file").capture_default_str();
    command.example("muster demo --speed 10");
    command.callback([&cli, args] { demo(cli, *args); });
}

}  // namespace muster::app
