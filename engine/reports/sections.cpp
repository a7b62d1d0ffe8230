// What each section counts.
#include <array>

#include "engine/reports/report.hpp"

namespace muster::reports {
namespace {

using enum ColumnKind;

// In each statement a row counts once for its district and once for all of them, "*"; where one
// district is asked for, only for that one.
#define MUSTER_PARTS                                              \
    " CROSS JOIN (SELECT 0 AS whole UNION ALL SELECT 1 AS whole)" \
    " WHERE day >= ?1 AND day < ?2 AND (?3 = '' OR (whole = 0 AND district = ?3))"
#define MUSTER_PART "CASE whole WHEN 1 THEN '*' ELSE district END AS part"
// Those of all districts first; `more` is what else a row is of.
#define MUSTER_BY_PART(more) " GROUP BY part" more " ORDER BY part = '*' DESC, part" more
// Of these days and this district, where nothing is counted for all districts as well.
#define MUSTER_DAYS " WHERE day >= ?1 AND day < ?2 AND (?3 = '' OR district = ?3)"
// The parts of what was counted by day and district before.
#define MUSTER_PARTS_OF_DAYS \
    " FROM days CROSS JOIN (SELECT 0 AS whole UNION ALL SELECT 1) WHERE ?3 = '' OR whole = 0"
// The value below which so many thousandths of the values lie, by nearest rank; of rows that are
// numbered `place` of `many` within their group.
#define MUSTER_RANK(value, permille) \
    "max(CASE WHEN place = max(1, (many * " #permille " + 999) / 1000) THEN " #value " END)"

constexpr Column part{"district", "District", "区县", district};
constexpr Column requests_taken{"requests", "Requests", "请求", count};
constexpr Column reached{"reached", "Reached", "已到场", count};
constexpr Column late{"late", "Late", "超时", count};
constexpr Column cancelled{"cancelled", "Cancelled", "取消", count};
constexpr Column urgency_class{"urgency", "Class", "等级", word};
constexpr Column median{"p50_ms", "Median", "中位数", millis};
constexpr Column ninety{"p90_ms", "90 % within", "90%在", millis};
constexpr Column late_share{"late_permille", "Share late", "超时率", permille};
constexpr Column served_service{"service", "Service", "服务", service};

constexpr std::array request_columns{
    part,
    requests_taken,
    reached,
    late,
    cancelled,
    Column{"transferred", "Transferred", "转办", count},
    Column{"reopened", "Opened again", "重新办理", count},
    Column{"urged", "Urged", "催办", count},
};
constexpr const char* requests_sql =
    "SELECT " MUSTER_PART
    ", count(*), count(response_ms), sum(late), sum(status = 'cancelled'),"
    " sum(status = 'transferred'), sum(reopened > 0), sum(urged > 0) FROM "
    "report_requests" MUSTER_PARTS MUSTER_BY_PART("");

constexpr std::array day_columns{
    Column{"day", "Day", "日期", day},
    requests_taken,
    reached,
    late,
};
constexpr const char* days_sql =
    "SELECT day, count(*), count(response_ms), sum(late) FROM report_requests" MUSTER_DAYS
    " GROUP BY day ORDER BY day";

constexpr std::array hotline_columns{
    part,
    Column{"requests", "Requests by the hotline", "热线请求", count},
    Column{"taken", "Taken by somebody", "已受理", count},
    Column{"taken_permille", "Share taken", "受理率", permille},
    Column{"in_15_s", "Taken within 15 s", "15秒内受理", count},
    Column{"in_15_s_permille", "Share within 15 s", "15秒受理率", permille},
    median,
    ninety,
};
constexpr const char* hotline_sql =
    "WITH each AS (SELECT " MUSTER_PART ", taken_ms FROM report_hotline" MUSTER_PARTS
    "),"
    " ranked AS (SELECT part, taken_ms, count(taken_ms) OVER (PARTITION BY part) AS many,"
    " row_number() OVER (PARTITION BY part ORDER BY taken_ms IS NULL, taken_ms) AS place FROM each)"
    " SELECT part, count(*), count(taken_ms), count(taken_ms) * 1000 / count(*),"
    " count(CASE WHEN taken_ms <= 15000 THEN 1 END),"
    " count(CASE WHEN taken_ms <= 15000 THEN 1 END) * 1000 / count(*), " MUSTER_RANK(
        taken_ms, 500) ", " MUSTER_RANK(taken_ms, 900) " FROM ranked" MUSTER_BY_PART("");

constexpr std::array hotline_call_columns{
    part,
    Column{"calls", "Calls that ended", "来电", count},
    Column{"answered", "Answered", "接听", count},
    Column{"answered_permille", "Share answered", "接通率", permille},
    Column{"in_15_s", "Answered within 15 s", "15秒内接听", count},
    Column{"in_15_s_permille", "Share within 15 s", "15秒接通率", permille},
    Column{"abandoned", "Abandoned", "接听前挂断", count},
    Column{"lost", "Lost sight of", "去向不明", count},
    median,
    ninety,
    Column{"talked_ms", "Mean talk", "平均通话", millis},
};
constexpr const char* hotline_calls_sql =
    "WITH each AS (SELECT " MUSTER_PART
    ", outcome, talked_ms, answered_ms FROM report_hotline_calls" MUSTER_PARTS
    "), ranked AS (SELECT part, outcome, talked_ms, answered_ms,"
    " count(answered_ms) OVER (PARTITION BY part) AS many,"
    " row_number() OVER (PARTITION BY part ORDER BY answered_ms IS NULL, answered_ms) AS place"
    " FROM each)"
    " SELECT part, count(*), count(answered_ms), count(answered_ms) * 1000 / count(*),"
    " count(CASE WHEN answered_ms <= 15000 THEN 1 END),"
    " count(CASE WHEN answered_ms <= 15000 THEN 1 END) * 1000 / count(*),"
    " sum(outcome = 'abandoned'), sum(outcome = 'lost'), " MUSTER_RANK(
        answered_ms, 500) ", " MUSTER_RANK(answered_ms, 900)
    ", sum(talked_ms) / nullif(count(answered_ms), 0) FROM ranked" MUSTER_BY_PART("");

constexpr std::array call_columns{
    part,
    Column{"due", "Calls due", "应拨", count},
    Column{"made", "Calls made", "已拨", count},
    Column{"answered", "Answered", "接通", count},
    Column{"answered_permille", "Connection", "接通率", permille},
    Column{"refused", "Refused", "拒接", count},
};
constexpr const char* calls_sql =
    "SELECT " MUSTER_PART
    ", count(*), count(outcome), sum(outcome IS 'answered'),"
    " sum(outcome IS 'answered') * 1000 / nullif(count(outcome), 0), sum(outcome IS 'refused')"
    " FROM report_calls" MUSTER_PARTS MUSTER_BY_PART("");

constexpr std::array on_site_columns{
    part,
    urgency_class,
    requests_taken,
    reached,
    median,
    ninety,
    Column{"p99_ms", "99 % within", "99%在", millis},
    late,
    late_share,
};
constexpr const char* on_site_sql =
    "WITH each AS (SELECT " MUSTER_PART ", urgency, response_ms, late FROM report_on_site"
    MUSTER_PARTS "), ranked AS (SELECT part, urgency, response_ms, late,"
    " count(response_ms) OVER (PARTITION BY part, urgency) AS many,"
    " row_number() OVER (PARTITION BY part, urgency ORDER BY response_ms IS NULL, response_ms)"
    " AS place FROM each)"
    " SELECT part, urgency, count(*), count(response_ms), "
    MUSTER_RANK(response_ms, 500) ", " MUSTER_RANK(response_ms, 900) ", "
    MUSTER_RANK(response_ms, 990) ", sum(late), sum(late) * 1000 / count(*)"
    " FROM ranked" MUSTER_BY_PART(", urgency");

constexpr std::array late_columns{
    part,
    Column{"milestone", "Promise", "承诺事项", word},
    urgency_class,
    Column{"breached", "Broken", "超时", count},
    Column{"explained", "Explained", "已说明", count},
};
constexpr const char* late_sql =
    "SELECT " MUSTER_PART
    ", milestone, urgency, count(*), sum(explained) FROM report_late" MUSTER_PARTS MUSTER_BY_PART(
        ", milestone, urgency");

// What was written about one or two delays tells of somebody; what is said again and again is a
// cause.
constexpr std::array cause_columns{
    Column{"cause", "Cause", "原因", text},
    Column{"times", "Times", "次数", count},
};
constexpr const char* causes_sql =
    "WITH said AS (SELECT cause, count(*) AS times FROM report_late" MUSTER_DAYS
    " AND explained AND cause IS NOT NULL GROUP BY cause)"
    " SELECT * FROM (SELECT opened(cause) AS words, times FROM said WHERE times >= 3"
    " ORDER BY times DESC, words LIMIT 30) UNION ALL SELECT '', sum(times) FROM said WHERE times < "
    "3 HAVING sum(times) > 0";

constexpr std::array offer_columns{
    part,
    Column{"made", "Offers", "邀约", count},
    Column{"accepted", "Accepted", "接受", count},
    Column{"declined", "Declined", "谢绝", count},
    Column{"expired", "Expired", "过期", count},
    Column{"withdrawn", "Withdrawn", "撤回", count},
    Column{"accepted_permille", "Share accepted", "接受率", permille},
};
constexpr const char* offers_sql = "SELECT " MUSTER_PART
                                   ", count(*), sum(status = 'accepted'), sum(status = 'declined'),"
                                   " sum(status = 'expired'), sum(status = 'withdrawn'),"
                                   " sum(status = 'accepted') * 1000 / count(*)"
                                   " FROM report_offers" MUSTER_PARTS MUSTER_BY_PART("");

constexpr std::array satisfaction_columns{
    part,
    Column{"call_backs", "Calls back", "回访", count},
    Column{"call_backs_reached", "Reached", "回访成功", count},
    Column{"rated", "Rated", "评价", count},
    Column{"satisfied", "Satisfied (4, 5)", "满意（4、5分）", count},
    Column{"satisfied_permille", "Share satisfied", "满意率", permille},
    Column{"mean_hundredths", "Mean of 5", "平均分", hundredths},
    Column{"bad", "Bad (1, 2)", "不满意（1、2分）", count},
};
constexpr const char* satisfaction_sql =
    "SELECT " MUSTER_PART
    ", sum(kind = 'call_back'), sum(kind = 'call_back' AND reached),"
    " count(rating), count(CASE WHEN rating >= 4 THEN 1 END),"
    " count(CASE WHEN rating >= 4 THEN 1 END) * 1000 / nullif(count(rating), 0),"
    " sum(rating) * 100 / nullif(count(rating), 0), count(CASE WHEN rating <= 2 THEN 1 END)"
    " FROM report_satisfaction" MUSTER_PARTS MUSTER_BY_PART("");

constexpr std::array visit_columns{
    part,
    Column{"tier", "Tier", "风险等级", word},
    Column{"due", "Due", "应访", count},
    Column{"done", "Done", "已访", count},
    Column{"done_permille", "Done of due", "完成率", permille},
    Column{"late", "Done late", "迟访", count},
    Column{"missed", "Missed", "漏访", count},
};
constexpr const char* visits_sql =
    "WITH each AS (SELECT " MUSTER_PART ", tier, status, done, late FROM report_visits" MUSTER_PARTS
    ")"
    " SELECT part, tier, count(*), sum(done), sum(done) * 1000 / count(*), sum(late),"
    " sum(status = 'missed') FROM (SELECT part, tier, status, done, late FROM each"
    " UNION ALL SELECT part, '*', status, done, late FROM each)" MUSTER_BY_PART(", tier");

constexpr std::array booking_columns{
    part,
    served_service,
    Column{"booked", "Booked", "预约", count},
    Column{"served", "Served", "已服务", count},
    cancelled,
    Column{"no_show", "Not there", "爽约", count},
};
constexpr const char* bookings_sql =
    "SELECT " MUSTER_PART
    ", service, count(*), sum(status = 'served'), sum(status = 'cancelled'),"
    " sum(status = 'no_show') FROM report_bookings" MUSTER_PARTS
    " AND status <> 'moved'" MUSTER_BY_PART(", service");

constexpr std::array demand_columns{
    part,
    Column{"need", "Need", "需求", text},
    Column{"found", "Found", "提出", count},
    Column{"open", "Open", "待安排", count},
    Column{"planned", "Planned", "已安排", count},
    Column{"resolved", "Resolved", "已解决", count},
};
// As everywhere with surveys, what fewer than five said is not shown. Where the districts that are
// hidden had fewer than five together, the sum of all would tell: the smallest of the others is
// hidden with them.
constexpr const char* demand_sql =
    "WITH counted AS (SELECT code, district, count(*) AS found, sum(status = 'open') AS open,"
    " sum(status = 'planned') AS planned, sum(status = 'resolved') AS resolved"
    " FROM report_demand WHERE day >= ?1 AND day < ?2 GROUP BY code, district),"
    " weighed AS (SELECT *,"
    " sum(CASE WHEN found < 5 THEN found ELSE 0 END) OVER (PARTITION BY code) AS hidden,"
    " row_number() OVER (PARTITION BY code ORDER BY found < 5, found, district) AS place"
    " FROM counted)"
    " SELECT * FROM (SELECT '*' AS part, code, sum(found) AS found, sum(open), sum(planned),"
    " sum(resolved) FROM counted WHERE ?3 = '' GROUP BY code HAVING sum(found) >= 5"
    " UNION ALL SELECT district, code, found, open, planned, resolved FROM weighed"
    " WHERE found >= 5 AND (?3 = '' OR district = ?3)"
    " AND NOT (place = 1 AND hidden BETWEEN 1 AND 4))"
    " ORDER BY part = '*' DESC, part, found DESC, code";

constexpr std::array service_columns{
    part,
    served_service,
    requests_taken,
};
constexpr const char* services_sql =
    "SELECT " MUSTER_PART ", service, count(*) AS many FROM report_requests" MUSTER_PARTS
    " GROUP BY part, service ORDER BY part = '*' DESC, part, many DESC, service";

constexpr std::array hours_columns{
    part,
    Column{"services", "Services approved", "核准服务", count},
    Column{"minutes", "Hours", "服务时长", minutes},
    Column{"volunteers", "Volunteers", "志愿者", count},
    Column{"open", "Not approved yet", "待核准", count},
    Column{"reversed", "Reversed", "撤销", count},
    Column{"rejected", "Rejected", "驳回", count},
};
constexpr const char* hours_sql =
    "SELECT " MUSTER_PART
    ", sum(status = 'approved'), sum(CASE status WHEN 'approved' THEN minutes ELSE 0 END),"
    " count(DISTINCT CASE status WHEN 'approved' THEN volunteer END),"
    " sum(status IN ('open', 'ended', 'confirmed', 'disputed')), sum(status = 'reversed'),"
    " sum(status = 'rejected')"
    " FROM report_hours" MUSTER_PARTS MUSTER_BY_PART("");

constexpr std::array credited_columns{
    part,
    Column{"minutes", "Minutes of services", "服务分钟", minutes},
    Column{"credited", "Credited", "记入", minutes},
    Column{"over_limit", "Over the day's limit", "超每日上限", minutes},
    Column{"over_cap", "Over the cap", "超封顶", minutes},
    Column{"cut", "Cut", "扣减", minutes},
};
// By day first, as below.
constexpr const char* credited_sql =
    "WITH days AS (SELECT district, sum(minutes) AS minutes, sum(credited) AS credited,"
    " sum(over_limit) AS over_limit, sum(over_cap) AS over_cap, sum(cut) AS cut"
    " FROM report_credited" MUSTER_DAYS
    " GROUP BY day, district)"
    " SELECT " MUSTER_PART
    ", sum(minutes), sum(credited),"
    " sum(over_limit), sum(over_cap), sum(cut)" MUSTER_PARTS_OF_DAYS MUSTER_BY_PART("");

constexpr std::array credit_columns{
    part,
    Column{"kind", "Kind", "类别", word},
    Column{"entries", "Entries", "笔数", count},
    Column{"minutes", "Minutes", "分钟", minutes},
};
// Counted by day first, in the order of the index: there are many entries and few districts.
constexpr const char* credits_sql =
    "WITH days AS (SELECT district, kind, count(*) AS entries, sum(minutes) AS minutes"
    " FROM report_credits" MUSTER_DAYS
    " GROUP BY day, district, kind)"
    " SELECT " MUSTER_PART
    ", kind, sum(entries),"
    " sum(minutes)" MUSTER_PARTS_OF_DAYS MUSTER_BY_PART(", kind");

constexpr std::array suggestion_columns{
    Column{"raw", "Suggestions", "建议", count},
    Column{"items", "Items, merged ones once", "合并后事项", count},
    Column{"reported", "Reported upward", "已上报", count},
    Column{"replied", "Replied", "已答复", count},
    Column{"solved", "A solved", "A 已解决", count},
    Column{"under_way", "B under way", "B 推进中", count},
    Column{"deferred", "C deferred", "C 暂缓", count},
    Column{"for_reference", "D for reference", "D 供参考", count},
    Column{"fed_back", "Authors told", "已反馈", count},
    Column{"satisfied", "Satisfied", "满意", count},
    Column{"dissatisfied", "Dissatisfied", "不满意", count},
    late,
};
constexpr const char* suggestions_sql =
    "SELECT count(*) AS raw, sum(status <> 'merged'),"
    " sum(status IN ('reported', 'instructed', 'assigned', 'replied', 'fed_back', 'closed')),"
    " sum(status IN ('replied', 'fed_back', 'closed')), sum(grade = 'solved'),"
    " sum(grade = 'under_way'), sum(grade = 'deferred'), sum(grade = 'for_reference'),"
    " sum(fed_back), sum(satisfaction = 'satisfied'), sum(satisfaction = 'dissatisfied'),"
    " sum(late) FROM report_suggestions WHERE day >= ?1 AND day < ?2 AND ?3 = ''"
    " HAVING raw > 0";

// Who is in the register when the time is over, and who left within it; as the parts above.
#define MUSTER_TALENTS                                                 \
    "WITH each AS (SELECT " MUSTER_PART                                \
    ", id, joined, status, willingness, born_year FROM report_talents" \
    " CROSS JOIN (SELECT 0 AS whole UNION ALL SELECT 1 AS whole)"      \
    " WHERE day < ?2 AND (until_day IS NULL OR until_day >= ?2)"       \
    " AND (status <> 'left' OR day >= ?1) AND (?3 = '' OR (whole = 0 AND district = ?3)))"

constexpr std::array talent_columns{
    part,
    Column{"talents", "In the register", "在库人才", count},
    Column{"registered", "Registered", "在册", count},
    Column{"candidates", "Candidates", "待审核", count},
    Column{"paused", "Paused", "暂停", count},
    Column{"joined", "Joined", "新入库", count},
    Column{"left", "Left", "退出", count},
};
constexpr const char* talents_sql = MUSTER_TALENTS
    " SELECT part, sum(status <> 'left'), sum(status = 'registered'), sum(status = 'candidate'),"
    " sum(status = 'paused'), sum(joined >= ?1), sum(status = 'left')"
    " FROM each" MUSTER_BY_PART("");

constexpr Column in_register{"talents", "In the register", "在库人才", count};
constexpr Column can_be_asked{"registered", "Registered", "在册", count};

constexpr std::array<Column, 4> talents_by(const Column& what) {
    return {part, what, in_register, can_be_asked};
}

constexpr std::array talent_field_columns{
    part,
    Column{"field", "Field", "专业领域", word},
    Column{"name", "Name", "名称", text},
    in_register,
    can_be_asked,
};
constexpr const char* talent_fields_sql = MUSTER_TALENTS
    " SELECT part, coalesce(field, '') AS field_code, max(name_zh || ' ' || name_en), count(*),"
    " sum(status = 'registered') FROM each LEFT JOIN talent_field ON talent = id"
    " LEFT JOIN talent_field_name ON code = field WHERE status <> 'left'" MUSTER_BY_PART(
        ", field_code");

constexpr std::array talent_willingness_columns =
    talents_by({"willingness", "Willing", "意愿", word});
constexpr const char* talent_willingness_sql = MUSTER_TALENTS
    " SELECT part, willingness, count(*), sum(status = 'registered') FROM each"
    " WHERE status <> 'left'" MUSTER_BY_PART(", willingness");

constexpr std::array talent_age_columns = talents_by({"age", "Age", "年龄", word});
constexpr const char* talent_ages_sql = MUSTER_TALENTS
    ", aged AS (SELECT part, status,"
    " CAST(strftime('%Y', (?2 - 1) * 86400, 'unixepoch') AS INTEGER) - born_year AS years"
    " FROM each WHERE status <> 'left')"
    " SELECT part, CASE WHEN years IS NULL THEN '' WHEN years < 60 THEN '0_59'"
    " WHEN years < 70 THEN '60_69' WHEN years < 80 THEN '70_79' WHEN years < 90 THEN '80_89'"
    " ELSE '90_over' END AS age, count(*), sum(status = 'registered')"
    " FROM aged" MUSTER_BY_PART(", age");

constexpr std::array skill_end_columns{
    part,
    Column{"skill", "Skill", "技能", word},
    Column{"ended", "Ended", "到期", count},
    Column{"talents", "Of people", "涉及人数", count},
};
constexpr const char* skill_ends_sql =
    "SELECT " MUSTER_PART
    ", skill, count(*), count(DISTINCT talent) FROM report_skill_ends" MUSTER_PARTS MUSTER_BY_PART(
        ", skill");

constexpr std::array step_columns{
    Column{"department", "Department", "部门", department},
    Column{"given", "Steps given", "交办环节", count},
    Column{"done", "Done", "已办结", count},
    Column{"open", "Open", "在办", count},
    Column{"returned", "Returned", "退回", count},
    late,
    late_share,
    Column{"mean_days_hundredths", "Mean days until done", "平均办结天数", hundredths},
};
constexpr const char* steps_sql =
    "SELECT department, count(*), sum(outcome = 'done'), sum(outcome = 'open'),"
    " sum(outcome = 'returned'), sum(late), sum(late) * 1000 / count(*),"
    " sum(CASE outcome WHEN 'done' THEN took_ms END) / nullif(sum(outcome = 'done'), 0) * 100"
    " / 86400000 FROM report_steps" MUSTER_DAYS " GROUP BY department ORDER BY department";

constexpr std::array rows{
    SectionRow{"requests", "Requests", "请求",
               "Merged requests count as the one that they were merged into.",
               "合并的请求只计一次。", requests_sql, request_columns, "requests"},
    SectionRow{"days", "Day by day", "逐日", "", "", days_sql, day_columns, "requests"},
    SectionRow{"hotline_calls", "Hotline: calls", "热线来电",
               "As the telephone exchange tells of them, by the district of whoever has the "
               "number; without a connection to one there are none.",
               "数据来自电话交换机，按号码所属对象的区县统计；未接交换机时为空。",
               hotline_calls_sql, hotline_call_columns, "answered_permille"},
    SectionRow{"hotline", "Hotline: taken", "热线受理",
               "From when a request was written down until somebody had it; requests that were "
               "written on paper first are not in here.",
               "自请求登记至有人受理；补录的请求无受理时间，此处不含。", hotline_sql,
               hotline_columns, "taken_permille"},
    SectionRow{"calls", "Calls to members and contacts", "外呼接通",
               "The calls of the contact chain: due, made, answered.",
               "按联系顺序应拨、已拨与接通的电话。", calls_sql, call_columns, "answered_permille"},
    SectionRow{"on_site", "On site", "到场",
               "From the request until the first responder was there, by the class that it has "
               "now. Who was not reached is in no percentile.",
               "自请求至首位人员到场，按现等级统计；未到场的不计入分位数。", on_site_sql,
               on_site_columns, "p90_ms"},
    SectionRow{"late", "Broken promises", "超时事项", "", "", late_sql, late_columns, "breached"},
    SectionRow{"causes", "Causes of delays", "超时原因",
               "Causes that were given at least three times; the others together, without a name.",
               "列出至少出现三次的原因，其余合并为一行。", causes_sql, cause_columns, "times"},
    SectionRow{"offers", "Offers to volunteers", "志愿者邀约", "", "", offers_sql, offer_columns,
               "accepted_permille"},
    SectionRow{"satisfaction", "Satisfaction", "满意度",
               "Each round of service is rated once, by call back or by link.",
               "每轮服务评价一次，来自回访或链接。", satisfaction_sql, satisfaction_columns,
               "satisfied_permille"},
    SectionRow{"visits", "Visits", "走访",
               "Those that were due in this time; not those that were cancelled, or whose member "
               "was not looked after any more.",
               "本期应访；不含已取消和对象已不在册的走访。", visits_sql, visit_columns,
               "done_permille"},
    SectionRow{"bookings", "Bookings", "预约", "By the day of the service.", "按服务日期统计。",
               bookings_sql, booking_columns, "booked"},
    SectionRow{"demand", "Needs found by surveys", "调查需求",
               "Needs of fewer than five people are not shown, nor what would tell of them.",
               "少于五人的需求不显示，可据以推算的数字亦不显示。", demand_sql, demand_columns,
               "found"},
    SectionRow{"hours", "Hours of volunteers", "志愿服务时长",
               "By the day on which a service began; hours are of those that are approved.",
               "按服务开始日期统计，时长只计核准的服务。", hours_sql, hours_columns, "minutes"},
    SectionRow{"credited", "Credits for services", "服务积分",
               "What became of the minutes of services that were approved in this time.",
               "本期核准服务的分钟去向。", credited_sql, credited_columns, "credited"},
    SectionRow{"credits", "Credits by kind", "积分流水", "By the account that was given to.",
               "按收入账户统计。", credits_sql, credit_columns, "minutes"},
    SectionRow{"suggestions", "Suggestions", "建议",
               "Those that were registered in this time and are not confidential.",
               "本期登记的建议，不含涉密件。", suggestions_sql, suggestion_columns},
    SectionRow{"talents", "Register of talents", "人才库",
               "Who was there at the end of this time; joined and left within it.",
               "期末在库情况；新入库与退出为本期发生数。", talents_sql, talent_columns},
    SectionRow{"talent_fields", "Talents by field", "人才专业领域",
               "Who was there at the end of this time, in each of his fields as it is known now.",
               "期末在库人才，按现登记的每一专业领域分别计入。", talent_fields_sql,
               talent_field_columns, "talents"},
    SectionRow{"talent_willingness", "Talents by willingness", "人才服务意愿",
               "Who was there at the end of this time, by what he said last.",
               "期末在库人才，按最近一次表达的意愿。", talent_willingness_sql,
               talent_willingness_columns, "talents"},
    SectionRow{"talent_ages", "Talents by age", "人才年龄",
               "Who was there at the end of this time, by the age that is reached in its year.",
               "期末在库人才，按当年将满的周岁。", talent_ages_sql, talent_age_columns, "talents"},
    SectionRow{"skill_ends", "Skills that ended", "到期技能",
               "Skills of talents whose time was over in this time.", "本期到期的人才技能。",
               skill_ends_sql, skill_end_columns, "ended"},
    SectionRow{"steps", "Projects by department", "部门项目",
               "Steps that were given to a department in this time.", "本期交办的环节。", steps_sql,
               step_columns, "late_permille"},
    SectionRow{"services", "Requests by service", "服务请求", "", "", services_sql, service_columns,
               "requests"},
};

#undef MUSTER_PARTS
#undef MUSTER_PART
#undef MUSTER_BY_PART
#undef MUSTER_DAYS
#undef MUSTER_PARTS_OF_DAYS
#undef MUSTER_RANK
#undef MUSTER_TALENTS

}  // namespace

std::span<const SectionRow> section_rows() {
    return rows;
}

}  // namespace muster::reports
