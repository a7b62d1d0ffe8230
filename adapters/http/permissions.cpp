#include "adapters/http/permissions.hpp"

#include <algorithm>
#include <initializer_list>
#include <type_traits>

#include "engine/codec/json_reader.hpp"
#include "muster/collections.hpp"

namespace muster::http {

namespace {

constexpr Roles roles(std::initializer_list<Role> list) {
    Roles set;
    for (const Role role : list)
        set.add(role);
    return set;
}

constexpr Roles nobody{};
// Whoever answers calls and sends people.
constexpr Roles desk = roles({Role::dispatcher, Role::call_taker, Role::supervisor});
// Whoever decides who goes where.
constexpr Roles dispatch = roles({Role::dispatcher, Role::supervisor});
constexpr Roles desk_and_admin =
    roles({Role::dispatcher, Role::call_taker, Role::supervisor, Role::admin});
constexpr Roles desk_and_adapter =
    roles({Role::dispatcher, Role::call_taker, Role::supervisor, Role::adapter});
constexpr Roles office = roles({Role::supervisor, Role::admin});
// Whoever knows how the roads are.
constexpr Roles traffic = roles({Role::supervisor, Role::adapter});
constexpr Roles adapter = roles({Role::adapter});
constexpr bool own = true;

constexpr std::array<CommandRule, std::variant_size_v<CommandVariant>> rules{{
    {"LoadRules", nobody, false, ""},
    {"Tick", nobody, false, ""},
    {"RegisterMember", desk_and_admin, false, "members"},
    {"UpdateMember", desk_and_admin, false, ""},
    {"RemoveMember", office, false, ""},
    {"IssueCard", desk_and_admin, false, "cards"},
    {"RenewCard", desk_and_admin, false, ""},
    {"RevokeCard", desk_and_admin, false, ""},
    {"TapCard", desk_and_adapter, false, "requests"},
    {"RegisterResponder", office, false, "responders"},
    {"UpdateResponder", office, false, ""},
    {"SetDuty", dispatch, own, ""},
    {"ReportPositions", adapter, own, ""},
    {"CreateRequest", desk_and_adapter, false, "requests"},
    {"LocateRequest", desk, false, ""},
    {"TakeRequest", desk, false, ""},
    {"ReclassifyRequest", desk, false, ""},
    {"HoldRequest", desk, false, ""},
    {"ResumeRequest", desk, false, ""},
    {"CancelRequest", desk, false, ""},
    {"MergeRequest", desk, false, ""},
    {"TransferRequest", desk, false, ""},
    {"ReopenRequest", desk, false, ""},
    {"VerifySafe", desk, false, ""},
    {"RecordHandover", desk, false, ""},
    {"RecordContact", desk, false, ""},
    {"RecordCallback", desk, false, ""},
    {"CloseRequest", desk, false, ""},
    {"AddNote", desk, false, ""},
    {"ExplainBreach", dispatch, false, ""},
    {"AssignResponder", dispatch, false, ""},
    {"ReleaseResponder", dispatch, false, ""},
    {"AcceptOffer", dispatch, own, ""},
    {"DeclineOffer", dispatch, own, ""},
    {"AcknowledgeAssignment", dispatch, own, ""},
    {"ReportEnRoute", dispatch, own, ""},
    {"ReportOnScene", dispatch, own, ""},
    {"CompleteAssignment", dispatch, own, ""},
    {"OrderStandby", dispatch, false, ""},
    {"SetSpeeds", traffic, false, ""},
    {"UseSpeeds", nobody, false, ""},
    {"SplitRequest", desk, false, ""},
    {"DismissDuplicate", desk, false, ""},
}};

// The table must follow the variant: a command without its own line would get another's rights.
static_assert(
    [] {
        for (std::size_t i = 0; i < rules.size(); ++i) {
            if (rules[i].name != codec::Alternatives<Command>::names[i]) return false;
        }
        return true;
    }(),
    "command_rules must name the commands in the order of the variant");

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

bool intersects(Roles a, Roles b) {
    return (a.bits & b.bits) != 0;
}

bool is_responder(const Principal& principal) {
    return principal.roles.has(Role::responder) && principal.responder;
}

// What anybody with a token may know: no person is in it.
bool is_public_collection(std::string_view collection) {
    const CollectionRow* const row = find_collection(collection);
    return row != nullptr && row->of_rules;
}

}  // namespace

const std::array<CommandRule, std::variant_size_v<CommandVariant>>& command_rules() {
    return rules;
}

const CommandRule* find_command_rule(std::string_view name) {
    const std::size_t place = codec::Alternatives<Command>::table.find(name);
    return place < rules.size() ? &rules[place] : nullptr;
}

bool may_send(const CommandRule& rule, const Principal& principal) {
    return intersects(rule.roles, principal.roles);
}

bool may_send_own(const CommandRule& rule, const Principal& principal) {
    return rule.own_responder && is_responder(principal);
}

Ownership ownership(const Command& command, const Principal& principal, const QueryPort& queries) {
    const auto owned = [&](bool yes) { return yes ? Ownership::own : Ownership::foreign; };
    return std::visit(
        [&](const auto& c) {
            using C = std::decay_t<decltype(c)>;
            if constexpr (requires { c.offer; }) {
                const auto json = queries.read("offers", c.offer.value, principal);
                if (!json) return Ownership::unknown_offer;
                const auto offer = read_fields<OfferOwner>(*json);
                return owned(offer && offer->responder == principal.responder);
            } else if constexpr (std::is_same_v<C, ReportPositions>) {
                return owned(std::all_of(c.fixes.begin(), c.fixes.end(), [&](const auto& fix) {
                    return fix.responder == principal.responder;
                }));
            } else if constexpr (requires { c.responder; }) {
                return owned(c.responder == principal.responder);
            } else {
                return Ownership::foreign;
            }
        },
        command);
}

ListRight may_list(std::string_view collection, const Principal& principal) {
    if (principal.roles.empty()) return {};
    if (is_public_collection(collection)) return {.allowed = true};
    if (intersects(principal.roles, desk_and_admin)) return {.allowed = true};
    if (collection == "offers" && is_responder(principal)) {
        return {.allowed = true, .own_only = true};
    }
    return {};
}

bool may_read(std::string_view collection, const Principal& principal,
              std::string_view entity_json) {
    const ListRight right = may_list(collection, principal);
    if (right.allowed && !right.own_only) return true;
    if (!is_responder(principal)) return false;
    if (collection == "offers") {
        const auto offer = read_fields<OfferOwner>(entity_json);
        return offer && offer->responder == principal.responder;
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

}  // namespace muster::http
