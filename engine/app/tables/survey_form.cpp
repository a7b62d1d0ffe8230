#include "engine/app/tables/survey_form.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/app/tables/cells.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/core/survey/questionnaire_check.hpp"
#include "engine/core/survey/replies.hpp"
#include "engine/core/survey/skip_rules.hpp"

namespace muster::app {
namespace {

using Lists = std::map<std::string, std::vector<SurveyChoice>>;

// The rows of a sheet by the names of their columns.
class Sheet {
  public:
    Sheet(std::string name, const CsvTable& table) : name_(std::move(name)), table_(table) {}

    [[nodiscard]] const std::vector<CsvRow>& rows() const { return table_.rows; }
    [[nodiscard]] std::string cell(const CsvRow& row, std::string_view column) const {
        const auto& names = table_.header.cells;
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (trimmed_cell(names[i]) == column) return std::string(trimmed_cell(row.cells[i]));
        }
        return {};
    }
    [[nodiscard]] FormFault fault(const CsvRow& row, std::string column, std::string what) const {
        return {name_, row.line, std::move(column), std::move(what)};
    }
    // Something stands in a column that is none of these.
    [[nodiscard]] std::optional<FormFault> unknown_column(
        const std::vector<std::string_view>& known) const {
        for (const CsvRow& row : rows()) {
            for (std::size_t i = 0; i < row.cells.size(); ++i) {
                const std::string_view column = trimmed_cell(table_.header.cells[i]);
                const bool passed = is_passed_over(column) ||
                                    std::find(known.begin(), known.end(), column) != known.end();
                if (passed || trimmed_cell(row.cells[i]).empty()) continue;
                return fault(row, std::string(column), "nothing of this kind is done here");
            }
        }
        return std::nullopt;
    }
    [[nodiscard]] Expected<Code, FormFault> code(const CsvRow& row, std::string column) const {
        const std::string text = cell(row, column);
        const auto code = Code::from_text(text);
        if (text.empty()) return fault(row, std::move(column), "must not be empty");
        if (!code) {
            return fault(row, std::move(column), "\"" + text + "\" is longer than 23 bytes");
        }
        return *code;
    }
    // Titles in both languages, from label, label::English (en) and label::中文 (zh).
    void titles(const CsvRow& row, std::string& en, std::string& zh) const {
        en = zh = cell(row, "label");
        for (const std::string& column : table_.header.cells) {
            const std::string_view name = trimmed_cell(column);
            if (!name.starts_with("label::")) continue;
            const bool chinese = name.find("zh") != std::string_view::npos ||
                                 name.find("中文") != std::string_view::npos ||
                                 name.find("Chinese") != std::string_view::npos;
            (chinese ? zh : en) = cell(row, name);
        }
        if (en.empty()) en = zh;
        if (zh.empty()) zh = en;
    }

  private:
    static bool is_passed_over(std::string_view column) {
        return column == "label" || column.starts_with("label::") || column.starts_with("hint");
    }

    std::string name_;
    const CsvTable& table_;
};

std::optional<FormFault> read_choices(const Sheet& sheet, Lists& lists) {
    if (auto wrong = sheet.unknown_column({"list_name", "name", "need"})) return wrong;
    for (const CsvRow& row : sheet.rows()) {
        const std::string list = sheet.cell(row, "list_name");
        if (list.empty()) return sheet.fault(row, "list_name", "must not be empty");
        const auto code = sheet.code(row, "name");
        if (!code) return code.error();
        SurveyChoice choice{*code, {}, {}, {}};
        sheet.titles(row, choice.name_en, choice.name_zh);
        if (!sheet.cell(row, "need").empty()) {
            const auto need = sheet.code(row, "need");
            if (!need) return need.error();
            choice.need = *need;
        }
        lists[list].push_back(std::move(choice));
    }
    return std::nullopt;
}

std::optional<FormFault> read_type(const Sheet& sheet, const CsvRow& row, const Lists& lists,
                                   SurveyQuestion& question) {
    const std::string type = sheet.cell(row, "type");
    const std::size_t blank = std::min(type.find(' '), type.size());
    const std::string kind = type.substr(0, blank);
    const std::string list(trimmed_cell(std::string_view(type).substr(blank)));
    const auto wrong = [&](std::string what) {
        return sheet.fault(row, "type", "\"" + type + "\": " + std::move(what));
    };
    if (kind == "select_one" || kind == "select_multiple") {
        const auto found = lists.find(list);
        if (found == lists.end()) return wrong("no choices have this list_name");
        question.kind =
            kind == "select_one" ? QuestionKind::select_one : QuestionKind::select_multiple;
        question.choices = found->second;
        return std::nullopt;
    }
    if (kind != "integer" && kind != "text") {
        return wrong("only select_one, select_multiple, integer and text are asked here");
    }
    if (!list.empty()) return wrong("nothing may stand after " + kind);
    question.kind = kind == "integer" ? QuestionKind::integer : QuestionKind::text;
    return std::nullopt;
}

// ". >= 0 and . <= 31", or one of the two.
bool read_range(std::string_view text, SurveyQuestion& question) {
    while (true) {
        text = trimmed_cell(text);
        if (!text.starts_with('.')) return false;
        text = trimmed_cell(text.substr(1));
        const bool least = text.starts_with(">=");
        if (!least && !text.starts_with("<=")) return false;
        text = trimmed_cell(text.substr(2));
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc{}) return false;
        (least ? question.least : question.most) = number;
        text = trimmed_cell(text.substr(static_cast<std::size_t>(end - text.data())));
        if (text.empty()) return true;
        if (!text.starts_with("and ")) return false;
        text.remove_prefix(4);
    }
}

