// What the OpenAPI document promises, for tests to hold against what the listener answers.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <string>
#include <string_view>

#include "engine/codec/schema.hpp"

namespace muster::http {

namespace documented {

namespace json = boost::json;

inline const json::object& document() {
    static const json::object parsed = json::parse(codec::openapi()).as_object();
    return parsed;
}

// Whether a path with its parameters in braces is this path. Each is one segment; a page of the
// console may lie deeper.
inline bool matches(std::string_view pattern, std::string_view path) {
    while (!pattern.empty() && !path.empty()) {
        if (pattern.front() == '{') {
            const bool deep = pattern.starts_with("{page}");
            const auto end = deep ? std::string_view::npos : path.find('/');
            if (end == 0) return false;
            pattern.remove_prefix(pattern.find('}') + 1);
            path.remove_prefix(end == std::string_view::npos ? path.size() : end);
        } else if (pattern.front() != path.front()) {
            return false;
        } else {
            pattern.remove_prefix(1);
            path.remove_prefix(1);
        }
    }
    return pattern.empty() && path.empty();
}

// The operations of a target's path; null = none. A page of the console is what nothing else is.
inline const json::object* path_item(std::string_view target) {
    const std::string_view path = target.substr(0, target.find('?'));
    const json::object* best = nullptr;
    for (const auto& entry : document().at("paths").as_object()) {
        const std::string_view pattern(entry.key().data(), entry.key().size());
        if (!matches(pattern, path)) continue;
        if (best == nullptr || !pattern.starts_with("/{page}")) best = &entry.value().as_object();
    }
    return best;
}

inline const json::object* operation(std::string_view method, std::string_view target) {
    const json::object* const item = path_item(target);
    const auto* const found = item == nullptr ? nullptr
                                              : item->if_contains(method == "POST"     ? "post"
                                                                  : method == "DELETE" ? "delete"
                                                                                       : "get");
    return found == nullptr ? nullptr : &found->as_object();
}

// Follows a "$ref", if it is one.
inline const json::object& resolved(const json::object& object) {
    const auto* const ref = object.if_contains("$ref");
    if (ref == nullptr) return object;
    const std::string pointer(ref->as_string().subview(1));
    static std::map<std::string, json::object> known;
    const auto [place, is_new] = known.try_emplace(pointer);
    if (is_new) place->second = json::value(document()).at_pointer(pointer).as_object();
    return resolved(place->second);
}

// What an answer does that the document does not say; empty = nothing.
inline std::string surprise(std::string_view method, std::string_view target, unsigned status,
                            std::string_view content_type, std::string_view body) {
    const std::string answer = std::string(method) + " " + std::string(target.substr(0, 80)) +
                               " -> " + std::to_string(status);
    const bool known_method = method == "GET" || method == "HEAD" || method == "POST" ||
                              (method == "DELETE" && operation(method, target) != nullptr);
    const json::object* const asked = known_method ? operation(method, target) : nullptr;
    // The document says in words what OPTIONS, unknown methods and unknown paths are answered.
    if (status == 405 || (method == "OPTIONS" && status == 204)) {
        return asked == nullptr ? "" : answer + ": the document has this method";
    }
    if (asked == nullptr) {
        return status >= 400 ? "" : answer + ": not a path or method of the document";
    }
    const json::object& responses = asked->at("responses").as_object();
    const auto* const response = responses.if_contains(std::to_string(status));
    if (response == nullptr) return answer + ": not a status of the document";
    if (method == "HEAD" || body.empty()) return "";
    const auto* const content = resolved(response->as_object()).if_contains("content");
    if (content == nullptr) return answer + ": the document knows no content";
    const std::string type(content_type.substr(0, content_type.find(';')));
    const json::object& types = content->as_object();
    if (!types.contains(type) && !types.contains("*/*")) return answer + ": " + type;
    if (!type.ends_with("json") || !types.contains(type)) return "";
    const json::object& schema = resolved(types.at(type).at("schema").as_object());
    const auto* const properties = schema.if_contains("properties");
    if (properties == nullptr) return "";
    boost::system::error_code error;
    const json::value parsed = json::parse(json::string_view(body.data(), body.size()), error);
    if (error || !parsed.is_object()) return answer + ": not a JSON object";
    for (const auto& member : parsed.as_object()) {
        if (!properties->as_object().contains(member.key())) {
            return answer + ": the document has no member " + std::string(member.key());
        }
    }
    return "";
}

}  // namespace documented

}  // namespace muster::http
