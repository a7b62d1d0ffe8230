#include "adapters/http/holder.hpp"

#include <variant>
#include <vector>

#include "adapters/http/entity_part.hpp"
#include "adapters/http/problem.hpp"
#include "muster/commands.hpp"

namespace muster::http {

namespace {

// The few fields of entities and timelines that say who has what.
struct HeldSlot {
    ResponderId responder;
    TimePoint assigned_at;
};
BOOST_DESCRIBE_STRUCT(HeldSlot, (), (responder, assigned_at))

struct HeldRequest {
    std::string owner;
    std::vector<HeldSlot> slots;
};
BOOST_DESCRIBE_STRUCT(HeldRequest, (), (owner, slots))

struct StoryEvent {
    std::string type;
};
BOOST_DESCRIBE_STRUCT(StoryEvent, (), (type))

struct StoryRecord {
    TimePoint at;
    std::vector<StoryEvent> events;
};
BOOST_DESCRIBE_STRUCT(StoryRecord, (), (at, events))

struct Story {
    std::vector<StoryRecord> timeline;
};
BOOST_DESCRIBE_STRUCT(Story, (), (timeline))

// What a refusal may cost: the story of a request that is longer is not read for it.
constexpr std::size_t story_work_max = 4'096;

// A request does not keep when it was taken; its story does.
TimePoint taken_at(RequestId request, const QueryPort& queries, const Principal& principal) {
    TimePoint at;
    const auto reading = queries.start_timeline(request, principal, {});
    if (!reading || !reading->go_on(story_work_max)) return at;
    const auto story = read_part<Story>(reading->take());
    for (const StoryRecord& record : story.value_or(Story{}).timeline) {
        for (const StoryEvent& event : record.events) {
            if (event.type == type_name<RequestTaken>()) at = record.at;
        }
    }
    return at;
}

void append_since(std::string& out, TimePoint since) {
    if (since) out.append(",\"since\":").append(std::to_string(since.value));
    out += '}';
}

}  // namespace

std::optional<Expectation> expectation_of(const Command& command) {
    return visit(
        [](const auto& c) -> std::optional<Expectation> {
            if constexpr (requires { c.expected_owner; }) {
                if (c.expected_owner) return Expectation{c.request, std::nullopt};
            } else if constexpr (requires { c.expected_responder; }) {
                if (c.expected_responder) return Expectation{c.request, c.slot};
            }
            return std::nullopt;
        },
        command);
}

std::string holder_json(const Expectation& expectation, const QueryPort& queries,
                        const Principal& principal) {
    const RequestId id = expectation.request;
    const auto request = read_part<HeldRequest>(queries.read("requests", id.value, principal));
    if (!request) return {};
    std::string out;
    if (!expectation.slot) {
        out = "{\"owner\":";
        append_json_string(out, request->owner);
        append_since(out, request->owner.empty() ? TimePoint{} : taken_at(id, queries, principal));
        return out;
    }
    if (*expectation.slot >= request->slots.size()) return {};
    const HeldSlot& slot = request->slots[*expectation.slot];
    out = "{\"responder\":" + std::to_string(slot.responder.value);
    if (slot.responder) {
        const auto holder =
            read_part<NamedResponder>(queries.read("responders", slot.responder.value, principal));
        if (holder && !holder->profile.name.empty()) {
            out += ",\"name\":";
            append_json_string(out, holder->profile.name);
        }
    }
    append_since(out, slot.responder ? slot.assigned_at : TimePoint{});
    return out;
}

}  // namespace muster::http