std::optional<FormFault> read_question(const Sheet& sheet, const CsvRow& row, const Lists& lists,
                                       Questionnaire& made) {
    SurveyQuestion question;
    if (auto wrong = read_type(sheet, row, lists, question)) return wrong;
    const auto code = sheet.code(row, "name");
    if (!code) return code.error();
    if (core::find_question(made, code->view())) {
        return sheet.fault(row, "name", "\"" + code->str() + "\" stands twice");
    }
    question.code = *code;
    sheet.titles(row, question.name_en, question.name_zh);
    const std::string required = sheet.cell(row, "required");
    question.required = required == "yes" || required == "true" || required == "true()";
    if (!question.required && !required.empty() && required != "no" && required != "false" &&
        required != "false()") {
        return sheet.fault(row, "required", "\"" + required + "\" is neither yes nor no");
    }
    const std::string constraint = sheet.cell(row, "constraint");
    const bool integer = question.kind == QuestionKind::integer;
    if (!constraint.empty() && !(integer && read_range(constraint, question))) {
        return sheet.fault(row, "constraint",
                           "\"" + constraint + "\" is no range of an integer: . >= 0 and . <= 31");
    }
    question.relevant = sheet.cell(row, "relevant");
    made.questions.push_back(std::move(question));
    const auto rule = core::SkipRule::of(made, made.questions.size() - 1);
    if (!rule) return sheet.fault(row, "relevant", rule.error());
    // Its choices and codes, beside the questions before it, which are right.
    if (const Rejection wrong = core::check_questionnaire(made, "")) {
        return sheet.fault(row, "", wrong.detail);
    }
    return std::nullopt;
}

std::optional<FormFault> read_settings(const Sheet& sheet, Questionnaire& made) {
    made.code = "form";
    made.version = "1";
    if (auto wrong =
            sheet.unknown_column({"form_id", "version", "form_title", "default_language"})) {
        return wrong;
    }
    if (sheet.rows().empty()) return std::nullopt;
    const CsvRow& row = sheet.rows().front();
    if (sheet.rows().size() > 1) return sheet.fault(sheet.rows()[1], "", "one row is enough");
    if (!sheet.cell(row, "form_id").empty()) {
        const auto code = sheet.code(row, "form_id");
        if (!code) return code.error();
        made.code = *code;
    }
    if (auto version = sheet.cell(row, "version"); !version.empty()) made.version = version;
    made.name_en = made.name_zh = sheet.cell(row, "form_title");
    return std::nullopt;
}

std::string toml_text(std::string_view text) {
    std::string out;
    codec::write(out, std::string(text));
    return out;
}

void titles_toml(std::string& out, const std::string& en, const std::string& zh) {
    out += "name_en = " + toml_text(en) + ", name_zh = " + toml_text(zh);
}

void question_toml(std::string& out, const SurveyQuestion& question) {
    out += "\n[[survey.questionnaires.questions]]\n";
    out += "code = " + toml_text(question.code.view()) + "\n";
    out += "name_en = " + toml_text(question.name_en) + "\n";
    out += "name_zh = " + toml_text(question.name_zh) + "\n";
    out += "kind = " + toml_text(name_of(question.kind)) + "\n";
    if (!question.relevant.empty()) out += "relevant = " + toml_text(question.relevant) + "\n";
    if (question.required) out += "required = true\n";
    if (question.least) out += "least = " + std::to_string(*question.least) + "\n";
    if (question.most) out += "most = " + std::to_string(*question.most) + "\n";
    if (question.choices.empty()) return;
    out += "choices = [\n";
    for (const SurveyChoice& choice : question.choices) {
        out += "    { code = " + toml_text(choice.code.view()) + ", ";
        titles_toml(out, choice.name_en, choice.name_zh);
        if (!choice.need.empty()) out += ", need = " + toml_text(choice.need.view());
        out += " },\n";
    }
    out += "]\n";
}

}  // namespace

std::string to_string(const FormFault& fault) {
    std::string text = fault.sheet;
    if (fault.row != 0) text += ", row " + std::to_string(fault.row);
    if (!fault.column.empty()) text += ", column \"" + fault.column + "\"";
    return text + ": " + fault.what;
}

Expected<Questionnaire, FormFault> read_form(const FormSheets& sheets) {
    Questionnaire made;
    Lists lists;
    if (auto wrong = read_settings(Sheet("settings", sheets.settings), made)) return *wrong;
    if (auto wrong = read_choices(Sheet("choices", sheets.choices), lists)) return *wrong;
    const Sheet survey("survey", sheets.survey);
    if (auto wrong =
            survey.unknown_column({"type", "name", "required", "relevant", "constraint"})) {
        return *wrong;
    }
    for (const CsvRow& row : survey.rows()) {
        if (auto wrong = read_question(survey, row, lists, made)) return *wrong;
    }
    if (made.questions.empty()) return FormFault{"survey", 0, "", "asks nothing"};
    return made;
}

std::string to_toml(const Questionnaire& questionnaire) {
    std::string out = "[[survey.questionnaires]]\n";
    out += "code = " + toml_text(questionnaire.code.view()) + "\n";
    out += "version = " + toml_text(questionnaire.version) + "\n";
    out += "name_en = " + toml_text(questionnaire.name_en) + "\n";
    out += "name_zh = " + toml_text(questionnaire.name_zh) + "\n";
    out += "reject = [\"unknown_choice\", \"not_a_number\"]\n";
    for (const SurveyQuestion& question : questionnaire.questions)
        question_toml(out, question);
    return out;
}

}  // namespace muster::app
