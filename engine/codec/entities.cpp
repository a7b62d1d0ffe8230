// Entities: which kind it is; the rest is done by its area.
#include "engine/codec/area_json.hpp"
#include "engine/codec/commands_json.hpp"
#include "engine/codec/personal_json.hpp"

namespace muster::codec {
namespace {

// What reads and the feed add to some entities (EntityRow::allowed_actions).
void add_allowed_actions(Model& model, std::string_view entity) {
    TypeRef name;
    name.kind = TypeRef::Kind::string;
    TypeRef list;
    list.kind = TypeRef::Kind::list;
    list.item.push_back(name);
    model.at(std::string(entity)).fields.push_back({"allowed_actions", list, true});
}

}  // namespace

void write_entity(std::string& out, EntityIn entity) {
    Writer w(out);
    std::visit([&]<class T>(const T* one) { entity_json<T>().write(w, *one); }, entity);
}

void write_entity(std::string& out, EntityIn entity, std::vector<PersonalSpan>& spans) {
    Writer w(out, &spans);
    std::visit([&]<class T>(const T* one) { entity_json<T>().write(w, *one); }, entity);
}

std::optional<ParseError> read_entity(std::string_view text, EntityOut out, Mode mode,
                                      const Options& options) {
    Reader r(text, options, mode);
    const auto read = [&]<class T>(T* one) { return entity_json<T>().read(r, *one); };
    if (r.start() && std::visit(read, out) && r.finish()) return std::nullopt;
    return r.take_error();
}

void add_entities(Model& model) {
    each_type(Entities(), [&]<class T>(std::type_identity<T>) {
        entity_json<T>().describe(model);
        if (entity_row<T>.allowed_actions) add_allowed_actions(model, type_name<T>());
    });
}

}  // namespace muster::codec
