// What a survey found: counts by question, and by part of the respondents. Pure.
//
// Only accepted answers count. Of each question:
//   asked      those whom the skip rules let be asked
//   answered   those of them who replied
// and shares are given of either, in thousandths. Parts are districts, age bands, groups, or the
// choices of another question of which one can be chosen; each respondent is in one of them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/survey/replies.hpp"
#include "engine/core/survey/skip_rules.hpp"
#include "muster/expected.hpp"
#include "muster/survey.hpp"

namespace muster::views {

// A number that is shown, or hidden since it tells of few.
struct SurveyCell {
    std::int64_t count = 0;
    bool hidden = false;
};

// `of` and what belongs to it are thousandths, rounded; nothing when there is none to count.
[[nodiscard]] std::optional<std::int64_t> permille(std::int64_t count, std::int64_t of);

enum class PartKind : std::uint8_t {
    told,       // of the questionnaire, or as it was told
    none_told,  // who told none; of a question: who did not reply
    not_asked,  // of a question
    others,     // beyond those of which each is shown; of a question: what is none of the choices
};
struct SurveyPartFound {
    PartKind kind = PartKind::told;
    Code code;
    std::string name_en;
    std::string name_zh;
    SurveyCell answers;
};

// Of all respondents to a question, or of a part.
struct QuestionBase {
    std::int64_t asked = 0;
    std::int64_t answered = 0;
    std::int64_t sum = 0;  // of whole numbers
    bool hidden = false;   // all of it
    bool mean_hidden = false;
};
struct ChoiceFound {
    std::size_t choice = 0;  // its place; at the end of all: what is none of the choices
    SurveyCell total;
    std::vector<SurveyCell> parts;  // as SurveyStatistics::parts
};
struct QuestionFound {
    std::size_t question = 0;  // its place
    QuestionBase total;
    std::vector<QuestionBase> parts;
    std::vector<ChoiceFound> choices;
};

constexpr std::size_t answer_status_count = enum_count<AnswerStatus>;

struct SurveyStatistics {
    std::shared_ptr<const Survey> survey;
    std::string by;  // empty = no parts
    std::int64_t hide_below = 0;
    std::array<std::int64_t, answer_status_count> statuses{};
    std::vector<SurveyPartFound> parts;
    std::vector<QuestionFound> questions;

    [[nodiscard]] std::int64_t all() const;
    [[nodiscard]] std::int64_t accepted() const {
        return statuses[static_cast<std::size_t>(AnswerStatus::accepted)];
    }
};

constexpr std::size_t max_survey_parts = 64;  // each of them shown; more are counted together

// Counts answers, one after the other, in any order.
class SurveyCounter {
  public:
    // By "district", "age_band", "group", a question of which one choice can be made, or nothing.
    // Why not, otherwise.
    [[nodiscard]] static Expected<SurveyCounter, std::string> of(const Survey& survey,
                                                                 std::string_view by);
    // Precondition: of this survey.
    void add(const SurveyAnswer& answer);
    // With cells of less than `hide_below` hidden, and those that would give them away.
    [[nodiscard]] SurveyStatistics result(std::int64_t hide_below) const;

  private:
    enum class By : std::uint8_t { nothing, district, age_band, group, question };
    // Of one question and part.
    struct Count {
        std::int64_t asked = 0;
        std::int64_t answered = 0;
        std::int64_t sum = 0;
        std::vector<std::int64_t> choices;  // and what is none of them
    };
    struct Part {
        PartKind kind = PartKind::told;
        Code code;
        std::string name_en;
        std::string name_zh;
        std::int64_t answers = 0;
        std::vector<Count> questions;
    };

    SurveyCounter(std::shared_ptr<const Survey> survey, By by, std::string name,
                  std::size_t question);
    void name_parts();
    std::size_t add_part(PartKind kind, Code code, std::string name_en, std::string name_zh);
    std::size_t part_told(Code code);
    std::size_t part_of(const SurveyAnswer& answer);
    void count(const SurveyQuestion& question, std::string_view value, Count& count) const;
    [[nodiscard]] std::vector<const Part*> parts_in_order() const;
    static void sum_up(const Count& part, bool has_parts, QuestionFound& question);

    std::shared_ptr<const Survey> survey_;
    core::SkipRules skip_;
    By by_;
    std::string name_;
    std::size_t question_ = 0;
    bool fixed_parts_ = false;
    std::array<std::int64_t, answer_status_count> statuses_{};
    std::vector<Part> parts_;
    std::map<Code, std::size_t> places_;
    std::array<std::size_t, 4> special_{};  // by PartKind; 0 = not there yet, else place + 1
    core::ReplyValues values_;
    std::vector<bool> asked_;
};

}  // namespace muster::views
