#include <boost/json.hpp>
#include <cstdlib>

#include "engine/codec/commands_json.hpp"
#include "engine/codec/pretty.hpp"
#include "engine/codec/type_model.hpp"
#include "engine/views/code_lists.hpp"
#include "engine/views/collection.hpp"
#include "engine/views/documents.hpp"
#include "muster/collections.hpp"

namespace muster::views {

namespace json = boost::json;

namespace {

using codec::FieldModel;
using codec::Model;
using codec::TypeModel;
using codec::TypeRef;

template <class E>
json::array names_of(EnumSet<E> set) {
    json::array names;
    for (std::size_t i = 0; i < enum_count<E>; ++i) {
        if (set.has(static_cast<E>(i))) names.emplace_back(enum_names<E>[i]);
    }
    return names;
}

json::value text_or_null(std::string_view text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

template <class T>
json::object entity() {
    constexpr EntityRow row = entity_row<T>;
    json::array filters;
    json::array personal;
    for (const Filter& filter : EntityView<T>::filters()) {
        filters.emplace_back(filter.name);
        if (filter.personal) personal.emplace_back(filter.name);
    }
    return {{"type", type_name<T>()},
            {"path", row.path},
            {"one", row.one},
            {"topic", to_text(topic_of<T>)},
            {"filters", std::move(filters)},
            {"personal_filters", std::move(personal)},
            {"confidential", EntityView<T>::is_confidential()},
            {"about_people", row.about_people},
            {"allowed_actions", row.allowed_actions}};
}

// Of the rules, or made for whoever asks: nothing on the feed tells when one changes.
template <class T>
json::object list(std::string_view path, std::string_view one, std::string_view of) {
    json::object out{{"path", path}, {"one", one}, {"topic", nullptr}, {"of", of}};
    // Plain codes have no type of their own.
    if constexpr (codec::AStruct<T>) {
        out["type"] = type_name<T>();
    } else {
        out["type"] = nullptr;
    }
    return out;
}

json::array lists() {
    json::array out;
    const auto part = [&]<class T>(const RulePart<T>& row) {
        out.push_back(list<T>(row.path, row.one, "rules"));
    };
    std::apply([&](const auto&... row) { (part(row), ...); }, rule_parts);
    const auto made = [&]<class T>(const MadeList<T>& row) {
        out.push_back(list<T>(row.path, row.one, "made"));
    };
    std::apply([&](const auto&... row) { (made(row), ...); }, made_lists);
    return out;
}

json::object command(const codec::NamedCommand& named) {
    const CommandRow& row = named.row;
    json::object out{{"name", named.name},
                     {"fields", named.name},
                     {"creates", text_or_null(row.creates)},
                     {"roles", names_of(row.roles)},
                     {"own", row.own},
                     {"internal", row.roles.empty() && !row.own}};
    if (row.allowed_in.empty()) {
        out["allowed_in"] = nullptr;
    } else {
        out["allowed_in"] = names_of(row.allowed_in);
    }
    return out;
}

std::string_view kind_of_integer(const TypeRef& type) {
    if (type.name == type_name<TimePoint>()) return "time";
    if (type.name == type_name<Millis>()) return "duration";
    if (type.name == type_name<Metres>()) return "distance";
    return "integer";
}

std::string_view kind_of_named(const TypeRef& type, const Model& model) {
    const auto known = model.find(type.name);
    if (known == model.end()) return "point";  // which is described by no fields
    return known->second.kind == TypeModel::Kind::enumeration ? "enum" : "object";
}

json::object type_json(const TypeRef& type, std::string_view field, const Model& model) {
    using Kind = TypeRef::Kind;
    switch (type.kind) {
        case Kind::boolean:
            return {{"kind", "boolean"}};
        case Kind::integer: {
            json::object out{{"kind", kind_of_integer(type)}};
            // The whole range of the type says nothing.
            if (type.minimum != std::numeric_limits<std::int64_t>::min()) {
                out["minimum"] = type.minimum;
                out["maximum"] = type.maximum;
            }
            return out;
        }
        case Kind::string:
            return {{"kind", "string"}};
        case Kind::code:
            return {{"kind", "code"}, {"name", text_or_null(list_of_code(field))}};
        case Kind::date:
            return {{"kind", "date"}};
        case Kind::time_of_day:
            return {{"kind", "time_of_day"}};
        case Kind::id:
            return {{"kind", "id"}, {"name", text_or_null(type.name)}};
        case Kind::named:
            return {{"kind", kind_of_named(type, model)}, {"name", type.name}};
        case Kind::list:
            break;
    }
    json::object out{{"kind", "list"}, {"item", type_json(type.item.front(), field, model)}};
    if (type.exact_size > 0) out["exact_size"] = type.exact_size;
    return out;
}

// What a form starts with. An id, a time or a point that nobody told is 0 on the wire, which is no
// value to start with; an object starts with those of its own type.
bool starts_with_default(std::string_view kind) {
    return kind == "boolean" || kind == "integer" || kind == "enum" || kind == "duration" ||
           kind == "distance";
}

json::array fields_json(const TypeModel& type, const Model& model) {
    const json::value parsed = json::parse(type.defaults);
    const json::object& defaults = parsed.as_object();
    json::array out;
    for (const FieldModel& field : type.fields) {
        json::object one{{"name", field.name},
                         {"type", type_json(field.type, field.name, model)},
                         {"always", field.always},
                         {"personal", field.type.personal}};
        const auto usual = defaults.find(field.name);
        const std::string_view kind = one["type"].at("kind").as_string();
        if (usual != defaults.end() && starts_with_default(kind)) one["default"] = usual->value();
        out.push_back(std::move(one));
    }
    return out;
}

// All but the events: they are told in sentences.
Model model_of_consoles() {
    Model model;
    codec::add_commands(model);
    codec::add_rules(model);
    codec::add_entities(model);
    codec::model_of<RejectReason>(model);
    codec::model_of<Role>(model);
    const auto made = [&]<class T>(const MadeList<T>&) { codec::model_of<T>(model); };
    std::apply([&](const auto&... row) { (made(row), ...); }, made_lists);
    return model;
}

}  // namespace

std::string model_document() {
    const Model model = model_of_consoles();
    json::array entities;
    each_type(Entities(), [&]<class T>(std::type_identity<T>) { entities.push_back(entity<T>()); });
    json::array commands;
    for (const codec::NamedCommand& named : codec::commands_by_name())
        commands.push_back(command(named));
    json::object types;
    json::object enums;
    for (const auto& [name, type] : model) {
        switch (type.kind) {
            case TypeModel::Kind::object:
                types[name] = fields_json(type, model);
                break;
            case TypeModel::Kind::enumeration:
                enums[name] = json::array(type.names.begin(), type.names.end());
                break;
            case TypeModel::Kind::variant:
                break;
        }
    }
    return codec::pretty(json::object{{"entities", std::move(entities)},
                                      {"lists", lists()},
                                      {"commands", std::move(commands)},
                                      {"types", std::move(types)},
                                      {"enums", std::move(enums)}});
}

}  // namespace muster::views
