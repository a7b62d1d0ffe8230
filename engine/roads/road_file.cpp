#include "engine/roads/road_file.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>

namespace muster::roads {
namespace {

static_assert(std::endian::native == std::endian::little,
              "road files are used where they lie, and are little-endian");
static_assert(sizeof(Point) == 8 && sizeof(Way) == 16 && sizeof(Place) == 16 &&
                  sizeof(Shape) == 16 && sizeof(RoadInfo) == 8 && sizeof(Ban) == 12 &&
                  sizeof(OtherName) == 8,
              "the structs are the file's format");

constexpr std::string_view magic = "MUSTROAD";
constexpr std::size_t hash_at = 24;

struct SectionHead {
    std::uint32_t number = 0;
    std::uint32_t element_bytes = 0;
    std::uint64_t offset = 0;
    std::uint64_t count = 0;
};
static_assert(sizeof(SectionHead) * section_count == road_table_bytes(road_file_version));

constexpr std::array<std::string_view, section_count> section_names{
    "info",         "points",         "snap",           "first_arc",      "arc_to",
    "arc_way",      "weights_urgent", "weights_normal", "weights_e_bike", "weights_walk",
    "ways",         "string_first",   "string_bytes",   "places",         "shapes",
    "shape_points", "arc_access",     "bans",           "ban_arcs",       "limits",
    "place_names",  "street_names"};
constexpr std::array<std::uint32_t, section_count> element_bytes{
    8, 8, 1, 4, 4, 4, 4, 4, 4, 4, 16, 4, 1, 16, 16, 8, 1, 12, 4, 4, 8, 8};

constexpr std::uint64_t padded(std::uint64_t bytes) {
    return (bytes + 7) & ~std::uint64_t{7};
}

using Digest = std::array<unsigned char, 32>;

Digest sha256(std::span<const std::byte> bytes) {
    Digest digest{};
    unsigned int length = 0;
    // One-shot digests fail only where OpenSSL has no SHA-256 at all.
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1)
        std::abort();
    return digest;
}

std::string hex(const Digest& digest) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : digest) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

class Writer {
  public:
    explicit Writer(std::uint32_t version)
        : version_(version), bytes_(road_header_bytes + road_table_bytes(version)) {}

    template <class T>
    void section(const std::vector<T>& elements) {
        const std::uint32_t number = next_++;
        if (sizeof(T) != element_bytes[number]) std::abort();
        const SectionHead head{number, sizeof(T), bytes_.size(), elements.size()};
        std::memcpy(bytes_.data() + road_header_bytes + number * sizeof head, &head, sizeof head);
        const std::size_t size = elements.size() * sizeof(T);
        bytes_.resize(padded(bytes_.size() + size));
        if (size != 0) std::memcpy(bytes_.data() + head.offset, elements.data(), size);
    }

    std::vector<std::byte> finish() && {
        const auto count = static_cast<std::uint32_t>(section_count_of(version_));
        if (next_ != count) std::abort();
        const std::uint64_t size = bytes_.size();
        const Digest digest = sha256(std::span(bytes_).subspan(road_header_bytes));
        std::memcpy(bytes_.data(), magic.data(), magic.size());
        std::memcpy(bytes_.data() + 8, &version_, 4);
        std::memcpy(bytes_.data() + 12, &count, 4);
        std::memcpy(bytes_.data() + 16, &size, 8);
        std::memcpy(bytes_.data() + hash_at, digest.data(), digest.size());
        return std::move(bytes_);
    }

  private:
    std::uint32_t version_;
    std::vector<std::byte> bytes_;
    std::uint32_t next_ = 0;
};

// Takes the sections out of the bytes; the first thing that is wrong ends it.
class Reader {
  public:
    Reader(std::span<const std::byte> bytes, RoadView& out) : bytes_(bytes), out_(out) {}

    std::optional<std::string> read() {
        if (!header() || !table() || !graph() || !turns() || !names() || !drawings()) return wrong_;
        return std::nullopt;
    }

