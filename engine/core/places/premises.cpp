#include "engine/core/places/premises.hpp"

#include <algorithm>
#include <utility>

#include "engine/core/places/area.hpp"
#include "engine/core/places/place_state.hpp"
#include "engine/core/places/plan_choice.hpp"
#include "engine/core/registry/looked_after.hpp"
#include "engine/core/registry/member_state.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_notes = 64;  // in use, of one home or place

const PremisesNote& get(const Board& board, PremisesNoteId id) {
    return *board.store<PremisesNote>().get(id);
}

bool lives_as_told(const PremisesNote& note, const Member& member) {
    return note.home == member.profile.home && note.address == member.profile.address;
}

// Of the member, and of who was merged into it.
std::vector<PremisesNoteId> all_of(const Board& board, MemberId member) {
    std::vector<PremisesNoteId> all;
    for (const MemberId one : board.derived<Member>().with_aliases(member)) {
        const auto& list = board.derived<PremisesNote>().of_member(one);
        all.insert(all.end(), list.begin(), list.end());
    }
    return all;
}

void set_status(Step& step, const PremisesNote& note, PremisesNoteStatus status,
                Personal<std::string> reason) {
    step.emit(PremisesNoteStatusChanged{note.id, note.member, note.place, note.kind, status,
                                        note.home, note.address, std::move(reason)});
}

// Another home may have another door: what was told of the old one is in doubt. Who moves back, or
// whose merge is undone, has what was true before.
void review(Step& step, MemberId id) {
    const Board& board = step.board;
    const MemberId root = board.root(id);
    for (const PremisesNoteId one : all_of(board, root)) {
        const PremisesNote& note = get(board, one);
        if (!is_live(note.status)) continue;
        const bool same = lives_as_told(note, *board.members().get(root));
        const auto wanted = same ? PremisesNoteStatus::active : PremisesNoteStatus::doubtful;
        if (note.status != wanted) set_status(step, note, wanted, {});
    }
}

void forget_all(Step& step, MemberId member) {
    for (const PremisesNoteId id : all_of(step.board, member))
        step.emit(PremisesNoteForgotten{id});
}

void react(Step& step, const MemberUpdated& event) {
    review(step, event.member.id);
}
void react(Step& step, const MemberErased& event) {
    forget_all(step, event.member);
}
void react(Step& step, const MemberRemoved& event) {
    forget_all(step, event.member);
}
void react(Step& step, const MembersMerged& event) {
    review(step, event.kept);
}
void react(Step& step, const MergeUndone& event) {
    review(step, event.kept);
    review(step, event.other);
}

Rejection check_fields(const Step& step, const AddPremisesNote& command) {
    if (bool(command.member) == bool(command.place)) {
        return reject(RejectReason::invalid_field, command.member ? "/place" : "/member",
                      "must be of the home of a member or of a place, of one of the two");
    }
    if (command.text.value.empty()) {
        return reject(RejectReason::invalid_field, "/text", "the note is empty");
    }
    if (auto bad = check_unmasked("/text", command.text.value)) return bad;
    if (command.valid_until && *command.valid_until <= step.now()) {
        return reject(RejectReason::invalid_field, "/valid_until",
                      "must be after now (" + std::to_string(step.now().value) + ")");
    }
    return {};
}

// Whose home it is of, or which place.
Rejection find_premises(const Step& step, const AddPremisesNote& command) {
    if (command.member) {
        const auto member = find_looked_after(step, command.member, "AddPremisesNote");
        return member ? Rejection{} : member.error();
    }
    const auto place = find_one(step, command.place);
    if (!place) return place.error();
    return check_status(step.board.store<Place>()[*place], "AddPremisesNote",
                        EnumSet<PlaceStatus>{PlaceStatus::active}, words_of<Place>);
}

}  // namespace

