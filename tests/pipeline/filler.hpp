// Values with something in every field, for tests of what a reader may not see.
#pragma once

#include <string>
#include <type_traits>
#include <vector>

#include "engine/codec/json_writer.hpp"

namespace muster::views::test {

// Fills a value with one of everything, every list with two items, and keeps what the JSON says of
// each personal value: none of that may be found in the masked form. Personal values are unlike all
// others; one that is no text is kept with the name of its field, since "other" or 3 may stand in
// another one as well.
class Filler {
  public:
    std::vector<std::string> secrets;

    template <class T>
    void fill(T& value) {
        using namespace codec;
        if constexpr (std::is_same_v<T, bool>) {
            value = true;
        } else if constexpr (std::is_integral_v<T>) {
            value = static_cast<T>(personal_ ? 5 : 3);
        } else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, Code>) {
            value = T("plain");
        } else if constexpr (AQuantity<T>) {
            value.value = personal_ ? 6 : 4;
        } else if constexpr (ADateOrTime<T>) {
            value = {};
        } else if constexpr (APoint<T>) {
            ++number_;
            value = Point{323'456'789 + number_ * 1'000, 1'194'567'891 + number_ * 1'000};
        } else if constexpr (APersonal<T>) {
            fill_personal(value.value);
        } else if constexpr (AnEnum<T>) {
            value = personal_ ? enum_values<T>.front() : enum_values<T>.back();
        } else if constexpr (AnOptional<T>) {
            fill(value.emplace());
        } else if constexpr (AVector<T>) {
            value.resize(2);
            for (auto& item : value)
                fill(item);
        } else if constexpr (AnArray<T>) {
            for (auto& item : value)
                fill(item);
        } else {
            static_assert(AStruct<T>);
            boost::mp11::mp_for_each<MembersOf<T>>([&](auto member) {
                if (!personal_) name_ = member.name;
                fill(value.*member.pointer);
            });
        }
    }

  private:
    template <class T>
    void fill_personal(T& value) {
        if constexpr (std::is_same_v<T, std::string>) {
            ++number_;
            value = number_ % 2 == 0 ? std::string("王秘密") : std::string("+865149000");
            value += std::to_string(1000 + number_);
            secrets.push_back(value);
        } else if constexpr (std::is_same_v<T, Code>) {
            value = Code("secret_" + std::to_string(1000 + ++number_));
            secrets.push_back(value.str());
        } else {
            personal_ = true;
            fill(value);
            personal_ = false;
            std::string json = '"' + name_ + "\":";
            codec::write(json, value);
            secrets.push_back(json);
        }
    }

    std::int32_t number_ = 0;
    bool personal_ = false;  // inside a personal value
    std::string name_;       // of the field that is being filled
};

}  // namespace muster::views::test
