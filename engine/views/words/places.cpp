// The words of the events of places: the address book, and notes of premises.

#include <tuple>

#include "engine/views/event_view_impl.hpp"
#include "muster/places.hpp"

namespace muster::views {

template <>
constexpr auto words_of<PlacesEvents> = std::tuple{
    Row<PlaceAdded>{"place {place.profile.name} ({place.profile.kind}) added",
                    "新增地点：{place.profile.name}（{place.profile.kind}）"},
    Row<PlaceUpdated>{"place {place.profile.name} updated", "更新地点：{place.profile.name}"},
    Row<PlaceRetired>{"place {place} retired[: {reason}]", "停用地点：{place}[：{reason}]"},
    Row<PremisesNoteAdded>{"note of [the home of {premises_note.member}|{premises_note.place}], "
                           "{premises_note.kind}: {premises_note.text}",
                           "登记[{premises_note.member}住所|{premises_note.place}]提示，"
                           "{premises_note.kind}：{premises_note.text}"},
    Row<PremisesNoteStatusChanged>{
        "note of [the home of {member}|{place}], {kind}: {status}[: {reason}]",
        "[{member}住所|{place}]提示（{kind}）：{status}[：{reason}]",
        [](const PremisesNoteStatusChanged& e) {
            return e.status == PremisesNoteStatus::doubtful ? Tone::warn : Tone::plain;
        }},
    Row<PremisesNoteForgotten>{"note {premises_note} of premises left the list",
                               "住所提示 {premises_note} 移出列表", Tone::quiet},
};
template std::span<const EventView> list_view<PlacesEvents>();

}  // namespace muster::views
