// The second factor: codes of an app that change every 30 seconds (TOTP, RFC 6238, six digits,
// SHA-1 as such apps expect), and codes on paper for the day when the app is lost. By liboath. Any
// thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "muster/units.hpp"

namespace muster::access {

// 160 random bits in base32, as apps take them.
[[nodiscard]] std::string draw_totp_secret();

// otpauth://totp/Muster:li.wei?secret=...&issuer=Muster, which apps read as a QR code.
[[nodiscard]] std::string totp_url(std::string_view account, std::string_view secret);

// The step of time whose code this is: of now, of the step before or the one behind it, since
// clocks differ. Nothing when it is none of these, or no code at all, or its step is not after
// `used`: a code counts once. Precondition: the secret is one of draw_totp_secret.
[[nodiscard]] std::optional<std::int64_t> totp_step_of(std::string_view secret,
                                                       std::string_view code, TimePoint now,
                                                       std::int64_t used);
// The code at that time, for tests and for whoever imitates an app.
[[nodiscard]] std::string totp_code(std::string_view secret, TimePoint at);

// Such as K7QX-3MZA-9TBD-VW2E: 80 random bits, to be written down.
[[nodiscard]] std::vector<std::string> draw_recovery_codes(std::size_t count);
// The form in which one is hashed: without blanks and dashes, in capitals. Empty: it is none.
[[nodiscard]] std::string recovery_code_of(std::string_view typed);

}  // namespace muster::access
