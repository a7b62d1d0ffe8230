#include "tests/core/scenario_values.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <chrono>
#include <cmath>
#include <optional>

#include "engine/codec/commands_json.hpp"
#include "engine/codec/type_model.hpp"
#include "tests/core/scenario_words.hpp"

namespace muster::test {
namespace {

namespace json = boost::json;
using Kind = codec::TypeRef::Kind;
using TypeKind = codec::TypeModel::Kind;

constexpr double units_per_metre = 1e7 / 111'195.08;
constexpr double origin_lat = 32.4;
constexpr double origin_lon = 119.4;

const codec::Model& vocabulary() {
    static const codec::Model model = codec::vocabulary_model();
    return model;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
    return number;
}

std::optional<std::int64_t> duration_ms(std::string_view text) {
    constexpr std::pair<std::string_view, std::int64_t> units[] = {
        {"min", 60'000}, {"s", 1'000}, {"h", 3'600'000}, {"d", 86'400'000}};
    for (const auto& [unit, ms] : units) {
        if (!text.ends_with(unit)) continue;
        const auto number = whole_number(text.substr(0, text.size() - unit.size()));
        if (number) return *number * ms;
    }
    return std::nullopt;
}

json::value point_of(const std::string& text) {
    const std::vector<std::string> parts = split(text, ',');
    if (parts.size() != 2) {
        throw Failure{"\"" + text + "\" is no place; 100,-50 is 100 m east and 50 m south"};
    }
    const Point place = place_of(std::stod(parts[0]), std::stod(parts[1]));
    return json::object{{"lat", place.lat_e7 / 1e7}, {"lon", place.lon_e7 / 1e7}};
}

json::value number_of(std::string_view field, const std::string& text) {
    if (const auto number = whole_number(text)) return *number;
    if (field.ends_with("_ms")) {
        if (const auto ms = duration_ms(text)) return *ms;
    } else if (text.find(':') != std::string::npos) {
        return time_of(text).value;
    }
    return json::string(text);  // the codec says what is wrong with it
}

[[noreturn]] void unknown_field(const std::string& type, std::string_view field) {
    std::string known;
    for (const codec::FieldModel& each : vocabulary().at(type).fields)
        known += " " + each.name;
    throw Failure{type + " has no field \"" + std::string(field) + "\"; it has" +
                  (known.empty() ? " none" : ":" + known)};
}

const codec::FieldModel& field_of(const std::string& type, std::string_view name) {
    const std::vector<codec::FieldModel>& fields = vocabulary().at(type).fields;
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const auto& field) { return field.name == name; });
    if (found == fields.end()) unknown_field(type, name);
    return *found;
}

bool is_point(const codec::TypeRef& type) {
    return type.kind == Kind::named && (type.name == "Point" || type.name == "ReportedPoint");
}

bool is_struct(const codec::TypeRef& type) {
    if (type.kind != Kind::named) return false;
    const auto found = vocabulary().find(type.name);
    return found != vocabulary().end() && found->second.kind == TypeKind::object;
}

// Values as the scenario writes them -> as the wire has them. Anything that is not right for its
// type stays as it is: the codec, which reads it next, says what is wrong.
class Converter {
  public:
    explicit Converter(const Names& names) : names_(names) {}

    json::value value(const json::value& from, const codec::FieldModel& field) const {
        return value(from, field.type, field.name);
    }

    json::value raw(const std::string& text, const codec::TypeRef& type,
                    std::string_view field) const {
        const bool is_json = !text.empty() && std::string_view("\"[{").find(text[0]) != npos;
        if (!is_json) return from_text(text, type, field);
        json::error_code error;
        const json::value parsed = json::parse(text, error);
        if (error) throw Failure{"\"" + text + "\" is no JSON: " + error.message()};
        return value(parsed, type, field);
    }

  private:
    static constexpr std::size_t npos = std::string_view::npos;

    json::value value(const json::value& from, const codec::TypeRef& type,
                      std::string_view field) const {
        if (from.is_string()) return from_text(std::string(from.as_string()), type, field);
        if (from.is_array() && type.kind == Kind::list) {
            json::array list;
            for (const json::value& item : from.as_array())
                list.push_back(value(item, type.item.front(), field));
            return list;
        }
        if (from.is_object() && is_struct(type)) {
            json::object object;
            for (const auto& [name, item] : from.as_object())
                object[name] = value(item, field_of(type.name, name));
            return object;
        }
        return from;
    }

