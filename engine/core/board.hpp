// All state of the engine. Entities are as the vocabulary describes them; beside each stands an Aux
// with what the board derives from it (places in the grids, queues and deadlines). Only apply()
// writes entities, and sync_*() then brings the derived part in line: it is a function of the
// entities alone, so a restored board is the same board.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/core/assessments/assessment_state.hpp"
#include "engine/core/booking/booking_state.hpp"
#include "engine/core/calls/call_state.hpp"
#include "engine/core/care/care_state.hpp"
#include "engine/core/certificates/certificate_state.hpp"
#include "engine/core/derived.hpp"
#include "engine/core/devices/device_state.hpp"
#include "engine/core/links/link_state.hpp"
#include "engine/core/merges/merge_state.hpp"
#include "engine/core/places/place_state.hpp"
#include "engine/core/projects/project_state.hpp"
#include "engine/core/queue/deadline_queue.hpp"
#include "engine/core/queue/pending_queue.hpp"
#include "engine/core/registry/member_state.hpp"
#include "engine/core/registry/phone_book.hpp"
#include "engine/core/requests/past_book.hpp"
#include "engine/core/requests/request_state.hpp"
#include "engine/core/rosters/roster_state.hpp"
#include "engine/core/service/known_places.hpp"
#include "engine/core/service/rule_index.hpp"
#include "engine/core/service_records/service_record_state.hpp"
#include "engine/core/state.hpp"
#include "engine/core/store.hpp"
#include "engine/core/survey/survey_state.hpp"
#include "engine/core/talents/talent_state.hpp"
#include "engine/core/thinktank/suggestion_state.hpp"
#include "engine/core/timebank/account_state.hpp"
#include "engine/match/nearest_grid.hpp"
#include "muster/entities.hpp"

