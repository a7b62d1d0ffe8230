#include "engine/app/tables/said.hpp"

namespace muster::app {
namespace {

constexpr std::string_view place = "{}";

// What a value says is never looked at for places.
std::string filled_one(std::string_view pattern, std::initializer_list<Said> values,
                       std::string Said::*language) {
    std::string out;
    for (const Said& value : values) {
        const std::size_t at = pattern.find(place);
        out += pattern.substr(0, at);
        out += value.*language;
        pattern.remove_prefix(at + place.size());
    }
    return out.append(pattern);
}

}  // namespace

Said filled(std::string_view en, std::string_view zh, std::initializer_list<Said> values) {
    return {filled_one(en, values, &Said::en), filled_one(zh, values, &Said::zh)};
}

}  // namespace muster::app
