// The words of the events of rosters.

#include <tuple>

#include "engine/views/event_view_impl.hpp"
#include "muster/rosters.hpp"

namespace muster::views {

template <>
constexpr auto words_of<RostersEvents> = std::tuple{
    Row<ShiftPlanned>{"a shift of {shift.responder} planned[: {shift.reason}]",
                      "为{shift.responder}排班[：{shift.reason}]"},
    Row<ShiftStatusChanged>{"shift of {responder}: {status}[: {reason}]",
                            "{responder}的班次{status}[：{reason}]",
                            [](const ShiftStatusChanged& e) {
                                return e.status == ShiftStatus::missed ? Tone::bad : Tone::plain;
                            }}
        .alerting([](const ShiftStatusChanged& e) { return e.status == ShiftStatus::missed; }),
    Row<ShiftForgotten>{"shift {shift} left the list", "班次 {shift} 移出列表", Tone::quiet},
    Row<AbsenceRecorded>{"{absence.responder} will be absent: {absence.kind}[: {absence.note}]",
                         "登记{absence.responder}缺勤：{absence.kind}[：{absence.note}]"},
    Row<AbsenceStatusChanged>{"absence of {responder}: {status}[: {reason}]",
                              "{responder}的缺勤{status}[：{reason}]"},
    Row<AbsenceForgotten>{"absence {absence} left the list", "缺勤 {absence} 移出列表",
                          Tone::quiet},
};
template std::span<const EventView> list_view<RostersEvents>();

}  // namespace muster::views
