#include "adapters/http/console_policy.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <utility>

namespace muster::http {

namespace json = boost::json;

namespace {

constexpr std::string_view styles_name = "style-src";
constexpr std::string_view scripts_name = "script-src";

struct Hashes {
    std::string styles;
    std::string scripts;
};

std::string policy_with(const Hashes& more) {
    // Feed and reads are of the own host: 'self' covers its WebSocket too (CSP 3, 6.7.2.8).
    return "default-src 'none'; script-src 'self'" + more.scripts + "; style-src 'self'" +
           more.styles +
           "; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; "
           "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
           "frame-ancestors 'none'";
}

// 'sha256-<base64>' and its longer kin, with the quotes (CSP 3, 2.3.1: hash-source).
bool is_hash(std::string_view source) {
    constexpr std::array<std::string_view, 3> kinds{"'sha256-", "'sha384-", "'sha512-"};
    const auto kind = std::find_if(kinds.begin(), kinds.end(),
                                   [&](std::string_view one) { return source.starts_with(one); });
    if (kind == kinds.end() || source.size() < kind->size() + 2 || source.back() != '\'') {
        return false;
    }
    source = source.substr(kind->size(), source.size() - kind->size() - 1);
    return std::all_of(source.begin(), source.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '+' || c == '/' || c == '-' || c == '_' || c == '=';
    });
}

// Appends the hashes of one list; false when it is none.
bool take_hashes(const json::value& list, std::string& out) {
    if (!list.is_array()) return false;
    for (const json::value& item : list.get_array()) {
        if (!item.is_string()) return false;
        const std::string_view source(item.get_string().data(), item.get_string().size());
        if (!is_hash(source)) return false;
        out.append(" ").append(source);
    }
    return true;
}

}  // namespace

std::string console_policy() {
    return policy_with({});
}

std::optional<std::string> add_hashes(std::string_view csp_json, std::string& policy) {
    json::error_code failed;
    const json::value parsed =
        json::parse(json::string_view(csp_json.data(), csp_json.size()), failed);
    if (failed || !parsed.is_object()) return "is not a JSON object";
    Hashes more;
    for (const auto& member : parsed.get_object()) {
        const bool style = member.key() == styles_name;
        if (!style && member.key() != scripts_name) {
            return "may name style-src and script-src only";
        }
        if (!take_hashes(member.value(), style ? more.styles : more.scripts)) {
            return "may list hashes only, such as 'sha256-...'";
        }
    }
    policy = policy_with(more);
    return std::nullopt;
}

}  // namespace muster::http
