#include "engine/views/advice_json.hpp"

#include <algorithm>
#include <boost/describe/class.hpp>
#include <utility>

#include "engine/codec/json_writer.hpp"
#include "engine/core/requests/request_state.hpp"
#include "engine/views/candidate_words.hpp"
#include "engine/views/word_tables.hpp"

namespace muster::views {
namespace {

struct CandidateRow {
    ResponderId responder;
    std::string name;
    ResponderKind kind = ResponderKind::staff;
    ResponderStatus status = ResponderStatus::off_duty;
    RequestId request;  // that the responder is bound to; 0 = none
    core::Verdict verdict = core::Verdict::dearer;
    std::vector<Code> skills_missing;
    Metres distance_m;
    Millis eta_ms;
    Millis penalty_ms;
    Millis cost_ms;
    std::optional<PlaceBasis> basis;
    std::optional<CostTerms> terms;
    std::optional<std::int64_t> accepts_permille;
    std::optional<std::int64_t> in_time_permille;
    std::string en;
    std::string zh;
};
BOOST_DESCRIBE_STRUCT(CandidateRow, (),
                      (responder, name, kind, status, request, verdict, skills_missing, distance_m,
                       eta_ms, penalty_ms, cost_ms, basis, terms, accepts_permille,
                       in_time_permille, en, zh))

struct SlotRow {
    std::uint32_t slot = 0;
    Code role;
    FillMode fill = FillMode::direct;
    SlotStatus status = SlotStatus::open;
    std::vector<Code> skills;
    std::optional<ResponderId> holder = {};
    std::optional<ResponderId> recommended = {};
    std::vector<ResponderId> would_ask = {};
    std::optional<AssignedBy> by = {};
    std::optional<RequestId> taken_from = {};
    std::uint32_t considered = 0;
};
BOOST_DESCRIBE_STRUCT(SlotRow, (),
                      (slot, role, fill, status, skills, holder, recommended, would_ask, by,
                       taken_from, considered))

// All that a slot asks for, each once.
std::vector<Code> skills_of(const Request& request, const Slot& slot) {
    std::vector<Code> skills = slot.skills;
    for (const Code& skill : request.skills) {
        if (std::find(skills.begin(), skills.end(), skill) == skills.end()) skills.push_back(skill);
    }
    return skills;
}

std::vector<Code> missing_of(const Responder& responder, const std::vector<Code>& wanted) {
    std::vector<Code> missing;
    const auto& has = responder.profile.skills;
    for (const Code& skill : wanted) {
        if (std::find(has.begin(), has.end(), skill) == has.end()) missing.push_back(skill);
    }
    return missing;
}

CandidateRow row_of(const core::TracedCandidate& traced, const Responder& responder,
                    const std::vector<Code>& wanted) {
    const Candidate& candidate = traced.candidate;
    const std::string& name = responder.profile.name.value;
    return {.responder = candidate.responder,
            .name = name,
            .kind = responder.profile.kind,
            .status = responder.status,
            .request = responder.request,
            .verdict = traced.verdict,
            .skills_missing = missing_of(responder, wanted),
            .distance_m = candidate.distance_m,
            .eta_ms = candidate.eta_ms,
            .penalty_ms = candidate.penalty_ms,
            .cost_ms = candidate.cost_ms,
            .basis = candidate.basis,
            .terms = candidate.terms,
            .accepts_permille = traced.accepts_permille,
            .in_time_permille = traced.in_time_permille,
            .en = candidate_text(traced, name, Language::en),
            .zh = candidate_text(traced, name, Language::zh)};
}

SlotRow row_of(const core::Board& board, const Request& request, const core::SlotAdvice& advice) {
    const Slot& slot = request.slots[advice.slot];
    SlotRow row{.slot = advice.slot,
                .role = slot.role,
                .fill = slot.fill,
                .status = slot.status,
                .skills = skills_of(request, slot)};
    if (core::is_bound(slot.status)) row.holder = slot.responder;
    if (slot.fill == FillMode::offer) row.would_ask = advice.chosen;
    if (!advice.chosen.empty()) {
        row.recommended = advice.chosen.front();
        row.by = slot.fill == FillMode::offer ? AssignedBy::offer : advice.by;
        const Responder& first = *board.responders().get(advice.chosen.front());
        if (first.request) row.taken_from = first.request;
    }
    if (advice.rationale) row.considered = advice.rationale->considered;
    return row;
}

}  // namespace

std::string advice_json(const core::Board& board, const Request& request,
                        const std::vector<core::SlotAdvice>& advice, TimePoint at) {
    std::string out = "{\"request\":";
    codec::write(out, request.id);
    out += ",\"status\":";
    codec::write(out, request.status);
    out += ",\"at\":";
    codec::write(out, at);
    out += ",\"slots\":[";
    for (const core::SlotAdvice& one : advice) {
        if (out.back() != '[') out += ',';
        const SlotRow slot = row_of(board, request, one);
        codec::write(out, slot);
        out.back() = ',';
        out += "\"candidates\":[";
        for (const core::TracedCandidate& traced : one.trace.candidates) {
            if (out.back() != '[') out += ',';
            codec::write(out, row_of(traced, *board.responders().get(traced.candidate.responder),
                                     slot.skills));
        }
        out += "],\"counts\":{";
        for (std::size_t v = 0; v < one.trace.counts.size(); ++v) {
            if (one.trace.counts[v] == 0) continue;
            if (out.back() != '{') out += ',';
            codec::write(out, static_cast<core::Verdict>(v));
            out += ':';
            codec::write(out, one.trace.counts[v]);
        }
        out += "}}";
    }
    return out + "]}";
}

}  // namespace muster::views
