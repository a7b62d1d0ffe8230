#include "engine/codec/type_model.hpp"

#include "muster/commands.hpp"
#include "muster/events.hpp"

namespace muster::codec {

namespace {

// What reads and the feed add to an entity: see engine/views/entity_json.hpp.
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
    model_of<Member>(model);
    model_of<Card>(model);
    model_of<Responder>(model);
    model_of<Request>(model);
    model_of<Offer>(model);
    model_of<Rules>(model);
    model_of<RejectReason>(model);
    add_allowed_actions(model, type_name<Request>());
    add_allowed_actions(model, type_name<Responder>());
    return model;
}

}  // namespace muster::codec