    json::value from_text(const std::string& text, const codec::TypeRef& type,
                          std::string_view field) const {
        switch (type.kind) {
            case Kind::boolean:
                return text == "true"    ? json::value(true)
                       : text == "false" ? json::value(false)
                                         : json::value(text);
            case Kind::integer:
                return number_of(field, text);
            case Kind::id:
                return names_.id(text);
            case Kind::string:
            case Kind::code:
            case Kind::date:
            case Kind::time_of_day:
                return json::string(text);
            case Kind::named:
                return is_point(type) && !text.empty() ? point_of(text) : json::string(text);
            case Kind::list:
                break;
        }
        json::array list;
        for (const std::string& item : split(text, ','))
            list.push_back(from_text(item, type.item.front(), field));
        return list;
    }

    const Names& names_;
};

// Puts one value at a path into an object, and makes what is not there on the way.
class Placer {
  public:
    Placer(const Names& names, const std::string& key, const std::string& text)
        : converter_(names), path_(split(key, '.')), text_(text) {}

    void put_into(json::object& object, const std::string& type) {
        if (at_ == path_.size()) throw Failure{"a value is given without the name of its field"};
        const codec::FieldModel& field = field_of(type, path_[at_++]);
        put(object[field.name], field.type, field.name);
    }

  private:
    void put(json::value& place, const codec::TypeRef& type, std::string_view field) {
        if (at_ == path_.size()) {
            place = converter_.raw(text_, type, field);
        } else if (is_struct(type)) {
            put_into(place.is_object() ? place.as_object() : place.emplace_object(), type.name);
        } else if (type.kind == Kind::list) {
            put(item(place), type.item.front(), field);
        } else if (is_point(type) && (path_[at_] == "lat" || path_[at_] == "lon")) {
            json::object& point = place.is_object() ? place.as_object() : place.emplace_object();
            point[path_[at_++]] = json::parse(text_);
        } else {
            throw Failure{std::string(field) + " has no fields, thus no \"" + path_[at_] + "\""};
        }
    }

    // Of a list; those before it that nobody gave are null.
    json::value& item(json::value& place) {
        const auto index = whole_number(path_[at_]);
        if (!index || *index < 0 || *index > 99) {
            throw Failure{"\"" + path_[at_] + "\" is no place in a list; the first is 0"};
        }
        ++at_;
        json::array& list = place.is_array() ? place.as_array() : place.emplace_array();
        const auto size = static_cast<std::size_t>(*index) + 1;
        if (list.size() < size) list.resize(size);
        return list[size - 1];
    }

    Converter converter_;
    std::vector<std::string> path_;
    std::string text_;
    std::size_t at_ = 0;
};

bool is_named(const std::string& variant, const std::string& name) {
    const std::vector<std::string>& names = vocabulary().at(variant).names;
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_empty(const json::value& value) {
    return (value.is_string() && value.as_string().empty()) ||
           (value.is_array() && value.as_array().empty()) ||
           (value.is_number() && value.to_number<double>() == 0);
}

bool same(const json::value& a, const json::value& b) {
    if (!a.is_double() && !b.is_double()) return a == b;
    if (!a.is_number() || !b.is_number()) return false;
    // Only degrees have fractions, of seven places.
    return std::llround(a.to_number<double>() * 1e7) == std::llround(b.to_number<double>() * 1e7);
}

std::string differs(const json::value& got, const json::value& want, const std::string& path);

std::string differs(const json::object& got, const json::object& want, const std::string& path) {
    for (const auto& [name, wanted] : want) {
        const std::string at = (path.empty() ? "" : path + ".") + std::string(name);
        const json::value* const found = got.if_contains(name);
        if (found == nullptr) {
            if (!is_empty(wanted)) return at + " is not there";
            continue;
        }
        if (std::string difference = differs(*found, wanted, at); !difference.empty()) {
            return difference;
        }
    }
    return {};
}

std::string differs(const json::array& got, const json::array& want, const std::string& path) {
    // A null stands for what a path skipped: then only some places were named.
    const bool whole = std::none_of(want.begin(), want.end(),
                                    [](const json::value& item) { return item.is_null(); });
    if (got.size() < want.size() || (whole && got.size() != want.size())) {
        return path + " has " + std::to_string(got.size()) + " items";
    }
    for (std::size_t i = 0; i < want.size(); ++i) {
        if (want[i].is_null()) continue;
        std::string difference = differs(got[i], want[i], path + "." + std::to_string(i));
        if (!difference.empty()) return difference;
    }
    return {};
}

std::string differs(const json::value& got, const json::value& want, const std::string& path) {
    if (got.is_object() && want.is_object()) {
        return differs(got.as_object(), want.as_object(), path);
    }
    if (got.is_array() && want.is_array()) return differs(got.as_array(), want.as_array(), path);
    if (same(got, want)) return {};
    return path + " is " + json::serialize(got) + " and not " + json::serialize(want);
}

}  // namespace

