#include "engine/codec/command_datum.hpp"

#include "engine/codec/describe.hpp"
#include "engine/codec/text.hpp"
#include "muster/commands.hpp"

namespace muster::codec {
namespace {

template <class T>
void convert(T& value, Datum from) {
    if constexpr (APoint<T>) {
        if (on_earth(value)) value = to_wgs84(value, from);
    } else if constexpr (APersonal<T>) {
        convert(value.value, from);
    } else if constexpr (AnOptional<T>) {
        if (value) convert(*value, from);
    } else if constexpr (AVector<T> || AnArray<T>) {
        for (auto& item : value)
            convert(item, from);
    } else if constexpr (AStruct<T>) {
        boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
            [&](auto member) { convert(value.*member.pointer, from); });
    }
}

}  // namespace

std::optional<Datum> datum_named(std::string_view name) {
    if (name == "wgs84") return Datum::wgs84;
    if (name == "gcj02") return Datum::gcj02;
    if (name == "bd09") return Datum::bd09;
    return std::nullopt;
}

std::string unknown_datum(std::string_view name) {
    const std::string_view shown = utf8_front(name, 40);
    return "\"" + std::string(shown) + (shown.size() < name.size() ? "..." : "") +
           "\" is no system of coordinates that is known here";
}

void to_wgs84(Command& command, Datum from) {
    if (from == Datum::wgs84) return;
    visit([from](auto& one) { convert(one, from); }, command);
}

void to_wgs84(ResponderProfile& profile, Datum from) {
    if (from != Datum::wgs84) convert(profile, from);
}

void to_wgs84(Rules& rules, const std::function<Datum(std::string_view)>& from) {
    boost::mp11::mp_for_each<MembersOf<Rules>>([&](auto member) {
        const Datum datum = from(wire_name(member.name));
        if (datum != Datum::wgs84) convert(rules.*member.pointer, datum);
    });
}

}  // namespace muster::codec
