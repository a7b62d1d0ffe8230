// The words of the events of service records.

#include <algorithm>
#include <tuple>

#include "engine/views/event_view_impl.hpp"
#include "muster/service_records.hpp"

namespace muster::views {
namespace {

bool is_unsigned(const ServiceRecordStatusChanged& e) {
    return e.status == ServiceRecordStatus::ended && e.by.empty();
}

Tone tone_of(const ServiceRecordStatusChanged& e) {
    switch (e.status) {
        case ServiceRecordStatus::approved:
            return Tone::good;
        case ServiceRecordStatus::disputed:
        case ServiceRecordStatus::rejected:
        case ServiceRecordStatus::reversed:
            return Tone::warn;
        case ServiceRecordStatus::ended:
            return is_unsigned(e) ? Tone::warn : Tone::plain;
        case ServiceRecordStatus::open:
        case ServiceRecordStatus::confirmed:
            return Tone::plain;
    }
    return Tone::plain;
}

}  // namespace

template <>
constexpr auto words_of<ServiceRecordsEvents> = std::tuple{
    Row<ServiceRecordMade>{"{record.volunteer} serves {record.member}, {record.service}: "
                           "{record.status}[, {record.minutes} minutes]",
                           "{record.volunteer}为{record.member}服务，{record.service}：{record."
                           "status}[，{record.minutes} 分钟]"},
    Row<ServiceRecordStatusChanged>{
        "service of {volunteer} for {member}, {service}: {status}[, "
        "{minutes} minutes][, by {by}][: {reason}]",
        "{volunteer}为{member}的服务（{service}）：{status}[，{minutes} "
        "分钟][，经办：{by}][：{reason}]",
        tone_of}
        .alerting([](const ServiceRecordStatusChanged& e) {
            return is_unsigned(e) || e.status == ServiceRecordStatus::disputed;
        }),
    Row<ServiceRecordCorrected>{
        "service of {volunteer} for {member} corrected to {minutes} minutes by {by}[: {reason}]",
        "{volunteer}为{member}的服务由{by}更正为 {minutes} 分钟[：{reason}]"},
    Row<ServiceDutyWarned>{"service of {volunteer} for {member}: {duty} is due soon",
                           "{volunteer}为{member}的服务：{duty}即将到期", Tone::warn}
        .alerting([](const ServiceDutyWarned& e) { return e.duty == ServiceDutyKind::sign_out; }),
    Row<ServiceDutyBreached>{"service of {volunteer} for {member}: {duty} is late",
                             "{volunteer}为{member}的服务：{duty}已逾期", Tone::bad},
    Row<ServiceRecordStripped>{"service record {record} tells nothing of its member any more",
                               "服务记录 {record} 已删除服务对象信息", Tone::quiet},
    Row<ServiceRecordForgotten>{"service record {record} left the list",
                                "服务记录 {record} 移出列表", Tone::quiet},
    Row<VolunteerHoursChanged>{
        "{volunteer} has done {approved_min} minutes in {services} services[, {reversed_min} of "
        "them reversed][; {stars} stars]",
        "{volunteer}累计服务 {services} 次，{approved_min} 分钟[，其中撤销 {reversed_min} "
        "分钟][；{stars} 星]",
        [](const VolunteerHoursChanged& e) {
            return e.stars > e.stars_before ? Tone::good : Tone::quiet;
        }},
    Row<VolunteerNoShowRecorded>{
        "{volunteer} did not come[: {no_show.reason}]; {count} times that count",
        "{volunteer}未到场[：{no_show.reason}]，计 {count} 次", Tone::warn},
    Row<VolunteerNoShowWithdrawn>{"that {volunteer} did not come was a mistake[: {reason}]",
                                  "撤回{volunteer}的一次未到场记录[：{reason}]"},
    Row<VolunteerSuspended>{"{volunteer} is suspended: did not come {no_shows} times",
                            "{volunteer}未到场 {no_shows} 次，暂停派单", Tone::bad}
        .alerting(),
    Row<VolunteerSuspensionLifted>{"the suspension of {volunteer} is lifted[: {reason}]",
                                   "恢复{volunteer}接单[：{reason}]", Tone::good},
    Row<ServiceDutyMoved>{
        "service of {volunteer} for {member}: {duty} is due {moved.due_at} from now by the "
        "calendar (before: {moved.due_before})[{moved.provisional} (provisional)]",
        "{volunteer}为{member}的服务：{duty}按现行日历距到期{moved.due_at}（原{moved.due_before}）"
        "[{moved.provisional}（暂定）]",
        Tone::warn},
};
template std::span<const EventView> list_view<ServiceRecordsEvents>();

}  // namespace muster::views