std::uint64_t Names::id(const std::string& name) const {
    if (name.empty() || name == "nobody") return 0;
    const auto found = ids_.find(name);
    if (found != ids_.end()) return found->second;
    if (const auto number = whole_number(name); number && *number >= 0) {
        return static_cast<std::uint64_t>(*number);
    }
    throw Failure{"nobody and nothing is called \"" + name + "\""};
}

TimePoint time_of(const std::string& text) {
    const std::size_t end_of_date = text.find('T');
    std::int64_t day = day_start;
    std::string clock = text;
    if (end_of_date != std::string::npos) {
        const std::vector<std::string> date = split(text.substr(0, end_of_date), '-');
        if (date.size() != 3) throw Failure{"\"" + text + "\" is no date; 2025-12-24T08:00 is one"};
        const std::chrono::year_month_day civil{
            std::chrono::year(std::stoi(date[0])),
            std::chrono::month(static_cast<unsigned>(std::stoul(date[1]))),
            std::chrono::day(static_cast<unsigned>(std::stoul(date[2])))};
        if (!civil.ok()) throw Failure{"there is no day \"" + text + "\""};
        day = std::chrono::sys_days(civil).time_since_epoch().count() * std::int64_t{86'400'000};
        clock = text.substr(end_of_date + 1);
    }
    const std::vector<std::string> parts = split(clock, ':');
    std::int64_t seconds = 0;
    for (const std::string& part : parts) {
        const auto number = whole_number(part);
        if (!number || parts.size() < 2 || parts.size() > 3) {
            throw Failure{"\"" + text + "\" is no time; 08:00 and 08:00:05 are"};
        }
        seconds = seconds * 60 + *number;
    }
    if (parts.size() == 2) seconds *= 60;
    return {day + seconds * 1000};
}

bool is_command(const std::string& name) {
    return is_named("Command", name);
}

std::string wrong_command(const std::string& name) {
    Command command;
    const auto error = codec::read_command_named(name, "{}", command, codec::Mode::strict);
    return is_command(name) || !error ? "" : error->message;
}

std::string wrong_event(const std::string& name) {
    if (is_named("Event", name)) return {};
    Event event;
    const std::string text = json::serialize(json::object{{"type", name}});
    const auto error = codec::read_event(text, event, codec::Mode::strict);
    return error ? error->message : "";
}

json::object object_of(const std::string& type, const std::vector<std::string>& pairs,
                       const Names& names, json::object from) {
    json::object object = std::move(from);
    for (const std::string& pair : pairs) {
        const std::size_t equals = pair.find('=');
        if (equals == std::string::npos) throw Failure{"\"" + pair + "\" is not key=value"};
        Placer placer(names, pair.substr(0, equals), pair.substr(equals + 1));
        placer.put_into(object, type);
    }
    return object;
}

Point place_of(double east_m, double north_m) {
    const double cosine = std::cos(origin_lat * 3.14159265358979 / 180);
    return {static_cast<std::int32_t>(std::lround(origin_lat * 1e7 + north_m * units_per_metre)),
            static_cast<std::int32_t>(
                std::lround(origin_lon * 1e7 + east_m * units_per_metre / cosine))};
}

std::string difference(const json::value& got, const json::value& want) {
    return differs(got, want, "");
}

std::string value_at(const json::object& object, const std::string& path) {
    json::value whole = object;
    const json::value* value = &whole;
    for (const std::string& key : split(path, '.')) {
        const json::object* const inner = value->if_object();
        const json::array* const list = value->if_array();
        const auto index = whole_number(key);
        value = inner != nullptr ? inner->if_contains(key)
                : list != nullptr && index && *index >= 0
                    ? list->if_contains(static_cast<std::size_t>(*index))
                    : nullptr;
        if (value == nullptr) return {};
    }
    if (value->is_string()) return std::string(value->as_string());
    return json::serialize(*value);
}

}  // namespace muster::test
