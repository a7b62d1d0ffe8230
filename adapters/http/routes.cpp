#include "adapters/http/routes.hpp"

#include <algorithm>

#include "engine/codec/protocol_text.hpp"
#include "muster/collections.hpp"

namespace muster::http {

namespace {

static_assert([] {
    for (std::size_t i = 0; i < routes.size(); ++i) {
        if (static_cast<std::size_t>(routes[i].endpoint) != i) return false;
    }
    return true;
}());

// Takes "/segment" off the front.
std::string_view take_segment(std::string_view& path) {
    const std::size_t size = std::min(path.find('/', 1), path.size());
    const std::string_view segment = path.substr(1, size - 1);
    path.remove_prefix(size);
    return segment;
}

// Whether the segment is one that the pattern wants; what it stands for goes into the route.
bool fits(std::string_view wanted, std::string_view segment, Route& route) {
    if (wanted == "{id}") {
        const auto id = codec::parse_number(segment);
        route.id = id.value_or(0);
        return id.has_value();
    }
    if (!wanted.starts_with('{')) return segment == wanted;
    route.name = segment;
    return wanted == "{collection}" ? find_collection(segment) != nullptr : !segment.empty();
}

bool matches(std::string_view pattern, std::string_view path, Route& route) {
    while (!pattern.empty() && !path.empty()) {
        if (!fits(take_segment(pattern), take_segment(path), route)) return false;
    }
    return pattern.empty() && path.empty();
}

}  // namespace

Route find_route(std::string_view path) {
    for (const RouteRow& row : routes) {
        Route route{row.endpoint, {}, 0};
        if (matches(row.path, path, route)) return route;
    }
    for (const std::string_view ours : {"/v1", "/t", "/s", "/check", "/open311"}) {
        if (path == ours || (path.starts_with(ours) && path[ours.size()] == '/')) return {};
    }
    return {Endpoint::file, path, 0};
}

bool is_open311(std::string_view target) {
    if (!target.starts_with("/open311/")) return false;
    const Route route = find_route(target.substr(0, target.find('?')));
    return route.endpoint != Endpoint::none && route.endpoint != Endpoint::file;
}

Method parse_method(std::string_view text) {
    if (text == "GET") return Method::get;
    if (text == "HEAD") return Method::head;
    if (text == "POST") return Method::post;
    if (text == "DELETE") return Method::delete_;
    if (text == "OPTIONS") return Method::options;
    return Method::other;
}

bool allows(Endpoint endpoint, std::string_view method) {
    std::string_view rest = row_of(endpoint).methods;
    while (!rest.empty()) {
        if (codec::trimmed(codec::take_until(rest, ',')) == method) return true;
    }
    return false;
}

}  // namespace muster::http
