#include <chrono>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>

#include "engine/app/commands/cli.hpp"
#include "engine/app/commands/datum_option.hpp"
#include "engine/app/commands/import_text.hpp"
#include "engine/app/commands/route_text.hpp"
#include "engine/app/config/roads_config.hpp"
#include "engine/app/progress.hpp"
#include "engine/app/tables/table_text.hpp"
#include "engine/roads/find_place.hpp"
#include "engine/roads/import/csv.hpp"
#include "engine/roads/import/decimal.hpp"
#include "engine/roads/import/osm.hpp"
#include "engine/roads/road_times.hpp"

namespace muster::app {
namespace {

constexpr const char* usual_rules = "config/roads.toml";

struct ImportArguments {
    std::string osm_file;
    std::vector<std::string> tables;
    codec::Datum datum = codec::Datum::wgs84;
    std::string config;
    std::string out;
    bool json = false;
};

struct RouteArguments {
    std::string file;
    std::string from;
    std::string to;
    codec::Datum datum = codec::Datum::wgs84;
    std::string profile = "urgent";
    std::string geojson;
};

bool import_from_osm(Cli& cli, const ImportArguments& args, roads::RoadData& data,
                     roads::OsmReport& report) {
    roads::OsmRules rules;
    std::string config = args.config;
    if (config.empty() && std::filesystem::exists(usual_rules)) config = usual_rules;
    if (!config.empty()) {
        if (const auto wrong = load_road_rules(config, rules)) {
            cli.fail(Exit::usage, to_string(*wrong));
            return false;
        }
    }
    ProgressLine line("importing", "KiB");
    const auto wrong = roads::import_osm(
        args.osm_file, rules, data, &report,
        [&line](std::uint64_t done, std::uint64_t total) { line.show(done / 1024, total / 1024); });
    line.end();
    if (wrong) {
        cli.fail(Exit::failed, *wrong);
        return false;
    }
    if (!args.json) std::fputs(import_text(report).c_str(), stdout);
    return true;
}

void import_map(Cli& cli, const ImportArguments& args) {
    if (args.osm_file.empty() == args.tables.empty())
        return cli.fail(Exit::usage,
                        "expected one source: an .osm.pbf or .osm file, or --csv "
                        "NODES ARCS");
    if (!args.tables.empty() && !args.config.empty())
        return cli.fail(Exit::usage,
                        "--config is for OpenStreetMap files; tables have their own "
                        "travel times");
    if (args.tables.empty() && args.datum != codec::Datum::wgs84)
        return cli.fail(Exit::usage, "--datum is for tables; OpenStreetMap is WGS-84");
    const auto start = std::chrono::steady_clock::now();
    roads::RoadData data;
    roads::OsmReport report;
    if (args.tables.empty()) {
        if (!import_from_osm(cli, args, data, report)) return;
    } else if (const auto wrong = roads::import_csv(
                   args.tables[0], args.tables[1], data,
                   [&args](Point place) { return codec::to_wgs84(place, args.datum); })) {
        return cli.fail(Exit::failed, *wrong);
    }
    const auto map = roads::RoadMap::from_data(data);
    if (const auto wrong = map->save(args.out)) return cli.fail(Exit::failed, *wrong);
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(
                        std::chrono::steady_clock::now() - start)
                        .count();
    if (args.json) {
        const std::string counts = args.tables.empty() ? import_json(report) + "," : "";
        std::printf("{%s\"nodes\":%u,\"arcs\":%u,\"hash\":\"%s\",\"took_ms\":%lld}\n",
                    counts.c_str(), map->node_count(), map->arc_count(), map->hash().c_str(),
                    static_cast<long long>(ms));
        return;
    }
    std::printf("%s: %u nodes, %u arcs, hash %s, in %lld ms\n", args.out.c_str(), map->node_count(),
                map->arc_count(), map->hash().c_str(), static_cast<long long>(ms));
}

void show_info(Cli& cli, const std::string& file, bool json) {
    std::shared_ptr<const roads::RoadMap> map;
    if (const auto wrong = roads::RoadMap::load(file, map)) return cli.fail(Exit::failed, *wrong);
    std::fputs((json ? info_json(*map) : info_text(file, *map)).c_str(), stdout);
}

// "42.5063,1.5218"
std::optional<Point> read_point(const std::string& text) {
    const std::size_t comma = text.find(',');
    if (comma == std::string::npos) return std::nullopt;
    std::string_view lon = std::string_view(text).substr(comma + 1);
    while (lon.starts_with(' '))
        lon.remove_prefix(1);
    const auto lat_e7 = roads::degrees_e7(std::string_view(text).substr(0, comma), 90);
    const auto lon_e7 = roads::degrees_e7(lon, 180);
    if (!lat_e7 || !lon_e7) return std::nullopt;
    return Point{*lat_e7, *lon_e7};
}

// What a person typed after --from or --to.
std::optional<roads::NamedPoint> read_end(Cli& cli, const roads::RoadMap& map,
                                          const std::string& option, const std::string& text,
                                          codec::Datum datum) {
    if (const auto point = read_point(text))
        return roads::NamedPoint{text, "point", codec::to_wgs84(*point, datum)};
    roads::Found found = roads::find_place(map, text);
    if (found.exact.size() == 1) return found.exact.front();
    std::string message = option + " \"" + text + "\": ";
    if (found.exact.size() > 1)
        message += "there are several; name one by its coordinates:";
    else if (found.similar.empty())
        message += "no place or street has this name; coordinates are written as lat,lon";
    else
        message += "no place or street has this name; these contain it:";
    for (const auto* list : {&found.exact, &found.similar}) {
        for (const roads::NamedPoint& point : *list)
            message += "\n  " + to_text(codec::from_wgs84(point.at, datum)) + "  " + point.name +
                       " (" + std::string(point.what) + ")";
    }
    cli.fail(Exit::no, message);
    return std::nullopt;
}

void show_route(Cli& cli, const RouteArguments& args) {
    std::shared_ptr<const roads::RoadMap> map;
    if (const auto wrong = roads::RoadMap::load(args.file, map))
        return cli.fail(Exit::failed, *wrong);
    const auto profile = enum_named<Profile>(args.profile);
    if (!profile || !map->has(*profile))
        return cli.fail(Exit::usage,
                        "--profile " + args.profile + ": the map has " + profiles_text(*map));
    const auto from = read_end(cli, *map, "--from", args.from, args.datum);
    if (!from) return;
    const auto to = read_end(cli, *map, "--to", args.to, args.datum);
    if (!to) return;
    // The map has the profile: the straight line is never asked.
    const roads::StraightLine unused(1400, roads::RoadNetwork::default_off_road);
    const roads::RoadTimes times(std::make_shared<const roads::RoadNetwork>(map, unused));
    const auto route = times.route(from->at, to->at, *profile);
    if (!route) return cli.fail(Exit::no, "there is no way");
    std::fputs(route_text(*map, *route, from->name, to->name, args.profile).c_str(), stdout);
    if (args.geojson.empty()) return;
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> out(
        std::fopen(args.geojson.c_str(), "wb"), &std::fclose);
    const std::string text = route_geojson(*route, from->name, to->name, args.profile);
    if (!out || std::fwrite(text.data(), 1, text.size(), out.get()) != text.size() ||
        std::fflush(out.get()) != 0)
        return cli.fail(Exit::failed, args.geojson + ": cannot be written");
}

// As `muster import places` reads it. Things of one name are counted, so that each keeps its
// number when the same map is read again.
void write_names(Cli& cli, const std::string& file, const std::string& out_file) {
    std::shared_ptr<const roads::RoadMap> map;
    if (const auto wrong = roads::RoadMap::load(file, map)) return cli.fail(Exit::failed, *wrong);
    std::string text = csv_line({"number", "name", "aliases", "kind", "lat", "lon"});
    std::map<std::string, int> seen;
    std::size_t count = 0;
    for (const roads::MapName& one : roads::all_names(*map)) {
        const bool street = one.point.what == "street";
        std::string number = "map:" + std::string(one.point.what) + ":" + one.point.name;
        const int before = seen[number]++;
        if (before > 0) number += "#" + std::to_string(before + 1);
        std::string others;
        for (const std::string& other : one.others)
            others += (others.empty() ? "" : ";") + other;
        const std::string at = to_text(one.point.at);
        const std::size_t comma = at.find(',');
        text += csv_line({number, one.point.name, others, street ? "street" : "landmark",
                          at.substr(0, comma), at.substr(comma + 1)});
        ++count;
    }
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> out(std::fopen(out_file.c_str(), "wb"),
                                                              &std::fclose);
    if (!out || std::fwrite(text.data(), 1, text.size(), out.get()) != text.size() ||
        std::fflush(out.get()) != 0)
        return cli.fail(Exit::failed, out_file + ": cannot be written");
    std::printf("%s: %zu names\n", out_file.c_str(), count);
}

void add_import(Cli& cli, Command group) {
    const auto args = std::make_shared<ImportArguments>();
    Command command = group.add_subcommand(
        "import", "Make a road file from OpenStreetMap or from tables of nodes and arcs");
    command.add_option("file", args->osm_file,
                       "an OpenStreetMap file: .osm.pbf, .osm, .osm.gz, .osm.bz2, .o5m or .opl");
    command.add_option("--csv", args->tables, "nodes.csv and arcs.csv")
        .expected(2)
        .type_name("NODES ARCS");
    add_datum_option(command, "the tables", args->datum);
    command.add_option("--config", args->config,
                       "speeds and access (default: config/roads.toml where there is one, else "
                       "the same built in)");
    command.add_option("--out", args->out, "road file to write").required();
    command.add_flag("--json", args->json, "print one JSON object: what was read and left out");
    command.example("muster roads import andorra.osm.pbf --out andorra.roads");
    command.callback([&cli, args] { import_map(cli, *args); });
}

void add_info(Cli& cli, Command group) {
    struct Arguments {
        std::string file;
        bool json = false;
    };
    const auto args = std::make_shared<Arguments>();
    Command command = group.add_subcommand("info", "Check a road file and say what is in it");
    command.add_option("file", args->file, "road file").required();
    command.add_flag("--json", args->json, "print one JSON object");
    command.example("muster roads info andorra.roads");
    command.callback([&cli, args] { show_info(cli, args->file, args->json); });
}

void add_route(Cli& cli, Command group) {
    const auto args = std::make_shared<RouteArguments>();
    Command command = group.add_subcommand(
        "route", "The fastest way between two places, streets or points of a road file");
    command.add_option("file", args->file, "road file").required();
    command.add_option("--from", args->from, "name, or lat,lon").required();
    command.add_option("--to", args->to, "name, or lat,lon").required();
    add_datum_option(command, "--from and --to", args->datum);
    command.add_option("--profile", args->profile, "urgent, normal, e_bike or walk")
        .capture_default_str();
    command.add_option("--geojson", args->geojson, "write the way to this file");
    command.example(
        "muster roads route andorra.roads --from Encamp --to \"la Massana\" "
        "--geojson way.geojson");
    command.callback([&cli, args] { show_route(cli, *args); });
}

void add_names(Cli& cli, Command group) {
    struct Arguments {
        std::string file;
        std::string out;
    };
    const auto args = std::make_shared<Arguments>();
    Command command = group.add_subcommand(
        "names", "Write the places and streets of a road file, as a table for the address book");
    command.add_option("file", args->file, "road file").required();
    command.add_option("--out", args->out, "CSV file to write").required();
    command.example("muster roads names city.roads --out names.csv");
    command.callback([&cli, args] { write_names(cli, args->file, args->out); });
}

}  // namespace

void add_roads(Cli& cli) {
    Command group = cli.app.add_subcommand("roads", "Make road files and look at them");
    group.require_subcommand();
    add_import(cli, group);
    add_info(cli, group);
    add_route(cli, group);
    add_names(cli, group);
    group.example("muster roads import --csv nodes.csv arcs.csv --out city.roads");
}

}  // namespace muster::app
