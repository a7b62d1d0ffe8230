#include "engine/core/board.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "engine/core/areas.hpp"
#include "engine/core/changes.hpp"
#include "engine/core/requests/request_state.hpp"
#include "engine/core/responders/responder_state.hpp"
#include "engine/core/responders/spot.hpp"
#include "engine/core/service_records/standing.hpp"
#include "muster/registry.hpp"
#include "muster/request.hpp"
#include "muster/requests.hpp"

namespace muster::core {
namespace {

std::string key_name(std::string_view source, std::string_view key) {
    std::string name;
    name.reserve(source.size() + 1 + key.size());
    name.append(source).push_back('\x1f');
    name.append(key);
    return name;
}

// Where a responder belongs, from what the responder is doing.
GridKind grid_kind(const Board& board, const Responder& responder, const ResponderAux& aux) {
    if (!aux.where) return GridKind::none;
    const bool volunteer = responder.profile.kind == ResponderKind::volunteer;
    switch (responder.status) {
        case ResponderStatus::available:
            if (!volunteer) return GridKind::idle_direct;
            return aux.live_offer || is_suspended(board, responder.id) ? GridKind::none
                                                                       : GridKind::idle_offer;
        case ResponderStatus::dispatched:
        case ResponderStatus::en_route:
            return volunteer ? GridKind::none : GridKind::rolling;
        case ResponderStatus::off_duty:
        case ResponderStatus::on_scene:
        case ResponderStatus::clearing:
        case ResponderStatus::out_of_service:
            return GridKind::none;
    }
    std::abort();
}

TimePoint responder_due(const Responder& responder) {
    const SkillTerm* const term = next_to_end(responder.profile);
    const TimePoint skill = term == nullptr ? never : term->ends_at;
    if (responder.status == ResponderStatus::clearing)
        return std::min(responder.clear_until, skill);
    if (responder.status == ResponderStatus::available && responder.shift_until) {
        return std::min(responder.shift_until, skill);
    }
    return skill;
}

}  // namespace

const Board::Grid& Board::grid(GridKind kind, Profile profile) const {
    const auto row = static_cast<std::size_t>(kind) - 1;
    return grids_[row * profile_count + static_cast<std::size_t>(profile)];
}

Board::Grid& Board::grid_to_change(GridKind kind, Profile profile) {
    return const_cast<Grid&>(grid(kind, profile));
}

const PhoneRule& Board::phone_rule() const {
    return or_usual(rules().phones);
}

MemberId Board::root(MemberId id) const {
    if (!derived<Member>().has_aliases()) return id;
    // At most as many steps as there are members: whatever a test puts on a board, it ends.
    for (std::size_t steps = members().size(); steps > 0; --steps) {
        const Member* const member = members().get(id);
        if (member == nullptr || !member->merged_into) break;
        id = member->merged_into;
    }
    return id;
}

std::vector<MemberHint> Board::members_with_phone(std::string_view phone,
                                                  std::size_t look_at) const {
    std::vector<MemberHint> found;
    if (phone.empty()) return found;
    const PhoneNumber wanted = phone_or_text(phone, phone_rule());
    for (const MemberHint& holder : phones_.holders(wanted.number)) {
        if (look_at-- == 0) break;
        const std::string& number = *number_of(*members().get(holder.member), holder.contact);
        if (!may_be_same(wanted, phone_or_text(number, phone_rule()))) continue;
        // An alias's own number leads to whom it was merged into, once.
        const MemberHint hint{holder.contact == 0 ? root(holder.member) : holder.member,
                              holder.contact};
        const bool known = std::any_of(found.begin(), found.end(), [&](const MemberHint& other) {
            return other.member == hint.member && other.contact == hint.contact;
        });
        if (!known) found.push_back(hint);
    }
    return found;
}

std::vector<Index> Board::open_requests_of_caller(std::string_view caller) const {
    std::vector<Index> found;
    const auto wanted = parse_phone(caller, phone_rule());
    // Many people come through the number of a service, and nobody is known by it.
    if (!wanted || !wanted->is_line()) return found;
    const auto list = callers_.find(phone_key(wanted->number));
    if (list == callers_.end()) return found;
    for (auto it = list->second.rbegin(); it != list->second.rend(); ++it) {
        if (phone_or_text(requests()[*it].caller.value, phone_rule()) != *wanted) continue;
        Index index = *it;
        while (index != no_index && requests()[index].status == RequestStatus::merged)
            index = requests().find(requests()[index].merged_into);
        if (index == no_index || !is_open(requests()[index].status)) continue;
        if (std::find(found.begin(), found.end(), index) == found.end()) found.push_back(index);
    }
    return found;
}

const KeyEntry* Board::find_key(std::string_view source, std::string_view key) const {
    if (key.empty()) return nullptr;
    const auto it = key_places_.find(key_name(source, key));
    return it == key_places_.end() ? nullptr : &keys_[it->second - keys_dropped_];
}

void Board::remember_key(KeyEntry entry) {
    key_places_.insert_or_assign(key_name(entry.source, entry.key), keys_dropped_ + keys_.size());
    keys_.push_back(std::move(entry));
}

void Board::drop_old_keys() {
    const DeskRule& desk = rules().desk;
    while (!keys_.empty() && (keys_.size() > static_cast<std::size_t>(desk.max_keys) ||
                              keys_.front().at + desk.key_retention_ms < at_)) {
        key_places_.erase(key_name(keys_.front().source, keys_.front().key));
        keys_.pop_front();
        ++keys_dropped_;
    }
}

void Board::apply(const Event& event, TimePoint at) {
    Changes changes(*this, at);
    area_of(event).apply(changes, event);
}

void Board::finish_record(const AppliedRecord& record) {
    seq_ = record.seq;
    at_ = record.at;
    // What other areas made of it first may need what was known.
    for (const Event& event : record.events) {
        if (const auto* const erased = event.get_if<MemberErased>()) forget_data_of(erased->member);
    }
    if (!record.key.empty()) {
        remember_key({std::string(record.source), std::string(record.key), record.digest,
                      record.seq, record.at});
    }
    drop_old_keys();
}

// Where a responder is, as far as is known: the position while it counts, else where he stands by
// or his own post, else where he was seen last.
void Board::place_responder(const Responder& responder, ResponderAux& aux) const {
    const Spot place = spot_of(responder, rules_, responder.lapsed_at.has_value());
    aux.where = place.where;
    aux.lost = place.lost;
}

void Board::sync_responder(Index index) {
    const Responder& responder = responders()[index];
    ResponderAux& aux = held<Responder>().aux(index);
    place_responder(responder, aux);

    const GridKind kind = grid_kind(*this, responder, aux);
    const Profile profile = responder.profile.travel;
    const bool same_place = kind == aux.grid && profile == aux.grid_profile &&
                            aux.skills == aux.grid_skills &&
                            responder.idle_since == aux.grid_idle_since;
    if (kind != GridKind::none && same_place) {
        if (*aux.where != aux.grid_point) {
            grid_to_change(kind, profile).move(index, *aux.where);
            aux.grid_point = *aux.where;
        }
    } else {
        if (aux.grid != GridKind::none) grid_to_change(aux.grid, aux.grid_profile).erase(index);
        aux.grid = kind;
        if (kind != GridKind::none) {
            grid_to_change(kind, profile)
                .insert(index,
                        {*aux.where, aux.skills, responder.idle_since.value, responder.id.value});
            aux.grid_profile = profile;
            aux.grid_skills = aux.skills;
            aux.grid_idle_since = responder.idle_since;
            aux.grid_point = *aux.where;
        }
    }
    if (!rules().standby.posts.empty()) sync_standby(index);
    set_deadline<Responder>(index, responder_due(responder));
}

// On the way to a post counts as being there.
void Board::sync_standby(Index index) {
    const Responder& responder = responders()[index];
    ResponderAux& aux = held<Responder>().aux(index);
    std::optional<std::uint32_t> post;
    if (aux.grid == GridKind::idle_direct) {
        post = rules_.post(responder.standby);
        const Point own = responder.profile.post ? responder.profile.post->value : *aux.where;
        if (!post) post = rules_.post_nearest(own);
    }
    if (post == aux.covers_from && responder.profile.travel == aux.covers_by) return;
    const auto count = [&]() -> std::uint32_t& {
        return standing_by_[*aux.covers_from * profile_count +
                            static_cast<std::size_t>(aux.covers_by)];
    };
    if (aux.covers_from) --count();
    aux.covers_from = post;
    aux.covers_by = responder.profile.travel;
    if (aux.covers_from) ++count();
}

Lane Board::lane_for(SkillMask skills, FillMode fill) {
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
        if (lanes_[i].skills == skills && lanes_[i].fill == fill) return static_cast<Lane>(i);
    }
    lanes_.push_back({skills, fill});
    return static_cast<Lane>(lanes_.size() - 1);
}

