#include "engine/views/entity_json.hpp"

#include "engine/codec/commands_json.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/views/collection.hpp"
#include "engine/views/masked_json.hpp"
#include "engine/views/masking.hpp"
#include "muster/entities.hpp"
#include "muster/event.hpp"
#include "muster/request.hpp"
#include "muster/responders.hpp"

namespace muster::views {
namespace {

// {"id":..,"point":..,"at":..}
bool write_position(std::string& out, const core::Board& board, ResponderId id, bool masked) {
    const Responder* const responder = board.responders().get(id);
    if (!responder || !responder->position) return false;
    const Point point = responder->position->value;
    codec::Writer w(out);
    w.raw("{\"id\":");
    w.integer(id.value);
    w.raw(",\"point\":");
    w.point(masked ? masked_point(point) : point);
    w.raw(",\"at\":");
    w.integer(responder->position_at.value);
    w.character('}');
    return true;
}

}  // namespace

bool write_entity(std::string& out, const core::Board& board, Topic topic, std::uint64_t id,
                  bool masked) {
    if (topic == positions_topic) return write_position(out, board, {id}, masked);
    return any_type(Entities(), [&]<class T>(std::type_identity<T>) {
        return topic == topic_of<T> && EntityView<T>::write(out, board, {id}, masked);
    });
}

bool has_personal(Topic topic) {
    return topic == positions_topic || any_type(Entities(), [&]<class T>(std::type_identity<T>) {
               return topic == topic_of<T> && EntityView<T>::has_personal();
           });
}

void write_alert(std::string& out, const core::Board& board, std::uint64_t seq, TimePoint at,
                 std::size_t place, const Event& event) {
    const RequestId id = request_of(event, board);
    {
        codec::Writer w(out);
        w.raw("{\"id\":");
        w.integer(seq * 4096 + place);
        w.raw(",\"seq\":");
        w.integer(seq);
        w.raw(",\"at\":");
        w.integer(at.value);
        w.raw(",\"kind\":\"");
        w.raw(event.name());
        w.raw("\",\"request\":");
        w.integer(id.value);
        if (const Request* request = board.requests().get(id)) {
            w.raw(",\"urgency\":");
            codec::write_value(w, request->urgency);
            w.raw(",\"service\":");
            w.code(request->service);
        }
        w.raw(",\"event\":");
    }
    write_masked(out, event);
    out += '}';
}

}  // namespace muster::views
