#include "engine/codec/type_model.hpp"

#include "muster/commands.hpp"
#include "muster/entities.hpp"
#include "muster/events.hpp"

namespace muster::codec {

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
    return model;
}

}  // namespace muster::codec
