#include <array>
#include <cstddef>
#include <utility>

#include "engine/pipeline/story.hpp"
#include "engine/views/candidate_words.hpp"
#include "engine/views/figures.hpp"

namespace muster::pipeline {
namespace {

using core::Verdict;
using views::Language;

constexpr std::size_t weighed_shown = 10;
constexpr std::size_t nearest_shown = 3;

class DecisionText {
  public:
    DecisionText(const StoryDecision& decision, Language language, std::string& text)
        : decision_(decision), language_(language), text_(text) {}

    void write(bool all) {
        if (!decision_.role.empty()) {
            line(decision_.role + (language_ == Language::en ? ":" : "："));
            indent_.append("  ");
        }
        std::size_t weighed = 0;
        for (std::size_t i = 0; i < decision_.trace.candidates.size(); ++i) {
            const core::TracedCandidate& candidate = decision_.trace.candidates[i];
            if (!all) {
                if (!core::was_weighed(candidate.verdict)) continue;
                if (candidate.verdict == Verdict::dearer && weighed++ >= weighed_shown) continue;
            }
            line(views::candidate_text(candidate, decision_.names[i], language_));
        }
        if (all) return;
        const std::uint64_t dearer = count(Verdict::dearer);
        if (dearer > weighed_shown) {
            line(views::more_dearer_text(dearer - weighed_shown, language_));
        }
        for (std::size_t v = 0; v < decision_.trace.counts.size(); ++v) {
            const auto verdict = static_cast<Verdict>(v);
            if (!core::was_weighed(verdict) && count(verdict) > 0) losers(verdict);
        }
    }

  private:
    [[nodiscard]] std::uint64_t count(Verdict verdict) const {
        const auto place = static_cast<std::size_t>(verdict);
        return place < decision_.trace.counts.size() ? decision_.trace.counts[place] : 0;
    }

    void losers(Verdict verdict) {
        std::array<const core::TracedCandidate*, nearest_shown> nearest{};
        std::array<std::string_view, nearest_shown> names;
        std::size_t found = 0;
        const auto& candidates = decision_.trace.candidates;
        for (std::size_t i = 0; i < candidates.size() && found < nearest_shown; ++i) {
            if (candidates[i].verdict != verdict) continue;
            nearest[found] = &candidates[i];
            names[found++] = decision_.names[i];
        }
        line(views::losers_text(verdict, count(verdict), std::span(nearest).first(found),
                                std::span(names).first(found), language_));
    }

    void line(std::string_view words) { text_.append(indent_).append(words).append("\n"); }

    const StoryDecision& decision_;
    const Language language_;
    std::string& text_;
    std::string indent_ = std::string(12, ' ');  // below the sentences
};

}  // namespace

std::string story_text(const Story& story, const StoryTextOptions& options) {
    const Language language = options.chinese ? Language::zh : Language::en;
    std::string text;
    auto decision = story.decisions.begin();
    std::string day;
    for (const StoryEntry& entry : story.entries) {
        const Millis offset = options.offset_at ? options.offset_at(entry.at) : Millis{};
        const std::string time = views::clock_text(entry.at, offset);
        if (std::string today = views::day_text(entry.at, offset); today != day) {
            day = std::move(today);
            text.append(day).append("\n");
        }
        for (const std::string& sentence : options.chinese ? entry.zh : entry.en) {
            text.append(time).append("  ").append(sentence).append("\n");
        }
        for (; decision != story.decisions.end() && decision->seq == entry.seq; ++decision) {
            DecisionText(*decision, language, text).write(options.all);
        }
    }
    if (!story.reproduced) {
        text += options.chinese
                    ? "此版本的规则作出了不同的决定，因此缺少后面的候选名单。\n"
                    : "This version decides otherwise than the log says, so later lists of "
                      "candidates are missing.\n";
    }
    return text;
}

}  // namespace muster::pipeline