  private:
    template <class T>
    [[nodiscard]] T number_at(std::size_t offset) const {
        T value{};
        std::memcpy(&value, bytes_.data() + offset, sizeof value);
        return value;
    }

    bool fail(std::string message) {
        wrong_ = std::move(message);
        return false;
    }

    bool fail(Section section, std::size_t element, const std::string& message) {
        return fail("section " + std::string(name_of(section)) + ", element " +
                    std::to_string(element) + ": " + message);
    }

    bool header() {
        if (bytes_.size() < magic.size() ||
            std::memcmp(bytes_.data(), magic.data(), magic.size()) != 0)
            return fail(
                "byte 0: this is no road file; one begins with \"MUSTROAD\" and is made by "
                "`muster roads import`");
        const auto cut_off = [this](std::size_t least) {
            return fail("the file ends after " + std::to_string(bytes_.size()) +
                        " bytes, inside its header of " + std::to_string(least) +
                        "; it was cut off: copy or import it again");
        };
        if (bytes_.size() < road_header_bytes) return cut_off(road_header_bytes);
        version_ = number_at<std::uint32_t>(8);
        if (version_ < 1 || version_ > road_file_version)
            return fail("byte 8: version " + std::to_string(version_) +
                        " of the format; this program reads versions 1 to " +
                        std::to_string(road_file_version) +
                        ": import the map again, or take the program that made it");
        const std::size_t least = road_header_bytes + road_table_bytes(version_);
        if (bytes_.size() < least) return cut_off(least);
        sections_ = section_count_of(version_);
        if (const auto count = number_at<std::uint32_t>(12); count != sections_)
            return fail("byte 12: " + std::to_string(count) + " sections; version " +
                        std::to_string(version_) + " has " + std::to_string(sections_) +
                        ": the file is damaged");
        if (const auto size = number_at<std::uint64_t>(16); size != bytes_.size())
            return fail("byte 16: the file says it has " + std::to_string(size) +
                        " bytes, but has " + std::to_string(bytes_.size()) +
                        "; it was cut off or added to: copy or import it again");
        const Digest digest = sha256(bytes_.subspan(road_header_bytes));
        Digest stated{};
        std::memcpy(stated.data(), bytes_.data() + hash_at, stated.size());
        out_.hash = hex(digest);
        if (digest != stated)
            return fail("byte " + std::to_string(hash_at) + ": the SHA-256 of the content is " +
                        out_.hash + ", but the file was written with " + hex(stated) +
                        "; it was changed since: copy or import it again");
        return true;
    }

