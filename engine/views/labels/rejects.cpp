#include "engine/views/labels/labels.hpp"

namespace muster::views {

namespace {

constexpr Label rows[] = {
    {"overloaded", "The engine is overloaded. Try again in a moment.", "系统繁忙，请稍后再试。"},
    {"stopping", "The engine is stopping.", "系统正在停止。"},
    {"key_reused",
     "What you wrote first was carried out after all. The change was not; confirm once more to "
     "send it too.",
     "您第一次填写的内容其实已经生效；改动尚未发送，再按一次即可另行发送。"},
    {"invalid_field", "A field is not right.", "有一项填写不正确。"},
    {"unknown_member", "This member is not known.", "没有这位服务对象。"},
    {"unknown_card", "This card is not known.", "没有这张卡。"},
    {"unknown_device", "This device is not known.", "没有这台设备。"},
    {"unknown_assessment", "This assessment is not known.", "没有这次评估。"},
    {"unknown_merge", "This merge is not known.", "没有这项合并。"},
    {"unknown_place", "This place is not known.", "没有这个地点。"},
    {"unknown_premises_note", "This note of a home or place is not known (any more).",
     "没有这条住所提示（或已移除）。"},
    {"unknown_survey", "This survey is not known.", "没有这项调查。"},
    {"unknown_answer", "This answer is not known.", "没有这份答卷。"},
    {"unknown_need", "This need is not known.", "没有这项需求。"},
    {"unknown_care_plan", "This personal plan is not known.", "没有这份个人计划。"},
    {"unknown_visit", "This visit is not known.", "没有这次走访。"},
    {"unknown_referral", "This referral is not known.", "没有这项转介。"},
    {"unknown_responder", "This responder is not known.", "没有这位服务人员。"},
    {"unknown_shift", "This shift is not known.", "没有这个班次。"},
    {"unknown_absence", "This absence is not known.", "没有这项缺勤记录。"},
    {"unknown_call", "This call is not known.", "没有这个来电。"},
    {"unknown_request", "This request is not known (any more).", "没有这条请求（或已归档）。"},
    {"unknown_link", "This link is not known.", "没有这个链接。"},
    {"unknown_offer", "This offer is not known.", "没有这条询问。"},
    {"unknown_slot", "The request has no such role.", "该请求没有这个岗位。"},
    {"unknown_booking", "This booking is not known.", "没有这项预约。"},
    {"unknown_series", "This series of bookings is not known.", "没有这组连续预约。"},
    {"unknown_talent", "This talent is not known.", "没有这名人才。"},
    {"unknown_service_record", "This record of a service is not known.", "没有这条服务记录。"},
    {"unknown_certificate", "This certificate is not known.", "没有这张证书。"},
    {"unknown_account", "This account is not known.", "没有这个时间账户。"},
    {"unknown_hold", "No credits are kept ready under this number.", "没有这笔预留时间。"},
    {"unknown_entry", "This entry is not known, or can be neither disputed nor reversed any more.",
     "没有这笔记录，或已超过异议和冲正期限。"},
    {"unknown_project", "This project is not known.", "没有这个项目。"},
    {"unknown_project_step", "The project has no such step.", "该项目没有这个环节。"},
    {"unknown_suggestion", "This suggestion is not known.", "没有这条建言。"},
    {"unknown_suggestion_report", "This report of suggestions is not known.", "没有这份建言专报。"},
    {"unknown_service", "This service is not known.", "没有这项服务。"},
    {"card_not_active", "The card is not active.", "该卡已停用。"},
    {"illegal_status", "That is not possible in the present status.", "当前状态下不能这样做。"},
    {"safety_unverified", "First verify that the person is safe.", "请先核实当事人是否安全。"},
    {"offer_ended", "The offer has ended.", "询问已结束。"},
    {"not_the_assignee", "Somebody else is assigned.", "派出的是另一位人员。"},
    {"holder_changed", "Somebody was quicker: nothing was changed.",
     "别人先了一步：未作任何更改。"},
    {"responder_not_able", "This responder does not have the skill or is not on duty.",
     "该人员不具备技能或不在岗。"},
    {"responder_busy", "This responder is busy with something as urgent.",
     "该人员正在处理同样紧急的事。"},
    {"not_eligible", "This service is not for this member.", "该服务对象不符合这项服务的条件。"},
    {"no_free_place", "The service cannot be had at that time.", "该时段无法提供这项服务。"},
    {"not_enough_credits", "There are not enough credits for it.", "时间余额不足。"},
    {"limit_reached", "A limit is reached.", "已达到上限。"},
    {"not_ready", "The engine has no rules or roads yet. Try again in a moment.",
     "系统尚未载入规则或路网，请稍后再试。"},
};

}  // namespace

std::span<const Label> reject_labels() {
    return rows;
}

}  // namespace muster::views