namespace muster::core {

using Lane = std::uint16_t;  // of the pending queue

// What the board derives for each kind of entity, beside it: nothing, unless it says so here.
template <class T>
struct Aux {};

template <>
struct Aux<Member> {
    std::vector<Index> open_requests;  // in order of id
    std::vector<CardId> cards;         // in order of issue
};

// The grid a responder is in: idle ones to be found for a slot, rolling ones to be diverted.
enum class GridKind : std::uint8_t { none, idle_direct, idle_offer, rolling };

template <>
struct Aux<Responder> {
    SkillMask skills = 0;
    std::optional<Point> where;  // position, else post
    bool lost = false;           // `where` is a position that is too old to count
    GridKind grid = GridKind::none;
    Profile grid_profile = Profile::normal;
    SkillMask grid_skills = 0;
    Point grid_point;
    TimePoint grid_idle_since;
    OfferId live_offer;
    // Place of the post (among the rules') that an idle professional covers the city from.
    std::optional<std::uint32_t> covers_from;
    Profile covers_by = Profile::normal;
};

template <>
struct Aux<Request> {
    bool open = false;  // counted as open: neither served nor ended
    bool in_places = false;
    MemberId listed_for;      // whose open requests it is among
    bool in_callers = false;  // found by its caller's number
    std::array<Lane, max_slots> lane{};
    std::uint8_t queued = 0;  // bit s: slot s waits in lane[s]
    Urgency queued_urgency = Urgency::P4;
    SkillMask asked = 0;          // beyond the plan's, by whoever waits in a lane
    std::vector<OfferId> offers;  // every offer ever made for it, in order
};

using ResponderAux = Aux<Responder>;
using RequestAux = Aux<Request>;

template <class T>
using StoreOf = Store<T, decltype(T::id), Aux<T>>;

// All entities of a kind.
template <class T>
struct Kept {
    StoreOf<T> store;
    DeadlineQueue deadlines;  // by index, equal ones in order of id
    Derived<T> derived;
};

class Board {
  public:
    // Read by decisions and views.
    [[nodiscard]] const Rules& rules() const { return rules_.rules(); }
    [[nodiscard]] const RuleIndex& rule_index() const { return rules_; }
    template <AnEntity T>
    [[nodiscard]] const StoreOf<T>& store() const {
        return std::get<Kept<T>>(kinds_).store;
    }
    // When entities of a kind fall due.
    template <AnEntity T>
    [[nodiscard]] const DeadlineQueue& deadlines() const {
        return std::get<Kept<T>>(kinds_).deadlines;
    }
    // What finds entities of a kind by more than their id.
    template <HasDerived T>
    [[nodiscard]] const Derived<T>& derived() const {
        return std::get<Kept<T>>(kinds_).derived;
    }
    [[nodiscard]] const StoreOf<Member>& members() const { return store<Member>(); }
    [[nodiscard]] const StoreOf<Card>& cards() const { return store<Card>(); }
    [[nodiscard]] const StoreOf<Responder>& responders() const { return store<Responder>(); }
    [[nodiscard]] const StoreOf<Request>& requests() const { return store<Request>(); }
    [[nodiscard]] const StoreOf<Offer>& offers() const { return store<Offer>(); }
    // Whom this id leads to: the member itself, or whom an alias was merged into; an id of nobody
    // leads to itself.
    [[nodiscard]] MemberId root(MemberId id) const;
    // Asked for, and used by travel times (Engine asks the RoadSource for them).
    [[nodiscard]] const std::optional<KnownSpeeds>& speeds_in_use() const { return speeds_in_use_; }
    [[nodiscard]] const std::optional<KnownSpeeds>& speeds_requested() const {
        return speeds_requested_;
    }
    // The last sheet of the record of accesses that was noted.
    [[nodiscard]] const std::optional<AccessSheet>& access_sheet() const { return access_sheet_; }
    [[nodiscard]] const PendingQueue& pending() const { return pending_; }
    // Homes of members, posts of responders, posts and points of demand of the rules.
    [[nodiscard]] const KnownPlaces& known_places() const { return known_places_; }
    [[nodiscard]] const PastBook& past() const { return past_; }
    // Of the time bank: what accounts, holds and entries come to together.
    [[nodiscard]] const Ledger& ledger() const { return ledger_; }
    [[nodiscard]] std::uint64_t open_requests() const { return open_requests_; }
    [[nodiscard]] std::uint64_t seq() const { return seq_; }
    [[nodiscard]] TimePoint at() const { return at_; }
    // How numbers are written where the service stands.
    [[nodiscard]] const PhoneRule& phone_rule() const;
    // Whose number this may be: members by their own, before those by a contact's. However the
    // numbers are written.
    [[nodiscard]] std::vector<MemberHint> members_with_phone(
        std::string_view phone, std::size_t look_at = PhoneBook::looked_at) const;
    // The request that is looked after for what this caller reported: the latest that is open and
    // of this number, or that a report of this number was merged into. In order, latest first.
    [[nodiscard]] std::vector<Index> open_requests_of_caller(std::string_view caller) const;
    [[nodiscard]] const KeyEntry* find_key(std::string_view source, std::string_view key) const;

    // Written by apply() only.
    void apply(const Event& event, TimePoint at);
    // After the events of one record.
    void finish_record(const AppliedRecord& record);
    void restore(const BoardState& state);
    [[nodiscard]] BoardState state() const;

    // Searched by decisions.
    using Grid = match::NearestGrid;
    [[nodiscard]] const Grid& grid(GridKind kind, Profile profile) const;
    [[nodiscard]] const Grid& places() const { return places_; }
    struct LaneWants {
        SkillMask skills = 0;
        FillMode fill = FillMode::direct;
    };
    [[nodiscard]] const std::vector<LaneWants>& lanes() const { return lanes_; }
    // How many idle professionals who travel so cover the city from a post of the rules.
    [[nodiscard]] std::uint32_t standing_by(std::uint32_t post, Profile profile) const {
        return standing_by_[post * profile_count + static_cast<std::size_t>(profile)];
    }
    // Counts the sets of rules that were in force.
    [[nodiscard]] std::uint64_t rules_loaded() const { return rules_loaded_; }

  private:
    friend class Changes;

    // The store, to be changed.
    template <AnEntity T>
    [[nodiscard]] StoreOf<T>& held() {
        return std::get<Kept<T>>(kinds_).store;
    }