void Board::sync_queue(Index index) {
    const Request& request = requests()[index];
    RequestAux& aux = held<Request>().aux(index);
    const bool queue_open = wants_responders(request.status) && request.place.has_value();
    const TimePoint since = request.created_at - request.credit_ms;
    const auto urgency = static_cast<std::size_t>(request.urgency);
    // What is asked for may change while it waits.
    const SkillMask asked = rules_.known_mask(request.skills);
    const bool other_skills = asked != std::exchange(aux.asked, asked);
    for (std::uint32_t s = 0; s < request.slots.size(); ++s) {
        const Slot& slot = request.slots[s];
        const bool waits = queue_open && is_waiting(slot.status);
        const bool waited = (aux.queued >> s & 1) != 0;
        const std::uint32_t handle = slot_handle(index, s);
        if (waits && !waited) {
            aux.lane[s] = lane_for(rules_.known_mask(slot.skills) | asked, slot.fill);
            pending_.push(handle, aux.lane[s], urgency, since, slot_handle(request.id.value, s));
            aux.queued = static_cast<std::uint8_t>(aux.queued | (1u << s));
        } else if (!waits && waited) {
            pending_.erase(handle);
            aux.queued = static_cast<std::uint8_t>(aux.queued & ~(1u << s));
        } else if (waits && (other_skills || lanes_[aux.lane[s]].fill != slot.fill)) {
            pending_.erase(handle);
            aux.lane[s] = lane_for(rules_.known_mask(slot.skills) | asked, slot.fill);
            pending_.push(handle, aux.lane[s], urgency, since, slot_handle(request.id.value, s));
        } else if (waits && aux.queued_urgency != request.urgency) {
            pending_.reclass(handle, urgency);
        }
    }
    // Of another plan it may have fewer.
    for (auto s = static_cast<std::uint32_t>(request.slots.size()); s < max_slots; ++s) {
        if ((aux.queued >> s & 1) == 0) continue;
        pending_.erase(slot_handle(index, s));
        aux.queued = static_cast<std::uint8_t>(aux.queued & ~(1u << s));
    }
    aux.queued_urgency = request.urgency;
}

