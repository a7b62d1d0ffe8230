#include <algorithm>

#include "engine/core/dispatch/assignments.hpp"
#include "engine/core/dispatch/dispatch.hpp"
#include "engine/core/dispatch/offers.hpp"
#include "engine/core/dispatch/standby.hpp"
#include "engine/core/kernel/names.hpp"
#include "engine/core/profile_changes.hpp"
#include "engine/core/responders/positions.hpp"
#include "engine/core/responders/profiles.hpp"
#include "engine/core/responders/responder_state.hpp"
#include "engine/core/rosters/limits.hpp"
#include "engine/core/step.hpp"
#include "muster/responders.hpp"

namespace muster::core {
namespace {

// Checks what is told about a responder, and brings the number into its one form.
Rejection check_changes(const Step& step, ResponderChanges& changes) {
    Code unknown;
    if (changes.skills && !step.board.rule_index().mask(*changes.skills, &unknown)) {
        return reject(RejectReason::invalid_field, "/profile/skills",
                      "\"" + unknown.str() + "\" is not one of the skills of the rules");
    }
    if (changes.skill_terms) {
        for (std::size_t i = 0; i < changes.skill_terms->size(); ++i) {
            const SkillTerm& term = (*changes.skill_terms)[i];
            const std::string at = "/profile/skill_terms/" + std::to_string(i);
            if (!step.board.rule_index().mask(std::span(&term.skill, 1))) {
                return reject(RejectReason::invalid_field, at + "/skill",
                              "\"" + term.skill.str() + "\" is not one of the skills of the rules");
            }
            if (term.ends_at <= step.now()) {
                return reject(RejectReason::invalid_field, at + "/ends_at", "must be after now");
            }
        }
    }
    if (changes.name) {
        if (auto bad = check_unmasked("/profile/name", changes.name->value)) return bad;
    }
    return changes.phone ? check_phone(step, "/profile/phone", changes.phone->value) : Rejection{};
}

}  // namespace

Rejection decide(Step& step, const RegisterResponder& command) {
    ResponderChanges changes = all_of<ResponderChanges>(command.profile);
    if (auto bad = check_changes(step, changes)) return bad;
    ResponderRegistered event{{step.env.seq}, {}};
    apply_changes(event.profile, changes);
    step.emit(std::move(event));
    return {};
}

Rejection decide(Step& step, const UpdateResponder& command) {
    ResponderChanges changes = command.profile;
    if (auto bad = check_clear(command.clear, {{"post", changes.post.has_value()}})) return bad;
    if (auto bad = check_changes(step, changes)) return bad;
    const auto index = find_one(step, command.responder);
    if (!index) return index.error();
    const Responder& responder = step.board.responders()[*index];
    ResponderProfile profile = responder.profile;
    apply_changes(profile, changes);
    if (!command.clear.empty()) profile.post.reset();
    // A skill that is told again is not ended by the time that ended it before. One that is not
    // told ends by it, though the tick may still be to come.
    if (changes.skills) {
        std::erase_if(profile.skill_terms,
                      [&](const SkillTerm& term) { return term.ends_at <= step.now(); });
    }
    if (is_busy(responder.status) && profile.kind != responder.profile.kind) {
        return reject(RejectReason::responder_busy, "/profile/kind",
                      "the kind cannot change during an assignment");
    }
    replace_profile(step, *index, std::move(profile));
    return {};
}

void replace_profile(Step& step, Index index, ResponderProfile profile) {
    // What was asked of the responder as before no longer holds.
    const Index asked_for = withdraw_offer_of(step, index, WithdrawCause::responder_busy);
    step.emit(ResponderUpdated{step.board.responders()[index].id, std::move(profile)});
    step.came_free(index);
    if (asked_for != no_index) fill_request(step, asked_for);
}

Rejection decide(Step& step, const SetDuty& command) {
    if (command.status != ResponderStatus::available &&
        command.status != ResponderStatus::off_duty &&
        command.status != ResponderStatus::out_of_service) {
        return reject(RejectReason::invalid_field, "/status",
                      "must be available, off_duty or out_of_service; \"" +
                          std::string(name_of(command.status)) + "\" follows from assignments");
    }
    if (command.shift_until && command.shift_until <= step.now()) {
        return reject(RejectReason::invalid_field, "/shift_until",
                      "the shift would be over already; give a time after now or 0 for no end");
    }
    const auto index = find_one(step, command.responder);
    if (!index) return index.error();
    const Responder& responder = step.board.responders()[*index];
    if (command.status == ResponderStatus::available && command.reason.value.empty()) {
        const std::string why = not_fit_for_duty(step.board, command.responder, step.now());
        if (!why.empty()) {
            return reject(RejectReason::responder_not_able, "/reason",
                          why + "; give a reason to take up duty all the same");
        }
    }
    if (is_busy(responder.status)) {
        if (command.status == ResponderStatus::available) {
            return reject(RejectReason::responder_busy, "/responder",
                          "is bound to request " + std::to_string(responder.request.value) +
                              "; complete or release that first");
        }
        const Index request = step.board.requests().find(responder.request);
        const std::uint32_t slot = responder.slot;
        release(step, request, slot, ReleaseCause::responder_out, command.reason.value);
        step.emit(
            DutyChanged{command.responder, command.status, command.shift_until, command.reason});
        fill_request(step, request);
        return {};
    }
    Index asked_for = no_index;
    if (command.status != ResponderStatus::available) {
        asked_for = withdraw_offer_of(step, *index, WithdrawCause::responder_busy);
    }
    step.emit(DutyChanged{command.responder, command.status, command.shift_until, command.reason});
    // A shift does not begin where the last one ended.
    if (command.status == ResponderStatus::available) lapse_if_old(step, *index);
    step.came_free(*index);
    if (asked_for != no_index) fill_request(step, asked_for);
    return {};
}

Rejection decide(Step& step, const OrderStandby& command) {
    const auto post = step.board.rule_index().post(command.post);
    if (!command.post.empty() && !post) {
        return reject(RejectReason::invalid_field, "/post",
                      "\"" + command.post.str() + "\" is not one of the posts of the rules");
    }
    const auto index = find_one(step, command.responder);
    if (!index) return index.error();
    const Responder& responder = step.board.responders()[*index];
    if (!may_stand_by(responder)) {
        if (responder.profile.kind == ResponderKind::volunteer) {
            return reject(RejectReason::responder_not_able, "/responder",
                          "volunteers stand by where they like");
        }
        return reject(is_busy(responder.status) ? RejectReason::responder_busy
                                                : RejectReason::responder_not_able,
                      "/responder",
                      "only who is available can stand by; the responder is " +
                          std::string(name_of(responder.status)));
    }
    StandbyOrdered event{command.responder, command.post, AssignedBy::dispatcher,
                         command.reason,    {},           0};
    if (post && step.board.responders().aux(*index).where) {
        const Standby::Move move = step.standby.move_to(step, *index, *post);
        event.travel_ms = move.travel;
        event.gain_ppm = move.gain_ppm;
    }
    step.emit(std::move(event));
    return {};
}

}  // namespace muster::core
