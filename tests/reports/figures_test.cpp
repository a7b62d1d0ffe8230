// Every figure of a report against what plain loops over the same events find.
#include <gtest/gtest.h>

#include <utility>

#include "engine/reports/follower.hpp"
#include "engine/reports/report.hpp"
#include "tests/reports/naive.hpp"

namespace muster::reports::test {
namespace {

std::string text_of_cell(const Cell& cell) {
    if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
    const auto* text = std::get_if<std::string>(&cell);
    return text ? '"' + *text + '"' : "-";
}

std::string text_of_rows(const Rows& rows) {
    std::string out;
    for (const auto& row : rows) {
        for (const Cell& cell : row)
            out += text_of_cell(cell) + ' ';
        out += '\n';
    }
    return out;
}

std::unique_ptr<Follower> followed(const std::filesystem::path& folder) {
    auto follower = Follower::open(folder);
    if (!follower) {
        ADD_FAILURE() << follower.error().message;
        std::abort();
    }
    const auto taken = catch_up(**follower, 100, {});
    EXPECT_TRUE(taken) << taken.error().message;
    return std::move(*follower);
}

Report report_of(const std::filesystem::path& folder, const ReportWish& wish) {
    const auto db = ModelFile::open_to_read(folder);
    if (!db) std::abort();
    auto report = make_report(*db, wish);
    if (!report) std::abort();
    return std::move(*report);
}

TEST(Figures, EachAgreesWithANaiveCount) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        const TempFolder folder;
        EventCity city(folder.path(), seed);
        city.go_on(4000);
        followed(folder.path());
        std::size_t filled = 0;
        for (const ReportKind kind : {ReportKind::monthly, ReportKind::daily}) {
            for (const char* day : {"2026-01-31", "2026-02-14", "2026-03-02"}) {
                for (const char* district : {"", "guangling", "hanjiang", "nowhere"}) {
                    const Report report =
                        report_of(folder.path(), {kind, Date::from_text(day), Code(district), ""});
                    const auto expected =
                        naive_report(city.told(), report.first, report.last, district);
                    ASSERT_EQ(report.sections.size(), expected.size());
                    for (const Section& section : report.sections) {
                        const Rows& rows = expected.at(std::string(section.row->key));
                        filled += !rows.empty();
                        EXPECT_EQ(text_of_rows(section.rows), text_of_rows(rows))
                            << section.row->key << " of " << period_text(report) << " in \""
                            << district << "\", seed " << seed;
                    }
                }
            }
        }
        // Of what can be empty by chance, most is not.
        EXPECT_GT(filled, 150U) << seed;
    }
}

TEST(Figures, VisitsWeeklyFromAThursdayFourOfFiveDone) {
    const TempFolder folder;
    EventCity city(folder.path(), 7);
    for (int week = 0; week < 5; ++week) {
        Visit visit;
        visit.id = {number_in_record(city.next_seq(), 0)};
        visit.member = {2};
        // Due by the end of the 1st, 8th, 15th, 22nd and 29th: midnight in the city.
        visit.due.due_at = {1'767'283'200'000 + std::int64_t{week} * 7 * 86'400'000};
        city.append({VisitPlanned{visit, {}}});
        if (week == 4) continue;
        city.append({VisitRecorded{visit.id, {}, visit.due.due_at, VisitOutcome::well, "", ""}});
    }
    followed(folder.path());
    const Report january =
        report_of(folder.path(), {ReportKind::monthly, Date::of(2026, 1, 15), "", "visits"});
    ASSERT_EQ(january.sections.size(), 1U);
    ASSERT_FALSE(january.sections[0].rows.empty());
    const auto& all = january.sections[0].rows[0];
    EXPECT_EQ(std::get<std::string>(all[1]), "*");
    EXPECT_EQ(std::get<std::int64_t>(all[2]), 5);
    EXPECT_EQ(std::get<std::int64_t>(all[3]), 4);
    EXPECT_EQ(std::get<std::int64_t>(all[4]), 800);
    const WordPair text = shown(january.sections[0].row->columns[4], all[4]);
    EXPECT_EQ(text.en, "80.0 %");
    // The one that is due on the 29th is not one of the 30th.
    const Report day =
        report_of(folder.path(), {ReportKind::daily, Date::of(2026, 1, 29), "", "visits"});
    EXPECT_FALSE(day.sections[0].rows.empty());
    const Report next =
        report_of(folder.path(), {ReportKind::daily, Date::of(2026, 1, 30), "", "visits"});
    EXPECT_TRUE(next.sections[0].rows.empty());
}