// Puts a request into a list in order of id, not of opening: a restored board must hold the same.
void Board::list_in_order(std::vector<Index>& list, Index index) const {
    const auto before = [this](RequestId id, Index i) { return id < requests()[i].id; };
    list.insert(std::upper_bound(list.begin(), list.end(), requests()[index].id, before), index);
}

void Board::sync_member_list(Index index) {
    RequestAux& aux = held<Request>().aux(index);
    const MemberId wanted = aux.open ? root(requests()[index].member) : MemberId{};
    if (wanted == aux.listed_for) return;
    const Index left = members().find(aux.listed_for);
    if (left != no_index) std::erase(held<Member>().aux(left).open_requests, index);
    aux.listed_for = wanted;
    const Index joined = members().find(wanted);
    if (joined != no_index) list_in_order(held<Member>().aux(joined).open_requests, index);
}

void Board::sync_callers(Index index) {
    const Request& request = requests()[index];
    RequestAux& aux = held<Request>().aux(index);
    const bool wanted =
        !request.caller.value.empty() && (aux.open || request.status == RequestStatus::merged);
    if (wanted == aux.in_callers) return;
    if (!wanted) return forget_caller(index);
    aux.in_callers = true;
    list_in_order(callers_[caller_key(index)], index);
}

void Board::forget_caller(Index index) {
    RequestAux& aux = held<Request>().aux(index);
    if (!aux.in_callers) return;
    aux.in_callers = false;
    const auto list = callers_.find(caller_key(index));
    std::erase(list->second, index);
    if (list->second.empty()) callers_.erase(list);
}

std::uint64_t Board::caller_key(Index index) const {
    return phone_key(phone_or_text(requests()[index].caller.value, phone_rule()).number);
}

void Board::sync_request(Index index) {
    const Request& request = requests()[index];
    RequestAux& aux = held<Request>().aux(index);
    const bool open = is_open(request.status);
    if (open != aux.open) {
        aux.open = open;
        open_requests_ += open ? 1u : ~std::uint64_t{0};
    }
    sync_member_list(index);
    sync_callers(index);
    const bool in_places = open && request.place.has_value();
    if (in_places && aux.in_places) {
        places_.move(index, request.place->value);
    } else if (in_places) {
        places_.insert(index, {request.place->value, 0, 0, request.id.value});
    } else if (aux.in_places) {
        places_.erase(index);
    }
    aux.in_places = in_places;
    sync_queue(index);
    // The same paper must be known again for so long.
    const TimePoint due = request.caught_up
                              ? request.caught_up->recorded_at + places_rule(rules()).keep_past_ms
                              : request_due(request, rules().desk);
    set_deadline<Request>(index, due);
}

