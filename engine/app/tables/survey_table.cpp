#include "engine/app/tables/survey_table.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <string_view>
#include <utility>

#include "engine/codec/json_reader.hpp"
#include "engine/core/survey/replies.hpp"

namespace muster::app {
namespace {

namespace json = boost::json;

// The part of a survey that a table needs.
struct SurveyAsked {
    SurveyId id;
    Questionnaire questionnaire;
};
BOOST_DESCRIBE_STRUCT(SurveyAsked, (), (id, questionnaire))

// The line of a question in the text that an answer has.
std::string_view line_of(std::string_view replies, std::string_view question) {
    while (!replies.empty()) {
        const std::size_t end = std::min(replies.find('\n'), replies.size());
        const std::string_view line = replies.substr(0, end);
        replies.remove_prefix(std::min(end + 1, replies.size()));
        if (line.starts_with(question) && line.substr(question.size()).starts_with('=')) {
            return line.substr(question.size() + 1);
        }
    }
    return {};
}

std::string renamed_back(std::string_view code, const ColumnRule& column) {
    for (const ValueRule& value : column.values) {
        if (value.to == code) return value.from;
    }
    return std::string(code);
}

// Titles that two have would lead to the wrong one.
template <class Items>
bool is_only(const Items& items, const std::string& title) {
    std::size_t count = 0;
    for (const auto& one : items)
        count += one.name_en == title || one.name_zh == title || one.code.view() == title ? 1 : 0;
    return count == 1;
}

template <class Items, class Item>
std::vector<std::string> names_of(const Items& items, const Item& one) {
    std::vector<std::string> names;
    for (const std::string* name : {&one.name_zh, &one.name_en}) {
        if (!name->empty() && is_only(items, *name)) names.push_back(*name);
    }
    names.push_back(one.code.str());
    return names;
}

// Cells of this field may have the titles of these, too.
template <class Parts>
void name_parts(TableRule& rule, std::string_view field, const Parts& parts) {
    for (ColumnRule& column : rule.columns) {
        if (column.field != field) continue;
        for (const auto& part : parts) {
            for (std::string& name : names_of(parts, part))
                column.values.push_back({std::move(name), part.code.str()});
        }
    }
}

}  // namespace

void add_questions(TableRule& rule, const Questionnaire& questionnaire) {
    name_parts(rule, "district", questionnaire.districts);
    name_parts(rule, "age_band", questionnaire.age_bands);
    name_parts(rule, "group", questionnaire.groups);
    for (const SurveyQuestion& question : questionnaire.questions) {
        ColumnRule column;
        column.field = "replies";
        column.question = question.code.str();
        column.headers = names_of(questionnaire.questions, question);
        if (question.kind == QuestionKind::select_multiple) column.as = CellKind::list;
        for (const SurveyChoice& choice : question.choices) {
            for (std::string& name : names_of(question.choices, choice))
                column.values.push_back({std::move(name), choice.code.str()});
        }
        rule.columns.push_back(std::move(column));
    }
}

std::optional<Said> answer_survey(TableRule& rule, std::uint64_t survey, ServiceClient& service,
                                  std::optional<AnsweredSurvey>& answered) {
    if (!rule.of_survey) {
        if (survey == 0) return std::nullopt;
        return Said("--survey: " + rule.what + " answer none", "这类表格不属于任何调查");
    }
    if (survey == 0) {
        return said("say which survey the rows answer: --survey 17", "请指明表格所属的调查");
    }
    const std::string id = std::to_string(survey);
    const auto found = service.read("/v1/surveys/" + id);
    if (!found) return said("survey {}: {}", "调查 {}：{}", id, found.error());
    SurveyAsked asked;
    if (codec::read(json::serialize(*found), asked, codec::Mode::lenient)) {
        return said("survey {} cannot be read; is this a Muster service?", "无法读取调查 {}", id);
    }
    add_questions(rule, asked.questionnaire);
    rule.filter = "survey=" + id;
    answered = AnsweredSurvey{asked.id, std::move(asked.questionnaire)};
    return std::nullopt;
}

void add_reply(json::object& fields, const ColumnRule& column, const json::value& value) {
    std::string text;
    if (const auto* const list = value.if_array()) {
        for (const json::value& word : *list)
            text.append(text.empty() ? "" : " ").append(word.as_string());
    } else {
        text = value.as_string();
    }
    json::value& replies = fields[column.field];
    if (!replies.is_array()) replies = json::array();
    replies.as_array().push_back(json::object{{"question", column.question}, {"value", text}});
}

std::string reply_cell(const json::object& answer, const ColumnRule& column) {
    const json::value* const replies = answer.if_contains(column.field);
    if (replies == nullptr || !replies->is_string()) return {};
    std::string_view value = line_of(replies->as_string(), column.question);
    if (column.as != CellKind::list) return renamed_back(value, column);
    std::string text;
    for (auto code = core::next_code(value); !code.empty(); code = core::next_code(value))
        text += (text.empty() ? "" : "、") + renamed_back(code, column);
    return text;
}

}  // namespace muster::app