    bool table() {
        std::uint64_t expected = road_header_bytes + road_table_bytes(version_);
        for (std::uint32_t i = 0; i < sections_; ++i) {
            SectionHead& head = heads_[i];
            head = number_at<SectionHead>(road_header_bytes + i * sizeof head);
            const auto section = static_cast<Section>(i);
            if (head.number != i || head.element_bytes != element_bytes[i])
                return fail(section, 0,
                            "its entry in the table names section " + std::to_string(head.number) +
                                " with " + std::to_string(head.element_bytes) +
                                " bytes per element; expected " + std::to_string(i) + " with " +
                                std::to_string(element_bytes[i]));
            if (head.offset != expected)
                return fail(section, 0,
                            "begins at byte " + std::to_string(head.offset) + "; expected " +
                                std::to_string(expected));
            if (head.count > (bytes_.size() - expected) / head.element_bytes)
                return fail(
                    section, 0,
                    std::to_string(head.count) + " elements reach past the end of the file");
            expected = padded(expected + head.count * head.element_bytes);
            if (expected > bytes_.size())
                return fail(section, 0, "reaches past the end of the file");
        }
        if (expected != bytes_.size())
            return fail("the sections end at byte " + std::to_string(expected) +
                        ", but the file has " + std::to_string(bytes_.size()));
        if (heads_[0].count != 1) return fail(Section::info, 0, "expected one element");
        out_.info = number_at<RoadInfo>(heads_[0].offset);
        out_.points = elements<Point>(Section::points);
        out_.snap = elements<std::uint8_t>(Section::snap);
        out_.first_arc = elements<std::uint32_t>(Section::first_arc);
        out_.arc_to = elements<std::uint32_t>(Section::arc_to);
        out_.arc_way = elements<std::uint32_t>(Section::arc_way);
        for (std::uint32_t p = 0; p < profile_count; ++p)
            out_.weights[p] = elements<std::uint32_t>(
                static_cast<Section>(static_cast<std::uint32_t>(Section::weights_urgent) + p));
        out_.ways = elements<Way>(Section::ways);
        out_.string_first = elements<std::uint32_t>(Section::string_first);
        out_.string_bytes = elements<char>(Section::string_bytes);
        out_.places = elements<Place>(Section::places);
        out_.shapes = elements<Shape>(Section::shapes);
        out_.shape_points = elements<Point>(Section::shape_points);
        if (version_ == 1) return true;
        out_.arc_access = elements<std::uint8_t>(Section::arc_access);
        out_.bans = elements<Ban>(Section::bans);
        out_.ban_arcs = elements<std::uint32_t>(Section::ban_arcs);
        if (!count_is(Section::limits, 1)) return false;
        out_.doubtful_m = elements<std::uint32_t>(Section::limits).front();
        out_.place_names = elements<OtherName>(Section::place_names);
        out_.street_names = elements<OtherName>(Section::street_names);
        return true;
    }

    template <class T>
    std::span<const T> elements(Section section) const {
        const SectionHead& head = heads_[static_cast<std::size_t>(section)];
        return {reinterpret_cast<const T*>(bytes_.data() + head.offset), head.count};
    }

    bool count_is(Section section, std::uint64_t expected) {
        const std::uint64_t count = heads_[static_cast<std::size_t>(section)].count;
        if (count == expected) return true;
        return fail(section, 0,
                    std::to_string(count) + " elements; expected " + std::to_string(expected));
    }