// A report of a month that is over says what the register was at its end, whatever came later.
TEST(Figures, TheRegisterOfTalentsIsThatOfTheEndOfTheTime) {
    const TempFolder folder;
    EventCity city(folder.path(), 7);
    Talent talent;
    talent.id = {city.next_seq()};
    talent.profile.fields = {"law", "crafts"};
    talent.profile.birth_date = BirthDate{CalendarKind::solar, 1946, 12, 31, false};
    talent.profile.willingness = TalentWillingness::often;
    talent.status = TalentStatus::candidate;
    city.append({TalentRegistered{talent}});
    const auto become = [&](TalentStatus status) {
        TalentStatusChanged e;
        e.talent = talent.id;
        e.status = status;
        city.append({e});
    };
    become(TalentStatus::registered);
    city.pass(hours(24 * 35));  // the 5th of February
    city.append({TalentSkillExpired{talent.id, "nurse"}});
    become(TalentStatus::paused);
    become(TalentStatus::left);
    followed(folder.path());
    const auto rows = [&](int month, const char* section) {
        const Report report =
            report_of(folder.path(), {ReportKind::monthly, Date::of(2026, month, 15), "", section});
        return text_of_rows(report.sections.at(0).rows);
    };
    EXPECT_EQ(rows(1, "talents"), "\"*\" 1 1 0 0 1 0 \n\"\" 1 1 0 0 1 0 \n");
    EXPECT_EQ(rows(2, "talents"), "\"*\" 0 0 0 0 0 1 \n\"\" 0 0 0 0 0 1 \n");
    EXPECT_EQ(rows(3, "talents"), "");
    EXPECT_EQ(rows(1, "talent_fields"),
              "\"*\" \"crafts\" - 1 1 \n\"*\" \"law\" \"法律 law\" 1 1 \n"
              "\"\" \"crafts\" - 1 1 \n\"\" \"law\" \"法律 law\" 1 1 \n");
    EXPECT_EQ(rows(1, "talent_willingness"), "\"*\" \"often\" 1 1 \n\"\" \"often\" 1 1 \n");
    EXPECT_EQ(rows(1, "talent_ages"), "\"*\" \"80_89\" 1 1 \n\"\" \"80_89\" 1 1 \n");
    EXPECT_EQ(rows(2, "talent_ages"), "");
    EXPECT_EQ(rows(1, "skill_ends"), "");
    EXPECT_EQ(rows(2, "skill_ends"), "\"*\" \"nurse\" 1 1 \n\"\" \"nurse\" 1 1 \n");
    // Who is forgotten was there all the same; how he was, nobody knows any more.
    city.append({TalentForgotten{talent.id}});
    followed(folder.path());
    EXPECT_EQ(rows(1, "talents"), "\"*\" 1 1 0 0 1 0 \n\"\" 1 1 0 0 1 0 \n");
    EXPECT_EQ(rows(1, "talent_ages"), "\"*\" \"\" 1 1 \n\"\" \"\" 1 1 \n");
    EXPECT_EQ(rows(1, "talent_fields"), "\"*\" \"\" - 1 1 \n\"\" \"\" - 1 1 \n");
}

std::vector<Cell> steps_row_of(const Report& report, std::string_view department) {
    for (const auto& row : report.sections.at(0).rows) {
        if (std::get<std::string>(row.at(0)) == department) return row;
    }
    ADD_FAILURE() << "no row of " << department;
    return std::vector<Cell>(8, Cell{std::int64_t{-1}});
}

StepBecameReady ready(ProjectId project, Code step, Code department, std::uint32_t round = 1) {
    StepBecameReady e;
    e.project = project;
    e.step = step;
    e.department = department;
    e.round = round;
    return e;
}

