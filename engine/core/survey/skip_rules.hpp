// When a question is asked: the part of XLSForm's expressions that skip rules need. Pure.
//
//   ${q} = 'x'   ${q} != 'x'   selected(${q}, 'x')   not(...)   ... and ...   ... or ...   (...)
//
// A question without a reply, or that is not asked itself, is '' in them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/survey/replies.hpp"
#include "muster/expected.hpp"
#include "muster/survey_rules.hpp"

namespace muster::core {

// One expression, ready to be looked at.
class SkipRule {
  public:
    // Why the text is none: what stands where, and what may stand there. It names questions before
    // `place` only. An empty text is always true.
    [[nodiscard]] static Expected<SkipRule, std::string> of(const Questionnaire& questionnaire,
                                                            std::size_t place);

    [[nodiscard]] bool holds(const ReplyValues& values, const std::vector<bool>& asked) const;
    // The places of the questions that it names.
    [[nodiscard]] std::vector<std::size_t> questions() const;

  private:
    friend class SkipRuleReader;
    enum class Kind : std::uint8_t { equal, selected, negation, both, either };
    struct Node {
        Kind kind = Kind::equal;
        std::size_t question = 0;  // of equal and selected
        std::string value;
        std::size_t left = 0;  // place of an earlier node
        std::size_t right = 0;
    };
    [[nodiscard]] bool holds(std::size_t node, const ReplyValues& values,
                             const std::vector<bool>& asked) const;

    std::vector<Node> nodes_;  // the last one is the whole
};

// Those of a questionnaire.
class SkipRules {
  public:
    // Precondition: each question's is right, as check_questionnaires() makes sure of.
    explicit SkipRules(const Questionnaire& questionnaire);

    // Which questions are asked of who replies so.
    void find_asked(const ReplyValues& values, std::vector<bool>& asked) const;
    // By which others it is decided whether this question is asked.
    [[nodiscard]] std::vector<std::size_t> deciding(std::size_t question) const {
        return rules_[question].questions();
    }

  private:
    std::vector<SkipRule> rules_;
};

}  // namespace muster::core
