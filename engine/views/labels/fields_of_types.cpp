#include "engine/views/labels/fields.hpp"

namespace muster::views {
namespace {

constexpr Label rows[] = {
    {"AnswerFinding.fault", "What is wrong", "问题"},
    {"AssessmentItem.most", "Most points", "满分"},
    {"AssessmentLevel.from", "From points", "起始分数"},
    {"AssignSuggestion.owner", "Person in charge", "承办人"},
    {"Booking.by", "Booked by", "登记人"},
    {"BookingHours.days", "Days of the week", "星期"},
    {"BookingHours.from", "Opens", "开始时间"},
    {"BookingHours.to", "Closes", "结束时间"},
    {"BookingSeries.by", "Booked by", "登记人"},
    {"Call.number", "Caller's number", "来电号码"},
    {"Certificate.name", "Name", "姓名"},
    {"Certificate.until", "Last day", "截止日期"},
    {"CertifiedPaper.number", "Number of the paper", "证件号码"},
    {"ConfirmService.by", "Confirmed by", "确认方"},
    {"Contact.name", "Name", "姓名"},
    {"ContactProgress.reached", "Reached", "已联系上"},
    {"ContactProgress.step", "Contact", "联系人"},
    {"ContactRule.misses", "Unanswered calls before the next contact", "更换联系人前的未接次数"},
    {"CorrectCertificate.until", "Last day", "截止日期"},
    {"Device.contacts", "Times heard of", "上线次数"},
    {"Entry.from", "From account", "转出账户"},
    {"IssueCertificate.until", "Last day", "截止日期"},
    {"MemberChanges.name", "Name", "姓名"},
    {"MemberHint.contact", "Contact", "联系人"},
    {"MemberProfile.name", "Name", "姓名"},
    {"Need.plan", "Plan", "方案"},
    {"OpenProject.owner", "Person in charge", "负责人"},
    {"PastResponder.name", "Name", "姓名"},
    {"PlanVisit.due", "Due on", "应走访日期"},
    {"PositionFix.by", "Source", "来源"},
    {"Project.opened_at", "Opened", "立项时间"},
    {"Project.owner", "Person in charge", "负责人"},
    {"ProjectCount.key", "Group", "分组"},
    {"ProjectCount.promised_fen", "Promised in all (fen)", "承诺合计（分）"},
    {"ProjectCount.spent_fen", "Spent in all (fen)", "支出合计（分）"},
    {"ProjectStep.owner", "Person in charge", "承办人"},
    {"ProjectTime.count", "Number", "数量"},
    {"ReassignStep.owner", "Person in charge", "承办人"},
    {"RecordInstruction.from", "Decided by", "批示人"},
    {"ReferMember.to", "Refer to", "转介至"},
    {"Referral.answer", "Answer", "答复"},
    {"Referral.to", "Referred to", "转介至"},
    {"RegisterSuggestion.author", "Author", "建言人"},
    {"ReportCall.number", "Caller's number", "来电号码"},
    {"ReportedSuggestion.author", "Author", "建言人"},
    {"Request.contacts", "Contact chain", "联系人顺序"},
    {"RequestReturn.from", "Returned by", "退回方"},
    {"ResolveNeed.plan", "Plan", "方案"},
    {"ResponderChanges.name", "Name", "姓名"},
    {"ResponderProfile.name", "Name", "姓名"},
    {"SeparateTalents.other", "The other talent", "另一名人才"},
    {"SignalDevice.level", "Still on", "持续中"},
    {"Slot.by", "Chosen by", "指派方式"},
    {"StartStep.owner", "Person in charge", "承办人"},
    {"SubmitAnswer.replies", "Replies", "作答"},
    {"Suggestion.author", "Author", "建言人"},
    {"Suggestion.owner", "Person in charge", "承办人"},
    {"SuggestionCount.key", "Group", "分组"},
    {"SuggestionInstruction.from", "Decided by", "批示人"},
    {"SuggestionReport.number", "Number of the report", "专报编号"},
    {"SurveyAnswer.replies", "Replies", "作答"},
    {"Talent.passed_on", "Skills passed on", "已转记技能"},
    {"TalentChanges.name", "Name", "姓名"},
    {"TalentLikeness.other", "The other talent", "另一名人才"},
    {"TalentProfile.name", "Name", "姓名"},
    {"TransferRequest.to", "To (department or agency)", "转交给（部门或机构）"},
    {"Visit.step", "No. of the interval", "走访期次"},
    {"VisitCompletion.due", "Visits due", "应走访次数"},
    {"VisitCompletion.key", "Group", "分组"},
    {"VisitOfDay.of", "Whose visit", "走访人"},
    {"VolunteerStanding.services", "Services done", "服务次数"},
    {"WorkingDaysAfter.count", "Working days", "工作日数"},
};
static_assert(ascends(rows));

}  // namespace

std::span<const Label> fields_of_types() {
    return rows;
}

std::array<std::span<const Label>, 3> field_labels() {
    return {fields_of_types(), fields_to_item(), fields_from_judge()};
}

}  // namespace muster::views
