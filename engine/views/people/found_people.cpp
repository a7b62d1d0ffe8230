#include "engine/views/people/found_people.hpp"

#include <algorithm>
#include <boost/describe/class.hpp>
#include <optional>

#include "engine/codec/json_writer.hpp"
#include "engine/codec/protocol_text.hpp"
#include "engine/core/registry/phone.hpp"
#include "engine/views/collection.hpp"
#include "muster/registry.hpp"

namespace muster::views {
namespace {

struct ContactRow {
    std::uint32_t number = 0;  // counted from 1, as in Request::member_hints
    ContactRelation relation = ContactRelation::kin;
    std::string name;
    std::string phone;
};
BOOST_DESCRIBE_STRUCT(ContactRow, (), (number, relation, name, phone))

struct MemberRow {
    MemberId id;
    std::string name;
    MemberStatus status = MemberStatus::active;
    std::int32_t birth_year = 0;
    std::optional<BirthDate> birth_date = {};
    Code district;
    Code community;
    std::string address;
    std::string phone;
    RiskTier tier = RiskTier::general;
    std::vector<MemberFlag> flags;
    std::string risks;
    std::vector<RequestId> open_requests = {};
    PersonFoundBy by = PersonFoundBy::name;
    std::optional<ContactRow> contact = {};
};
BOOST_DESCRIBE_STRUCT(MemberRow, (),
                      (id, name, status, birth_year, birth_date, district, community, address,
                       phone, tier, flags, risks, open_requests, by, contact))

struct ResponderRow {
    ResponderId id;
    std::string name;
    ResponderKind kind = ResponderKind::staff;
    std::string external_ref;
    std::string phone;
    Code department;
    std::vector<Code> skills;
    ResponderStatus status = ResponderStatus::off_duty;
    RequestId request;
    std::uint32_t slot = 0;
    PersonFoundBy by = PersonFoundBy::name;
};
BOOST_DESCRIBE_STRUCT(ResponderRow, (),
                      (id, name, kind, external_ref, phone, department, skills, status, request,
                       slot, by))

MemberRow row_of(const core::Board& board, core::Index index, const FoundPerson& found) {
    const Member& member = board.members()[index];
    const MemberProfile& profile = member.profile;
    MemberRow row{.id = member.id,
                  .name = profile.name.value,
                  .status = member.status,
                  .birth_year = profile.birth_year,
                  .district = profile.district,
                  .community = profile.community,
                  .address = profile.address.value,
                  .phone = profile.phone.value,
                  .tier = member.risk.value.tier,
                  .flags = member.risk.value.flags,
                  .risks = profile.risks.value,
                  .by = found.by};
    if (profile.birth_date) row.birth_date = profile.birth_date->value;
    for (const core::Index request : board.members().aux(index).open_requests)
        row.open_requests.push_back(board.requests()[request].id);
    if (found.contact > 0 && found.contact <= profile.contacts.size()) {
        const Contact& contact = profile.contacts[found.contact - 1];
        row.contact =
            ContactRow{found.contact, contact.relation, contact.name.value, contact.phone.value};
    }
    return row;
}

ResponderRow row_of(const Responder& responder, const FoundPerson& found) {
    const ResponderProfile& profile = responder.profile;
    return {.id = responder.id,
            .name = profile.name.value,
            .kind = profile.kind,
            .external_ref = profile.external_ref,
            .phone = profile.phone.value,
            .department = profile.department,
            .skills = profile.skills,
            .status = responder.status,
            .request = responder.request,
            .slot = responder.slot,
            .by = found.by};
}

std::vector<FoundPerson> search(const core::Board& board, const PeopleFinder& finder,
                                const PeopleQuery& query) {
    std::vector<std::string> numbers;
    if (const auto phone = core::parse_phone(query.text, board.phone_rule()))
        numbers.push_back(phone->number);
    return finder.find(query.text, numbers, query.limit);
}

// "#7" is the number of a card as well as of a member.
void add_card_holder(const core::Board& board, const PeopleQuery& query,
                     std::vector<FoundPerson>& found) {
    if (!query.text.starts_with('#')) return;
    const auto number = codec::parse_number(std::string_view(query.text).substr(1));
    const Card* const card = number ? board.cards().get({*number}) : nullptr;
    if (card == nullptr) return;
    const MemberId holder = board.root(card->member);
    const Member* const member = board.members().get(holder);
    if (member == nullptr || !is_searched(*member)) return;
    const bool known = std::any_of(found.begin(), found.end(), [holder](const FoundPerson& one) {
        return one.id == holder.value;
    });
    if (!known) found.push_back({holder.value, 900, PersonFoundBy::number, 0});
}

std::string begun(const PeopleQuery& query, std::string_view list) {
    std::string out = "{\"query\":";
    codec::write(out, query.text);
    out += ",\"";
    out += list;
    return out += "\":[";
}

}  // namespace

PersonText searched_text(const Member& member) {
    const MemberProfile& profile = member.profile;
    PersonText text{
        .id = member.id.value,
        .name = profile.name.value,
        .address = profile.address.value,
        .reference = profile.external_ref,
        .phones = {profile.phone.value},
        .past = member.status != MemberStatus::active && member.status != MemberStatus::away};
    for (const Contact& contact : profile.contacts)
        text.phones.emplace_back(contact.phone.value);
    return text;
}

PersonText searched_text(const Responder& responder) {
    const ResponderProfile& profile = responder.profile;
    return {.id = responder.id.value,
            .name = profile.name.value,
            .address = {},
            .reference = profile.external_ref,
            .phones = {profile.phone.value},
            .past = false};
}

bool is_searched(const Member& member) {
    return !member.merged_into && member.status != MemberStatus::erased;
}

bool is_searched(const Responder& /*responder*/) {
    return true;
}

std::string found_members_json(const core::Board& board, const PeopleFinder& finder,
                               const PeopleQuery& query) {
    // Of those who are found, some may live where the reader does not look.
    constexpr std::size_t more = 8;
    PeopleQuery wider = query;
    if (!query.districts.all()) wider.limit *= more;
    std::vector<FoundPerson> found = search(board, finder, wider);
    add_card_holder(board, query, found);
    const ReaderRight right{false, Confidentiality::open, query.districts};
    std::string out = begun(query, "members");
    std::size_t told = 0;
    for (const FoundPerson& one : found) {
        const core::Index index = board.members().find({one.id});
        if (index == core::no_index) continue;
        if (!right.is_near({Confidentiality::open, district_of(board, MemberId{one.id}), false}))
            continue;
        if (told++ == query.limit) break;
        if (out.back() != '[') out += ',';
        codec::write(out, row_of(board, index, one));
    }
    return out + "]}";
}

std::string found_responders_json(const core::Board& board, const PeopleFinder& finder,
                                  const PeopleQuery& query) {
    std::string out = begun(query, "responders");
    for (const FoundPerson& one : search(board, finder, query)) {
        const Responder* const responder = board.responders().get({one.id});
        if (responder == nullptr) continue;
        if (out.back() != '[') out += ',';
        codec::write(out, row_of(*responder, one));
    }
    return out + "]}";
}

}  // namespace muster::views
