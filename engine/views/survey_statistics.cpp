#include "engine/views/survey_statistics.hpp"

#include <algorithm>
#include <bitset>
#include <charconv>
#include <numeric>
#include <utility>

#include "engine/core/survey/answer_check.hpp"
#include "engine/views/survey_hiding.hpp"

namespace muster::views {
namespace {

constexpr std::size_t max_choices = 64;  // of a question, as the rules are checked

std::size_t choice_rows(const SurveyQuestion& question) {
    return core::has_choices(question.kind) ? question.choices.size() + 1 : 0;
}

// From counts to what is shown.
class Hider {
  public:
    Hider(const core::SkipRules& skip, SurveyStatistics& found)
        : skip_(skip), found_(found), hide_below_(found.hide_below) {}

    // `own`: the question that the parts are the choices of.
    void hide_all(std::optional<std::size_t> own) {
        for (QuestionFound& question : found_.questions)
            hide_totals(question);
        if (found_.parts.empty()) return;
        hide_sizes(own);
        for (QuestionFound& question : found_.questions) {
            hide_bases(question);
            hide_parts(question, own);
        }
    }

  private:
    [[nodiscard]] const SurveyQuestion& rule_of(const QuestionFound& question) const {
        return found_.survey->questionnaire.questions[question.question];
    }
    [[nodiscard]] bool is_few(std::int64_t count) const { return is_small(count, hide_below_); }

    // How many were asked tells what was replied to the questions that decide it.
    template <class IsHidden>
    [[nodiscard]] bool tells_of_others(const QuestionFound& question, std::int64_t asked,
                                       std::int64_t of, const IsHidden& is_hidden) const {
        const std::vector<std::size_t> deciding = skip_.deciding(question.question);
        if (deciding.empty()) return false;
        if (is_few(asked) || is_few(of - asked)) return true;
        return std::any_of(deciding.begin(), deciding.end(),
                           [&](std::size_t other) { return is_hidden(found_.questions[other]); });
    }

    void hide_totals(QuestionFound& question) {
        const auto is_hidden = [](const QuestionFound& other) {
            return other.total.hidden ||
                   std::any_of(other.choices.begin(), other.choices.end(),
                               [](const ChoiceFound& one) { return one.total.hidden; });
        };
        QuestionBase& total = question.total;
        total.hidden = tells_of_others(question, total.asked, found_.accepted(), is_hidden);
        total.mean_hidden = total.answered < hide_below_;
        if (rule_of(question).kind == QuestionKind::select_multiple) {
            // Who did not make a choice is what is left of who answered.
            for (ChoiceFound& choice : question.choices) {
                choice.total.hidden =
                    is_few(choice.total.count) || is_few(total.answered - choice.total.count);
            }
            return;
        }
        std::vector<std::int64_t> counts;
        for (const ChoiceFound& choice : question.choices)
            counts.push_back(choice.total.count);
        std::vector<bool> hidden;
        hide_line(counts, hide_below_, hidden);
        for (std::size_t i = 0; i < counts.size(); ++i)
            question.choices[i].total.hidden = hidden[i];
    }

    // Parts that are choices are hidden as these are among all, or one table would tell what the
    // other hides.
    void hide_sizes(std::optional<std::size_t> own) {
        std::vector<SurveyPartFound*> parts;
        std::vector<std::int64_t> sizes;
        for (SurveyPartFound& part : found_.parts) {
            if (own && found_.questions[*own].total.hidden) part.answers.hidden = true;
            if (own && part.kind != PartKind::told && part.kind != PartKind::others) continue;
            parts.push_back(&part);
            sizes.push_back(part.answers.count);
        }
        std::vector<bool> hidden;
        hide_line(sizes, hide_below_, hidden);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (hidden[i]) parts[i]->answers.hidden = true;
        }
    }

