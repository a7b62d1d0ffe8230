#include "adapters/pbx/options.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/codec/protocol_text.hpp"

namespace muster::pbx {
namespace {

// Stands in an action or a command as it is: with more than these it could become another.
bool is_plain(std::string_view text, std::string_view marks) {
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return codec::is_letter_or_digit(c) || marks.find(c) != std::string_view::npos;
    });
}

bool has_number(std::string_view channel) {
    constexpr std::array<std::string_view, 3> places{"{number}", "{digits}", "{national}"};
    return std::any_of(places.begin(), places.end(), [&](std::string_view place) {
        return channel.find(place) != std::string_view::npos;
    });
}

std::optional<SettingProblem> check_rings(const PbxOptions& options) {
    if (options.ring_channel.empty()) return std::nullopt;
    if (!has_number(options.ring_channel) || !is_plain(options.ring_channel, "{}/@.-_:+*#")) {
        return SettingProblem{
            "/ring_channel",
            "must be a channel with the place of the number and nothing else, such "
            "as \"PJSIP/{number}@trunk\" or \"sofia/gateway/trunk/{national}\""};
    }
    const std::array<std::pair<const char*, const std::string*>, 5> texts{
        {{"/ring_context", &options.ring_context},
         {"/ring_exten", &options.ring_exten},
         {"/ring_caller_id", &options.ring_caller_id},
         {"/ring_language", &options.ring_language},
         {"/country_code", &options.country_code}}};
    for (const auto& [pointer, text] : texts) {
        if (!is_plain(*text, "-_+*#.")) {
            return SettingProblem{pointer, "must be of letters, digits and -_+*#. only"};
        }
    }
    if (options.ring_context.empty()) return SettingProblem{"/ring_context", "must not be empty"};
    if (options.ring_exten.empty()) return SettingProblem{"/ring_exten", "must not be empty"};
    return check_at_most("/ring_ms", options.ring_ms, options.ring_longest_ms.number());
}

}  // namespace

std::optional<SettingProblem> check(const PbxOptions& options) {
    if (options.host.empty()) return std::nullopt;
    if (options.secret.file.empty() == options.secret.env.empty()) {
        return SettingProblem{"/secret", "must say where the secret is: either file or env"};
    }
    if (options.contexts.empty()) {
        return SettingProblem{"/contexts",
                              "must name the contexts in which calls of the hotline begin, such as "
                              "\"from-trunk\""};
    }
    if (options.exchange.empty() || options.exchange.find(':') != std::string::npos) {
        return SettingProblem{"/exchange", "must be a name without a colon, such as \"pbx\""};
    }
    if (auto wrong = check_at_most("/ping_ms", options.ping_ms, options.silence_ms.number() - 1)) {
        return wrong;
    }
    return check_rings(options);
}

}  // namespace muster::pbx
