#include "engine/views/filters.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <span>
#include <string_view>
#include <utility>

#include "engine/codec/describe.hpp"
#include "muster/requests.hpp"

namespace muster::views {
namespace {

struct Wanted {
    const core::Board& board;
    std::string_view value;
    Filters& filters;
    std::string& error;
};

// A filter of a collection: its name, whether it asks about a person, and what makes its test. The
// maker returns no test when the value cannot be, and then says so in the error.
struct Field {
    std::string_view name;
    bool personal;
    Test (*make)(const Wanted&);
};

std::string joined(std::span<const std::string_view> names) {
    std::string all;
    for (const std::string_view name : names) {
        if (!all.empty()) all += ", ";
        all += name;
    }
    return all;
}

std::string quoted(std::string_view text) {
    std::string quoted(1, '"');
    quoted.append(text).push_back('"');
    return quoted;
}

template <class E>
std::optional<E> enum_value(const Wanted& wanted) {
    const std::size_t place = codec::enum_table<E>.find(wanted.value);
    if (place == codec::enum_names<E>.size()) {
        wanted.error = quoted(wanted.value) + " is not one of " + joined(codec::enum_names<E>);
        return std::nullopt;
    }
    return codec::enum_values<E>[place];
}

std::optional<std::uint64_t> number(const Wanted& wanted) {
    std::uint64_t value = 0;
    const char* const end = wanted.value.data() + wanted.value.size();
    const auto [stop, failed] = std::from_chars(wanted.value.data(), end, value);
    if (failed != std::errc{} || stop != end) {
        wanted.error = quoted(wanted.value) + " is not a number";
        return std::nullopt;
    }
    return value;
}

std::optional<Code> code(const Wanted& wanted) {
    const auto value = Code::from_text(wanted.value);
    if (!value) wanted.error = quoted(wanted.value) + " is too long for a code";
    return value;
}

// Makes the test of one entity type out of a predicate over it.
template <class T>
const T* entity(const core::Board& board, std::uint64_t id) {
    if constexpr (std::is_same_v<T, Request>) {
        return board.requests().get(RequestId{id});
    } else if constexpr (std::is_same_v<T, Responder>) {
        return board.responders().get(ResponderId{id});
    } else if constexpr (std::is_same_v<T, Offer>) {
        return board.offers().get(OfferId{id});
    } else if constexpr (std::is_same_v<T, Member>) {
        return board.members().get(MemberId{id});
    } else {
        return board.cards().get(CardId{id});
    }
}

template <class T, class Predicate>
Test test(const Wanted& wanted, Predicate predicate) {
    return [&board = wanted.board, predicate = std::move(predicate)](std::uint64_t id) {
        const T* found = entity<T>(board, id);
        return found && predicate(*found);
    };
}

// ---- requests
// ------------------------------------------------------------------------------------

Test request_status(const Wanted& w) {
    const auto value = enum_value<RequestStatus>(w);
    if (!value) return {};
    return test<Request>(w, [v = *value](const Request& r) { return r.status == v; });
}
Test request_urgency(const Wanted& w) {
    const auto value = enum_value<Urgency>(w);
    if (!value) return {};
    return test<Request>(w, [v = *value](const Request& r) { return r.urgency == v; });
}
Test request_service(const Wanted& w) {
    const auto value = code(w);
    if (!value) return {};
    return test<Request>(w, [v = *value](const Request& r) { return r.service == v; });
}
Test request_member(const Wanted& w) {
    const auto value = number(w);
    if (!value) return {};
    return test<Request>(w, [v = MemberId{*value}](const Request& r) { return r.member == v; });
}
Test request_open(const Wanted& w) {
    if (w.value != "true" && w.value != "false") {
        w.error = "open is true or false";
        return {};
    }
    return [&board = w.board, wanted = w.value == "true"](std::uint64_t id) {
        const core::Index index = board.requests().find(RequestId{id});
        return index != core::no_index && board.requests().aux(index).open == wanted;
    };
}
Test request_district(const Wanted& w) {
    const auto value = code(w);
    if (!value) return {};
    return test<Request>(w, [&board = w.board, v = *value](const Request& r) {
        const Member* member = board.members().get(r.member);
        return member && member->profile.district == v;
    });
}

// ---- responders
// ----------------------------------------------------------------------------------

Test responder_status(const Wanted& w) {
    const auto value = enum_value<ResponderStatus>(w);
    if (!value) return {};
    return test<Responder>(w, [v = *value](const Responder& r) { return r.status == v; });
}
Test responder_kind(const Wanted& w) {
    const auto value = enum_value<ResponderKind>(w);
    if (!value) return {};
    return test<Responder>(w, [v = *value](const Responder& r) { return r.profile.kind == v; });
}
Test responder_skill(const Wanted& w) {
    const auto value = code(w);
    if (!value) return {};
    return test<Responder>(w, [v = *value](const Responder& r) {
        return std::find(r.profile.skills.begin(), r.profile.skills.end(), v) !=
               r.profile.skills.end();
    });
}
Test responder_phone(const Wanted& w) {
    const PhoneRule& rule = w.board.phone_rule();
    return test<Responder>(
        w, [&rule, wanted = core::phone_or_text(w.value, rule)](const Responder& r) {
            return core::may_be_same(wanted, core::phone_or_text(r.profile.phone.value, rule));
        });
}
Test responder_text(const Wanted& w) {
    return test<Responder>(w, [v = std::string(w.value)](const Responder& r) {
        return r.profile.name.value.find(v) != std::string::npos ||
               r.profile.external_ref.find(v) != std::string::npos;
    });
}

// ---- members, offers, cards
// ----------------------------------------------------------------------

constexpr std::size_t everybody = std::numeric_limits<std::size_t>::max();

// However the number is written here and there. A list of candidates spares looking at everybody.
Test member_with_phone(const Wanted& w, bool by_contact) {
    std::vector<std::uint64_t> found;
    for (const MemberHint& hint : w.board.members_with_phone(w.value, everybody)) {
        if ((hint.contact != 0) == by_contact) found.push_back(hint.member.value);
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    w.filters.candidates = found;
    return [found = std::move(found)](std::uint64_t id) {
        return std::binary_search(found.begin(), found.end(), id);
    };
}
Test member_phone(const Wanted& w) {
    return member_with_phone(w, false);
}
Test member_contact_phone(const Wanted& w) {
    return member_with_phone(w, true);
}
Test member_external_ref(const Wanted& w) {
    return test<Member>(
        w, [v = std::string(w.value)](const Member& m) { return m.profile.external_ref == v; });
}
Test member_name(const Wanted& w) {
    return test<Member>(w, [v = std::string(w.value)](const Member& m) {
        return m.profile.name.value.starts_with(v);
    });
}
Test member_district(const Wanted& w) {
    const auto value = code(w);
    if (!value) return {};
    return test<Member>(w, [v = *value](const Member& m) { return m.profile.district == v; });
}

Test offer_request(const Wanted& w) {
    const auto value = number(w);
    if (!value) return {};
    const core::Index index = w.board.requests().find(RequestId{*value});
    std::vector<std::uint64_t> offers;
    if (index != core::no_index) {
        for (const OfferId id : w.board.requests().aux(index).offers)
            offers.push_back(id.value);
    }
    w.filters.candidates = std::move(offers);
    return test<Offer>(w, [v = RequestId{*value}](const Offer& o) { return o.request == v; });
}
Test offer_responder(const Wanted& w) {
    const auto value = number(w);
    if (!value) return {};
    return test<Offer>(w, [v = ResponderId{*value}](const Offer& o) { return o.responder == v; });
}
Test offer_status(const Wanted& w) {
    const auto value = enum_value<OfferStatus>(w);
    if (!value) return {};
    return test<Offer>(w, [v = *value](const Offer& o) { return o.status == v; });
}

Test card_member(const Wanted& w) {
    const auto value = number(w);
    if (!value) return {};
    return test<Card>(w, [v = MemberId{*value}](const Card& c) { return c.member == v; });
}

constexpr Field request_fields[] = {
    {"status", false, request_status},   {"urgency", false, request_urgency},
    {"service", false, request_service}, {"member", false, request_member},
    {"open", false, request_open},       {"district", false, request_district}};
constexpr Field responder_fields[] = {{"status", false, responder_status},
                                      {"kind", false, responder_kind},
                                      {"skill", false, responder_skill},
                                      {"phone", true, responder_phone},
                                      {"text", true, responder_text}};
constexpr Field member_fields[] = {{"phone", true, member_phone},
                                   {"contact_phone", true, member_contact_phone},
                                   {"external_ref", false, member_external_ref},
                                   {"name", true, member_name},
                                   {"district", false, member_district}};
constexpr Field offer_fields[] = {{"request", false, offer_request},
                                  {"responder", false, offer_responder},
                                  {"status", false, offer_status}};
constexpr Field card_fields[] = {{"member", false, card_member}};

std::span<const Field> fields_of(Topic topic) {
    switch (topic) {
        case Topic::requests:
            return request_fields;
        case Topic::responders:
            return responder_fields;
        case Topic::members:
            return member_fields;
        case Topic::offers:
            return offer_fields;
        case Topic::cards:
            return card_fields;
        case Topic::positions:
        case Topic::alerts:
            return {};
    }
    return {};
}

}  // namespace

std::optional<Filters> compile_filters(const core::Board& board, Topic topic,
                                       const ListQuery& query, bool may_see_personal,
                                       std::string& error) {
    Filters filters;
    const std::span<const Field> fields = fields_of(topic);
    for (const auto& filter : query.filters) {
        const std::string& name = filter.first;
        const std::string& value = filter.second;
        const auto field = std::find_if(fields.begin(), fields.end(),
                                        [&name = name](const Field& f) { return f.name == name; });
        if (field == fields.end()) {
            std::vector<std::string_view> known;
            for (const Field& f : fields)
                known.push_back(f.name);
            error = "there is no filter \"" + name + "\"; known are " + joined(known);
            return std::nullopt;
        }
        if (field->personal && !may_see_personal) {
            error = "the filter \"" + name + "\" needs the right to see personal data";
            return std::nullopt;
        }
        Test made = field->make({board, value, filters, error});
        if (!made) {
            error = name + ": " + error;
            return std::nullopt;
        }
        filters.tests.push_back(std::move(made));
    }
    return filters;
}

}  // namespace muster::views
