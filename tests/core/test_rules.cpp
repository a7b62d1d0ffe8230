#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

ClassRule class_rule(Urgency urgency, std::int64_t weight, std::vector<MilestoneRule> milestones) {
    ClassRule rule;
    rule.urgency = urgency;
    rule.weight = weight;
    rule.milestones = std::move(milestones);
    rule.acknowledge_ms = seconds(90);
    return rule;
}

SlotRule slot(Code role, std::vector<Code> skills, FillMode fill = FillMode::direct,
              Millis fallback = {}) {
    return {role, std::move(skills), fill, fallback};
}

// By the hour from 09:00 to 17:00, each day.
BookableService bookable(Code service, std::int64_t capacity) {
    BookingHours hours;
    hours.days.assign(enum_values<Weekday>.begin(), enum_values<Weekday>.end());
    hours.from = {9 * 60};
    hours.to = {17 * 60};
    hours.each_min = 60;
    hours.capacity = capacity;
    hours.days_off = true;
    BookableService out;
    out.service = service;
    out.hours = {hours};
    return out;
}

// An errand, which two can have at once; a repair, which the desk confirms, on working days; and
// lifting aid for the disabled.
BookingRule booking_rule() {
    BookableService repair = bookable("repair", 1);
    repair.hours[0].days_off = false;
    repair.desk_confirms = true;
    BookableService lift = bookable("lift", 1);
    lift.eligible.flags = {MemberFlag::disabled};
    BookingRule rule;
    rule.services = {bookable("chore", 2), repair, lift};
    return rule;
}

ProjectStepRule project_step(Code code, ProjectStepKind kind, std::vector<Code> after,
                             Code department, ProjectTime within) {
    ProjectStepRule step;
    step.code = code;
    step.name_en = code.str();
    step.kind = kind;
    step.after = std::move(after);
    step.department = department;
    step.within = within;
    return step;
}

// A bath made safe, for at most 30,000 yuan: looked at in working days, planned after health was
// asked, approved, built in months, supervised and accepted.
ProjectTemplate bath() {
    using enum DeadlineUnit;
    using enum ProjectStepKind;
    ProjectTemplate bath;
    bath.code = "bath";
    bath.version = "1";
    bath.name_en = "A safe bath";
    bath.lead = "civil";
    bath.ceiling_fen = 3'000'000;
    bath.steps = {project_step("look", plain, {}, "health", {5, working_days}),
                  project_step("plan", plain, {"look"}, "housing", {2, months}),
                  project_step("approve", approval, {"plan"}, "", {10, days}),
                  project_step("build", work, {"approve"}, "housing", {3, months}),
                  project_step("supervise", supervision, {"build"}, "health", {5, working_days}),
                  project_step("accept", acceptance, {"supervise"}, "", {10, days})};
    bath.steps[0].extension = {3, working_days};
    bath.steps[0].documents = {{"report", "a report", "报告"}};
    bath.steps[1].co_departments = {"health"};
    bath.steps[3].extension = {1, months};
    return bath;
}

// A doctor found and, beside that, the papers found: by the hour, and without money.
ProjectTemplate doctor() {
    ProjectTemplate doctor;
    doctor.code = "doctor";
    doctor.version = "1";
    doctor.name_en = "A family doctor";
    doctor.lead = "health";
    doctor.steps = {
        project_step("find", ProjectStepKind::plain, {}, "", {48, DeadlineUnit::hours}),
        project_step("papers", ProjectStepKind::plain, {}, "civil", {5, DeadlineUnit::days}),
        project_step("sign", ProjectStepKind::plain, {"find", "papers"}, "",
                     {1, DeadlineUnit::months})};
    doctor.steps[0].extension = {24, DeadlineUnit::hours};
    return doctor;
}

ProjectsRule projects_rule() {
    ProjectsRule rule;
    rule.templates = {bath(), doctor()};
    return rule;
}