    bool points_valid(Section section, std::span<const Point> points) {
        for (std::size_t i = 0; i < points.size(); ++i) {
            const Point p = points[i];
            if (p.lat_e7 < -900'000'000 || p.lat_e7 > 900'000'000 || p.lon_e7 < -1'800'000'000 ||
                p.lon_e7 > 1'800'000'000)
                return fail(section, i,
                            "lies outside latitudes of +-90 and longitudes of +-180 "
                            "degrees");
        }
        return true;
    }

    // Begins with 0, never falls, ends with `end`.
    bool rows_valid(Section section, std::span<const std::uint32_t> first, std::uint64_t end) {
        if (first.empty() || first.front() != 0)
            return fail(section, 0, "expected 0 as its first element");
        for (std::size_t i = 1; i < first.size(); ++i) {
            if (first[i] < first[i - 1])
                return fail(section, i,
                            std::to_string(first[i]) + " is below its predecessor " +
                                std::to_string(first[i - 1]));
        }
        if (first.back() != end)
            return fail(section, first.size() - 1,
                        "is " + std::to_string(first.back()) + "; expected " + std::to_string(end));
        return true;
    }

    bool index_valid(Section section, std::size_t element, std::uint32_t index, std::size_t count,
                     std::string_view what) {
        if (index < count) return true;
        return fail(section, element,
                    std::string(what) + " " + std::to_string(index) +
                        " does not exist; there are " + std::to_string(count));
    }

    bool graph() {
        const std::size_t nodes = out_.points.size();
        const std::size_t arcs = out_.arc_to.size();
        if (nodes == 0) return fail(Section::points, 0, "the map has no nodes");
        if (nodes >= none || arcs >= none)
            return fail(Section::points, 0, "more nodes or arcs than 32 bits can number");
        if (out_.info.profiles == 0 || out_.info.profiles > all_profiles)
            return fail(Section::info, 0,
                        "the set of profiles is " + std::to_string(out_.info.profiles) +
                            "; expected 1 to " + std::to_string(all_profiles));
        if (!points_valid(Section::points, out_.points)) return false;
        if (!count_is(Section::snap, nodes) || !count_is(Section::first_arc, nodes + 1) ||
            !count_is(Section::arc_way, arcs) ||
            !rows_valid(Section::first_arc, out_.first_arc, arcs))
            return false;
        for (std::size_t i = 0; i < nodes; ++i) {
            if (out_.snap[i] > all_profiles)
                return fail(Section::snap, i, "names profiles that do not exist");
        }
        for (std::size_t i = 0; i < arcs; ++i) {
            if (!index_valid(Section::arc_to, i, out_.arc_to[i], nodes, "node")) return false;
            if (out_.arc_way[i] != none &&
                !index_valid(Section::arc_way, i, out_.arc_way[i], out_.ways.size(), "way"))
                return false;
        }
        return weights();
    }

    bool weights() {
        for (std::uint32_t p = 0; p < profile_count; ++p) {
            const auto section =
                static_cast<Section>(static_cast<std::uint32_t>(Section::weights_urgent) + p);
            const bool stored = ((out_.info.profiles >> p) & 1) != 0;
            if (!count_is(section, stored ? out_.arc_to.size() : 0)) return false;
            for (std::size_t i = 0; i < out_.weights[p].size(); ++i) {
                const std::uint32_t weight = out_.weights[p][i];
                if (weight > max_weight_ms && weight != closed)
                    return fail(section, i,
                                std::to_string(weight) + " ms; at most " +
                                    std::to_string(max_weight_ms) + ", or closed, are possible");
            }
        }
        return true;
    }

    // Who may stop where, and the turns that are banned.
    bool turns() {
        if ((!out_.arc_access.empty() || !out_.bans.empty()) &&
            !count_is(Section::arc_access, out_.arc_to.size()))
            return false;
        for (std::size_t i = 0; i < out_.arc_access.size(); ++i) {
            if (out_.arc_access[i] >= arc_access_end)
                return fail(Section::arc_access, i, "names a way of access that does not exist");
        }
        for (std::size_t i = 0; i < out_.ban_arcs.size(); ++i) {
            if (!index_valid(Section::ban_arcs, i, out_.ban_arcs[i], out_.arc_to.size(), "arc"))
                return false;
        }
        for (std::size_t i = 0; i < out_.bans.size(); ++i) {
            const Ban& ban = out_.bans[i];
            if (ban.count < 2 || ban.count > ban_arcs_max ||
                std::uint64_t{ban.first} + ban.count > out_.ban_arcs.size())
                return fail(Section::bans, i, "expected 2 to 64 arcs that are in the file");
            if (ban.profiles > all_profiles)
                return fail(Section::bans, i, "names profiles that do not exist");
            for (std::uint32_t k = ban.first; k + 1 < ban.first + ban.count; ++k) {
                const std::uint32_t at = out_.arc_to[out_.ban_arcs[k]];
                const std::uint32_t next = out_.ban_arcs[k + 1];
                if (next < out_.first_arc[at] || next >= out_.first_arc[at + 1])
                    return fail(Section::bans, i, "its arcs do not follow each other");
            }
        }
        return true;
    }

    bool names() {
        if (!rows_valid(Section::string_first, out_.string_first, out_.string_bytes.size()))
            return false;
        strings_ = out_.string_first.size() - 1;
        if (!index_valid(Section::info, 0, out_.info.source, strings_, "string")) return false;
        for (std::size_t i = 0; i < out_.ways.size(); ++i) {
            const Way& way = out_.ways[i];
            if (way.name != none && !index_valid(Section::ways, i, way.name, strings_, "string"))
                return false;
            if (!index_valid(Section::ways, i, way.kind, road_kind_count, "kind of road"))
                return false;
        }
        return other_names(Section::place_names, out_.place_names, out_.places.size(), "place") &&
               other_names(Section::street_names, out_.street_names, strings_, "string");
    }

    bool other_names(Section section, std::span<const OtherName> names, std::size_t count,
                     std::string_view of) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (!index_valid(section, i, names[i].of, count, of) ||
                !index_valid(section, i, names[i].name, strings_, "string"))
                return false;
        }
        return true;
    }

    bool drawings() {
        for (std::size_t i = 0; i < out_.places.size(); ++i) {
            const Place& place = out_.places[i];
            if (!index_valid(Section::places, i, place.name, strings_, "string") ||
                !index_valid(Section::places, i, place.kind, place_kind_count, "kind of place") ||
                !points_valid(Section::places, std::span(&place.at, 1)))
                return false;
        }
        if (!points_valid(Section::shape_points, out_.shape_points)) return false;
        for (std::size_t i = 0; i < out_.shapes.size(); ++i) {
            const Shape& shape = out_.shapes[i];
            if (shape.name != none &&
                !index_valid(Section::shapes, i, shape.name, strings_, "string"))
                return false;
            if (!index_valid(Section::shapes, i, shape.kind, shape_kind_count, "kind of shape"))
                return false;
            if (std::uint64_t{shape.first_point} + shape.point_count > out_.shape_points.size())
                return fail(Section::shapes, i, "its points reach past the last one");
        }
        return true;
    }

    std::span<const std::byte> bytes_;
    RoadView& out_;
    std::uint32_t version_ = 0;
    std::size_t sections_ = 0;
    std::array<SectionHead, section_count> heads_{};
    std::size_t strings_ = 0;
    std::string wrong_;
};

}  // namespace

