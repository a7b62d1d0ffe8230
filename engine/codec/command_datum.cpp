#include "engine/codec/command_datum.hpp"

#include "engine/codec/describe.hpp"

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

void to_wgs84(Command& command, Datum from) {
    if (from == Datum::wgs84) return;
    std::visit([from](auto& one) { convert(one, from); }, command);
}

}  // namespace muster::codec
