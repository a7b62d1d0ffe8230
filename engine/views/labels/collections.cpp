#include "engine/views/labels/labels.hpp"

namespace muster::views {

namespace {

constexpr Label rows[] = {
    {"requests", "Requests", "请求"},
    {"responders", "Responders", "服务人员"},
    {"offers", "Offers", "询问"},
    {"members", "Members", "服务对象"},
    {"cards", "Cards", "联系卡"},
    {"devices", "Devices", "设备"},
    {"assessments", "Assessments", "能力评估"},
    {"merges", "Merges", "档案合并"},
    {"shifts", "Shifts", "班次"},
    {"absences", "Absences", "缺勤"},
    {"calls", "Calls", "来电"},
    {"places", "Places", "地点"},
    {"premises", "Notes of premises", "住所提示"},
    {"surveys", "Surveys", "调查"},
    {"answers", "Answers", "答卷"},
    {"needs", "Needs", "需求"},
    {"care_cases", "Consultants of members", "顾问关系"},
    {"care_plans", "Personal plans", "个人计划"},
    {"visits", "Visits", "走访"},
    {"referrals", "Referrals", "转介"},
    {"links", "Links", "链接"},
    {"bookings", "Bookings", "预约"},
    {"series", "Series of bookings", "连续预约"},
    {"service_records", "Service records", "服务记录"},
    {"volunteer_standings", "Hours of volunteers", "志愿服务累计"},
    {"talents", "Talents", "人才"},
    {"certificates", "Service certificates", "服务证明"},
    {"accounts", "Time accounts", "时间账户"},
    {"holds", "Minutes kept ready", "预留时间"},
    {"entries", "Entries", "分录"},
    {"projects", "Projects", "项目"},
    {"suggestions", "Suggestions", "建言"},
    {"suggestion_reports", "Reports of suggestions", "建言专报"},
    {"positions", "Positions", "位置"},
    {"alerts", "Alerts", "提醒"},
    {"services", "Services", "服务目录"},
    {"plans", "Response plans", "响应预案"},
    {"rules", "Rules", "规则"},
    {"skills", "Skills", "技能"},
    {"card_colours", "Card colours", "联系卡颜色"},
    {"posts", "Posts", "驻点"},
    {"catalogue", "Bookable services", "可预约服务"},
    {"project_templates", "Kinds of projects", "项目类型"},
    {"departments", "Departments", "部门"},
    {"names", "Names of codes", "代码名称"},
    {"signals", "Signals of devices", "设备信号"},
    {"event_kinds", "Kinds of major events", "重大情况类别"},
    {"consent_purposes", "Purposes of consents", "同意事项"},
    {"assessment_standards", "Standards of assessment", "评估标准"},
    {"talent_fields", "Fields of talents", "人才专业领域"},
    {"suggestion_categories", "Categories of suggestions", "建言类别"},
    {"free_times", "Free times", "可预约时段"},
    {"visit_completion", "Visits of the month", "走访完成情况"},
    {"visit_days", "Visits of the day", "当日走访"},
    {"department_work", "Work of departments", "部门待办"},
    {"project_counts", "Projects in numbers", "项目统计"},
    {"suggestion_counts", "Suggestions in numbers", "建言统计"},
};

}  // namespace

std::span<const Label> collection_labels() {
    return rows;
}

}  // namespace muster::views