StepFinished finished(ProjectId project, Code step) {
    StepFinished e;
    e.project = project;
    e.step = step;
    return e;
}

// Who died leaves what costs money to the department that leads; to another owner in the same
// department a step is not given anew.
TEST(Figures, AStepIsWithOneDepartmentAtATime) {
    const TempFolder folder;
    EventCity city(folder.path(), 7);
    Project project;
    project.id = {city.next_seq()};
    project.member = {2};
    city.append({ProjectOpened{project}});
    const auto after_an_hour = [&](Event event) {
        city.pass(hours(1));
        city.append({std::move(event)});
    };
    after_an_hour(ready(project.id, "build", "housing"));
    StepReassigned owner;
    owner.project = project.id;
    owner.step = "build";
    owner.from = "housing";
    owner.department = "housing";
    after_an_hour(owner);
    after_an_hour(finished(project.id, "build"));
    after_an_hour(ready(project.id, "accept", "housing"));
    after_an_hour(ProjectHandedOver{project.id, {2}, "civil_affairs", "", true});
    followed(folder.path());
    const Report month =
        report_of(folder.path(), {ReportKind::monthly, Date::of(2026, 1, 15), "", "steps"});
    const auto figures = [&](std::string_view department) {
        const auto row = steps_row_of(month, department);
        std::vector<std::int64_t> given_done_open;
        for (const std::size_t at : {1U, 2U, 3U})
            given_done_open.push_back(std::get<std::int64_t>(row.at(at)));
        return given_done_open;
    };
    EXPECT_EQ(figures("civil_affairs"), (std::vector<std::int64_t>{1, 0, 1}));
    EXPECT_EQ(figures("housing"), (std::vector<std::int64_t>{2, 1, 0}));
}

// Reports are for the whole office, which does not know of what is confidential.
TEST(Figures, ConfidentialSuggestionsAreNotCounted) {
    const TempFolder folder;
    EventCity city(folder.path(), 7);
    for (const Confidentiality level :
         {Confidentiality::open, Confidentiality::internal, Confidentiality::confidential}) {
        Suggestion suggestion;
        suggestion.id = {city.next_seq()};
        suggestion.confidentiality = level;
        city.append({SuggestionRegistered{suggestion}});
        city.append({SuggestionDeadlineBreached{suggestion.id, SuggestionDuty::review}});
    }
    followed(folder.path());
    const Report month =
        report_of(folder.path(), {ReportKind::monthly, Date::of(2026, 1, 15), "", "suggestions"});
    ASSERT_EQ(month.sections.size(), 1U);
    ASSERT_EQ(month.sections[0].rows.size(), 1U);
    const auto& row = month.sections[0].rows[0];
    EXPECT_EQ(std::get<std::int64_t>(row.front()), 2);
    EXPECT_EQ(std::get<std::int64_t>(row.back()), 2);
}

std::vector<std::int64_t> numbers_of(const std::vector<Cell>& row) {
    std::vector<std::int64_t> out;
    for (const Cell& cell : row) {
        if (const auto* const number = std::get_if<std::int64_t>(&cell)) out.push_back(*number);
    }
    return out;
}

std::vector<std::vector<Cell>> january(const std::filesystem::path& folder,
                                       const std::string& section) {
    followed(folder);
    return report_of(folder, {ReportKind::monthly, Date::of(2026, 1, 15), "", section})
        .sections.at(0)
        .rows;
}

// 25 suggestions, three of them the same: 23 items, and each author was told.
TEST(Figures, OfTwentyFiveSuggestionsThreeAreOneAndAllAuthorsAreTold) {
    const TempFolder folder;
    EventCity city(folder.path(), 8);
    std::vector<SuggestionId> all;
    for (int i = 0; i < 25; ++i) {
        Suggestion suggestion;
        suggestion.id = {city.next_seq()};
        all.push_back(suggestion.id);
        city.append({SuggestionRegistered{suggestion}});
    }
    city.append({SuggestionMerged{all[1], all[0], ""}, SuggestionMerged{all[2], all[0], ""}});
    for (const SuggestionId id : all)
        city.append({FeedbackGiven{id, id, {}}});
    const auto rows = january(folder.path(), "suggestions");
    ASSERT_EQ(rows.size(), 1U);
    const auto numbers = numbers_of(rows[0]);
    EXPECT_EQ(numbers[0], 25);
    EXPECT_EQ(numbers[1], 23);
    EXPECT_EQ(numbers[8], 25);
}

