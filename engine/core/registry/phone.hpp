// The one form of a telephone number, however it is written: E.164 with the country and the area of
// the rules. Pure; bytes that are no UTF-8 make a text that is no number.
//
// Understood: full-width digits, every usual bracket, blank, hyphen and dot; +, 00, 0 and the
// prefixes of cheap long-distance calls (17951, 12593...) before the number; a country code without
// +; an area code with its 0 or without; extensions ("-801", "ext 801", "转801", ";ext=801"); tel:
// and sip: addresses. Numbers of services (120, 12345, 95588, 400...) stay as they are dialled.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "muster/rules.hpp"

namespace muster::core {

struct PhoneNumber {
    // "+8651485550101"; or as dialled here: "120", "95588", "4001234567", and a local number where
    // the rules name no area.
    std::string number;
    std::string extension;  // digits, may be empty

    bool operator==(const PhoneNumber&) const = default;

    // A line of one household or office, as against the number of a service.
    [[nodiscard]] bool is_line() const { return number.starts_with('+'); }
};

// Nothing when the text is no telephone number.
[[nodiscard]] std::optional<PhoneNumber> parse_phone(std::string_view text, const PhoneRule& rule);

// "+8651485550104;ext=8203" (RFC 3966), which parse_phone reads back.
[[nodiscard]] std::string to_text(const PhoneNumber& phone);

// The text's one form, or the text itself when it is no number.
[[nodiscard]] std::string canonical_phone(std::string_view text, const PhoneRule& rule);

// Whether somebody who calls from `a` may be who is reached at `b`: exchanges often do not send the
// extension, but two that are known must agree.
[[nodiscard]] bool may_be_same(const PhoneNumber& a, const PhoneNumber& b);

}  // namespace muster::core
