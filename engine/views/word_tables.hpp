// The words for the closed sets of the vocabulary, in both languages: one row for each value. The
// rows of a set stand together, in the order of its values; where one is missing, nothing that asks
// for its words compiles.
#pragma once

#include <cstdlib>
#include <iterator>
#include <string_view>

#include "engine/codec/describe.hpp"
#include "engine/core/dispatch/trace.hpp"
#include "engine/views/language.hpp"
#include "muster/enums.hpp"

namespace muster::views {

struct Word {
    std::string_view set;  // the enumeration
    std::string_view value;
    std::string_view en;
    std::string_view zh;
};

inline constexpr Word words[] = {
    {"Urgency", "P0", "P0", "P0"},
    {"Urgency", "P1", "P1", "P1"},
    {"Urgency", "P2", "P2", "P2"},
    {"Urgency", "P3", "P3", "P3"},
    {"Urgency", "P4", "P4", "P4"},
    {"Channel", "console", "the desk", "调度台"},
    {"Channel", "hotline", "the hotline", "热线"},
    {"Channel", "card", "a card", "联系卡"},
    {"Channel", "button", "a call button", "呼叫按钮"},
    {"Channel", "app", "the app", "手机应用"},
    {"Channel", "web", "the web page", "网页"},
    {"Channel", "device", "a device", "设备"},
    {"Channel", "survey", "a survey", "调查"},
    {"Channel", "system", "the system", "系统"},
    {"ResponderStatus", "off_duty", "off duty", "下班"},
    {"ResponderStatus", "available", "available", "待命"},
    {"ResponderStatus", "dispatched", "dispatched", "已派出"},
    {"ResponderStatus", "en_route", "on the way", "在途"},
    {"ResponderStatus", "on_scene", "on scene", "已到场"},
    {"ResponderStatus", "clearing", "clearing", "收尾"},
    {"ResponderStatus", "out_of_service", "out of service", "停用"},
    {"PositionDoubt", "outside", "outside of the area served", "超出服务区域"},
    {"PositionDoubt", "too_fast", "nobody goes so far in so short a time", "短时间内不可能到达"},
    {"PlaceBasis", "old_position", "old position", "位置较旧"},
    {"PlaceBasis", "post", "position too old, counted from the post", "位置过期、按驻点计算"},
    {"PlaceBasis", "last_seen", "position too old, whereabouts unknown", "位置过期、所在不明"},
    {"CardStatus", "active", "active", "有效"},
    {"CardStatus", "lost", "lost", "挂失"},
    {"CardStatus", "revoked", "revoked", "注销"},
    {"DeviceStatus", "unknown", "unknown", "未登记"},
    {"DeviceStatus", "active", "in use", "在用"},
    {"DeviceStatus", "silent", "silent", "失联"},
    {"DeviceStatus", "retired", "retired", "停用"},
    {"MemberStatus", "active", "active", "在册"},
    {"MemberStatus", "away", "away for some time", "暂时外出"},
    {"MemberStatus", "deceased", "deceased", "已去世"},
    {"MemberStatus", "moved_away", "moved away", "已迁出"},
    {"MemberStatus", "erased", "erased", "已删除"},
    {"AbilityLevel", "unassessed", "not assessed", "未评估"},
    {"AbilityLevel", "intact", "intact ability", "能力完好"},
    {"AbilityLevel", "mild", "mild loss of ability", "轻度失能"},
    {"AbilityLevel", "moderate", "moderate loss of ability", "中度失能"},
    {"AbilityLevel", "severe", "severe loss of ability", "重度失能"},
    {"AbilityLevel", "complete_loss", "complete loss of ability", "完全失能"},
    {"Adjustment", "coma", "coma", "昏迷"},
    {"Adjustment", "dementia", "dementia", "认知症"},
    {"Adjustment", "mental_disorder", "another mental disorder", "其他精神障碍"},
    {"Adjustment", "care_events", "care-risk events", "照护风险事件"},
    {"AssessmentStatus", "valid", "valid", "有效"},
    {"AssessmentStatus", "superseded", "superseded by a later one", "已被新评估取代"},
    {"AssessmentStatus", "closed", "closed", "已终止"},
    {"AssessmentStatus", "voided", "void", "已作废"},
    {"CareCaseStatus", "assigned", "assigned", "已指定"},
    {"CareCaseStatus", "unassigned", "to be chosen anew", "待重新指定"},
    {"CareCaseStatus", "closed", "closed", "已终止"},
    {"CarePlanStatus", "draft", "draft", "草稿"},
    {"CarePlanStatus", "active", "in use", "执行中"},
    {"CarePlanStatus", "on_hold", "on hold", "暂停"},
    {"CarePlanStatus", "completed", "completed", "已完成"},
    {"CarePlanStatus", "revoked", "revoked", "已撤销"},
    {"CarePlanStatus", "closed", "closed", "已终止"},
    {"VisitKind", "routine", "regular", "定期走访"},
    {"VisitKind", "event", "after a major event", "重大情况后走访"},
    {"VisitKind", "plan", "one more", "额外走访"},
    {"VisitStatus", "planned", "planned", "已安排"},
    {"VisitStatus", "under_way", "under way", "进行中"},
    {"VisitStatus", "done", "done", "已完成"},
    {"VisitStatus", "missed", "missed", "未完成"},
    {"VisitStatus", "cancelled", "cancelled", "已取消"},
    {"VisitStatus", "closed", "closed", "已终止"},
    {"VisitOutcome", "none", "not told yet", "待填写"},
    {"VisitOutcome", "well", "all is well", "情况良好"},
    {"VisitOutcome", "follow_up", "something is to be done", "需要跟进"},
    {"VisitOutcome", "urgent", "help is needed at once", "需要立即处理"},
    {"ReferralStatus", "made", "made", "已发出"},
    {"ReferralStatus", "accepted", "accepted", "已接收"},
    {"ReferralStatus", "declined", "declined", "已谢绝"},
    {"ReferralStatus", "done", "done", "已办结"},
    {"ReferralStatus", "closed", "closed", "已终止"},
    {"ShiftStatus", "planned", "planned", "已排班"},
    {"ShiftStatus", "started", "started", "已到岗"},
    {"ShiftStatus", "ended", "ended", "已下班"},
    {"ShiftStatus", "missed", "missed", "未到岗"},
    {"ShiftStatus", "cancelled", "cancelled", "已取消"},
    {"AbsenceKind", "leave", "leave", "休假"},
    {"AbsenceKind", "sick", "sick", "病假"},
    {"AbsenceKind", "training", "training", "培训"},
    {"AbsenceKind", "other", "other", "其他"},
    {"AbsenceStatus", "planned", "planned", "已登记"},
    {"AbsenceStatus", "under_way", "under way", "进行中"},
    {"AbsenceStatus", "over", "over", "已结束"},
    {"AbsenceStatus", "cancelled", "cancelled", "已取消"},
    {"AnswerStatus", "received", "received", "已收到"},
    {"AnswerStatus", "accepted", "accepted", "已采纳"},
    {"AnswerStatus", "flagged", "to be looked at", "待核对"},
    {"AnswerStatus", "rejected", "rejected", "已剔除"},
    {"AnswerStatus", "superseded", "superseded by a later one", "已被新答卷取代"},
    {"NeedStatus", "open", "open", "待安排"},
    {"NeedStatus", "planned", "planned for", "已列入方案"},
    {"NeedStatus", "resolved", "resolved", "已解决"},
    {"NeedStatus", "closed", "closed", "已终止"},
    {"PlaceKind", "community", "neighbourhood", "社区"},
    {"PlaceKind", "street", "street", "道路"},
    {"PlaceKind", "building", "building", "楼栋"},
    {"PlaceKind", "entrance", "entrance", "出入口"},
    {"PlaceKind", "landmark", "landmark", "地标"},
    {"PlaceKind", "office", "office", "办公点"},
    {"FoundBy", "name", "it is called so", "名称相同"},
    {"FoundBy", "alias", "it is called so as well", "别名相同"},
    {"FoundBy", "part", "a part of the name", "名称部分相符"},
    {"FoundBy", "number", "this number", "门牌号相符"},
    {"FoundBy", "interpolated", "between two known numbers", "按相邻门牌推算"},
    {"FoundBy", "near_number", "the nearest known number", "最近的已知门牌"},
    {"FoundBy", "street_only", "the number is not known", "门牌号未知，仅道路或小区"},
    {"FoundBy", "sounds_alike", "sounds alike", "读音相同"},
    {"FoundBy", "pinyin", "pinyin", "拼音相符"},
    {"FoundBy", "initials", "initials", "拼音首字母相符"},
    {"FoundBy", "similar", "similar", "近似"},
    {"PremisesKind", "gate_code", "gate code", "门禁密码"},
    {"PremisesKind", "dog", "dog", "有犬"},
    {"PremisesKind", "key_holder", "key holder", "钥匙保管人"},
    {"PremisesKind", "oxygen", "oxygen in use", "家中用氧"},
    {"PremisesKind", "access", "access", "出入方式"},
    {"PremisesKind", "hazard", "hazard", "危险"},
    {"PremisesKind", "other", "other", "其他"},
    {"PremisesNoteStatus", "active", "in force", "有效"},
    {"PremisesNoteStatus", "doubtful", "in doubt, since the home is another now",
     "存疑（住址已变更）"},
    {"PremisesNoteStatus", "expired", "expired", "已过期"},
    {"PremisesNoteStatus", "ended", "ended", "已终止"},
    {"PlanBasis", "service", "service and class", "服务与等级"},
    {"PlanBasis", "district", "district", "区县"},
    {"PlanBasis", "community", "neighbourhood", "社区"},
    {"PlanBasis", "place", "place", "地点"},
    {"BookingStatus", "asked", "waits to be confirmed", "待确认"},
    {"BookingStatus", "confirmed", "confirmed", "已确认"},
    {"BookingStatus", "due", "its time comes", "即将开始"},
    {"BookingStatus", "served", "served", "已完成"},
    {"BookingStatus", "no_show", "the member was not there", "未到场"},
    {"BookingStatus", "moved", "moved", "已改期"},
    {"BookingStatus", "cancelled", "cancelled", "已取消"},
    {"SeriesStatus", "open", "open", "进行中"},
    {"SeriesStatus", "completed", "all its times are over", "已全部完成"},
    {"SeriesStatus", "ended", "ended", "已终止"},
    {"MergeMatch", "external_ref", "the same external number", "外部编号相同"},
    {"MergeMatch", "name", "the same name", "姓名相同"},
    {"MergeMatch", "phone", "the same telephone", "电话相同"},
    {"MergeMatch", "birth_date", "the same birth date", "出生日期相同"},
    {"MergeMatch", "address", "the same address", "地址相同"},
    {"RiskTier", "general", "general", "一般"},
    {"RiskTier", "key", "key person", "重点"},
    {"RiskTier", "high", "high", "高"},
    {"RiskReason", "ability", "assessed ability", "能力评估等级"},
    {"RiskReason", "recent_event", "a major event lately", "近期发生重大情况"},
    {"RiskReason", "old_and_alone", "very old and alone", "高龄且独居或空巢"},
    {"RiskReason", "poor_and_alone", "low income, disabled and alone", "低收入、失能且独居或空巢"},
    {"RiskReason", "told", "named a key person", "登记为重点对象"},
    {"MemberFlag", "very_old", "80 or older", "80 岁以上"},
    {"MemberFlag", "lives_alone", "lives alone", "独居"},
    {"MemberFlag", "empty_nest", "empty nest", "空巢"},
    {"MemberFlag", "disabled", "disabled", "失能"},
    {"MemberFlag", "low_income", "low income", "低收入"},
    {"MemberFlag", "key_person", "key person", "重点对象"},
    {"ContactRelation", "member", "member", "本人"},
    {"ContactRelation", "kin", "family", "家属"},
    {"ContactRelation", "key_holder", "key holder", "钥匙保管人"},
    {"ContactRelation", "neighbour_committee", "neighbourhood committee", "居委会"},
    {"ContactRelation", "other", "other", "其他"},
    {"ContactOutcome", "answered", "answered", "已接听"},
    {"ContactOutcome", "no_answer", "no answer", "无人接听"},
    {"ContactOutcome", "refused", "refused", "拒绝"},
    {"Agency", "none", "nobody", "无"},
    {"Agency", "ambulance_120", "ambulance 120", "急救 120"},
    {"Agency", "police_110", "police 110", "公安 110"},
    {"Agency", "fire_119", "fire 119", "消防 119"},
    {"Milestone", "dispatched", "sending somebody", "派出人员"},
    {"Milestone", "handover", "the hand-over", "移交"},
    {"Milestone", "contact", "contact", "取得联系"},
    {"Milestone", "on_site", "arrival", "到达现场"},
    {"Milestone", "hard_limit", "the hard limit", "最长时限"},
    {"Milestone", "completed", "completion", "完成服务"},
    {"Milestone", "called_back", "the call back", "回访"},
    {"Milestone", "answered", "the answer", "答复"},
    // What nobody said goes without saying.
    {"FaultSide", "not_said", "", ""},
    {"FaultSide", "ours", "our own fault", "我方责任"},
    {"FaultSide", "others", "not our fault", "非我方责任"},
    {"LinkAudience", "member", "the member", "本人"},
    {"LinkAudience", "family", "the family", "家属"},
    {"LinkStatus", "active", "active", "有效"},
    {"LinkStatus", "revoked", "revoked", "已撤销"},
    {"LinkStatus", "expired", "expired", "已过期"},
    // The engine goes without saying.
    {"AssignedBy", "engine", "", ""},
    {"AssignedBy", "offer", "who accepted", "本人已接受"},
    {"AssignedBy", "dispatcher", "by the dispatcher", "由调度员指定"},
    {"AssignedBy", "preemption", "taken from a less urgent request", "从较不紧急的请求抽调"},
    {"ReleaseCause", "not_acknowledged", "did not acknowledge", "未确认"},
    {"ReleaseCause", "preempted", "needed more urgently elsewhere", "被抽调"},
    {"ReleaseCause", "dispatcher", "dispatcher's decision", "调度员决定"},
    {"ReleaseCause", "request_ended", "the request ended", "请求已结束"},
    {"ReleaseCause", "responder_out", "went off duty", "离岗"},
    {"ReleaseCause", "rerouted", "rerouted: all are served sooner this way", "改派：整体到达更快"},
    {"WithdrawCause", "slot_filled", "somebody else accepted", "已有人接受"},
    {"WithdrawCause", "request_ended", "the request ended", "请求已结束"},
    {"WithdrawCause", "responder_busy", "sent elsewhere", "已派往别处"},
    {"WithdrawCause", "fallback", "filled directly instead", "改为直接派人"},
    {"Disposition", "none", "not said", "未说明"},
    {"Disposition", "helped", "helped", "已帮助"},
    {"Disposition", "advised", "advised", "已咨询"},
    {"Disposition", "handed_over", "handed over", "已移交"},
    {"Disposition", "not_needed", "not needed", "无需帮助"},
    {"Disposition", "refused", "help refused", "拒绝帮助"},
    {"Disposition", "not_found", "nobody found", "未找到人"},
    {"Disposition", "duplicate", "duplicate", "重复"},
    {"Disposition", "other", "other", "其他"},
    {"Verdict", "won", "won", "选中"},
    {"Verdict", "asked", "asked", "已询问"},
    {"Verdict", "dearer", "lost: dearer", "落选：代价较高"},
    {"Verdict", "other_kind", "lost: another kind", "落选：类别不符"},
    {"Verdict", "off_duty", "lost: off duty", "落选：下班"},
    {"Verdict", "out_of_service", "lost: out of service", "落选：停用"},
    {"Verdict", "busy", "lost: busy", "落选：忙碌"},
    {"Verdict", "considering_offer", "lost: considering another offer", "落选：正在考虑其他邀请"},
    {"Verdict", "lacks_skill", "lost: lacks a skill", "落选：缺少技能"},
    {"Verdict", "passed_before", "lost: passed before", "落选：先前未接"},
    {"Verdict", "no_position", "lost: no position", "落选：无位置"},
    {"Verdict", "outside_radius", "lost: too far", "落选：超出范围"},
    {"Verdict", "needed_elsewhere", "cheaper here, but of more use elsewhere",
     "此处更近，但另有更需之处"},
    // Roles of the plans, which are codes and no enumeration: those in use.
    {"role", "first_aider", "first aider", "急救员"},
    {"role", "care_worker", "care worker", "护理员"},
    {"role", "nurse", "nurse", "护士"},
    {"role", "doctor", "doctor", "医生"},
    {"role", "counsellor", "counsellor", "心理咨询师"},
    {"role", "driver", "driver", "司机"},
    {"role", "repairer", "repairer", "维修员"},
    {"role", "consultant", "consultant", "养老顾问"},
    {"role", "barber", "barber", "理发师"},
    {"role", "courier", "courier", "送货员"},
    {"role", "messenger", "messenger", "跑腿员"},
    {"role", "searcher", "searcher", "搜寻员"},
    {"role", "helper", "helper", "帮手"},
    {"role", "companion", "companion", "陪护"},
    {"role", "neighbour", "neighbour", "邻居"},
    {"role", "volunteer", "volunteer", "志愿者"},
};

// The first row of a set, or of one value of it; nullptr where there is none.
constexpr const Word* find_word(std::string_view set, std::string_view value = {}) {
    for (const Word& row : words) {
        if (row.set == set && (value.empty() || row.value == value)) return &row;
    }
    return nullptr;
}

template <class E>
constexpr bool has_every_word() {
    const Word* row = find_word(type_name<E>());
    if (row == nullptr) return false;
    for (const std::string_view name : enum_names<E>) {
        if (row == std::end(words) || row->set != type_name<E>() || row->value != name) {
            return false;
        }
        ++row;
    }
    return true;
}

template <class E>
[[nodiscard]] std::string_view word(E value, Language language) {
    static_assert(has_every_word<E>(), "a row for each value, in their order");
    const std::size_t place = enum_place(value);
    if (place == enum_names<E>.size()) std::abort();
    constexpr const Word* rows = find_word(type_name<E>());
    return language == Language::en ? rows[place].en : rows[place].zh;
}

}  // namespace muster::views
