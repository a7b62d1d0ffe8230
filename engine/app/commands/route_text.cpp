#include "engine/app/commands/route_text.hpp"

#include <array>
#include <cstdio>
#include <vector>

#include "engine/app/geojson.hpp"
#include "engine/codec/commands_json.hpp"
#include "engine/roads/distance.hpp"

namespace muster::app {
namespace {

std::string minutes_text(Millis time) {
    const auto seconds = static_cast<long long>((time.value + 500) / 1000);
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%lld:%02lld min", seconds / 60, seconds % 60);
    return text.data();
}

std::string km_text(std::int64_t metres) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%lld.%lld km", static_cast<long long>(metres / 1000),
                  static_cast<long long>(metres % 1000 / 100));
    return text.data();
}

std::string in_quotes(std::string_view text) {
    std::string out;
    codec::write_string(out, text);
    return out;
}

struct Stretch {
    std::string name;
    Millis time;
    std::uint64_t dm = 0;
};

std::vector<Stretch> stretches(const roads::RoadMap& map, const roads::Route& route) {
    std::vector<Stretch> found;
    for (std::size_t i = 1; i < route.vertices.size(); ++i) {
        const roads::Route::Vertex& before = route.vertices[i - 1];
        const roads::Route::Vertex& vertex = route.vertices[i];
        std::string name =
            vertex.arc == roads::none ? "(off the road)" : std::string(map.name_of_arc(vertex.arc));
        if (name.empty()) name = "(road without a name)";
        const Millis time = vertex.elapsed - before.elapsed;
        const std::uint32_t dm = roads::distance_dm(before.at, vertex.at);
        if (vertex.arc == roads::none && dm == 0) continue;
        if (found.empty() || found.back().name != name) found.push_back({std::move(name), {}, 0});
        found.back().time = found.back().time + time;
        found.back().dm += dm;
    }
    return found;
}

// In both languages: who reads this may be at a desk.
std::string doubt(const std::string& end, const std::optional<Metres>& off_road) {
    if (!off_road) return {};
    const std::string metres = std::to_string(off_road->value);
    return "doubtful: " + end + " lies " + metres +
           " m off the road, or behind water; the time from there to the road is a guess\n"
           "存疑：" +
           end + " 距道路 " + metres + " 米，或与道路隔水；这一段时间仅为估计\n";
}

std::string doubt_json(const std::optional<Metres>& off_road) {
    return off_road ? ",\"doubtful_off_road_m\":" + std::to_string(off_road->value) : "";
}

}  // namespace

std::string to_text(Point point) {
    return degrees_text(point.lat_e7) + "," + degrees_text(point.lon_e7);
}

std::string profiles_text(const roads::RoadMap& map) {
    std::string text;
    for (int p = 0; p < profile_count; ++p) {
        const auto profile = static_cast<Profile>(p);
        if (!map.has(profile)) continue;
        if (!text.empty()) text += ", ";
        text += name_of(profile);
    }
    return text;
}

std::string info_text(const std::string& file, const roads::RoadMap& map) {
    const roads::RoadView& view = map.view();
    std::string text = file + "\n";
    text += "  source    " + std::string(map.source()) + "\n";
    text += "  hash      " + map.hash() + "\n";
    text += "  profiles  " + profiles_text(map) + "\n";
    text += "  box       " + to_text(map.south_west()) + " to " + to_text(map.north_east()) + "\n";
    text += "  graph     " + std::to_string(map.node_count()) + " nodes, " +
            std::to_string(map.arc_count()) + " arcs, " + std::to_string(view.ways.size()) +
            " ways\n";
    text += "  names     " + std::to_string(view.places.size()) + " places, " +
            std::to_string(view.string_first.size() - 2) + " different names\n";
    text += "  water     " + std::to_string(view.shapes.size()) + " shapes, " +
            std::to_string(view.shape_points.size()) + " points\n";
    return text;
}

std::string info_json(const roads::RoadMap& map) {
    const roads::RoadView& view = map.view();
    std::string profiles;
    for (int p = 0; p < profile_count; ++p) {
        const auto profile = static_cast<Profile>(p);
        if (!map.has(profile)) continue;
        if (!profiles.empty()) profiles += ',';
        profiles += in_quotes(name_of(profile));
    }
    return "{\"hash\":" + in_quotes(map.hash()) + ",\"source\":" + in_quotes(map.source()) +
           ",\"profiles\":[" + profiles + "],\"bbox\":[" + degrees_text(map.south_west().lon_e7) +
           "," + degrees_text(map.south_west().lat_e7) + "," +
           degrees_text(map.north_east().lon_e7) + "," + degrees_text(map.north_east().lat_e7) +
           "],\"nodes\":" + std::to_string(map.node_count()) +
           ",\"arcs\":" + std::to_string(map.arc_count()) +
           ",\"ways\":" + std::to_string(view.ways.size()) +
           ",\"places\":" + std::to_string(view.places.size()) +
           ",\"shapes\":" + std::to_string(view.shapes.size()) + "}\n";
}

std::string route_text(const roads::RoadMap& map, const roads::Route& route,
                       const std::string& from, const std::string& to, const std::string& profile) {
    std::string text = from + " to " + to + ", " + profile + ": " + minutes_text(route.duration()) +
                       ", " + km_text(route.distance.value) + "\n";
    for (const Stretch& stretch : stretches(map, route)) {
        std::array<char, 64> line{};
        std::snprintf(line.data(), line.size(), "  %10s  %8s  ", minutes_text(stretch.time).c_str(),
                      km_text(static_cast<std::int64_t>(stretch.dm / 10)).c_str());
        text += line.data() + stretch.name + "\n";
    }
    text += doubt(from, route.from_off_road);
    text += doubt(to, route.to_off_road);
    return text;
}

std::string route_geojson(const roads::Route& route, const std::string& from, const std::string& to,
                          const std::string& profile) {
    std::string line;
    for (const roads::Route::Vertex& vertex : route.vertices) {
        if (!line.empty()) line += ',';
        line += position_text(vertex.at);
    }
    const auto end = [](const std::string& name, const char* role, Point at,
                        const std::optional<Metres>& off_road) {
        return "{\"type\":\"Feature\",\"properties\":{\"role\":\"" + std::string(role) +
               "\",\"name\":" + in_quotes(name) + doubt_json(off_road) +
               "},\"geometry\":{\"type\":\"Point\",\"coordinates\":" + position_text(at) + "}}";
    };
    return "{\"type\":\"FeatureCollection\",\"features\":[\n"
           "{\"type\":\"Feature\",\"properties\":{\"role\":\"way\",\"profile\":" +
           in_quotes(profile) + ",\"duration_ms\":" + std::to_string(route.duration().value) +
           ",\"distance_m\":" + std::to_string(route.distance.value) +
           "},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[" + line + "]}},\n" +
           end(from, "from", route.vertices.front().at, route.from_off_road) + ",\n" +
           end(to, "to", route.vertices.back().at, route.to_off_road) + "\n]}\n";
}

}  // namespace muster::app
