#include "engine/views/masked_json.hpp"

#include "engine/codec/text.hpp"
#include "engine/views/event_view.hpp"
#include "engine/views/masking.hpp"

namespace muster::views {
namespace {

// Length of the character at the start of a text that is not empty.
std::size_t first_character(std::string_view text) {
    if (static_cast<unsigned char>(text[0]) < 0x80) return 1;
    const std::size_t size = codec::utf8_sequence(text.data(), text.data() + text.size());
    return size == 0 ? 1 : size;
}

std::int32_t rounded(std::int32_t degrees_e7) {
    constexpr std::int32_t step = 100'000;
    const std::int32_t half = degrees_e7 < 0 ? -step / 2 : step / 2;
    return (degrees_e7 + half) / step * step;
}

}  // namespace

std::string masked_text(std::string_view text) {
    if (text.empty()) return {};
    const std::size_t size = first_character(text);
    if (size == text.size()) return "**";
    return std::string(text.substr(0, size)) + "**";
}

std::string masked_phone(std::string_view phone) {
    if (phone.empty()) return {};
    // Two characters of a very short number would be most of it.
    if (phone.size() < 5) return "**";
    return "**" + std::string(phone.substr(phone.size() - 2));
}

Point masked_point(Point point) {
    return {rounded(point.lat_e7), rounded(point.lon_e7)};
}

void detail::write_masked_choice(Writer& w, const Event& event) {
    view_of(event).write_masked(w, event);
}

void write_masked(std::string& out, const Event& event) {
    write_masked_any(out, event);
}

}  // namespace muster::views
