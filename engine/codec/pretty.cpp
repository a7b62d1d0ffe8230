#include "engine/codec/pretty.hpp"

#include <algorithm>

namespace muster::codec {

namespace {

constexpr std::size_t line_length = 100;

void append(std::string& out, const boost::json::value& value, std::size_t depth) {
    const auto line = [&](std::size_t level) {
        out += '\n';
        out.append(2 * level, ' ');
    };
    const std::string flat = boost::json::serialize(value);
    const auto* object = value.if_object();
    const auto* array = value.if_array();
    const bool plain =
        array != nullptr && std::all_of(array->begin(), array->end(), [](auto& item) {
            return !item.is_object() && !item.is_array();
        });
    if ((object == nullptr && array == nullptr) || (plain && flat.size() < line_length) ||
        (object != nullptr && object->size() <= 1 && flat.size() < line_length / 2)) {
        out += flat;
        return;
    }
    out += object != nullptr ? '{' : '[';
    bool first = true;
    const auto separate = [&] {
        if (!first) out += ',';
        first = false;
        line(depth + 1);
    };
    if (object != nullptr) {
        for (const auto& member : *object) {
            separate();
            out += boost::json::serialize(boost::json::value(member.key())) + ": ";
            append(out, member.value(), depth + 1);
        }
    } else {
        for (const auto& item : *array) {
            separate();
            append(out, item, depth + 1);
        }
    }
    line(depth);
    out += object != nullptr ? '}' : ']';
}

}  // namespace

std::string pretty(const boost::json::value& value) {
    std::string out;
    append(out, value, 0);
    return out + '\n';
}

}  // namespace muster::codec
