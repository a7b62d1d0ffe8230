#include "engine/roads/tiles/mvt.hpp"

#include "engine/roads/tiles/web_mercator.hpp"

namespace muster::roads {
namespace {

// Numbers of fields and commands are those of the format.
constexpr std::uint32_t version = 2;
namespace tile_field {
constexpr protozero::pbf_tag_type layer = 3;
}
namespace layer_field {
constexpr protozero::pbf_tag_type name = 1;
constexpr protozero::pbf_tag_type feature = 2;
constexpr protozero::pbf_tag_type key = 3;
constexpr protozero::pbf_tag_type value = 4;
constexpr protozero::pbf_tag_type extent = 5;
constexpr protozero::pbf_tag_type version = 15;
}  // namespace layer_field
namespace feature_field {
constexpr protozero::pbf_tag_type properties = 2;
constexpr protozero::pbf_tag_type type = 3;
constexpr protozero::pbf_tag_type geometry = 4;
}  // namespace feature_field
namespace value_field {
constexpr protozero::pbf_tag_type text = 1;
}

constexpr std::uint32_t move_to = 1;
constexpr std::uint32_t line_to = 2;
constexpr std::uint32_t close_path = 7;

}  // namespace

void MvtGeometry::command(std::uint32_t number, std::size_t count) {
    commands_.push_back(static_cast<std::uint32_t>(count) << 3 | number);
}

void MvtGeometry::step_to(TilePoint at) {
    commands_.push_back(protozero::encode_zigzag32(at.x - at_.x));
    commands_.push_back(protozero::encode_zigzag32(at.y - at_.y));
    at_ = at;
}

void MvtGeometry::add_point(TilePoint at) {
    command(move_to, 1);
    step_to(at);
}

void MvtGeometry::add_line(std::span<const TilePoint> line) {
    add_point(line.front());
    command(line_to, line.size() - 1);
    for (const TilePoint at : line.subspan(1))
        step_to(at);
}

void MvtGeometry::add_ring(std::span<const TilePoint> ring) {
    add_line(ring);
    command(close_path, 1);
}

void MvtGeometry::clear() {
    commands_.clear();
    at_ = {};
}

MvtLayer::MvtLayer(std::string& tile, std::string_view name) : tile_(tile), name_(name) {}

std::uint32_t MvtLayer::number_of(Numbers& numbers, std::vector<std::string_view>& in_order,
                                  std::string_view text) {
    const auto known = numbers.find(text);
    if (known != numbers.end()) return known->second;
    const auto number = static_cast<std::uint32_t>(in_order.size());
    in_order.push_back(numbers.emplace(text, number).first->first);
    return number;
}

void MvtLayer::add(
    MvtType type, const MvtGeometry& geometry,
    std::initializer_list<std::pair<std::string_view, std::string_view>> properties) {
    if (!layer_) {
        layer_.emplace(tile_, tile_field::layer);
        layer_->add_uint32(layer_field::version, version);
        layer_->add_string(layer_field::name, name_);
    }
    std::vector<std::uint32_t> numbers;
    for (const auto& [key, value] : properties) {
        if (value.empty()) continue;
        numbers.push_back(number_of(keys_, keys_in_order_, key));
        numbers.push_back(number_of(values_, values_in_order_, value));
    }
    protozero::pbf_writer feature(*layer_, layer_field::feature);
    feature.add_packed_uint32(feature_field::properties, numbers.begin(), numbers.end());
    feature.add_enum(feature_field::type, static_cast<std::int32_t>(type));
    const auto commands = geometry.commands();
    feature.add_packed_uint32(feature_field::geometry, commands.begin(), commands.end());
}

MvtLayer::~MvtLayer() {
    if (!layer_) return;
    for (const std::string_view key : keys_in_order_)
        layer_->add_string(layer_field::key, key.data(), key.size());
    for (const std::string_view value : values_in_order_) {
        protozero::pbf_writer text(*layer_, layer_field::value);
        text.add_string(value_field::text, value.data(), value.size());
    }
    layer_->add_uint32(layer_field::extent, tile_extent);
}

}  // namespace muster::roads