TEST(Figures, ASuggestionThatIsTakenUpAgainIsNeitherSolvedNorAnswered) {
    const TempFolder folder;
    EventCity city(folder.path(), 8);
    Suggestion one, same;
    one.id = {city.next_seq()};
    city.append({SuggestionRegistered{one}});
    same.id = {city.next_seq()};
    city.append({SuggestionRegistered{same}});
    city.append({SuggestionMerged{same.id, one.id, ""}});
    city.append({SuggestionGraded{one.id, SuggestionGrade::solved, ""},
                 FeedbackGiven{one.id, one.id, {}}, FeedbackGiven{same.id, one.id, {}},
                 SuggestionFedBack{one.id}});
    city.append({SatisfactionRecorded{same.id, one.id, 1, Satisfaction::dissatisfied, ""},
                 SuggestionTakenUpAgain{one.id, 2, "housing", {}}});
    const auto rows = january(folder.path(), "suggestions");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(numbers_of(rows[0]), (std::vector<std::int64_t>{2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0}));
}

// Rejected work goes back to who builds: the acceptance of that round is over, and is open again
// only when the work is done once more.
TEST(Figures, AStepIsGivenOnceForEachRoundOfWork) {
    const TempFolder folder;
    EventCity city(folder.path(), 8);
    Project project;
    project.id = {city.next_seq()};
    city.append({ProjectOpened{project}});
    for (const std::uint32_t round : {1U, 2U, 3U}) {
        city.append({ready(project.id, "build", "housing", round)});
        city.pass(hours(24));
        city.append({finished(project.id, "build")});
        city.append({ready(project.id, "accept", "civil_affairs", round)});
        city.pass(hours(24));
        if (round == 3) continue;
        WorkRejected rejected;
        rejected.project = project.id;
        rejected.work = "build";
        rejected.again = {"build", "accept"};
        city.append({rejected});
    }
    city.append({finished(project.id, "accept")});
    const auto rows = january(folder.path(), "steps");
    ASSERT_EQ(rows.size(), 2U);
    // given, done, open, returned, late, its share, the mean of the days
    EXPECT_EQ(numbers_of(rows[0]), (std::vector<std::int64_t>{3, 1, 0, 0, 0, 0, 100}));
    EXPECT_EQ(numbers_of(rows[1]), (std::vector<std::int64_t>{3, 3, 0, 0, 0, 0, 100}));
}

TEST(Figures, WhatAMergedRequestWasLateWithCountsWithTheOther) {
    const TempFolder folder;
    EventCity city(folder.path(), 8);
    std::vector<RequestId> both;
    for (int i = 0; i < 2; ++i) {
        RequestReceived e;
        e.request = {city.next_seq()};
        both.push_back(e.request);
        city.append({e});
    }
    for (const RequestId id : both)
        city.append({DeadlineBreached{id, Milestone::on_site}});
    city.append({RequestMerged{both[1], both[0], true, std::nullopt}});
    const auto rows = january(folder.path(), "late");
    ASSERT_FALSE(rows.empty());
    EXPECT_EQ(numbers_of(rows[0])[0], 1);
}