QuestionSet repair_questions() {
    TriageChoice gas{"gas", "a smell of gas", "有煤气味", Urgency::P0, {}, Agency::fire_119};
    TriageChoice water{"water", "water runs", "漏水", Urgency::P1, {"lift"}, Agency::none};
    TriageChoice nothing{"nothing", "nothing", "无", {}, {}, Agency::none};
    TriageChoice woman{"woman", "a woman", "女性", {}, {"female"}, Agency::none};
    TriageChoice anybody{"anybody", "anybody", "均可", {}, {}, Agency::none};
    QuestionSet set;
    set.code = "broken";
    set.services = {"repair"};
    set.questions = {{"danger", "what is dangerous", "有何危险", {gas, water, nothing}},
                     {"who", "who shall come", "希望谁来", {woman, anybody}}};
    return set;
}

}  // namespace

Questionnaire test_questionnaire() {
    using enum QuestionKind;
    Questionnaire made;
    made.code = "needs";
    made.version = "1";
    made.questions = {
        {"living",
         "",
         "",
         select_one,
         {{"alone", "", "", {}}, {"family", "", "", {}}},
         "",
         true,
         {},
         {}},
        {"helped",
         "",
         "",
         select_one,
         {{"yes", "", "", {}}, {"no", "", "", "helper"}},
         "${living} = 'alone'",
         false,
         {},
         {}},
        {"needs",
         "",
         "",
         select_multiple,
         {{"meals", "", "", "meals"}, {"walks", "", "", "company"}, {"none", "", "", {}}},
         "",
         false,
         {},
         {}},
        {"visits", "", "", integer, {}, "not(selected(${needs}, 'none'))", false, 0, 31},
        {"wish", "", "", text, {}, "", false, {}, {}}};
    made.age_bands = {{"60", "", "", 60}, {"70", "", "", 70}, {"80", "", "", 80}};
    made.groups = {{"bureau", "", ""}, {"county", "", ""}};
    made.reject = {AnswerFault::unknown_choice, AnswerFault::not_a_number};
    return made;
}