    // Puts a new entity on the board, and what is derived from it, where anything is. A responder
    // is not in line yet (sync_responder): whether an offer to him lives is known later.
    template <AnEntity T>
    Index put(const T& entity) {
        const Index index = held<T>().insert(entity);
        if constexpr (requires { this->derive(index, entity); }) derive(index, entity);
        if constexpr (HasDerived<T>) {
            std::get<Kept<T>>(kinds_).derived.add(index, entity);
            set_deadline<T>(index, Derived<T>::due(entity, rules()));
        }
        return index;
    }
    // Changes an entity of a kind that has a Derived, which follows.
    template <HasDerived T, class Change>
    void change(Index index, const Change& change) {
        Derived<T>& derived = std::get<Kept<T>>(kinds_).derived;
        T& entity = held<T>()[index];
        derived.remove(index, entity);
        change(entity);
        derived.add(index, entity);
        set_deadline<T>(index, Derived<T>::due(entity, rules()));
    }
    // Takes an entity from the board, with what was derived from it.
    template <AnEntity T>
    void forget(Index index) {
        if constexpr (requires { this->underive(index, this->held<T>()[index]); }) {
            underive(index, held<T>()[index]);
        }
        if constexpr (HasDerived<T>) {
            std::get<Kept<T>>(kinds_).derived.remove(index, held<T>()[index]);
        }
        std::get<Kept<T>>(kinds_).deadlines.clear(index);
        held<T>().erase(index);
    }
    // Forgets every Personal value in what is the member's, on the whole board.
    void forget_data_of(MemberId member);
    void derive(Index index, const Member& member);
    void derive(Index index, const Card& card);
    void derive(Index index, const Responder& responder);
    void derive(Index index, const Request& request);
    void derive(Index index, const Offer& offer);
    void underive(Index index, const Member& member);
    void underive(Index index, const Request& request);

    // `never`: nothing of this entity will be due.
    template <AnEntity T>
    void set_deadline(Index index, TimePoint due) {
        DeadlineQueue& queue = std::get<Kept<T>>(kinds_).deadlines;
        if (due == never) {
            queue.clear(index);
        } else {
            queue.set(index, due, held<T>()[index].id.value);
        }
    }
    void know_places(const Rules& rules);
    void know_place(const std::optional<Personal<Point>>& place);
    void forget_place(const std::optional<Personal<Point>>& place);
    void place_responder(const Responder& responder, ResponderAux& aux) const;
    void sync_responder(Index index);
    void sync_standby(Index index);
    void sync_request(Index index);
    void sync_member_list(Index index);
    void sync_callers(Index index);
    void forget_caller(Index index);
    [[nodiscard]] std::uint64_t caller_key(Index index) const;
    void list_in_order(std::vector<Index>& list, Index index) const;
    void load_phones();
    void sync_offer(Index index);
    void sync_queue(Index index);
    void load_rules(const Rules& next);
    [[nodiscard]] Lane lane_for(SkillMask skills, FillMode fill);
    [[nodiscard]] Grid& grid_to_change(GridKind kind, Profile profile);
    void remember_key(KeyEntry entry);
    void drop_old_keys();

    RuleIndex rules_;
    OfEach<std::tuple, Kept, Entities> kinds_;
    std::optional<KnownSpeeds> speeds_in_use_;
    std::optional<KnownSpeeds> speeds_requested_;
    std::optional<AccessSheet> access_sheet_;

    // Derived.
    std::array<Grid, 3 * profile_count> grids_;
    Grid places_;  // of open requests, to find a second report of one incident
    PendingQueue pending_;
    std::vector<LaneWants> lanes_;
    KnownPlaces known_places_;
    std::vector<std::uint32_t> standing_by_;  // by post and profile
    std::uint64_t rules_loaded_ = 0;
    PhoneBook phones_;
    PastBook past_;
    Ledger ledger_;
    // Requests that are open or merged, by phone_key() of the caller's number, in order of id.
    boost::unordered_flat_map<std::uint64_t, std::vector<Index>> callers_;
    std::uint64_t open_requests_ = 0;

    std::deque<KeyEntry> keys_;                                         // in order of seq
    boost::unordered_flat_map<std::string, std::uint64_t> key_places_;  // -> number of the entry
    std::uint64_t keys_dropped_ = 0;

    std::uint64_t seq_ = 0;
    TimePoint at_;
};

}  // namespace muster::core
