#include "engine/views/entity_json.hpp"

#include <array>
#include <bit>

#include "engine/codec/commands_json.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/core/requests/legality.hpp"
#include "engine/views/masked_json.hpp"
#include "engine/views/masking.hpp"

namespace muster::views {
namespace {

// "TakeRequest", for each action, with the quotes and a comma behind.
const std::array<std::string, core::request_action_count> action_texts = [] {
    std::array<std::string, core::request_action_count> out;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto name = core::command_of(static_cast<core::RequestAction>(i));
        if (!name.empty()) out[i].append("\"").append(name).append("\",");
    }
    return out;
}();

// Adds to the object at the end of `out` which commands it allows now.
void append_allowed(std::string& out, const Request& request) {
    out.back() = ',';  // was the brace
    out += "\"allowed_actions\":[";
    std::uint32_t actions = core::allowed_actions(request);
    for (; actions != 0; actions &= actions - 1)
        out += action_texts[static_cast<std::size_t>(std::countr_zero(actions))];
    if (out.back() == ',') out.pop_back();
    out += "]}";
}

void append_allowed(std::string& out, const Responder& responder) {
    out.back() = ',';
    out += core::may_stand_by(responder) ? "\"allowed_actions\":[\"SetDuty\",\"OrderStandby\"]}"
                                         : "\"allowed_actions\":[\"SetDuty\"]}";
}

template <class Store, class IdT>
bool write_from(std::string& out, const Store& store, IdT id, bool masked) {
    const auto* entity = store.get(id);
    if (!entity) return false;
    if (masked) {
        write_masked(out, *entity);
    } else {
        codec::write(out, *entity);
    }
    if constexpr (requires { append_allowed(out, *entity); }) append_allowed(out, *entity);
    return true;
}

}  // namespace

bool write_entity(std::string& out, const core::Board& board, Topic topic, std::uint64_t id,
                  bool masked) {
    switch (topic) {
        case Topic::requests:
            return write_from(out, board.requests(), RequestId{id}, masked);
        case Topic::responders:
            return write_from(out, board.responders(), ResponderId{id}, masked);
        case Topic::offers:
            return write_from(out, board.offers(), OfferId{id}, false);
        case Topic::members:
            return write_from(out, board.members(), MemberId{id}, masked);
        case Topic::cards:
            return write_from(out, board.cards(), CardId{id}, false);
        case Topic::positions: {
            const Responder* responder = board.responders().get(ResponderId{id});
            if (!responder || !responder->position) return false;
            write_position(out, responder->id, responder->position->value, responder->position_at,
                           masked);
            return true;
        }
        case Topic::alerts:
            return false;
    }
    return false;
}

bool has_personal(Topic topic) {
    switch (topic) {
        case Topic::requests:
        case Topic::responders:
        case Topic::members:
        case Topic::positions:
        case Topic::alerts:
            return true;
        case Topic::offers:
        case Topic::cards:
            return false;
    }
    return true;
}

void write_position(std::string& out, ResponderId responder, Point point, TimePoint at,
                    bool masked) {
    codec::Writer w(out);
    w.raw("{\"id\":");
    w.integer(responder.value);
    w.raw(",\"point\":");
    w.point(masked ? masked_point(point) : point);
    w.raw(",\"at\":");
    w.integer(at.value);
    w.character('}');
}

void write_alert(std::string& out, const Telling& telling, std::uint64_t seq, std::size_t place,
                 const Event& event) {
    const RequestId id = request_of(event, telling.board);
    out += "{\"id\":";
    codec::write(out, seq * 4096 + place);
    out += ",\"seq\":";
    codec::write(out, seq);
    out += ",\"at\":";
    codec::write(out, telling.at);
    out += ",\"kind\":\"";
    out += codec::name_of(event);
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