    void hide_bases(QuestionFound& question) {
        std::vector<std::int64_t> asked;
        std::vector<bool> hidden;
        for (std::size_t i = 0; i < question.parts.size(); ++i) {
            const auto is_hidden = [&](const QuestionFound& other) {
                return other.parts[i].hidden ||
                       std::any_of(other.choices.begin(), other.choices.end(),
                                   [&](const ChoiceFound& one) { return one.parts[i].hidden; });
            };
            const SurveyCell& size = found_.parts[i].answers;
            asked.push_back(question.parts[i].asked);
            hidden.push_back(size.hidden || question.total.hidden ||
                             tells_of_others(question, asked[i], size.count, is_hidden));
        }
        hide_line(asked, 0, hidden);
        for (std::size_t i = 0; i < question.parts.size(); ++i)
            question.parts[i].hidden = hidden[i];
    }

    void hide_parts(QuestionFound& question, std::optional<std::size_t> own) {
        switch (rule_of(question).kind) {
            case QuestionKind::select_one:
                if (own == question.question) return hide_itself(question);
                return own ? hide_cross(question, *own) : hide_exclusive(question);
            case QuestionKind::select_multiple:
                return hide_each_choice(question);
            case QuestionKind::integer:
                return hide_means(question);
            case QuestionKind::text:
                return;
        }
    }

    // Choices by themselves: nothing beyond the sizes of the parts.
    void hide_itself(QuestionFound& question) {
        for (ChoiceFound& choice : question.choices) {
            for (std::size_t i = 0; i < choice.parts.size(); ++i)
                choice.parts[i].hidden = found_.parts[i].answers.hidden;
        }
    }

    // Everybody made one choice: choices by parts are a table with sums.
    void hide_exclusive(QuestionFound& question) {
        HidingTable table(question.choices.size(), question.parts.size());
        for (std::size_t row = 0; row < table.rows; ++row) {
            for (std::size_t column = 0; column < table.columns; ++column) {
                table.counts[table.at(row, column)] = question.choices[row].parts[column].count;
                table.hidden[table.at(row, column)] = question.parts[column].hidden;
            }
        }
        hide(table, hide_below_);
        for (std::size_t row = 0; row < table.rows; ++row) {
            for (std::size_t column = 0; column < table.columns; ++column)
                question.choices[row].parts[column].hidden = table.hidden[table.at(row, column)];
        }
    }

    // Two questions, of which either may be the parts of the other: the same cells are hidden both
    // ways. So the table is that of the choices that both have, with the earlier question's in its
    // rows, and what is hidden of either by itself is hidden in it.
    void hide_cross(QuestionFound& question, std::size_t own) {
        const bool turned = own < question.question;
        const std::size_t choices = question.choices.size();
        const std::size_t parts = question.parts.size();
        HidingTable table = turned ? HidingTable(parts, choices) : HidingTable(choices, parts);
        const auto cell = [&](std::size_t choice, std::size_t part) {
            return turned ? table.at(part, choice) : table.at(choice, part);
        };
        for (std::size_t choice = 0; choice < choices; ++choice) {
            for (std::size_t part = 0; part < parts; ++part) {
                table.counts[cell(choice, part)] = question.choices[choice].parts[part].count;
                table.hidden[cell(choice, part)] =
                    question.parts[part].hidden || question.choices[choice].total.hidden;
            }
        }
        hide(table, hide_below_);
        for (std::size_t choice = 0; choice < choices; ++choice) {
            for (std::size_t part = 0; part < parts; ++part) {
                question.choices[choice].parts[part].hidden = table.hidden[cell(choice, part)];
            }
        }
    }

    // Several could be made: each choice is a table by itself, of those who made it and those who
    // did not.
    void hide_each_choice(QuestionFound& question) {
        for (ChoiceFound& choice : question.choices) {
            HidingTable table(2, question.parts.size());
            for (std::size_t column = 0; column < table.columns; ++column) {
                const QuestionBase& part = question.parts[column];
                table.counts[table.at(0, column)] = choice.parts[column].count;
                table.counts[table.at(1, column)] = part.answered - choice.parts[column].count;
                table.hidden[table.at(0, column)] = part.hidden;
                table.hidden[table.at(1, column)] = part.hidden;
            }
            hide(table, hide_below_);
            for (std::size_t column = 0; column < table.columns; ++column) {
                choice.parts[column].hidden =
                    table.hidden[table.at(0, column)] || table.hidden[table.at(1, column)];
            }
        }
    }

