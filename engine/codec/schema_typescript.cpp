// TypeScript types of the vocabulary, for the console.
#include "engine/codec/schema.hpp"
#include "engine/codec/type_model.hpp"

namespace muster::codec {

namespace {

std::string typescript_type(const TypeRef& type) {
    using Kind = TypeRef::Kind;
    switch (type.kind) {
        case Kind::boolean:
            return "boolean";
        case Kind::integer:
        case Kind::id:
            return "number";
        case Kind::string:
        case Kind::code:
        case Kind::date:
        case Kind::time_of_day:
            return "string";
        case Kind::named:
            return type.name;
        case Kind::list:
            break;
    }
    return typescript_type(type.item.front()) + "[]";
}

void append_object(std::string& out, const std::string& name, const TypeModel& type) {
    // An empty interface would accept every value.
    if (type.fields.empty()) {
        out += "export type " + name + " = Record<string, never>;\n";
        return;
    }
    out += "export interface " + name + " {\n";
    for (const FieldModel& field : type.fields) {
        out +=
            "  " + field.name + (field.always ? ": " : "?: ") + typescript_type(field.type) + ";\n";
    }
    out += "}\n";
}

void append_enum(std::string& out, const std::string& name, const TypeModel& type) {
    out += "export type " + name + " =";
    for (const std::string& value : type.names)
        out += "\n  | \"" + value + '"';
    out += ";\n";
}

void append_variant(std::string& out, const std::string& name, const TypeModel& type,
                    const Model& model) {
    out += "export type " + name + " =";
    for (const std::string& alternative : type.names) {
        const bool empty = model.at(alternative).fields.empty();
        out += "\n  | { type: \"" + alternative + "\" }" + (empty ? "" : " & " + alternative);
    }
    out += ";\n";
}

}  // namespace

std::string typescript() {
    const Model model = vocabulary_model();
    std::string out =
        "// Generated from the description of the vocabulary by `muster schema --format "
        "typescript`.\n"
        "// A field marked ? is absent when it holds nothing.\n\n"
        "export interface Point {\n  lat: number;\n  lon: number;\n}\n\n"
        "export type ReportedPoint = Point;\n";
    for (const auto& [name, type] : model) {
        out += '\n';
        switch (type.kind) {
            case TypeModel::Kind::object:
                append_object(out, name, type);
                break;
            case TypeModel::Kind::enumeration:
                append_enum(out, name, type);
                break;
            case TypeModel::Kind::variant:
                append_variant(out, name, type, model);
                break;
        }
    }
    return out;
}

}  // namespace muster::codec
