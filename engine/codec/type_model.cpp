#include "engine/codec/type_model.hpp"

#include "muster/commands.hpp"
#include "muster/entities.hpp"
#include "muster/events.hpp"

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

Model vocabulary_model() {
    Model model;
    add_variant<Command>(model, "Command");
    add_variant<Event>(model, "Event");
    model_of<Rules>(model);
    model_of<RejectReason>(model);
    each_type(Entities(), [&]<class T>(std::type_identity<T>) {
        model_of<T>(model);
        if (entity_row<T>.allowed_actions) add_allowed_actions(model, type_name<T>());
    });
    return model;
}

}  // namespace muster::codec