void Board::sync_offer(Index index) {
    const Offer& offer = offers()[index];
    const bool live = offer.status == OfferStatus::live;
    set_deadline<Offer>(index, live ? offer.offer_deadline : never);
    const Index responder = responders().find(offer.responder);
    if (responder == no_index) return;
    OfferId& live_offer = held<Responder>().aux(responder).live_offer;
    if (live) {
        live_offer = offer.id;
    } else if (live_offer == offer.id) {
        live_offer = {};
    }
    sync_responder(responder);
}

// Other rules may read the same numbers otherwise.
void Board::load_phones() {
    phones_.clear();
    for (const Index index : members().in_order())
        phones_.add(members()[index], phone_rule());
    callers_.clear();
    for (const Index index : requests().in_order()) {
        held<Request>().aux(index).in_callers = false;
        sync_callers(index);
    }
}

void Board::load_rules(const Rules& next) {
    const PhoneRule before = phone_rule();
    for (const PostRule& post : rules().standby.posts)
        known_places_.remove(post.place);
    for (const DemandPoint& point : rules().standby.demand)
        known_places_.remove(point.place);
    rules_ = RuleIndex(next);
    const bool other_phones = phone_rule().country_code != before.country_code ||
                              phone_rule().area_code != before.area_code;
    if (other_phones) load_phones();
    know_places(rules());
    ++rules_loaded_;
    standing_by_.assign(rules().standby.posts.size() * profile_count, 0);
    // Masks are positions in the list of skills, which may have changed: take everything out of the
    // queue and the grids and put it back by the new rules.
    for (Index i = 0; i < requests().end_index(); ++i) {
        if (!requests().used(i)) continue;
        RequestAux& aux = held<Request>().aux(i);
        for (std::uint32_t s = 0; s < max_slots; ++s) {
            if ((aux.queued >> s & 1) != 0) pending_.erase(slot_handle(i, s));
        }
        aux.queued = 0;
    }
    lanes_.clear();
    for (Index i = 0; i < responders().end_index(); ++i) {
        if (!responders().used(i)) continue;
        held<Responder>().aux(i).skills = rules_.known_mask(responders()[i].profile.skills);
        held<Responder>().aux(i).covers_from.reset();
        sync_responder(i);
    }
    for (Index i = 0; i < requests().end_index(); ++i) {
        if (requests().used(i)) sync_request(i);
    }
    each_type(Entities(), [&]<class T>(std::type_identity<T>) {
        if constexpr (HasDerived<T>) {
            for (Index i = 0; i < store<T>().end_index(); ++i) {
                if (store<T>().used(i)) set_deadline<T>(i, Derived<T>::due(store<T>()[i], rules()));
            }
        }
    });
}

void Board::derive(Index /*index*/, const Member& member) {
    phones_.add(member, phone_rule());
    know_place(member.profile.home);
}

void Board::derive(Index /*index*/, const Card& card) {
    const Index member = members().find(card.member);
    if (member != no_index) held<Member>().aux(member).cards.push_back(card.id);
}

void Board::derive(Index index, const Responder& responder) {
    held<Responder>().aux(index).skills = rules_.known_mask(responder.profile.skills);
    know_place(responder.profile.post);
}

void Board::derive(Index index, const Request& request) {
    past_.add(request);
    sync_request(index);
}

void Board::derive(Index index, const Offer& offer) {
    const Index request = requests().find(offer.request);
    if (request != no_index) held<Request>().aux(request).offers.push_back(offer.id);
    sync_offer(index);
}

void Board::underive(Index /*index*/, const Member& member) {
    phones_.remove(member, phone_rule());
    forget_place(member.profile.home);
}

// With the offers that were made for it.
void Board::underive(Index index, const Request& request) {
    past_.remove(request);
    for (const OfferId offer : requests().aux(index).offers) {
        const Index found = offers().find(offer);
        if (found != no_index) forget<Offer>(found);
    }
    forget_caller(index);
}

void Board::know_places(const Rules& rules) {
    for (const PostRule& post : rules.standby.posts)
        known_places_.add(post.place);
    for (const DemandPoint& point : rules.standby.demand)
        known_places_.add(point.place);
}

void Board::know_place(const std::optional<Personal<Point>>& place) {
    if (place) known_places_.add(place->value);
}

void Board::forget_place(const std::optional<Personal<Point>>& place) {
    if (place) known_places_.remove(place->value);
}

}  // namespace muster::core
