#include "engine/views/entity_json.hpp"

#include <array>
#include <bit>

#include "engine/codec/commands_json.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/core/requests/legality.hpp"
#include "engine/views/masked_json.hpp"
#include "engine/views/masking.hpp"
#include "muster/events.hpp"

namespace muster::views {
namespace {

// "TakeRequest", for each action, with the quotes and a comma behind.
const auto action_texts = []<class... C>(TypeList<C...>) {
    return std::array{std::string("\"").append(type_name<C>()).append("\",")...};
}(core::RequestActions());

// Adds to the object at the end of `out` which commands it allows now.
void append_allowed(std::string& out, const Request& request) {
    out.back() = ',';  // was the brace
    out += "\"allowed_actions\":[";
    std::uint64_t actions = core::allowed_actions(request);
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
            return true;
        case Topic::offers:
        case Topic::cards:
        case Topic::alerts:
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

void write_alert(std::string& out, const core::Board& board, std::uint64_t seq, TimePoint at,
                 std::size_t place, const Event& event) {
    const RequestId id = request_of(event, board);
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
    detail::write_masked_value(w, event, detail::TextRule::initial);
    w.character('}');
}

}  // namespace muster::views
