// The register: the members whom the service looks after, and their contact cards.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "muster/choice.hpp"
#include "muster/command.hpp"
#include "muster/entity.hpp"
#include "muster/enums.hpp"
#include "muster/ids.hpp"
#include "muster/member.hpp"
#include "muster/personal.hpp"
#include "muster/units.hpp"

namespace muster {

// A contact card: names a member, proves nothing about who holds it. `generation` is part of the
// printed link; a higher one makes older prints void.
struct Card {
    CardId id;
    MemberId member;
    std::uint32_t generation = 1;
    std::string uid;  // of the chip, upper-case hex, may be empty
    CardStatus status = CardStatus::active;
    // Of a chip that counts its taps and signs them: that of the last tap which was taken. What has
    // no higher one is a copy.
    std::uint32_t counter = 0;
    TimePoint replayed_at;  // when a copy was recorded last; 0 = never
};
BOOST_DESCRIBE_STRUCT(Card, (), (id, member, generation, uid, status, counter, replayed_at))
template <>
inline constexpr EntityRow entity_row<Card>{.path = "cards", .one = "card", .feed_order = 5};

struct RegisterMember {
    MemberProfile profile;
};
BOOST_DESCRIBE_STRUCT(RegisterMember, (), (profile))
template <>
inline constexpr CommandRow command_row<RegisterMember>{.roles = desk_roles | Role::admin,
                                                        .traffic = Traffic::registry,
                                                        .creates = entity_row<Member>.path};

// Of a MemberProfile, what changes. A field that is not given stays as it is; an empty text or list
// empties it.
struct MemberChanges {
    std::optional<std::string> external_ref;
    std::optional<Personal<std::string>> name;
    std::optional<Personal<std::string>> phone;
    std::optional<Personal<std::string>> address;
    std::optional<Personal<Point>> home;
    std::optional<Code> district;
    std::optional<Code> community;
    std::optional<std::int32_t> birth_year;
    std::optional<Personal<BirthDate>> birth_date;
    std::optional<Personal<AbilityLevel>> ability;
    std::optional<Personal<std::vector<MemberFlag>>> flags;
    std::optional<Personal<std::string>> risks;
    std::optional<std::vector<Contact>> contacts;  // all of them: the list is replaced
};
BOOST_DESCRIBE_STRUCT(MemberChanges, (),
                      (external_ref, name, phone, address, home, district, community, birth_year,
                       birth_date, ability, flags, risks, contacts))

struct UpdateMember {
    MemberId member;
    MemberChanges profile;
    std::vector<Code> clear;  // of what has no empty value: home, birth_date
};
BOOST_DESCRIBE_STRUCT(UpdateMember, (), (member, profile, clear))
template <>
inline constexpr CommandRow command_row<UpdateMember>{.roles = desk_roles | Role::admin,
                                                      .traffic = Traffic::registry};

// Refused while the member has an open request.
struct RemoveMember {
    MemberId member;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(RemoveMember, (), (member, reason))
template <>
inline constexpr CommandRow command_row<RemoveMember>{.roles = office_roles,
                                                      .traffic = Traffic::registry};

// `active` of who is away: came back; of who is dead or moved away: a correction, with a reason.
// `erased` is EraseMember's.
struct SetMemberStatus {
    MemberId member;
    MemberStatus status = MemberStatus::active;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(SetMemberStatus, (), (member, status, reason))
template <>
inline constexpr CommandRow command_row<SetMemberStatus>{.roles = desk_roles | Role::admin,
                                                         .traffic = Traffic::registry};

// Takes everything about a person from the board, for good. Refused while the member is active or
// has an open request.
struct EraseMember {
    MemberId member;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(EraseMember, (), (member, reason))
template <>
inline constexpr CommandRow command_row<EraseMember>{.roles = office_roles,
                                                     .traffic = Traffic::registry};

// Given anew, a consent counts from now.
struct RecordConsent {
    MemberId member;
    Code purpose;
    Personal<std::string> proof;
};
BOOST_DESCRIBE_STRUCT(RecordConsent, (), (member, purpose, proof))
template <>
inline constexpr CommandRow command_row<RecordConsent>{.roles = desk_roles | Role::admin,
                                                       .traffic = Traffic::registry};

struct WithdrawConsent {
    MemberId member;
    Code purpose;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(WithdrawConsent, (), (member, purpose, reason))
template <>
inline constexpr CommandRow command_row<WithdrawConsent>{.roles = desk_roles | Role::admin,
                                                         .traffic = Traffic::registry};

struct ReportMemberEvent {
    MemberId member;
    Code kind;
    std::optional<TimePoint> at;  // nothing = now; not later, and at most 366 days ago
    Personal<std::string> note;
};
BOOST_DESCRIBE_STRUCT(ReportMemberEvent, (), (member, kind, at, note))
template <>
inline constexpr CommandRow command_row<ReportMemberEvent>{
    .roles = desk_roles | adapter_roles | Role::admin, .traffic = Traffic::registry};

struct IssueCard {
    MemberId member;
    std::string uid;
};
BOOST_DESCRIBE_STRUCT(IssueCard, (), (member, uid))
template <>
inline constexpr CommandRow command_row<IssueCard>{.roles = desk_roles | Role::admin,
                                                   .traffic = Traffic::registry,
                                                   .creates = entity_row<Card>.path};

// A new print of the same card: older links stop working.
struct RenewCard {
    CardId card;
};
BOOST_DESCRIBE_STRUCT(RenewCard, (), (card))
template <>
inline constexpr CommandRow command_row<RenewCard>{.roles = desk_roles | Role::admin,
                                                   .traffic = Traffic::registry};

struct RevokeCard {
    CardId card;
    bool lost = false;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(RevokeCard, (), (card, lost, reason))
template <>
inline constexpr CommandRow command_row<RevokeCard>{.roles = desk_roles | Role::admin,
                                                    .traffic = Traffic::registry};

// A colour of a card was pressed or tapped: a request for the colour's service.
struct TapCard {
    CardId card;
    std::uint32_t generation = 0;  // 0 = a reader that knows only the card
    Code colour;
    std::optional<Personal<Point>> place;  // of the reader; else the member's home
    Personal<std::string> note;
    std::string device;
    // As the card's chip counted it, and whoever sends this has proved it. One that is not above
    // the card's makes no request: it is recorded as a replay, at most once a minute for each card,
    // and else refused with card_not_active.
    std::optional<std::uint32_t> counter = std::nullopt;
};
BOOST_DESCRIBE_STRUCT(TapCard, (), (card, generation, colour, place, note, device, counter))
template <>
inline constexpr CommandRow command_row<TapCard>{.roles = desk_roles | adapter_roles,
                                                 .traffic = Traffic::calls,
                                                 .creates = "requests",
                                                 .repeats = true};

struct MemberRegistered {
    Member member;
    [[nodiscard]] auto changes() const { return std::tuple(member.id); }
};
BOOST_DESCRIBE_STRUCT(MemberRegistered, (), (member))

struct MemberUpdated {
    Member member;
    [[nodiscard]] auto changes() const { return std::tuple(member.id); }
};
BOOST_DESCRIBE_STRUCT(MemberUpdated, (), (member))

struct MemberRemoved {
    MemberId member;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(member); }
};
BOOST_DESCRIBE_STRUCT(MemberRemoved, (), (member, reason))

struct MemberStatusChanged {
    MemberId member;
    MemberStatus status = MemberStatus::active;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(member); }
};
BOOST_DESCRIBE_STRUCT(MemberStatusChanged, (), (member, status, reason))

struct MemberErased {
    MemberId member;
    std::string reason;
    [[nodiscard]] auto changes() const { return std::tuple(member); }
};
BOOST_DESCRIBE_STRUCT(MemberErased, (), (member, reason))

struct ConsentRecorded {
    MemberId member;
    Consent consent;
    [[nodiscard]] auto changes() const { return std::tuple(member); }
};
BOOST_DESCRIBE_STRUCT(ConsentRecorded, (), (member, consent))

struct ConsentWithdrawn {
    MemberId member;
    Code purpose;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(member); }
};
BOOST_DESCRIBE_STRUCT(ConsentWithdrawn, (), (member, purpose, reason))

struct MemberEventReported {
    MemberId member;
    Personal<MemberEvent> event;
    [[nodiscard]] auto changes() const { return std::tuple(member); }
};
BOOST_DESCRIBE_STRUCT(MemberEventReported, (), (member, event))

// By a command about the member, by age, or because an event lies too far back.
struct MemberRiskChanged {
    MemberId member;
    Personal<Risk> risk;
    [[nodiscard]] auto changes() const { return std::tuple(member); }
};
BOOST_DESCRIBE_STRUCT(MemberRiskChanged, (), (member, risk))

struct CardIssued {
    Card card;
    [[nodiscard]] auto changes() const { return std::tuple(card.id); }
};
BOOST_DESCRIBE_STRUCT(CardIssued, (), (card))

// The card as it is now: renewed, lost or revoked.
struct CardChanged {
    Card card;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(card.id); }
};
BOOST_DESCRIBE_STRUCT(CardChanged, (), (card, reason))

// A tap of the card's chip made a request: none with this counter or a lower one does so again.
struct CardCounted {
    CardId card;
    std::uint32_t counter = 0;
    [[nodiscard]] auto changes() const { return std::tuple(card); }
};
BOOST_DESCRIBE_STRUCT(CardCounted, (), (card, counter))

// Somebody used a tap that was used before, or one older than that: its link was copied.
struct CardReplayed {
    CardId card;
    MemberId member;
    std::uint32_t counter = 0;  // that was used
    [[nodiscard]] auto changes() const { return std::tuple(card); }
};
BOOST_DESCRIBE_STRUCT(CardReplayed, (), (card, member, counter))

using RegistryCommands =
    TypeList<RegisterMember, UpdateMember, RemoveMember, IssueCard, RenewCard, RevokeCard, TapCard,
             SetMemberStatus, EraseMember, RecordConsent, WithdrawConsent, ReportMemberEvent>;
using RegistryEvents =
    TypeList<MemberRegistered, MemberUpdated, MemberRemoved, CardIssued, CardChanged,
             MemberStatusChanged, MemberErased, ConsentRecorded, ConsentWithdrawn,
             MemberEventReported, MemberRiskChanged, CardCounted, CardReplayed>;

}  // namespace muster
