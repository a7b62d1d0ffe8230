// Who looks after whom.

#include <algorithm>

#include "engine/core/care/visiting.hpp"
#include "engine/core/registry/looked_after.hpp"
#include "engine/core/registry/member_state.hpp"

namespace muster::core {
namespace {

std::vector<VisitId> open_visits_of(const Board& board, MemberId member) {
    std::vector<VisitId> open;
    const auto look_at = [&](VisitId id) {
        const Visit* const visit = board.store<Visit>().get(id);
        if (visit != nullptr && is_open(visit->status)) open.push_back(id);
    };
    for (const MemberId one : board.derived<Member>().with_aliases(member)) {
        look_at(board.derived<Visit>().next_of(one));
        for (const VisitId id : board.derived<Visit>().others_of(one))
            look_at(id);
    }
    return open;
}

// What the one before was to do, or nobody.
void give_visits(Step& step, MemberId member, ResponderId before, ResponderId to) {
    for (const VisitId id : open_visits_of(step.board, step.board.root(member))) {
        const Visit& visit = *step.board.store<Visit>().get(id);
        const bool planned = visit.status == VisitStatus::planned;
        if (!planned || (visit.visitor && visit.visitor != before) || visit.visitor == to) continue;
        step.emit(VisitGiven{id, to});
    }
}

Rejection check_consultant(const Step& step, const Responder& responder) {
    const CareRule& rule = care_rule(step.board.rules());
    if (!is_consultant(responder, rule)) {
        return reject(RejectReason::responder_not_able, "/responder",
                      "a consultant has the skill of care.consultant_skill of the rules (" +
                          (rule.consultant_skill.empty() ? "none" : rule.consultant_skill.str()) +
                          ")");
    }
    if (has_room(step.board, responder.id)) return {};
    return reject(RejectReason::limit_reached, "/responder",
                  "looks after " + std::to_string(rule.case_load) +
                      " members already, as many as care.case_load of the rules allows");
}

}  // namespace

bool is_consultant(const Responder& responder, const CareRule& rule) {
    const auto& skills = responder.profile.skills;
    return !rule.consultant_skill.empty() &&
           std::find(skills.begin(), skills.end(), rule.consultant_skill) != skills.end();
}

bool has_room(const Board& board, ResponderId consultant) {
    const std::size_t most = static_cast<std::size_t>(care_rule(board.rules()).case_load);
    return board.derived<CareCase>().of_consultant(consultant).size() < most;
}

Rejection decide(Step& step, const AssignConsultant& command) {
    const auto index = find_one(step, command.member);
    if (!index) return index.error();
    const auto responder = find_one(step, command.responder);
    if (!responder) return responder.error();
    const Member& member = step.board.members()[*index];
    if (auto bad = check_status(member, "AssignConsultant", looked_after, words_of<Member>)) {
        return bad;
    }
    const CareCase* const known = open_case(step.board, member.id);
    const bool assigned = known != nullptr && known->status == CareCaseStatus::assigned;
    if (assigned && known->consultant == command.responder) {
        return reject(RejectReason::illegal_status, "/responder",
                      "is the consultant of this member already");
    }
    if (auto bad = check_consultant(step, step.board.responders()[*responder])) return bad;
    if (assigned && command.reason.value.empty()) {
        return reject(RejectReason::invalid_field, "/reason",
                      "responder " + std::to_string(known->consultant.value) +
                          " looks after this member; say why another one shall");
    }
    CareCase one;
    if (known != nullptr) one = *known;
    const ResponderId before = one.consultant;
    const CareCaseId closed = step.board.derived<CareCase>().of_member(member.id);
    if (known == nullptr) one.id = closed ? closed : CareCaseId{step.env.seq};
    if (known == nullptr) one.member = member.id;
    one.consultant = command.responder;
    one.status = CareCaseStatus::assigned;
    one.since = step.now();
    one.reason = command.reason;
    step.emit(ConsultantAssigned{std::move(one), before});
    give_visits(step, member.id, before, command.responder);
    return {};
}

void review_consultant(Step& step, ResponderId id) {
    const Responder& responder = *step.board.responders().get(id);
    const std::vector<CareCaseId> cases = step.board.derived<CareCase>().of_consultant(id);
    if (cases.empty() || is_consultant(responder, care_rule(step.board.rules()))) return;
    for (const CareCaseId one : cases) {
        const MemberId member = step.board.store<CareCase>().get(one)->member;
        step.emit(ConsultantLost{one, member, id});
        give_visits(step, member, id, {});
    }
}

}  // namespace muster::core
