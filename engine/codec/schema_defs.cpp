#include "engine/codec/schema_defs.hpp"

#include "engine/codec/command_datum.hpp"

namespace muster::codec {

namespace json = boost::json;

namespace {

// The unit that a field's name ends in, in words. A date says itself what it is.
std::string_view unit_of(const FieldModel& field) {
    if (field.type.kind == TypeRef::Kind::date) return {};
    constexpr std::pair<std::string_view, std::string_view> units[] = {
        {"_ms", "Milliseconds."},
        {"_min", "Minutes."},
        {"_m", "Metres."},
        {"_m_per_h", "Metres per hour."},
        {"_permille", "Thousandths."},
        {"_at", "Milliseconds since 1970-01-01 UTC; 0 = not yet."},
        {"_since", "Milliseconds since 1970-01-01 UTC; 0 = not yet."},
        {"_until", "Milliseconds since 1970-01-01 UTC; 0 = none."},
        {"_deadline", "Milliseconds since 1970-01-01 UTC."},
        {"_actions", "Names of the commands that it allows as it is now."},
    };
    for (const auto& [suffix, words] : units) {
        if (field.name.ends_with(suffix)) return words;
    }
    return {};
}

json::object type_schema(const TypeRef& type, std::string_view refs) {
    using Kind = TypeRef::Kind;
    switch (type.kind) {
        case Kind::boolean:
            return {{"type", "boolean"}};
        case Kind::integer:
            return {{"type", "integer"}, {"minimum", type.minimum}, {"maximum", type.maximum}};
        case Kind::id:
            return {{"type", "integer"}, {"minimum", 0}};
        case Kind::string:
            return {{"type", "string"}};
        case Kind::code:
            return {{"type", "string"},
                    {"maxLength", Code::max_size},
                    {"description", "At most 23 bytes of UTF-8, no control characters."}};
        case Kind::date:
            return {{"type", "string"}, {"format", "date"}};
        case Kind::time_of_day:
            return {{"type", "string"},
                    {"pattern", "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"},
                    {"description", "Hours and minutes; 24:00 = the end of the day."}};
        case Kind::named:
            return schema_ref(refs, type.name);
        case Kind::list:
            break;
    }
    json::object list{{"type", "array"}, {"items", type_schema(type.item.front(), refs)}};
    if (type.exact_size > 0) {
        list["minItems"] = type.exact_size;
        list["maxItems"] = type.exact_size;
    }
    return list;
}

json::object object_schema(const TypeModel& type, std::string_view refs) {
    json::object properties;
    for (const FieldModel& field : type.fields) {
        json::object schema = type_schema(field.type, refs);
        const std::string_view unit = unit_of(field);
        if (!unit.empty()) schema["description"] = unit;
        if (field.type.personal) schema["x-personal"] = true;
        properties[field.name] = std::move(schema);
    }
    return {{"type", "object"}, {"properties", std::move(properties)}};
}

json::object enum_schema(const TypeModel& type) {
    json::array values;
    for (const std::string& name : type.names)
        values.emplace_back(name);
    return {{"type", "string"}, {"enum", std::move(values)}};
}

json::object variant_schema(const TypeModel& type, std::string_view refs) {
    json::array alternatives;
    for (const std::string& name : type.names) {
        json::object tag{{"type", "object"},
                         {"properties", json::object{{"type", json::object{{"const", name}}}}},
                         {"required", json::array{"type"}}};
        alternatives.push_back(json::object{{"allOf", json::array{tag, schema_ref(refs, name)}}});
    }
    return {{"oneOf", std::move(alternatives)}};
}

json::object point_schema() {
    const auto degrees = [](int limit) {
        return json::object{{"type", "number"}, {"minimum", -limit}, {"maximum", limit}};
    };
    return {{"type", "object"},
            {"description", "WGS-84, decimal degrees, exact to 1e-7."},
            {"properties", json::object{{"lat", degrees(90)}, {"lon", degrees(180)}}},
            {"required", json::array{"lat", "lon"}}};
}

json::object reported_point_schema() {
    const json::object number{{"type", "number"}};
    return {{"type", "object"},
            {"description",
             "WGS-84, decimal degrees. A fix whose point is not on earth is dropped by itself."},
            {"properties", json::object{{"lat", number}, {"lon", number}}},
            {"required", json::array{"lat", "lon"}}};
}

}  // namespace

json::object schema_ref(std::string_view refs, std::string_view name) {
    return {{"$ref", std::string(refs) + std::string(name)}};
}

json::object schema_defs(const Model& model, std::string_view refs) {
    json::object defs;
    for (const auto& [name, type] : model) {
        switch (type.kind) {
            case TypeModel::Kind::object:
                defs[name] = object_schema(type, refs);
                break;
            case TypeModel::Kind::enumeration:
                defs[name] = enum_schema(type);
                break;
            case TypeModel::Kind::variant:
                defs[name] = variant_schema(type, refs);
                break;
        }
    }
    defs["Point"] = point_schema();
    defs["ReportedPoint"] = reported_point_schema();
    return defs;
}

json::object datum_type() {
    json::array names;
    for (std::string_view rest = datum_names; !rest.empty();) {
        const std::size_t comma = rest.find(", ");
        names.emplace_back(rest.substr(0, comma));
        rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 2);
    }
    return {{"type", "string"}, {"enum", std::move(names)}};
}

}  // namespace muster::codec
