#include "engine/gate/permissions.hpp"

#include <algorithm>
#include <type_traits>

#include "engine/codec/json_reader.hpp"
#include "engine/gate/device_check.hpp"
#include "engine/gate/district_check.hpp"
#include "muster/collections.hpp"
#include "muster/commands.hpp"

namespace muster::gate {

namespace {

// The few fields of an entity that decide about access.
struct OfferOwner {
    ResponderId responder;
};
BOOST_DESCRIBE_STRUCT(OfferOwner, (), (responder))

struct SlotHolder {
    ResponderId responder;
};
BOOST_DESCRIBE_STRUCT(SlotHolder, (), (responder))

struct RequestHolders {
    std::vector<SlotHolder> slots;
};
BOOST_DESCRIBE_STRUCT(RequestHolders, (), (slots))

struct VisitOwner {
    ResponderId visitor;
};
BOOST_DESCRIBE_STRUCT(VisitOwner, (), (visitor))

struct ServiceOwner {
    ResponderId volunteer;
};
BOOST_DESCRIBE_STRUCT(ServiceOwner, (), (volunteer))

struct EntityId {
    ResponderId id;
};
BOOST_DESCRIBE_STRUCT(EntityId, (), (id))

template <class T>
std::optional<T> read_fields(std::string_view json) {
    T out;
    if (codec::read(json, out, codec::Mode::lenient)) return std::nullopt;
    return out;
}

bool is_responder(const Principal& principal) {
    return principal.roles.has(Role::responder) && principal.responder;
}

// What anybody with a token may know: no person is in it.
bool is_public_collection(std::string_view collection) {
    const CollectionRow* const row = find_collection(collection);
    return row != nullptr && row->of_rules;
}

enum class Ownership { own, foreign, unknown_offer };

// Whether a command that a responder may send for itself is about this responder. Offers are looked
// up, because the command names only the offer.
Ownership ownership(const Command& command, const Principal& principal, const QueryPort& queries) {
    const auto owned = [&](bool yes) { return yes ? Ownership::own : Ownership::foreign; };
    return visit(
        [&](const auto& c) {
            using C = std::decay_t<decltype(c)>;
            if constexpr (requires { c.offer; }) {
                const auto json = queries.read("offers", c.offer.value, principal);
                if (!json) return Ownership::unknown_offer;
                const auto offer = read_fields<OfferOwner>(*json);
                return owned(offer && offer->responder == principal.responder);
            } else if constexpr (requires { c.visit; }) {
                // Whoever is to visit: one of nobody's knowledge is nobody's.
                const auto json = queries.read("visits", c.visit.value, principal);
                const auto visit = json ? read_fields<VisitOwner>(*json) : std::nullopt;
                return owned(visit && visit->visitor == principal.responder);
            } else if constexpr (std::is_same_v<C, ReportPositions>) {
                return owned(std::all_of(c.fixes.begin(), c.fixes.end(), [&](const auto& fix) {
                    return fix.responder == principal.responder;
                }));
            } else if constexpr (std::is_same_v<C, SignIn> || std::is_same_v<C, SignOut>) {
                return owned(c.volunteer == principal.responder);
            } else if constexpr (requires { c.responder; }) {
                return owned(c.responder == principal.responder);
            } else {
                return Ownership::foreign;
            }
        },
        command);
}

bool about_a_service(const Command& command) {
    return command.get_if<SignIn>() != nullptr || command.get_if<SignOut>() != nullptr;
}

std::optional<Fault> check_sender(const Command& command, const Principal& principal,
                                  const QueryPort& queries) {
    if (may_send(command.row(), principal)) return std::nullopt;
    if (!may_send_own(command.row(), principal)) {
        return Fault{
            .reason = FaultReason::forbidden,
            .detail = "the roles of this token do not allow " + std::string(command.name())};
    }
    switch (ownership(command, principal, queries)) {
        case Ownership::own:
            break;
        case Ownership::unknown_offer:
            return Fault{.reason = FaultReason::unknown_offer,
                         .detail = "no offer has this number",
                         .field = "/offer"};
        case Ownership::foreign:
            return Fault{.reason = FaultReason::forbidden,
                         .detail = "a responder may send this only for itself",
                         .field = about_a_service(command) ? "/volunteer" : "/responder",
                         .expected = std::to_string(principal.responder.value)};
    }
    return std::nullopt;
}

// Who takes a request, or watches over it, is who holds the token; only a supervisor gives it to
// somebody else.
std::optional<Fault> settle_owner(Command& command, const Principal& principal) {
    // Whoever can be sent too does not review what he did, or had done for him.
    if (auto* const review = command.get_if<ReviewService>()) {
        if (principal.responder) review->reviewer = principal.responder;
        return std::nullopt;
    }
    if (auto* const resolve = command.get_if<ResolveService>()) {
        if (principal.responder) resolve->reviewer = principal.responder;
        return std::nullopt;
    }
    if (auto* const watch = command.get_if<SuperviseRequest>()) {
        if (watch->supervisor.empty()) watch->supervisor = principal.name;
        return std::nullopt;
    }
    auto* const take = command.get_if<TakeRequest>();
    if (take == nullptr) return std::nullopt;
    if (take->owner.empty()) take->owner = principal.name;
    if (take->owner == principal.name || principal.roles.has(Role::supervisor)) {
        return std::nullopt;
    }
    return Fault{.reason = FaultReason::forbidden,
                 .detail = "only a supervisor may give a request to another than itself",
                 .field = "/owner",
                 .expected = "no owner, or " + principal.name};
}

// What a responder may list of itself, and the filter that says whose an entry is.
struct OwnList {
    std::string_view name;
    std::string_view filter;
};
constexpr OwnList own_lists[] = {{"offers", "responder"},
                                 {"premises", "responder"},
                                 {"service_records", "volunteer"},
                                 {"accounts", "volunteer"},
                                 {"certificates", "volunteer"}};

}  // namespace

bool may_send(const CommandRow& row, const Principal& principal) {
    return row.roles.has_any(principal.roles);
}

bool may_send_own(const CommandRow& row, const Principal& principal) {
    return row.own && is_responder(principal);
}

bool may_ever_send(const CommandRow& row, const Principal& principal) {
    return may_send(row, principal) || may_send_own(row, principal);
}

std::optional<Fault> admit(Command& command, const Principal& principal, const QueryPort& queries) {
    if (auto fault = check_sender(command, principal, queries)) return fault;
    if (auto fault = check_districts(command, principal, queries)) return fault;
    if (auto fault = check_devices(command, principal)) return fault;
    return settle_owner(command, principal);
}

ListRight may_list(std::string_view collection, const Principal& principal) {
    if (principal.roles.empty()) return {};
    if (is_public_collection(collection)) return {.allowed = true};
    if (principal.roles.has_any(desk_roles | Role::admin)) return {.allowed = true};
    if (!is_responder(principal)) return {};
    const auto* const own =
        std::find_if(std::begin(own_lists), std::end(own_lists),
                     [&](const OwnList& one) { return one.name == collection; });
    if (own == std::end(own_lists)) return {};
    return {.allowed = true, .own_by = own->filter};
}

bool may_read(std::string_view collection, const Principal& principal,
              std::string_view entity_json) {
    const ListRight right = may_list(collection, principal);
    if (right.allowed && right.own_by.empty()) return true;
    if (!is_responder(principal)) return false;
    if (collection == "offers") {
        const auto offer = read_fields<OfferOwner>(entity_json);
        return offer && offer->responder == principal.responder;
    }
    if (collection == "visits") {
        const auto visit = read_fields<VisitOwner>(entity_json);
        return visit && visit->visitor == principal.responder;
    }
    if (collection == "service_records" || collection == "volunteer_standings" ||
        collection == "certificates" || collection == "accounts") {
        const auto service = read_fields<ServiceOwner>(entity_json);
        return service && service->volunteer == principal.responder;
    }
    if (collection == "responders") {
        const auto entity = read_fields<EntityId>(entity_json);
        return entity && entity->id == principal.responder;
    }
    if (collection == "requests") {
        const auto request = read_fields<RequestHolders>(entity_json);
        return request && std::any_of(request->slots.begin(), request->slots.end(),
                                      [&](const SlotHolder& slot) {
                                          return slot.responder == principal.responder;
                                      });
    }
    return false;
}

bool shows_people(std::string_view collection, const Principal& principal) {
    if (collection == "requests") return principal.may_see_personal() || is_responder(principal);
    const CollectionRow* const row = find_collection(collection);
    return principal.may_see_personal() && row != nullptr && row->about_people;
}

}  // namespace muster::gate
