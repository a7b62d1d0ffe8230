// The words of the events of the time bank.

#include <tuple>

#include "engine/views/event_view_impl.hpp"
#include "muster/timebank.hpp"

namespace muster::views {
namespace {

bool was_earned(const EntryPosted& e) {
    return e.entry.kind == EntryKind::earned;
}

}  // namespace

template <>
constexpr auto words_of<TimebankEvents> = std::tuple{
    Row<AccountOpened>{
        "account {account.id} opened[ for {account.member}| for {account.volunteer}|: "
        "{account.kind}][: {reason}]",
        "账户 {account.id} 开户[（{account.member}）|（{account.volunteer}）|：{account.kind}]["
        "：{reason}]"},
    Row<AccountUpdated>{
        "account {account} updated: at most {cap_min} minutes[; spouse {spouse}][: {reason}]",
        "账户 {account} 已更新：上限 {cap_min} 分钟[；配偶 {spouse}][：{reason}]"},
    Row<AccountStatusChanged>{
        "the account of {account} is {status}[: {reason}]", "{account}的账户{status}[：{reason}]",
        [](const AccountStatusChanged& e) {
            return e.status == AccountStatus::frozen ? Tone::warn : Tone::plain;
        }},
    Row<AccountForgotten>{"account {account} left the list", "账户 {account} 移出列表",
                          Tone::quiet},
    Row<HoldPlaced>{
        "{hold.minutes} minutes of {hold.account} kept ready[ for booking {hold.booking}| for a "
        "dispute about entry {hold.entry}| for {hold.member}][: {reason}]",
        "预留{hold.account}的 {hold.minutes} 分钟[（预约 {hold.booking}）|（分录 {hold.entry} "
        "有异议）|（{hold.member}）][：{reason}]"},
    Row<HoldEnded>{
        "{minutes} minutes kept ready by {account}: {outcome}[, {settled_min} minutes used][: "
        "{reason}]",
        "{account}预留的 {minutes} 分钟{outcome}[，使用 {settled_min} 分钟][：{reason}]"},
    Row<EntryPosted>{
        "{entry.minutes} minutes from {entry.from} to {entry.to}: {entry.kind}[, of entry "
        "{entry.reverses}][: {entry.reason}]",
        "{entry.from}转给{entry.to} {entry.minutes} 分钟：{entry.kind}[（分录 "
        "{entry.reverses}）][：{entry.reason}]",
        [](const EntryPosted& e) { return was_earned(e) ? Tone::good : Tone::plain; }},
    Row<ServiceCredited>{
        "{volunteer} served {minutes} minutes[ and got {credited_min}| and got none][; "
        "{over_limit_min} above the limit of the day][; {over_cap_min} above the cap][; {cut_min} "
        "not counted]",
        "{volunteer}服务 {minutes} 分钟[，计入 {credited_min} 分钟|，未计入][；超出当日限额 "
        "{over_limit_min} 分钟][；超出上限 {over_cap_min} 分钟][；不计 {cut_min} 分钟]"},
    Row<DisputeOpened>{"entry {entry} is {status}[: {reason}]", "分录 {entry} {status}[：{reason}]",
                       Tone::warn}
        .alerting(),
    Row<DisputeResolved>{"decided about entry {entry}: {status}[: {reason}]",
                         "分录 {entry} 已裁定：{status}[：{reason}]"},
    Row<EntryForgotten>{"entry {entry} left the list", "分录 {entry} 移出列表", Tone::quiet},
    Row<EntryStripped>{"entry {entry} tells nothing of its people any more",
                       "分录 {entry} 已删除当事人信息", Tone::quiet},
};
template std::span<const EventView> list_view<TimebankEvents>();

}  // namespace muster::views
