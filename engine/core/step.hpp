// One command being decided: what the areas (requests, offers, responders...) share.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/dispatch/journeys.hpp"
#include "engine/core/dispatch/presumed.hpp"
#include "engine/core/dispatch/trace.hpp"
#include "engine/core/kernel/look_up.hpp"
#include "engine/match/nearest_grid.hpp"
#include "engine/match/volunteers.hpp"
#include "muster/envelope.hpp"

namespace muster::core {

// Memory that is reused from command to command so that deciding does not allocate.
struct Scratch {
    struct Weighed {
        Index index = no_index;
        Candidate candidate;
        TimePoint idle_since;
        std::uint64_t score = 0;  // of a volunteer: match::VolunteerRank::score
    };
    std::vector<match::Nearby> nearby;
    std::vector<Weighed> weighed;
    // Of the volunteers who consider an offer for a slot, and of `weighed`.
    std::vector<match::Answers> live_answers;
    std::vector<match::Answers> ranked_answers;
    std::vector<Index> freed;
    // Of a report of positions: what became of each fix; who is on the way and moved; who is idle
    // and came so far that it may be worth a look; in which report each responder stood last.
    std::vector<FixOutcome> fix_outcomes;
    std::vector<Index> moved;
    std::vector<Index> came;
    std::vector<std::uint64_t> reported;
    std::uint64_t reports = 0;
    std::vector<match::Nearby> lost;  // of `nearby`, whose place is not known
    std::vector<Index> asked;         // of a question to the journeys
    std::vector<Millis> etas;
    // For the rolling policy, until the command is settled: slots (as handles of the pending queue)
    // that want to be looked at, and professionals who came free.
    std::vector<std::uint32_t> wanting;
    std::vector<Index> idle;
    // Professionals who came free in this step, whether they found work or not.
    std::vector<Index> resting;
};

class RoadSource;
class RollingPool;
class Standby;

struct Step {
    Board& board;
    const Envelope& env;
    std::vector<Event>& events;
    Scratch& scratch;
    Journeys& journeys;
    RollingPool& pool;
    Standby& standby;
    RoadSource* roads;  // nullptr = there are no maps
    std::vector<DecisionTrace>* trace;
    std::uint32_t offers_made = 0;
    std::uint32_t visits_made = 0;
    std::uint32_t accounts_made = 0;
    std::uint32_t holds_made = 0;
    std::uint32_t entries_made = 0;
    bool made_request = false;
    std::size_t followed = 0;  // so many of the events the areas have reacted to
    // Deadlines that are reckoned anew: so many more may move, and so many have to wait.
    std::int64_t moves_left = 0;
    std::int64_t moves_refused = 0;
    // Of a look ahead; nullptr = this is a decision.
    Presumed* presumed = nullptr;

    [[nodiscard]] TimePoint now() const { return env.at; }

    // The event happened: the board shows it at once, so that later decisions of this step see it.
    template <class E>
    void emit(E&& event) {
        // A look ahead that changed the board would change what is decided later.
        if (presumed != nullptr) std::abort();
        board.apply(events.emplace_back(std::forward<E>(event)), env.at);
    }

    // This responder may have become free; settle() gives it work.
    void came_free(Index responder) { scratch.freed.push_back(responder); }

    // Whether one more deadline may move in this record.
    [[nodiscard]] bool may_move() {
        if (moves_left == 0) {
            ++moves_refused;
            return false;
        }
        --moves_left;
        return true;
    }

    // A record makes one request, which has its number: a second one in the same record aborts.
    [[nodiscard]] RequestId next_request_id() {
        if (std::exchange(made_request, true)) std::abort();
        return {env.seq};
    }

