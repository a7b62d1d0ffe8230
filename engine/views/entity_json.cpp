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

bool write_compact_entity(std::string& out, const core::Board& board, Topic topic,
                          std::uint64_t id) {
    if (topic == positions_topic) return write_position(out, board, {id}, false);
    return any_type(Entities(), [&]<class T>(std::type_identity<T>) {
        return topic == topic_of<T> && EntityView<T>::write_compact(out, board, {id});
    });
}

bool has_personal(Topic topic) {
    return topic == positions_topic || topic == alerts_topic ||
           any_type(Entities(), [&]<class T>(std::type_identity<T>) {
               return topic == topic_of<T> && EntityView<T>::has_personal();
           });
}

void write_alert(std::string& out, const Telling& telling, std::uint64_t seq, std::size_t place,
                 const Event& event) {
    const RequestId id = request_of(event, telling.board);
    out += "{\"id\":";
    codec::write(out, number_in_record(seq, place));
    out += ",\"seq\":";
    codec::write(out, seq);
    out += ",\"at\":";
    codec::write(out, telling.at);
    out += ",\"kind\":\"";
    out += event.name();
    out += "\",\"request\":";
    codec::write(out, id);
    if (const Request* request = telling.board.requests().get(id)) {
        out += ",\"urgency\":";
        codec::write(out, request->urgency);
        out += ",\"service\":";
        codec::write(out, request->service);
    }
    out += ",\"event\":";
    if (telling.personal) {
        codec::write(out, event);
    } else {
        write_masked(out, event);
    }
    out += ",\"en\":";
    codec::write(out, sentence(event, telling, Language::en));
    out += ",\"zh\":";
    codec::write(out, sentence(event, telling, Language::zh));
    out += ",\"tone\":";
    codec::write(out, tone(event));
    out += '}';
}

}  // namespace muster::views
