#include "engine/core/requests/reports.hpp"

#include <algorithm>

#include "muster/request.hpp"
#include "muster/requests.hpp"

namespace muster::core {
namespace {

bool contains(const std::vector<Code>& all, const Code& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

std::vector<Code> united(std::vector<Code> skills, const std::vector<Code>& more) {
    for (const Code& skill : more) {
        if (!contains(skills, skill)) skills.push_back(skill);
    }
    return skills;
}

// How long volunteers are asked for a role of the plan.
Millis fallback_of(const ResponsePlan& plan, const Slot& slot) {
    for (const SlotRule& rule : plan.slots) {
        if (rule.role == slot.role && rule.fill == FillMode::offer) return rule.fallback_ms;
    }
    return {};
}

// Whoever fills the slot does what is wanted.
bool serves(const Request& request, const Slot& slot, const SlotRule& want) {
    if (!is_waiting(slot.status) && !is_bound(slot.status)) return false;
    if (slot.role != want.role) return false;
    if (slot.fill != want.fill && slot.fill != FillMode::direct) return false;
    return std::all_of(want.skills.begin(), want.skills.end(), [&](const Code& skill) {
        return contains(slot.skills, skill) || contains(request.skills, skill);
    });
}

}  // namespace

MergedReport report_of(const Request& report, const Request& target, const ResponsePlan& plan,
                       TimePoint now) {
    MergedReport out;
    out.request = report.id;
    out.at = now;
    out.service = report.service;
    out.urgency = report.urgency;
    out.channel = report.channel;
    out.member = report.member;
    out.member_hint = report.member_hint;
    out.caller = report.caller;
    out.place = report.place;
    out.address = report.address;
    out.note = report.note;
    out.device = report.device;
    out.skills = report.skills;
    out.created_at = report.created_at;
    out.notes = report.notes;
    out.answers = report.triage.answers;

    std::vector<bool> taken(target.slots.size());
    for (std::uint32_t s = 0; s < report.slots.size(); ++s) {
        const Slot& slot = report.slots[s];
        if (!is_waiting(slot.status) && !is_bound(slot.status)) continue;
        out.undone.push_back(s);
        SlotRule want{slot.role, united(slot.skills, report.skills), slot.fill, {}};
        if (slot.fill == FillMode::offer) want.fallback_ms = fallback_of(plan, slot);
        std::size_t t = 0;
        while (t < target.slots.size() && (taken[t] || !serves(target, target.slots[t], want)))
            ++t;
        if (t < target.slots.size()) {
            taken[t] = true;
            continue;
        }
        out.slots.push_back(static_cast<std::uint32_t>(target.slots.size() + out.wants.size()));
        out.wants.push_back(std::move(want));
    }

    if (report.urgency < target.urgency) out.raised_from = target.urgency;
    out.gave_member = report.member && !target.member;
    out.gave_place = report.place && !target.place;
    out.gave_address = !report.address.value.empty() && target.address.value.empty();
    out.gave_contacts = report.contacts.active && !target.contacts.active &&
                        !target.contacts.reached && !target.contacts.exhausted &&
                        (out.gave_member || report.member == target.member);
    out.gave_alarm = report.safety == Safety::unverified && target.safety != Safety::unverified;
    return out;
}

void keep_report(Request& request, const MergedReport& report, TimePoint at) {
    for (const SlotRule& want : report.wants)
        open_slot(request, want, at);
    if (report.gave_member) request.member = report.member;
    if (report.gave_place) request.place = report.place;
    if (report.gave_address) request.address = report.address;
    if (report.gave_contacts) request.contacts.active = true;
    request.reports.push_back(report);
}

std::optional<MergedReport> give_back_report(Request& request, RequestId id) {
    const auto found =
        std::find_if(request.reports.begin(), request.reports.end(),
                     [id](const MergedReport& report) { return report.request == id; });
    if (found == request.reports.end()) return std::nullopt;
    MergedReport report = std::move(*found);
    request.reports.erase(found);
    if (report.raised_from) {
        // What a later report raised, it raised from the class of before both.
        for (MergedReport& later : request.reports) {
            if (later.raised_from == report.urgency) later.raised_from = report.raised_from;
        }
    }
    if (has_ended(request.status)) return report;
    for (const std::uint32_t place : report.slots) {
        if (place >= request.slots.size()) continue;
        Slot& slot = request.slots[place];
        if (is_waiting(slot.status)) slot.status = SlotStatus::dropped;
    }
    if (report.gave_member && request.member == report.member) request.member = {};
    if (report.gave_contacts) {
        request.contacts.active = false;
        request.contacts.due_at = {};
    }
    if (report.gave_place && request.place == report.place) request.place.reset();
    if (report.gave_address && request.address == report.address) request.address = {};
    if (report.gave_alarm && request.safety == Safety::unverified) {
        request.safety = Safety::not_asked;
    }
    return report;
}

void restore_report(Request& report, const MergedReport* kept, const ResponsePlan& plan,
                    TimePoint at) {
    report.not_duplicate_of.push_back(report.merged_into);
    report.merged_into = {};
    report.ended_at = {};
    report.disposition = Disposition::none;
    report.status = report.held_until > at ? RequestStatus::held : RequestStatus::received;
    for (std::uint32_t s = 0; s < report.slots.size(); ++s) {
        Slot& slot = report.slots[s];
        const bool undone = kept == nullptr || std::find(kept->undone.begin(), kept->undone.end(),
                                                         s) != kept->undone.end();
        if (slot.status != SlotStatus::dropped || !undone) continue;
        slot.status = SlotStatus::open;
        if (slot.fallback_at) {
            const Millis fallback = fallback_of(plan, slot);
            slot.fallback_at = fallback > Millis{} ? at + fallback : TimePoint{};
        }
    }
    resume_contacts(report, plan);
}

}  // namespace muster::core
