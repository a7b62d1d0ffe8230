#include "engine/pipeline/rule_change.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <string>
#include <vector>

#include "engine/codec/commands_json.hpp"

namespace muster::pipeline {
namespace {

namespace json = boost::json;

// The item that a step of the path names; null when there is none.
json::value* item_of(json::array& list, std::string_view name) {
    std::size_t place = 0;
    const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), place);
    if (failed == std::errc{} && end == name.data() + name.size()) {
        return place < list.size() ? &list[place] : nullptr;
    }
    for (json::value& item : list) {
        if (!item.is_object()) continue;
        for (const char* key : {"code", "urgency", "flag", "colour", "role", "milestone"}) {
            const json::value* named = item.get_object().if_contains(key);
            if (named && named->is_string() && named->get_string() == name) return &item;
        }
    }
    return nullptr;
}

// Where a rule of this name stands, by its full path: the first few in order. In lists only the
// first item is looked at, since the others are alike.
void find_paths(const json::value& value, const std::string& path, std::string_view name,
                std::vector<std::string>& found) {
    if (found.size() == 3) return;
    if (value.is_array()) {
        const json::array& list = value.get_array();
        if (!list.empty()) find_paths(list[0], path + ".0", name, found);
    } else if (value.is_object()) {
        for (const auto& [key, inner] : value.get_object()) {
            const std::string here =
                path.empty() ? std::string(key) : path + "." + std::string(key);
            if (std::string_view(key) == name && found.size() < 3) found.push_back(here);
            find_paths(inner, here, name, found);
        }
    }
}

// "; did you mean dispatch.policy?", or nothing.
std::string suggestion(const json::value& root, std::string_view path) {
    const std::string_view name = path.substr(path.rfind('.') + 1);
    std::vector<std::string> found;
    find_paths(root, "", name, found);
    std::string text;
    for (const std::string& one : found) {
        if (one == path) return {};
        text.append(text.empty() ? "; did you mean " : " or ").append(one);
    }
    return text.empty() ? text : text + "?";
}

std::string joined(std::string_view a, std::string_view b, std::string_view c) {
    return std::string(a).append(b).append(c);
}

}  // namespace

std::optional<std::string> change_rule(Rules& rules, std::string_view path,
                                       std::string_view value) {
    std::string text;
    codec::write(text, rules);
    json::value root = json::parse(text);
    // Before the last name is put in its place below, where it would be found.
    const std::string hint = suggestion(root, path);
    json::value* at = &root;
    std::string_view rest = path;
    while (true) {
        const std::size_t dot = rest.find('.');
        const std::string_view name = rest.substr(0, dot);
        const bool last = dot == std::string_view::npos;
        json::value* next = nullptr;
        if (at->is_array()) {
            next = item_of(at->get_array(), name);
        } else if (at->is_object()) {
            // Empty fields are left out of the text, so the last name may be new here.
            next = last ? &at->get_object()[name] : at->get_object().if_contains(name);
        }
        if (!next) return joined("there is no rule \"", path, "\"") + hint;
        at = next;
        if (last) break;
        rest.remove_prefix(dot + 1);
    }
    boost::system::error_code failed;
    json::value parsed = json::parse(json::string_view(value.data(), value.size()), failed);
    if (failed) parsed = json::string(value);
    *at = std::move(parsed);
    Rules changed;
    if (const auto error = codec::read_rules(json::serialize(root), changed, codec::Mode::strict)) {
        return joined("cannot set \"", path, "\": ") + error->message + hint;
    }
    rules = std::move(changed);
    return std::nullopt;
}

}  // namespace muster::pipeline
