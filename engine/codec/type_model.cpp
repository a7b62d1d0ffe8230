#include "engine/codec/type_model.hpp"

#include "muster/enums.hpp"

namespace muster::codec {

Model vocabulary_model() {
    Model model;
    add_commands(model);
    add_events(model);
    add_rules(model);
    model_of<RejectReason>(model);
    add_entities(model);
    return model;
}

}  // namespace muster::codec
