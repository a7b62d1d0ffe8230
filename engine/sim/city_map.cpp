#include <cstdio>

#include "engine/codec/commands_json.hpp"
#include "engine/sim/city.hpp"

namespace muster::sim {

namespace {

void coordinate(std::string& out, std::int32_t e7) {
    char text[24];
    const std::int32_t whole = e7 / 10'000'000;
    // Five places, about a metre, are enough for a map. No coordinate here is negative.
    std::snprintf(text, sizeof text, "%d.%05d", whole, e7 % 10'000'000 / 100);
    out += text;
}

// GeoJSON puts the longitude first.
void position(std::string& out, Point p) {
    out += '[';
    coordinate(out, p.lon_e7);
    out += ',';
    coordinate(out, p.lat_e7);
    out += ']';
}

void positions(std::string& out, std::span<const Point> points, bool close) {
    out += '[';
    for (const Point& p : points) {
        if (&p != points.data()) out += ',';
        position(out, p);
    }
    if (close && points.front() != points.back()) {
        out += ',';
        position(out, points.front());
    }
    out += ']';
}

class Features {
  public:
    explicit Features(std::string& out) : out_(out) {}

    void begin(std::string_view kind, std::string_view code, std::string_view en,
               std::string_view zh) {
        if (!first_) out_ += ',';
        first_ = false;
        out_ += R"({"type":"Feature","properties":{"synthetic":true)";
        text("kind", kind);
        if (!code.empty()) text("code", code);
        text("name_en", en);
        text("name_zh", zh);
    }
    void text(std::string_view key, std::string_view value) {
        out_ += ",\"";
        out_ += key;
        out_ += "\":";
        codec::write_string(out_, value);
    }
    void point(Point p) {
        out_ += R"(},"geometry":{"type":"Point","coordinates":)";
        position(out_, p);
        out_ += "}}";
    }
    void line(std::span<const Point> points) {
        out_ += R"(},"geometry":{"type":"LineString","coordinates":)";
        positions(out_, points, false);
        out_ += "}}";
    }
    void polygon(std::span<const Point> points) {
        out_ += R"(},"geometry":{"type":"Polygon","coordinates":[)";
        positions(out_, points, true);
        out_ += "]}}";
    }

  private:
    std::string& out_;
    bool first_ = true;
};

}  // namespace

std::string city_map_json(const City& city) {
    const Geography& ground = geography();
    std::string out = R"({"type":"FeatureCollection","synthetic":true,"bbox":[)";
    coordinate(out, ground.south_west.lon_e7);
    out += ',';
    coordinate(out, ground.south_west.lat_e7);
    out += ',';
    coordinate(out, ground.north_east.lon_e7);
    out += ',';
    coordinate(out, ground.north_east.lat_e7);
    out += R"(],"features":[)";
    Features features(out);
    for (const District& d : ground.districts) {
        features.begin("district", d.code.view(), d.name.en, d.name.zh);
        features.polygon(d.outline);
    }
    for (const Line& w : ground.water) {
        features.begin("water", {}, w.name.en, w.name.zh);
        features.text("water", w.kind);
        if (w.kind == "lake") {
            features.polygon(w.points);
        } else {
            features.line(w.points);
        }
    }
    for (const Line& r : ground.roads) {
        features.begin("road", {}, r.name.en, r.name.zh);
        features.text("road", r.kind);
        features.line(r.points);
    }
    for (const Bridge& b : ground.bridges) {
        features.begin("bridge", {}, b.name.en, b.name.zh);
        features.point(b.at);
    }
    for (const Station& s : city.stations) {
        features.begin("station", s.code.view(), s.name_en, s.name_zh);
        features.text("district", s.district.view());
        features.point(s.at);
    }
    for (const Community& c : city.communities) {
        features.begin("community", c.code.view(), c.name_en, c.name_zh);
        features.text("district", c.district.view());
        features.point(c.at);
    }
    out += "]}";
    return out;
}

}  // namespace muster::sim