    // A mean of few is what each of them said, nearly.
    void hide_means(QuestionFound& question) {
        std::vector<std::int64_t> counts;
        std::vector<bool> hidden;
        for (const QuestionBase& part : question.parts) {
            counts.push_back(part.answered);
            hidden.push_back(part.hidden);
        }
        hide_line(counts, hide_below_, hidden);
        for (std::size_t i = 0; i < counts.size(); ++i)
            question.parts[i].mean_hidden = hidden[i];
    }

    const core::SkipRules& skip_;
    SurveyStatistics& found_;
    const std::int64_t hide_below_;
};

}  // namespace

std::optional<std::int64_t> permille(std::int64_t count, std::int64_t of) {
    if (of <= 0) return std::nullopt;
    return (2000 * count + of) / (2 * of);
}

std::int64_t SurveyStatistics::all() const {
    return std::accumulate(statuses.begin(), statuses.end(), std::int64_t{0});
}

Expected<SurveyCounter, std::string> SurveyCounter::of(const Survey& survey, std::string_view by) {
    auto shared = std::make_shared<const Survey>(survey);
    const auto counter = [&](By kind, std::size_t question = 0) {
        return SurveyCounter(shared, kind, std::string(by), question);
    };
    if (by.empty()) return counter(By::nothing);
    if (by == "district") return counter(By::district);
    if (by == "age_band") return counter(By::age_band);
    if (by == "group") return counter(By::group);
    const auto place = core::find_question(survey.questionnaire, by);
    if (!place) {
        return "\"" + std::string(by) +
               "\" is neither district, age_band, group nor a question of the survey";
    }
    if (survey.questionnaire.questions[*place].kind != QuestionKind::select_one) {
        return "\"" + std::string(by) + "\" is no question of which one choice is made";
    }
    return counter(By::question, *place);
}

SurveyCounter::SurveyCounter(std::shared_ptr<const Survey> survey, By by, std::string name,
                             std::size_t question)
    : survey_(std::move(survey)),
      skip_(survey_->questionnaire),
      by_(by),
      name_(std::move(name)),
      question_(question) {
    name_parts();
}

// Those that the questionnaire names are shown even where nobody is in them.
void SurveyCounter::name_parts() {
    const Questionnaire& asked = survey_->questionnaire;
    const auto name_all = [&](const auto& parts) {
        for (const auto& one : parts)
            add_part(PartKind::told, one.code, one.name_en, one.name_zh);
        fixed_parts_ = !parts.empty();
    };
    switch (by_) {
        case By::nothing:
            add_part(PartKind::told, {}, "", "");
            break;
        case By::district:
            return name_all(asked.districts);
        case By::age_band:
            return name_all(asked.age_bands);
        case By::group:
            return name_all(asked.groups);
        case By::question:
            return name_all(asked.questions[question_].choices);
    }
}

std::size_t SurveyCounter::add_part(PartKind kind, Code code, std::string name_en,
                                    std::string name_zh) {
    Part part{kind, code, std::move(name_en), std::move(name_zh), 0, {}};
    for (const SurveyQuestion& question : survey_->questionnaire.questions) {
        part.questions.emplace_back().choices.assign(choice_rows(question), 0);
    }
    parts_.push_back(std::move(part));
    if (kind == PartKind::told) {
        places_.emplace(code, parts_.size() - 1);
    } else {
        special_[static_cast<std::size_t>(kind)] = parts_.size();
    }
    return parts_.size() - 1;
}

std::size_t SurveyCounter::part_told(Code code) {
    const auto special = [&](PartKind kind) {
        const std::size_t known = special_[static_cast<std::size_t>(kind)];
        return known != 0 ? known - 1 : add_part(kind, {}, "", "");
    };
    if (code.empty()) return special(PartKind::none_told);
    const auto known = places_.find(code);
    if (known != places_.end()) return known->second;
    if (fixed_parts_ || places_.size() >= max_survey_parts) return special(PartKind::others);
    return add_part(PartKind::told, code, code.str(), code.str());
}