Rules test_rules() {
    Rules rules;
    rules.version = "test";
    rules.dispatch.policy = Policy::closest;
    rules.skills = {"first_aid", "care", "lift", "repair", "nurse", "female"};

    rules.classes = {
        class_rule(Urgency::P0, 16,
                   {{Milestone::handover, seconds(60)}, {Milestone::on_site, minutes(15)}}),
        class_rule(Urgency::P1, 8,
                   {{Milestone::on_site, minutes(30)}, {Milestone::hard_limit, minutes(45)}}),
        class_rule(Urgency::P2, 4, {{Milestone::on_site, hours(4)}}),
        class_rule(Urgency::P3, 2, {{Milestone::completed, hours(24)}}),
        class_rule(Urgency::P4, 1, {{Milestone::completed, hours(72)}}),
    };
    rules.classes[0].may_preempt = true;
    rules.classes[1].may_preempt = true;
    rules.classes[2].escalate_after_ms = hours(2);

    ResponsePlan emergency;
    emergency.code = "emergency";
    emergency.slots = {slot("first_aider", {"first_aid"}),
                       slot("neighbour", {"first_aid"}, FillMode::offer)};
    emergency.contacts = {true, 3, seconds(30)};
    emergency.handover = Agency::ambulance_120;
    ResponsePlan fall;
    fall.code = "fall";
    fall.slots = {slot("care_worker", {"care"})};
    ResponsePlan lift;
    lift.code = "lift";
    lift.slots = {slot("care_worker", {"care"}), slot("lifter", {"lift"})};
    ResponsePlan chore;
    chore.code = "chore";
    chore.slots = {slot("helper", {"care"}, FillMode::offer, minutes(10))};
    chore.offers.accept_target_permille = 500;
    chore.offers.max_live = 3;
    ResponsePlan repair;
    repair.code = "repair";
    repair.slots = {slot("repairer", {"repair"})};
    ResponsePlan advice;
    advice.code = "advice";
    rules.plans = {emergency, fall, lift, chore, repair, advice};

    rules.services = {
        {"emergency", "Emergency", "紧急求助", Urgency::P0, "emergency", true, {}},
        {"silent_line", "Hotline call", "热线来电", Urgency::P2, "fall", true, {}},
        {"fall", "Fall", "跌倒", Urgency::P1, "fall", false, {}},
        {"lift", "Lifting aid", "搬扶", Urgency::P1, "lift", false, {}},
        {"chore", "Errand", "代办", Urgency::P2, "chore", false, {}},
        {"repair", "Repair", "维修", Urgency::P3, "repair", false, {}},
        {"advice", "Advice", "咨询", Urgency::P4, "advice", false, {}},
        {"fire", "Fire", "火情", Urgency::P0, "emergency", true, "fire"},
        {"smoke", "Smell of smoke", "烟味", Urgency::P1, "fall", true, "fire"},
    };
    rules.card_colours = {{"red", "emergency", "Emergency", "紧急"},
                          {"blue", "chore", "Daily life", "生活"}};
    rules.flag_credits = {{MemberFlag::very_old, minutes(10)},
                          {MemberFlag::lives_alone, minutes(5)}};
    rules.phones = PhoneRule{"86", "514"};
    rules.dispatch.detour_permille = 1000;
    rules.dispatch.speed_m_per_h = {36'000, 36'000, 18'000, 3'600};
    // Written out, so that scenarios can change one of them.
    rules.positions.emplace();
    RiskRule& risk = rules.risk.emplace();
    risk.events = {{"fall", "a fall", "跌倒", true, true},
                   {"discharge", "home from hospital", "出院", true, false},
                   {"admission", "taken to hospital", "住院", false, false}};
    risk.credits = {{RiskTier::high, minutes(20)}};
    AssessmentStandard gb;
    gb.code = "GB/T 42195";
    gb.version = "2022";
    gb.items = {{"self_care", "", "", 32},
                {"mobility", "", "", 15},
                {"mental", "", "", 28},
                {"senses", "", "", 15}};
    gb.levels = {{AbilityLevel::intact, 90},
                 {AbilityLevel::mild, 66},
                 {AbilityLevel::moderate, 46},
                 {AbilityLevel::severe, 30},
                 {AbilityLevel::complete_loss, 0}};
    AssessmentStandard mz;
    mz.code = "MZ/T 039";
    mz.version = "2013";
    mz.items = {{"daily_living", "", "", 100}};
    mz.levels = {{AbilityLevel::intact, 100},
                 {AbilityLevel::mild, 65},
                 {AbilityLevel::moderate, 45},
                 {AbilityLevel::severe, 0}};
    rules.assessments = {gb, mz};
    rules.consent_purposes = {{"care", "visits", "探访"},
                              {"family", "telling the family", "告知家属"}};
    rules.survey.emplace().questionnaires = {test_questionnaire()};
    DeviceRule& devices = rules.devices.emplace();
    devices.maintenance_service = "repair";
    devices.types = {{"gateway", minutes(10)}};
    devices.max_unknown = 2;
    devices.signals = {{"sos", "call for help", "一键呼救", SignalUse::request, "emergency"},
                       {"fall", "fall", "跌倒", SignalUse::request, "fall"},
                       {"fault", "fault", "故障", SignalUse::maintenance, {}},
                       {"test", "test", "测试", SignalUse::note, {}}};
    rules.booking = booking_rule();
    TalentRule& talents = rules.talents.emplace();
    for (const char* field : {"medicine", "law", "teaching", "farming", "building", "banking",
                              "music", "painting", "history", "sports"}) {
        talents.fields.push_back({field, "", ""});
    }
    rules.certificates = CertificateRule{"The city", "本市", "Director Wu", "0514-85550101", 60};
    for (const char* const code : {"civil", "housing", "health", "finance", "transport"})
        rules.departments.push_back({code, code, "", std::string("desk of ") + code});
    rules.projects = projects_rule();
    // Of repairs it depends on what is broken, and where.
    rules.question_sets = {repair_questions()};
    rules.plan_overrides = {{"repair", {}, "Baoying", {}, "", "lift"},
                            {"repair", {}, "Baoying", "Anyi", "", "chore"},
                            {"repair", Urgency::P1, "Baoying", "Anyi", "", "fall"},
                            {"repair", {}, {}, {}, "hospital", "advice"}};
    return rules;
}

}  // namespace muster::test