std::vector<PremisesNoteId> notes_for(const Board& board, const Request& request) {
    std::vector<PremisesNoteId> all;
    if (request.member) all = all_of(board, board.root(request.member));
    const Whereabouts where = whereabouts(board, request.known_place, request.place, {});
    for (const PlaceId place : where.places) {
        const auto& list = board.derived<PremisesNote>().of_place(place);
        all.insert(all.end(), list.begin(), list.end());
    }
    std::erase_if(all, [&](PremisesNoteId id) { return !is_live(get(board, id).status); });
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

void end_notes_of(Step& step, PlaceId place, const std::string& reason) {
    const std::vector<PremisesNoteId> list = step.board.derived<PremisesNote>().of_place(place);
    for (const PremisesNoteId id : list) {
        const PremisesNote& note = get(step.board, id);
        if (is_live(note.status)) set_status(step, note, PremisesNoteStatus::ended, reason);
    }
}

Rejection decide(Step& step, const AddPremisesNote& command) {
    if (auto bad = check_fields(step, command)) return bad;
    if (auto bad = find_premises(step, command)) return bad;
    const Board& board = step.board;
    const auto& there = command.member ? board.derived<PremisesNote>().of_member(command.member)
                                       : board.derived<PremisesNote>().of_place(command.place);
    const auto live = std::count_if(there.begin(), there.end(), [&](PremisesNoteId id) {
        return is_live(get(board, id).status);
    });
    if (static_cast<std::size_t>(live) >= max_notes) {
        return reject(
            RejectReason::limit_reached, "",
            "at most 64 notes of one home or place; end those that are not true any more");
    }
    PremisesNote note;
    note.id = {step.env.seq};
    note.member = command.member;
    note.place = command.place;
    note.kind = command.kind;
    note.text = command.text;
    note.author = step.env.source;
    note.added_at = step.now();
    note.valid_until = command.valid_until.value_or(TimePoint{});
    if (command.member) {
        const MemberProfile& profile = board.members().get(command.member)->profile;
        note.home = profile.home;
        note.address = profile.address;
    }
    step.emit(PremisesNoteAdded{std::move(note)});
    return {};
}

Rejection decide(Step& step, const ConfirmPremisesNote& command) {
    const auto index = find_one(step, command.premises_note);
    if (!index) return index.error();
    PremisesNote note = step.board.store<PremisesNote>()[*index];
    if (auto bad =
            check_status(note, "ConfirmPremisesNote", premises_cycle.where(PremisesAction::confirm),
                         words_of<PremisesNote>)) {
        return bad;
    }
    const MemberProfile& profile = step.board.members().get(step.board.root(note.member))->profile;
    note.home = profile.home;
    note.address = profile.address;
    set_status(step, note, PremisesNoteStatus::active, {});
    return {};
}

Rejection decide(Step& step, const EndPremisesNote& command) {
    const auto index = find_one(step, command.premises_note);
    if (!index) return index.error();
    const PremisesNote& note = step.board.store<PremisesNote>()[*index];
    if (auto bad = check_status(note, "EndPremisesNote", premises_cycle.where(PremisesAction::end),
                                words_of<PremisesNote>)) {
        return bad;
    }
    set_status(step, note, PremisesNoteStatus::ended, command.reason);
    return {};
}

void PlacesArea::react(Step& step, const Event& event) {
    visit_as(
        Follows(), [&](const auto& one) { core::react(step, one); }, event);
}

TimePoint PlacesArea::due(const Board& board) {
    return board.deadlines<PremisesNote>().next_due();
}

void PlacesArea::fire(Step& step) {
    const Board& board = step.board;
    const PremisesNote& note =
        board.store<PremisesNote>()[board.deadlines<PremisesNote>().next_handle()];
    if (is_live(note.status)) {
        set_status(step, note, PremisesNoteStatus::expired, {});
    } else {
        step.emit(PremisesNoteForgotten{note.id});
    }
}

}  // namespace muster::core