// When it was taken nobody knows, so it was not taken at once.
TEST(Figures, WhatWasWrittenOnPaperIsNotCountedAsTakenInTime) {
    const TempFolder folder;
    EventCity city(folder.path(), 8);
    Request past;
    past.id = {city.next_seq()};
    past.channel = Channel::hotline;
    past.created_at = city.now();
    past.caught_up.emplace().on_scene_at = city.now() + minutes(9);
    city.append({PastRequestRecorded{past}});
    EXPECT_TRUE(january(folder.path(), "hotline").empty());
    const auto rows = january(folder.path(), "on_site");
    ASSERT_FALSE(rows.empty());
    EXPECT_EQ(numbers_of(rows[0])[2], 540'000);
}

// Above the cap or the limit the hours stay whole; only the credit is cut.
TEST(Figures, HoursCountInFullWhereCreditsAreCut) {
    const TempFolder folder;
    EventCity city(folder.path(), 8);
    ServiceRecord record;
    record.id = {number_in_record(city.next_seq(), 0)};
    record.volunteer = {500};
    record.member = {2};
    record.starts_at = city.now();
    record.minutes = 95;
    record.status = ServiceRecordStatus::approved;
    ServiceCredited credited;
    credited.service_record = record.id;
    credited.minutes = 95;
    credited.credited_min = 50;
    credited.over_cap_min = 45;
    city.append({ServiceRecordMade{record}, credited});
    const auto hours = january(folder.path(), "hours");
    ASSERT_FALSE(hours.empty());
    EXPECT_EQ(numbers_of(hours[0])[1], 95);
    const auto credits = january(folder.path(), "credited");
    ASSERT_FALSE(credits.empty());
    EXPECT_EQ(numbers_of(credits[0]), (std::vector<std::int64_t>{95, 50, 0, 45, 0}));
}

// Two in Hanjiang would be the sum less the six of Guangling.
TEST(Figures, NobodySubtractsHisWayToNeedsOfFewPeople) {
    const TempFolder folder;
    EventCity city(folder.path(), 8);
    const auto find = [&](Code district, int people) {
        for (int i = 0; i < people; ++i) {
            Need need;
            need.id = {number_in_record(city.next_seq(), 0)};
            need.code = "meals";
            need.district = district;
            need.found_at = city.now();
            city.append({NeedFound{need}});
        }
    };
    find("guangling", 6);
    find("hanjiang", 2);
    find("jiangdu", 9);
    const auto parts = [&] {
        std::string out;
        for (const auto& row : january(folder.path(), "demand"))
            out += std::get<std::string>(row[0]) + ' ';
        return out;
    };
    EXPECT_EQ(parts(), "* jiangdu ");
    find("yizheng", 3);
    EXPECT_EQ(parts(), "* guangling jiangdu ");
}

TEST(Figures, EveryWordThatCanStandInAReportIsKnown) {
    constexpr Column column{"word", "", "", ColumnKind::word};
    const auto check = [&](auto value) {
        const std::string word(name_of(value));
        const WordPair text = shown(column, word);
        EXPECT_NE(text.zh, word);
        EXPECT_EQ(text.en.find('_'), std::string::npos) << word;
    };
    for (const Milestone one : enum_values<Milestone>)
        check(one);
    for (const RiskTier one : enum_values<RiskTier>)
        check(one);
    for (const EntryKind one : enum_values<EntryKind>)
        check(one);
}

// Else a table has two columns that nobody can tell apart.
TEST(Figures, NoTwoColumnsOfASectionHaveTheSameName) {
    for (const SectionRow& row : section_rows()) {
        for (std::size_t i = 0; i < row.columns.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                EXPECT_NE(row.columns[i].key, row.columns[j].key) << row.key;
                EXPECT_NE(row.columns[i].en, row.columns[j].en) << row.key;
                EXPECT_NE(row.columns[i].zh, row.columns[j].zh) << row.key;
            }
        }
    }
}

TEST(Figures, ServicesAndDepartmentsAreShownByTheirNames) {
    const TempFolder folder;
    EventCity city(folder.path(), 8);
    RulesLoaded loaded;
    ServiceRule& service = loaded.rules.services.emplace_back();
    service.code = "sos";
    service.name_en = "Emergency";
    service.name_zh = "紧急求助";
    loaded.rules.departments.push_back({"housing", "Housing", "住建局", ""});
    city.append({loaded});
    followed(folder.path());
    const Report report =
        report_of(folder.path(), {ReportKind::monthly, Date::of(2026, 1, 1), "", ""});
    EXPECT_EQ(shown(report, {"s", "", "", ColumnKind::service}, std::string("sos")).zh, "紧急求助");
    EXPECT_EQ(shown(report, {"d", "", "", ColumnKind::department}, std::string("housing")).en,
              "Housing");
    EXPECT_EQ(shown(report, {"d", "", "", ColumnKind::department}, std::string("gone")).en, "gone");
}

