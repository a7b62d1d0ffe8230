#include "engine/core/survey/skip_rules.hpp"

#include <cstdlib>
#include <optional>
#include <utility>

namespace muster::core {

constexpr std::size_t max_nodes = 256;
constexpr std::size_t max_depth = 32;

// Reads an expression from the front: `or` binds less than `and`, as in XPath.
class SkipRuleReader {
  public:
    SkipRuleReader(const Questionnaire& questionnaire, std::size_t place)
        : questionnaire_(questionnaire),
          place_(place),
          text_(questionnaire.questions[place].relevant),
          whole_(text_) {}

    Expected<SkipRule, std::string> read() {
        skip_blanks();
        if (text_.empty()) return std::move(rule_);
        if (!either()) return std::move(wrong_);
        if (!text_.empty()) {
            expected("\"and\", \"or\" or the end");
            return std::move(wrong_);
        }
        return std::move(rule_);
    }

  private:
    using Kind = SkipRule::Kind;
    using Place = std::optional<std::size_t>;  // of a node; nothing = wrong_ says why

    void skip_blanks() {
        while (!text_.empty() && (text_.front() == ' ' || text_.front() == '\t' ||
                                  text_.front() == '\n' || text_.front() == '\r')) {
            text_.remove_prefix(1);
        }
    }
    bool take(std::string_view front) {
        if (!text_.starts_with(front)) return false;
        text_.remove_prefix(front.size());
        skip_blanks();
        return true;
    }
    // A word ends where no letter follows.
    bool take_word(std::string_view word) {
        if (!text_.starts_with(word)) return false;
        const std::string_view rest = text_.substr(word.size());
        const bool ends = rest.empty() || rest[0] == ' ' || rest[0] == '(' || rest[0] == '\t' ||
                          rest[0] == '\n' || rest[0] == '\r';
        return ends && take(word);
    }
    std::nullopt_t fail(std::string what) {
        if (wrong_.empty()) wrong_ = std::move(what);
        return std::nullopt;
    }
    std::nullopt_t expected(std::string_view what) {
        const std::size_t at = whole_.size() - text_.size() + 1;
        return fail("\"" + std::string(whole_) + "\": at character " + std::to_string(at) +
                    " stands \"" + std::string(text_.substr(0, 24)) + "\", where " +
                    std::string(what) + " is expected");
    }
    Place add(SkipRule::Node node) {
        if (rule_.nodes_.size() == max_nodes) return fail("the expression is too long");
        rule_.nodes_.push_back(std::move(node));
        return rule_.nodes_.size() - 1;
    }

    Place chain(std::string_view word, Kind kind, Place (SkipRuleReader::*part)()) {
        Place left = (this->*part)();
        while (left && take_word(word)) {
            const Place right = (this->*part)();
            if (!right) return right;
            left = add({kind, 0, {}, *left, *right});
        }
        return left;
    }
    Place either() { return chain("or", Kind::either, &SkipRuleReader::both); }
    Place both() { return chain("and", Kind::both, &SkipRuleReader::one); }

    Place one() {
        if (take("(")) return inner();
        if (take_word("not")) {
            if (!take("(")) return expected("\"(\"");
            const Place inside = inner();
            if (!inside) return inside;
            return add({Kind::negation, 0, {}, *inside, 0});
        }
        if (take_word("selected")) return selected();
        return comparison();
    }
    Place inner() {
        if (++depth_ > max_depth) return fail("the expression is nested too deeply");
        const Place inside = either();
        --depth_;
        if (inside && !take(")")) return expected("\")\"");
        return inside;
    }
    Place selected() {
        if (!take("(")) return expected("\"(\"");
        const auto question = name();
        if (!question) return std::nullopt;
        if (!take(",")) return expected("\",\"");
        auto value = literal();
        if (!value) return std::nullopt;
        if (!take(")")) return expected("\")\"");
        return add({Kind::selected, *question, std::move(*value), 0, 0});
    }
    Place comparison() {
        const auto question = name();
        if (!question) return std::nullopt;
        const bool differs = take("!=");
        if (!differs && !take("=")) return expected("= or !=");
        auto value = literal();
        if (!value) return std::nullopt;
        const Place equal = add({Kind::equal, *question, std::move(*value), 0, 0});
        if (!differs || !equal) return equal;
        return add({Kind::negation, 0, {}, *equal, 0});
    }
    Place name() {
        if (!text_.starts_with("${")) {
            return expected("a question as ${code}, selected(), not() or a parenthesis");
        }
        const std::size_t end = text_.find('}');
        if (end == std::string_view::npos) return expected("a question as ${code}");
        const std::string_view code = text_.substr(2, end - 2);
        const auto found = find_question(questionnaire_, code);
        if (!found || *found >= place_) {
            return fail("\"" + std::string(code) + "\" is no question before this one");
        }
        text_.remove_prefix(end + 1);
        skip_blanks();
        return found;
    }
    std::optional<std::string> literal() {
        const char quote = text_.empty() ? ' ' : text_.front();
        const std::size_t end =
            quote == '\'' || quote == '"' ? text_.find(quote, 1) : std::string_view::npos;
        if (end == std::string_view::npos) return expected("a value in quotes, such as 'yes'");
        std::string value(text_.substr(1, end - 1));
        text_.remove_prefix(end + 1);
        skip_blanks();
        return value;
    }

    const Questionnaire& questionnaire_;
    const std::size_t place_;
    std::string_view text_;
    const std::string_view whole_;
    std::size_t depth_ = 0;
    std::string wrong_;
    SkipRule rule_;
};

Expected<SkipRule, std::string> SkipRule::of(const Questionnaire& questionnaire,
                                             std::size_t place) {
    return SkipRuleReader(questionnaire, place).read();
}

bool SkipRule::holds(const ReplyValues& values, const std::vector<bool>& asked) const {
    return nodes_.empty() || holds(nodes_.size() - 1, values, asked);
}

std::vector<std::size_t> SkipRule::questions() const {
    std::vector<std::size_t> named;
    for (const Node& node : nodes_) {
        if (node.kind == Kind::equal || node.kind == Kind::selected) named.push_back(node.question);
    }
    return named;
}

bool SkipRule::holds(std::size_t place, const ReplyValues& values,
                     const std::vector<bool>& asked) const {
    const Node& node = nodes_[place];
    const auto value = [&] {
        return asked[node.question] ? values[node.question] : std::string_view();
    };
    switch (node.kind) {
        case Kind::equal:
            return value() == node.value;
        case Kind::selected:
            return has_code(value(), node.value);
        case Kind::negation:
            return !holds(node.left, values, asked);
        case Kind::both:
            return holds(node.left, values, asked) && holds(node.right, values, asked);
        case Kind::either:
            return holds(node.left, values, asked) || holds(node.right, values, asked);
    }
    std::abort();
}

SkipRules::SkipRules(const Questionnaire& questionnaire) {
    for (std::size_t i = 0; i < questionnaire.questions.size(); ++i) {
        auto rule = SkipRule::of(questionnaire, i);
        if (!rule) std::abort();
        rules_.push_back(std::move(*rule));
    }
}

void SkipRules::find_asked(const ReplyValues& values, std::vector<bool>& asked) const {
    asked.assign(rules_.size(), false);
    for (std::size_t i = 0; i < rules_.size(); ++i)
        asked[i] = rules_[i].holds(values, asked);
}

}  // namespace muster::core
