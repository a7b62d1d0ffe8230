// The words of the events of talents.

#include <tuple>

#include "engine/views/event_view_impl.hpp"
#include "muster/talents.hpp"

namespace muster::views {

template <>
constexpr auto words_of<TalentsEvents> = std::tuple{
    Row<TalentRegistered>{
        "talent {talent.profile.name} registered: {talent.status}[, {talent.profile.source}]",
        "登记人才{talent.profile.name}：{talent.status}[，{talent.profile.source}]"},
    Row<TalentUpdated>{"what is known of talent {talent} changed", "{talent}的人才资料已更新",
                       Tone::quiet},
    Row<TalentReviewed>{
        "talent {talent} was spoken to again[: {review.note}][; late: {review.cause}]",
        "已复核人才{talent}[：{review.note}][；逾期原因：{review.cause}]", Tone::good},
    Row<TalentStatusChanged>{
        "talent {talent}: {status}[, {cause}][, the same as talent {same_as}][: {reason}]",
        "人才{talent}：{status}[，{cause}][，与人才{same_as}重复][：{reason}]"},
    Row<TalentSkillsPassed>{
        "{responder} has [{skills}|no] more skills as talent {talent} than by himself",
        "{responder}凭人才{talent}的登记[另有 {skills} 项技能|不再另有技能]", Tone::quiet},
    Row<TalentSkillExpired>{"talent {talent} has {skill} no more: its time is over",
                            "人才{talent}的技能“{skill}”已到期", Tone::warn},
    Row<TalentsResemble>{"talents {talent} and {other} may be one person: {matched}",
                         "人才{talent}与{other}可能是同一人：{matched}", Tone::warn},
    Row<TalentsSeparated>{
        "talents {talent} and {other} are [two people, as {by} says|alike no more][: {reason}]",
        "人才{talent}与{other}[由 {by} 确认为两人|不再相似][：{reason}]", Tone::quiet},
    Row<TalentReviewWarned>{"talent {talent} has to be spoken to soon",
                            "人才{talent}即将到期，需复核", Tone::warn},
    Row<TalentReviewBreached>{"the review of talent {talent} is late", "人才{talent}的复核已逾期",
                              Tone::bad},
    Row<TalentForgotten>{"talent {talent} left the list", "人才{talent}移出列表", Tone::quiet},
};
template std::span<const EventView> list_view<TalentsEvents>();

}  // namespace muster::views