    // Precondition: offers_left() > 0. A record that has used up its numbers asks no more
    // volunteers; the next event about the slot does.
    [[nodiscard]] OfferId next_offer_id() { return {number_in_record(env.seq, offers_made++)}; }
    // A record plans few: one for each deadline or member that it is about.
    [[nodiscard]] VisitId next_visit_id() { return {number_in_record(env.seq, visits_made++)}; }
    // Likewise: a series of bookings makes the most.
    [[nodiscard]] AccountId next_account_id() { return {nth_in_record(env.seq, accounts_made++)}; }
    [[nodiscard]] HoldId next_hold_id() { return {nth_in_record(env.seq, holds_made++)}; }
    [[nodiscard]] EntryId next_entry_id() { return {nth_in_record(env.seq, entries_made++)}; }
    [[nodiscard]] std::size_t offers_left() const { return most_per_record - offers_made; }
};

[[nodiscard]] inline Rejection reject(RejectReason reason, std::string field, std::string detail) {
    return {reason, std::move(field), std::move(detail)};
}

// Each command checks in the order of RejectReason: its fields, whether everything it names is
// there, what the status allows, the rest.

// "unknown_" and the kind; none when there is no such reason.
constexpr RejectReason unknown_reason(std::string_view kind) {
    constexpr std::string_view prefix = "unknown_";
    for (const RejectReason reason : enum_values<RejectReason>) {
        const std::string_view name = name_of(reason);
        if (name.starts_with(prefix) && name.substr(prefix.size()) == kind) return reason;
    }
    return RejectReason::none;
}
// How refusals speak of what a command names by its field {one}.
template <AnEntity T>
inline constexpr auto field_of = [] {
    std::array<char, entity_row<T>.one.size() + 1> pointer{'/'};
    std::copy(entity_row<T>.one.begin(), entity_row<T>.one.end(), pointer.begin() + 1);
    return pointer;
}();
template <AnEntity T>
inline constexpr EntityWords words_of{
    entity_row<T>.one, {field_of<T>.data(), field_of<T>.size()}, unknown_reason(entity_row<T>.one)};
// Looks up what a command names so.
template <class IdT>
[[nodiscard]] auto find_one(const Step& step, IdT id) {
    using T = EntityOf<IdT>;
    static_assert(words_of<T>.unknown != RejectReason::none,
                  "each kind of entity has a RejectReason unknown_{one}");
    return find_in(step.board.store<T>(), id, words_of<T>);
}

// A request, whatever the command calls it.
[[nodiscard]] Named<Request> find_request(const Step& step, RequestId id,
                                          std::string_view field = "/request");
// Whether a command, of which this is the row, is allowed in the status of the request.
[[nodiscard]] Rejection check_status(const Step& step, Index request, std::string_view command,
                                     const CommandRow& row, std::string_view field = "/request");
template <class C>
[[nodiscard]] Rejection check_status(const Step& step, Index request, const C&,
                                     std::string_view field = "/request") {
    return check_status(step, request, type_name<C>(), command_row<C>, field);
}
// The request of a command that names nothing else, and its status.
template <class C>
[[nodiscard]] Named<Request> find_request(const Step& step, const C& command) {
    auto index = find_request(step, command.request);
    if (!index) return index;
    if (auto bad = check_status(step, *index, command)) return bad;
    return index;
}
// An override gives one.
[[nodiscard]] Rejection check_reason(std::string_view text);
// Of a text some readers see a mask only ("W**", "**42"): the mask is refused.
[[nodiscard]] Rejection check_unmasked(std::string_view field, std::string_view text);
// A field that a command may empty by naming it, and whether the same command sets it.
struct Clearable {
    std::string_view field;
    bool is_set;
};
// The list of fields that a command empties names these only, and none that it sets as well.
[[nodiscard]] Rejection check_clear(const std::vector<Code>& clear,
                                    std::initializer_list<Clearable> fields);
// A telephone number, or nothing. Brings it into its one form.
[[nodiscard]] Rejection check_phone(const Step& step, std::string_view field, std::string& phone);

}  // namespace muster::core
