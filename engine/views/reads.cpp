#include "engine/views/reads.hpp"

#include <algorithm>
#include <span>

#include "engine/codec/json_writer.hpp"
#include "engine/views/entity_json.hpp"
#include "engine/views/filters.hpp"

namespace muster::views {
namespace {

constexpr std::string_view collections =
    "requests, responders, members, offers, cards, services, plans, rules, skills, card_colours, "
    "posts";

std::optional<Topic> topic_of(std::string_view collection) {
    for (const Topic topic :
         {Topic::requests, Topic::responders, Topic::offers, Topic::members, Topic::cards}) {
        if (to_text(topic) == collection) return topic;
    }
    return std::nullopt;
}

// A part of the rules as items; nothing when there is no such collection. The place in the rules,
// from 1, serves as the id to page on from.
std::optional<std::vector<std::string>> rule_items(const Rules& rules,
                                                   std::string_view collection) {
    std::vector<std::string> items;
    const auto all = [&](const auto& list) {
        for (const auto& item : list)
            codec::write(items.emplace_back(), item);
    };
    if (collection == "services") {
        all(rules.services);
    } else if (collection == "plans") {
        all(rules.plans);
    } else if (collection == "skills") {
        all(rules.skills);
    } else if (collection == "card_colours") {
        all(rules.card_colours);
    } else if (collection == "posts") {
        all(rules.standby.posts);
    } else if (collection == "rules") {
        codec::write(items.emplace_back(), rules);
    } else {
        return std::nullopt;
    }
    return items;
}

bool active(SlotStatus status) {
    return status == SlotStatus::assigned || status == SlotStatus::acknowledged ||
           status == SlotStatus::en_route || status == SlotStatus::on_scene;
}

}  // namespace

bool Reads::may_see(const Principal& principal, Topic topic, std::uint64_t id) const {
    if (principal.may_see_personal()) return true;
    if (!principal.roles.has(Role::responder) || !principal.responder) return false;
    const Responder* self = board_.responders().get(principal.responder);
    if (!self) return false;
    if (topic == Topic::responders) return id == self->id.value;
    const Request* request = board_.requests().get(self->request);
    if (!request || self->slot >= request->slots.size()) return false;
    const Slot& slot = request->slots[self->slot];
    if (slot.responder != self->id || !active(slot.status)) return false;
    if (topic == Topic::requests) return id == request->id.value;
    return topic == Topic::members && id == request->member.value;
}

std::optional<std::string> Reads::read(std::string_view collection, std::uint64_t id,
                                       const Principal& principal) const {
    if (const auto topic = topic_of(collection)) {
        std::string json;
        if (!write_entity(json, board_, *topic, id, !may_see(principal, *topic, id))) {
            return std::nullopt;
        }
        return json;
    }
    auto items = rule_items(board_.rules(), collection);
    if (!items || id == 0 || id > items->size()) return std::nullopt;
    return std::move((*items)[id - 1]);
}

std::optional<ListPage> Reads::list(std::string_view collection, const ListQuery& query,
                                    const Principal& principal, std::string& error) const {
    const std::size_t limit = std::clamp<std::size_t>(query.limit, 1, options_.page_max);
    ListPage page;
    page.as_of = board_.seq();
    page.items_json = "[";
    std::size_t items = 0;
    const auto comma = [&] {
        if (items++ > 0) page.items_json += ',';
    };

    const auto topic = topic_of(collection);
    if (!topic) {
        const auto rules = rule_items(board_.rules(), collection);
        if (!rules) {
            error = "there is no collection \"" + std::string(collection) + "\"; known are " +
                    std::string(collections);
            return std::nullopt;
        }
        if (!query.filters.empty()) {
            error = std::string(collection).append(" has no filters");
            return std::nullopt;
        }
        for (std::size_t i = query.after; i < rules->size(); ++i) {
            if (items == limit) {
                page.next_after = i;
                break;
            }
            comma();
            page.items_json += (*rules)[i];
        }
        page.items_json += ']';
        return page;
    }

    const auto filters =
        compile_filters(board_, *topic, query, principal.may_see_personal(), error);
    if (!filters) return std::nullopt;
    const auto& ids = filters->candidates ? *filters->candidates : index_.ids(*topic);
    auto next = std::upper_bound(ids.begin(), ids.end(), query.after);
    std::uint64_t last = query.after;
    for (std::size_t looked_at = 0; next != ids.end(); ++next, ++looked_at) {
        if (items == limit || looked_at == options_.scan_max) {
            page.next_after = last;
            break;
        }
        last = *next;
        const bool passes = std::all_of(filters->tests.begin(), filters->tests.end(),
                                        [&](const Test& test) { return test(last); });
        if (!passes) continue;
        const std::size_t size = page.items_json.size();
        if (items > 0) page.items_json += ',';
        if (write_entity(page.items_json, board_, *topic, last,
                         !may_see(principal, *topic, last))) {
            ++items;
        } else {
            page.items_json.resize(size);
        }
    }
    page.items_json += ']';
    return page;
}

}  // namespace muster::views