// Precondition: values_ and asked_ are those of the answer.
std::size_t SurveyCounter::part_of(const SurveyAnswer& answer) {
    switch (by_) {
        case By::nothing:
            return 0;
        case By::district:
            return part_told(answer.district);
        case By::age_band:
            return part_told(answer.age_band);
        case By::group:
            return part_told(answer.group);
        case By::question:
            break;
    }
    if (!asked_[question_]) {
        const std::size_t known = special_[static_cast<std::size_t>(PartKind::not_asked)];
        return known != 0 ? known - 1 : add_part(PartKind::not_asked, {}, "", "");
    }
    const auto code = Code::from_text(values_[question_]);
    const bool is_choice = code && (code->empty() || places_.contains(*code));
    return part_told(is_choice ? *code : Code("?"));
}

void SurveyCounter::count(const SurveyQuestion& question, std::string_view value,
                          Count& count) const {
    ++count.answered;
    const auto place = [&](std::string_view code) {
        return core::find_choice(question, code).value_or(question.choices.size());
    };
    switch (question.kind) {
        case QuestionKind::select_one:
            ++count.choices[place(value)];
            return;
        case QuestionKind::select_multiple: {
            // Whoever names a choice twice made it once.
            std::bitset<max_choices + 1> seen;
            for (auto one = core::next_code(value); !one.empty(); one = core::next_code(value)) {
                const std::size_t choice = place(one);
                if (!seen[choice]) ++count.choices[choice];
                seen.set(choice);
            }
            return;
        }
        case QuestionKind::integer: {
            std::int64_t number = 0;
            std::from_chars(value.data(), value.data() + value.size(), number);
            count.sum += number;
            return;
        }
        case QuestionKind::text:
            return;
    }
}

void SurveyCounter::add(const SurveyAnswer& answer) {
    ++statuses_[static_cast<std::size_t>(answer.status)];
    if (answer.status != AnswerStatus::accepted) return;
    const Questionnaire& questionnaire = survey_->questionnaire;
    core::read_replies(questionnaire, answer.replies.value, values_);
    skip_.find_asked(values_, asked_);
    Part& part = parts_[part_of(answer)];
    ++part.answers;
    for (std::size_t i = 0; i < values_.size(); ++i) {
        if (!asked_[i]) continue;
        ++part.questions[i].asked;
        if (!values_[i].empty()) count(questionnaire.questions[i], values_[i], part.questions[i]);
    }
}

// As the questionnaire names them, else by code; who told none, and others, last.
std::vector<const SurveyCounter::Part*> SurveyCounter::parts_in_order() const {
    std::vector<const Part*> parts;
    for (const Part& part : parts_)
        parts.push_back(&part);
    std::stable_sort(parts.begin(), parts.end(), [&](const Part* a, const Part* b) {
        if (a->kind != b->kind) return a->kind < b->kind;
        return !fixed_parts_ && a->code < b->code;
    });
    return parts;
}

SurveyStatistics SurveyCounter::result(std::int64_t hide_below) const {
    SurveyStatistics found;
    found.survey = survey_;
    found.by = name_;
    found.hide_below = hide_below;
    found.statuses = statuses_;
    const std::vector<const Part*> parts = parts_in_order();
    const bool has_parts = by_ != By::nothing;
    for (const Part* part : parts) {
        if (!has_parts) continue;
        found.parts.push_back(
            {part->kind, part->code, part->name_en, part->name_zh, {part->answers, false}});
    }
    for (std::size_t q = 0; q < survey_->questionnaire.questions.size(); ++q) {
        QuestionFound& made = found.questions.emplace_back();
        made.question = q;
        made.choices.resize(choice_rows(survey_->questionnaire.questions[q]));
        for (std::size_t c = 0; c < made.choices.size(); ++c)
            made.choices[c].choice = c;
        for (const Part* part : parts)
            sum_up(part->questions[q], has_parts, made);
    }
    Hider(skip_, found).hide_all(by_ == By::question ? std::optional(question_) : std::nullopt);
    return found;
}

void SurveyCounter::sum_up(const Count& part, bool has_parts, QuestionFound& question) {
    question.total.asked += part.asked;
    question.total.answered += part.answered;
    question.total.sum += part.sum;
    if (has_parts) question.parts.push_back({part.asked, part.answered, part.sum, false, false});
    for (std::size_t c = 0; c < question.choices.size(); ++c) {
        question.choices[c].total.count += part.choices[c];
        if (has_parts) question.choices[c].parts.push_back({part.choices[c], false});
    }
}

}  // namespace muster::views