std::string_view name_of(Section section) {
    return section_names[static_cast<std::size_t>(section)];
}

namespace {

bool has_new_names(const RoadData& data) {
    return !data.place_names.empty() || !data.street_names.empty() ||
           std::any_of(data.places.begin(), data.places.end(), [](const Place& place) {
               return place.kind >= static_cast<std::uint32_t>(PlaceKind::town_hall);
           });
}

}  // namespace

std::vector<std::byte> write_road_file(const RoadData& data) {
    std::vector<std::uint32_t> string_first{0};
    std::vector<char> string_bytes;
    const auto add = [&](const std::string& text) {
        string_bytes.insert(string_bytes.end(), text.begin(), text.end());
        string_first.push_back(static_cast<std::uint32_t>(string_bytes.size()));
    };
    for (const std::string& text : data.strings)
        add(text);
    add(data.source);

    // The lowest version that can hold the map.
    const bool at_nodes = data.arc_access.empty() && data.bans.empty();
    const std::uint32_t version = at_nodes && !has_new_names(data) ? 1 : road_file_version;
    Writer writer(version);
    writer.section(
        std::vector<RoadInfo>{{data.profiles, static_cast<std::uint32_t>(data.strings.size())}});
    writer.section(data.points);
    writer.section(data.snap);
    writer.section(data.first_arc);
    writer.section(data.arc_to);
    writer.section(data.arc_way);
    for (const auto& weights : data.weights)
        writer.section(weights);
    writer.section(data.ways);
    writer.section(string_first);
    writer.section(string_bytes);
    writer.section(data.places);
    writer.section(data.shapes);
    writer.section(data.shape_points);
    if (version > 1) {
        writer.section(data.arc_access);
        writer.section(data.bans);
        writer.section(data.ban_arcs);
        writer.section(std::vector<std::uint32_t>{data.doubtful_m});
        writer.section(data.place_names);
        writer.section(data.street_names);
    }
    std::vector<std::byte> bytes = std::move(writer).finish();
    RoadView view;
    if (read_road_file(bytes, view)) std::abort();
    return bytes;
}

std::optional<std::string> read_road_file(std::span<const std::byte> bytes, RoadView& out) {
    return Reader(bytes, out).read();
}

}  // namespace muster::roads
