#include "engine/views/candidate_words.hpp"

#include "engine/views/figures.hpp"
#include "engine/views/word_tables.hpp"

namespace muster::views {

std::string candidate_text(const core::TracedCandidate& traced, std::string_view name,
                           Language language) {
    const bool en = language == Language::en;
    const Candidate& candidate = traced.candidate;
    std::string text =
        name.empty() ? numbered_responder(candidate.responder, language) : std::string(name);
    if (candidate.cost_ms.value > 0 || candidate.distance_m.value > 0) {
        text.append(en ? ": " : "：").append(duration_text(candidate.eta_ms, language));
        text.append(en ? ", " : "，").append(distance_text(candidate.distance_m));
        if (candidate.penalty_ms.value > 0) {
            text.append(en ? ", " : "，");
            text.append(word(candidate.basis.value_or(PlaceBasis::old_position), language));
            text.append(en ? " counts " : "，加计 ");
            text.append(duration_text(candidate.penalty_ms, language));
        }
    }
    if (candidate.terms && candidate.terms->late_ms.value > 0) {
        text.append(en ? ", late by " : "，迟到 ");
        text.append(duration_text(candidate.terms->late_ms, language));
    }
    if (candidate.terms && candidate.terms->switch_ms.value > 0) {
        text.append(en ? ", the change counts " : "，改派加计 ");
        text.append(duration_text(candidate.terms->switch_ms, language));
    }
    const auto chance = [&](std::optional<std::int64_t> permille, const char* in_en,
                            const char* in_zh) {
        if (!permille) return;
        const std::string number = per_cent_text(*permille);
        text.append(en ? ", " + number + in_en : in_zh + number);
    };
    chance(traced.accepts_permille, " to accept", "，接受概率 ");
    chance(traced.in_time_permille, " to be in time", "，及时到达概率 ");
    return text.append(en ? "; " : "；").append(word(traced.verdict, language));
}

std::string losers_text(core::Verdict verdict, std::uint64_t count,
                        std::span<const core::TracedCandidate* const> nearest,
                        std::span<const std::string_view> names, Language language) {
    const bool en = language == Language::en;
    std::string text = std::to_string(count);
    text.append(en ? " " : " 人").append(word(verdict, language));
    for (std::size_t i = 0; i < nearest.size(); ++i) {
        const Candidate& candidate = nearest[i]->candidate;
        if (i == 0) {
            text.append(en ? "; nearest " : "；最近的是");
        } else {
            text.append(en ? ", " : "、");
        }
        text.append(names[i].empty() ? numbered_responder(candidate.responder, language)
                                     : std::string(names[i]));
        if (candidate.cost_ms.value > 0 || candidate.distance_m.value > 0) {
            text.append(en ? " (" : "（").append(duration_text(candidate.eta_ms, language));
            text.append(en ? ")" : "）");
        }
    }
    return text;
}

std::string more_dearer_text(std::uint64_t count, Language language) {
    const std::string number = std::to_string(count);
    return language == Language::en ? "and " + number + " more, dearer"
                                    : "另有 " + number + " 人，代价更高";
}

}  // namespace muster::views
