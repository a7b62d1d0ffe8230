#include "engine/access/second_factor.hpp"

#include <liboath/oath.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

namespace muster::access {
namespace {

constexpr unsigned digits = 6;
constexpr unsigned step_s = OATH_TOTP_DEFAULT_TIME_STEP_SIZE;
constexpr std::size_t window = 1;  // steps before and behind
constexpr std::size_t totp_bytes = 20;
constexpr std::size_t recovery_bytes = 10;
constexpr std::size_t recovery_signs = 16;

struct Free {
    void operator()(char* text) const { std::free(text); }
};

// Memory is all that can be missing here.
void check(int result) {
    if (result < 0) std::abort();
}

std::string draw_base32(std::size_t bytes) {
    if (sodium_init() < 0) std::abort();
    std::array<char, 32> drawn{};
    randombytes_buf(drawn.data(), bytes);
    char* text = nullptr;
    std::size_t size = 0;
    check(oath_base32_encode(drawn.data(), bytes, &text, &size));
    const std::unique_ptr<char, Free> owner(text);
    std::string encoded(text, size);
    encoded.erase(encoded.find_last_not_of('=') + 1);
    return encoded;
}

std::string from_base32(std::string_view secret) {
    char* bytes = nullptr;
    std::size_t size = 0;
    check(oath_base32_decode(secret.data(), secret.size(), &bytes, &size));
    const std::unique_ptr<char, Free> owner(bytes);
    return {bytes, size};
}

std::string only_digits(std::string_view code) {
    std::string kept;
    for (const char sign : code) {
        if (sign == ' ') continue;
        if (sign < '0' || sign > '9') return {};
        kept += sign;
    }
    return kept.size() == digits ? kept : std::string();
}

}  // namespace

std::string draw_totp_secret() {
    return draw_base32(totp_bytes);
}

std::string totp_url(std::string_view account, std::string_view secret) {
    std::string url = "otpauth://totp/Muster:";
    url.append(account).append("?secret=").append(secret).append("&issuer=Muster");
    return url;
}

std::optional<std::int64_t> totp_step_of(std::string_view secret, std::string_view code,
                                         TimePoint now, std::int64_t used) {
    const std::string typed = only_digits(code);
    if (typed.empty()) return std::nullopt;
    const std::string key = from_base32(secret);
    std::uint64_t step = 0;
    const int found =
        oath_totp_validate3(key.data(), key.size(), now.value / 1000, step_s,
                            OATH_TOTP_DEFAULT_START_TIME, window, nullptr, &step, typed.c_str());
    if (found < 0 || static_cast<std::int64_t>(step) <= used) return std::nullopt;
    return static_cast<std::int64_t>(step);
}

std::string totp_code(std::string_view secret, TimePoint at) {
    const std::string key = from_base32(secret);
    std::array<char, digits + 1> code{};
    check(oath_totp_generate(key.data(), key.size(), at.value / 1000, step_s,
                             OATH_TOTP_DEFAULT_START_TIME, digits, code.data()));
    return code.data();
}

std::vector<std::string> draw_recovery_codes(std::size_t count) {
    std::vector<std::string> codes;
    for (std::size_t i = 0; i < count; ++i) {
        std::string code = draw_base32(recovery_bytes);
        for (const std::size_t at : {12u, 8u, 4u})
            code.insert(at, "-");
        codes.push_back(std::move(code));
    }
    return codes;
}

std::string recovery_code_of(std::string_view typed) {
    std::string code;
    for (const char sign : typed) {
        if (sign == ' ' || sign == '-') continue;
        const char capital =
            sign >= 'a' && sign <= 'z' ? static_cast<char>(sign - 'a' + 'A') : sign;
        const bool base32 =
            (capital >= 'A' && capital <= 'Z') || (capital >= '2' && capital <= '7');
        if (!base32) return {};
        code += capital;
    }
    return code.size() == recovery_signs ? code : std::string();
}

}  // namespace muster::access
