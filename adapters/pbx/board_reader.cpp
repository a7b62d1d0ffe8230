#include "adapters/pbx/board_reader.hpp"

#include <algorithm>
#include <boost/describe/class.hpp>
#include <utility>

#include "engine/codec/json_reader.hpp"
#include "engine/codec/protocol_text.hpp"
#include "muster/dispatch.hpp"
#include "muster/enum_names.hpp"
#include "muster/request.hpp"

namespace muster::pbx {
namespace {

constexpr std::size_t page = 200;
constexpr std::size_t piece = 4096;
// Members that were merged into each other, one after the other.
constexpr int max_aliases = 16;

// Of each entity what is asked for here; the rest is skipped.
struct SlotFacts {
    ResponderId responder;
    bool call_due = false;
};
BOOST_DESCRIBE_STRUCT(SlotFacts, (), (responder, call_due))
struct RequestFacts {
    RequestId id;
    Urgency urgency = Urgency::P2;
    Code service;
    MemberId member;
    ContactProgress contacts;
    std::vector<SlotFacts> slots;
};
BOOST_DESCRIBE_STRUCT(RequestFacts, (), (id, urgency, service, member, contacts, slots))

struct ContactFacts {
    std::string phone;
};
BOOST_DESCRIBE_STRUCT(ContactFacts, (), (phone))
struct PersonFacts {
    std::string phone;
    std::vector<ContactFacts> contacts;
};
BOOST_DESCRIBE_STRUCT(PersonFacts, (), (phone, contacts))
struct MemberFacts {
    PersonFacts profile;
    MemberId merged_into;
};
BOOST_DESCRIBE_STRUCT(MemberFacts, (), (profile, merged_into))
struct ResponderFacts {
    PersonFacts profile;
};
BOOST_DESCRIBE_STRUCT(ResponderFacts, (), (profile))
struct OfferFacts {
    OfferId id;
    RequestId request;
    ResponderId responder;
    OfferStatus status = OfferStatus::live;
};
BOOST_DESCRIBE_STRUCT(OfferFacts, (), (id, request, responder, status))

// Whoever rings people needs their numbers, as a call taker does.
Principal reader() {
    Principal self;
    self.name = "pbx";
    self.roles = Roles{Role::call_taker};
    return self;
}

bool is_due(const ContactProgress& contacts) {
    return contacts.active && !contacts.due_at;
}

template <class T>
std::vector<T> read_all(const std::string& json) {
    std::vector<T> all;
    // Our own text: what cannot be read was not written by this release, and is not rung.
    if (codec::Parser(codec::own_text).read(json, all, codec::Mode::lenient)) all.clear();
    return all;
}

}  // namespace

BoardReader::BoardReader(const QueryPort& queries) : queries_(queries), self_(reader()) {}

template <class T>
std::optional<T> BoardReader::read(std::string_view collection, std::uint64_t id) const {
    const auto json = queries_.read(collection, id, self_);
    T out;
    if (!json || codec::Parser(codec::own_text).read(*json, out, codec::Mode::lenient)) {
        return std::nullopt;
    }
    return out;
}

RingFacts BoardReader::facts_of(const Ring& ring) const {
    RingFacts facts = ring.kind == RingKind::offer        ? facts_of_offer(ring)
                      : ring.kind == RingKind::assignment ? facts_of_assignment(ring)
                                                          : facts_of_call(ring);
    if (!facts.stands) return facts;
    const auto request = read<RequestFacts>("requests", ring.request.value);
    if (!request) return {};
    facts.urgency = name_of(request->urgency);
    facts.service = request->service.str();
    // It stands among the variables of a command.
    std::erase_if(facts.service, [](char c) { return !codec::is_letter_or_digit(c) && c != '_'; });
    return facts;
}

RingFacts BoardReader::facts_of_call(const Ring& ring) const {
    const auto request = read<RequestFacts>("requests", ring.request.value);
    RingFacts facts;
    facts.stands = request && is_due(request->contacts) && request->contacts.step == ring.step &&
                   request->contacts.misses == ring.misses;
    if (!facts.stands) return facts;
    MemberId id = request->member;
    for (int n = 0; n < max_aliases; ++n) {
        const auto member = read<MemberFacts>("members", id.value);
        if (!member) return facts;
        if (member->merged_into) {
            id = member->merged_into;
            continue;
        }
        facts.whose = "members/" + std::to_string(id.value);
        if (ring.step == 0) {
            facts.number = member->profile.phone;
        } else if (ring.step <= member->profile.contacts.size()) {
            facts.number = member->profile.contacts[ring.step - 1].phone;
        }
        return facts;
    }
    return facts;
}

RingFacts BoardReader::facts_of_offer(const Ring& ring) const {
    const auto offer = read<OfferFacts>("offers", ring.offer.value);
    RingFacts facts;
    facts.stands =
        offer && offer->status == OfferStatus::live && offer->responder == ring.responder;
    if (facts.stands) add_responder(ring, facts);
    return facts;
}

RingFacts BoardReader::facts_of_assignment(const Ring& ring) const {
    const auto request = read<RequestFacts>("requests", ring.request.value);
    RingFacts facts;
    if (!request) return facts;
    facts.stands = std::any_of(request->slots.begin(), request->slots.end(), [&](const auto& slot) {
        return slot.call_due && slot.responder == ring.responder;
    });
    if (facts.stands) add_responder(ring, facts);
    return facts;
}

void BoardReader::add_responder(const Ring& ring, RingFacts& facts) const {
    const auto responder = read<ResponderFacts>("responders", ring.responder.value);
    if (responder) facts.number = responder->profile.phone;
    facts.whose = "responders/" + std::to_string(ring.responder.value);
}

OpenRings::OpenRings(const QueryPort& queries) : queries_(queries), self_(reader()) {}

void OpenRings::begin() {
    ListQuery query;
    query.after = after_;
    query.limit = page;
    std::string error;
    if (part_ == Part::offers) {
        query.filters = {{"status", "live"}};
        reading_ = queries_.start_list("offers", query, self_, error);
    } else {
        query.filters = {{"open", "true"}};
        reading_ = queries_.start_list("requests", query, self_, error);
    }
}

std::optional<std::vector<Ring>> OpenRings::go_on() {
    if (part_ == Part::done) return std::nullopt;
    if (!reading_) begin();
    if (reading_ && !reading_->go_on(piece)) return std::vector<Ring>{};
    return take();
}

std::vector<Ring> OpenRings::take() {
    std::vector<Ring> found;
    const ListPage list = reading_ ? reading_->take() : ListPage{};
    reading_.reset();
    if (part_ == Part::offers) {
        for (const OfferFacts& offer : read_all<OfferFacts>(list.items_json)) {
            Ring& ring = found.emplace_back();
            ring.kind = RingKind::offer;
            ring.offer = offer.id;
            ring.request = offer.request;
            ring.responder = offer.responder;
        }
    } else {
        for (const RequestFacts& request : read_all<RequestFacts>(list.items_json)) {
            for (const SlotFacts& slot : request.slots) {
                if (!slot.call_due) continue;
                found.push_back({RingKind::assignment, request.id, 0, 0, {}, slot.responder});
            }
            if (!is_due(request.contacts)) continue;
            Ring& ring = found.emplace_back();
            ring.kind = request.contacts.step == 0 ? RingKind::member : RingKind::contact;
            ring.request = request.id;
            ring.step = request.contacts.step;
            ring.misses = request.contacts.misses;
        }
    }
    after_ = list.next_after;
    if (after_ == 0) part_ = part_ == Part::offers ? Part::requests : Part::done;
    return found;
}

}  // namespace muster::pbx
