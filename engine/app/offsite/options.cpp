#include "engine/app/offsite/options.hpp"

#include <algorithm>
#include <string_view>

namespace muster::app {
namespace {

bool is_web(std::string_view url) {
    return url.starts_with("https://") || url.starts_with("http://");
}

// What stands in an address as it is, so that every server signs and reads the same.
bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.' || c == '/';
    });
}

std::optional<SettingProblem> check_s3(const OffsiteOptions& options) {
    const std::string_view rest = std::string_view(options.target).substr(5);
    if (rest.empty() || rest.front() == '/' || !is_plain(rest)) {
        return SettingProblem{"/target",
                              "must be s3://bucket or s3://bucket/prefix, of letters, digits, "
                              "'-', '_', '.' and '/'"};
    }
    if (!options.endpoint.empty() && !is_web(options.endpoint)) {
        return SettingProblem{"/endpoint", "must begin with https://, or be empty"};
    }
    if (options.region.empty() || !is_plain(options.region)) {
        return SettingProblem{"/region", "must be the name of a region, such as us-east-1"};
    }
    return std::nullopt;
}

}  // namespace

std::optional<SettingProblem> check(const OffsiteOptions& options) {
    const TargetKind kind = kind_of(options.target);
    if (kind == TargetKind::none || kind == TargetKind::folder) return std::nullopt;
    if (kind == TargetKind::webdav) {
        const std::string_view url = options.target;
        if (!is_web(url) || url.find_first_of("?# ") != url.npos || url.find('@') != url.npos) {
            return SettingProblem{"/target",
                                  "must be a folder from / on, https://... (WebDAV, without a "
                                  "name or a question in it) or s3://bucket/prefix"};
        }
    }
    if (options.user.empty() != (options.password.file.empty() && options.password.env.empty())) {
        return SettingProblem{"/password", "and user must both be given, or neither"};
    }
    if (kind == TargetKind::s3) {
        if (options.user.empty()) {
            return SettingProblem{"/user", "must be the name of the access key"};
        }
        return check_s3(options);
    }
    return std::nullopt;
}

}  // namespace muster::app
