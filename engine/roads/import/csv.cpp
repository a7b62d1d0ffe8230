#include "engine/roads/import/csv.hpp"

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "engine/roads/import/decimal.hpp"
#include "engine/roads/import/graph_builder.hpp"

namespace muster::roads {
namespace {

constexpr std::size_t columns = 4;
using Fields = std::array<std::string_view, columns>;

// A table of four columns, line by line. Holds the whole file.
class Table {
  public:
    explicit Table(std::string path) : path_(std::move(path)) {}

    std::optional<std::string> open(std::string_view expected_head) {
        const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path_.c_str(), "rb"),
                                                                   &std::fclose);
        if (!file) return path_ + ": cannot be opened: " + std::strerror(errno);
        std::array<char, 1 << 16> part{};
        while (const std::size_t size = std::fread(part.data(), 1, part.size(), file.get()))
            text_.append(part.data(), size);
        if (std::ferror(file.get()) != 0)
            return path_ + ": cannot be read: " + std::strerror(errno);
        rest_ = text_;
        if (const std::string_view head = line(); head != expected_head)
            return wrong("the names of the columns are \"" + std::string(head.substr(0, 80)) +
                         "\"; expected \"" + std::string(expected_head) + "\"");
        return std::nullopt;
    }

    // False at the end of the file or at a wrong line, which `problem` then tells.
    bool next(Fields& fields) {
        if (rest_.empty()) return false;
        std::string_view left = line();
        for (std::size_t i = 0; i < columns; ++i) {
            const std::size_t comma = left.find(',');
            const bool last = i + 1 == columns;
            if ((comma == std::string_view::npos) != last) {
                problem = wrong("expected " + std::to_string(columns) + " fields between commas");
                return false;
            }
            fields[i] = left.substr(0, comma);
            if (!last) left.remove_prefix(comma + 1);
        }
        return true;
    }

    [[nodiscard]] std::string wrong(const std::string& why) const {
        return path_ + ":" + std::to_string(number_) + ": " + why;
    }

    std::optional<std::string> problem;

  private:
    std::string_view line() {
        ++number_;
        const std::size_t end = rest_.find('\n');
        std::string_view found = rest_.substr(0, end);
        rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
        if (found.ends_with('\r')) found.remove_suffix(1);
        return found;
    }

    std::string path_;
    std::string text_;
    std::string_view rest_;
    std::size_t number_ = 0;
};

template <class T>
bool whole_number(std::string_view text, T& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size();
}

std::string quoted(std::string_view text) {
    return "\"" + std::string(text.substr(0, 40)) + "\"";
}

using Numbers = std::unordered_map<std::int64_t, std::uint32_t>;

std::optional<std::string> read_nodes(Table& table, GraphBuilder& graph, Numbers& numbers,
                                      const std::function<Point(Point)>& to_wgs84) {
    constexpr std::uint8_t driven = profile_bit(Profile::urgent) | profile_bit(Profile::normal);
    Fields f;
    while (table.next(f)) {
        std::int64_t id = 0;
        if (!whole_number(f[0], id))
            return table.wrong("id " + quoted(f[0]) + "; expected a whole number");
        const auto lon = degrees_e7(f[1], 180);
        if (!lon) return table.wrong("lon " + quoted(f[1]) + "; expected -180 to 180 degrees");
        const auto lat = degrees_e7(f[2], 90);
        if (!lat) return table.wrong("lat " + quoted(f[2]) + "; expected -90 to 90 degrees");
        if (f[3] != "0" && f[3] != "1")
            return table.wrong("off_road_access " + quoted(f[3]) + "; expected 0 or 1");
        const Point read{*lat, *lon};
        const Point place = to_wgs84 ? to_wgs84(read) : read;
        const std::uint32_t node = graph.add_node(place, f[3] == "1" ? driven : 0);
        if (!numbers.emplace(id, node).second)
            return table.wrong("node " + std::to_string(id) + " stands here a second time");
    }
    return table.problem;
}

std::optional<std::string> read_arcs(Table& table, GraphBuilder& graph, const Numbers& numbers) {
    Fields f;
    while (table.next(f)) {
        std::array<std::uint32_t, 2> ends{};
        GraphBuilder::Weights weights;
        weights.fill(closed);
        for (std::size_t i = 0; i < 2; ++i) {
            std::int64_t id = 0;
            const auto found = whole_number(f[i], id) ? numbers.find(id) : numbers.end();
            if (found == numbers.end())
                return table.wrong((i == 0 ? "from " : "to ") + quoted(f[i]) +
                                   "; expected the id of a node");
            ends[i] = found->second;
            if (!whole_number(f[i + 2], weights[i]) || weights[i] > max_weight_ms)
                return table.wrong((i == 0 ? "urgent_ms " : "normal_ms ") + quoted(f[i + 2]) +
                                   "; expected 0 to " + std::to_string(max_weight_ms) + " ms");
        }
        graph.add_arc(ends[0], ends[1], none, weights);
    }
    return table.problem;
}

}  // namespace

std::optional<std::string> import_csv(const std::string& nodes_file, const std::string& arcs_file,
                                      RoadData& out, const std::function<Point(Point)>& to_wgs84) {
    static_assert(static_cast<int>(Profile::urgent) == 0 && static_cast<int>(Profile::normal) == 1,
                  "the columns of arcs.csv are in the order of the profiles");
    Table nodes(nodes_file);
    Table arcs(arcs_file);
    GraphBuilder graph;
    Numbers numbers;
    if (auto wrong = nodes.open("id,lon,lat,off_road_access")) return wrong;
    if (auto wrong = read_nodes(nodes, graph, numbers, to_wgs84)) return wrong;
    if (numbers.empty()) return nodes.wrong("the table has no nodes");
    if (auto wrong = arcs.open("from,to,urgent_ms,normal_ms")) return wrong;
    if (auto wrong = read_arcs(arcs, graph, numbers)) return wrong;
    out = RoadData{};
    out.profiles = profile_bit(Profile::urgent) | profile_bit(Profile::normal);
    out.source = "tables of nodes and arcs";
    graph.finish(out);
    if (out.points.empty())
        return arcs.wrong("no two nodes are connected both ways: there is no network");
    return std::nullopt;
}

}  // namespace muster::roads