TEST(Figures, TheLastAndTheFirstDayThatThereAreHaveAReport) {
    const TempFolder folder;
    EventCity city(folder.path(), 5);
    followed(folder.path());
    for (const std::int32_t day : {Date::first, Date::last}) {
        for (const ReportKind kind : {ReportKind::daily, ReportKind::monthly}) {
            const Report report = report_of(folder.path(), {kind, Date{day}, "", "requests"});
            EXPECT_TRUE(report.sections[0].rows.empty());
            EXPECT_EQ(kind == ReportKind::daily ? report.first.days : day, day);
        }
    }
}

TEST(Figures, MonthsEndWithTheirLastDay) {
    const TempFolder folder;
    EventCity city(folder.path(), 5);
    followed(folder.path());
    const auto last = [&](int year, int month) {
        return report_of(folder.path(),
                         {ReportKind::monthly, Date::of(year, month, 15), "", "requests"})
            .last;
    };
    EXPECT_EQ(last(2026, 2), Date::of(2026, 2, 28));
    EXPECT_EQ(last(2028, 2), Date::of(2028, 2, 29));
    EXPECT_EQ(last(2026, 12), Date::of(2026, 12, 31));
    EXPECT_EQ(last(2026, 4), Date::of(2026, 4, 30));
}

TEST(Figures, TheDayIsThatOfTheCityAlsoAfterTheClocksOfTheRulesWereMoved) {
    const TempFolder folder;
    EventCity city(folder.path(), 5);
    const auto ask = [&] {
        RequestReceived e;
        e.request = {city.next_seq()};
        city.append({e});
    };
    city.pass(hours(15) + minutes(30));  // 23:30 of the first
    ask();
    RulesLoaded loaded;
    loaded.rules.calendar.emplace().utc_offset_min = 540;
    city.append({loaded});
    ask();  // 00:30 of the second
    followed(folder.path());
    const Report report =
        report_of(folder.path(), {ReportKind::monthly, Date::of(2026, 1, 1), "", "days"});
    ASSERT_EQ(report.sections[0].rows.size(), 2U);
    EXPECT_EQ(shown(report.sections[0].row->columns[0], report.sections[0].rows[0][0]).en,
              "2026-01-01");
    EXPECT_EQ(shown(report.sections[0].row->columns[0], report.sections[0].rows[1][0]).en,
              "2026-01-02");
}

TEST(Figures, AnUnknownSectionNamesTheKnownOnes) {
    const TempFolder folder;
    EventCity city(folder.path(), 5);
    followed(folder.path());
    const auto db = ModelFile::open_to_read(folder.path());
    ASSERT_TRUE(db);
    const auto report = make_report(*db, {ReportKind::daily, {}, "", "weather"});
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, log::LogErrorCode::not_found);
    EXPECT_NE(report.error().message.find("on_site"), std::string::npos);
}

TEST(Figures, JsonNamesEachCell) {
    const TempFolder folder;
    EventCity city(folder.path(), 5);
    RequestReceived e;
    e.request = {city.next_seq()};
    e.urgency = Urgency::P1;
    city.append({e});
    followed(folder.path());
    const std::string json =
        to_json(report_of(folder.path(), {ReportKind::daily, Date::of(2026, 1, 1), "", "on_site"}));
    EXPECT_NE(json.find(R"("period":"2026-01-01")"), std::string::npos) << json;
    EXPECT_NE(
        json.find(R"({"district":"*","urgency":"P1","requests":1,"reached":0,"p50_ms":null,)"),
        std::string::npos)
        << json;
    // What a page needs beside the codes: headers, kinds and cells as people read them.
    EXPECT_NE(json.find(R"("drawn":")"), std::string::npos);
    EXPECT_NE(json.find(R"({"key":"urgency","kind":"word","en":"Class","zh":"等级"})"),
              std::string::npos)
        << json;
    EXPECT_NE(json.find(R"("shown":[[{"en":"all","zh":"全部"},"P1","1","0","–",)"),
              std::string::npos)
        << json;
}

}  // namespace
}  // namespace muster::reports::test
