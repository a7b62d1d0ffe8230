// What follows from an entity: order, lateness, who is coming. Pure.

export const urgencies = ["P0", "P1", "P2", "P3", "P4"];

// The queue's tabs.
export const groups = ["open", "waiting", "under_way", "held", "after_care", "ended"];

// Which of them a status belongs to.
const groups_of_status = {
    received: ["open", "waiting"],
    queued: ["open", "waiting"],
    offered: ["open", "waiting"],
    dispatched: ["open", "under_way"],
    en_route: ["open", "under_way"],
    on_scene: ["open", "under_way"],
    held: ["open", "held"],
    served: ["after_care"],
    called_back: ["after_care"],
    closed: ["ended"],
    cancelled: ["ended"],
    merged: ["ended"],
    transferred: ["ended"],
};

export const groups_of = (request) => groups_of_status[request.status] ?? ["open"];
export const in_group = (request, group) => groups_of(request).includes(group);

export const is_ended = (request) => in_group(request, "ended");
export const is_open = (request) => in_group(request, "open");

// Class first, then who has waited longest; a member's flags count as waiting (credit_ms).
export function by_rank(a, b) {
    if (a.urgency !== b.urgency) return a.urgency < b.urgency ? -1 : 1;
    const since_a = a.created_at - (a.credit_ms ?? 0);
    const since_b = b.created_at - (b.credit_ms ?? 0);
    return since_a - since_b || a.id - b.id;
}

export function milestone_state(m, now) {
    if (m.met_at) return m.breached_at ? "met_late" : "met";
    if (!m.due_at) return "none";
    if (m.breached_at || now >= m.due_at) return "late";
    if (m.warned_at || (m.warn_at && now >= m.warn_at)) return "warn";
    return "ok";
}

// The deadline to show: the oldest broken promise, else the next one due.
// {milestone, due_at, state: ok | warn | late, left_ms} or null.
export function next_deadline(request, now) {
    if (is_ended(request)) return null;
    let best = null;
    for (const m of request.milestones ?? []) {
        const state = milestone_state(m, now);
        if (state === "met" || state === "met_late" || state === "none") continue;
        const late = state === "late";
        if (best && best.late && !late) continue;
        if (!best || (late && !best.late) || m.due_at < best.m.due_at) best = { m, state, late };
    }
    if (!best) return null;
    const { m, state } = best;
    return { milestone: m.milestone, due_at: m.due_at, state, left_ms: m.due_at - now };
}

export function is_late(request, now) {
    return next_deadline(request, now)?.state === "late";
}

// Promises that were broken, and those of them for which nobody has given a cause yet.
export const breached = (request) => (request.milestones ?? []).filter((m) => m.breached_at);
export const unexplained = (request) => breached(request).filter((m) => !m.cause);

// The slot that matters first: who is there, else who arrives next.
export function lead_slot(request) {
    let lead = null;
    for (const slot of request.slots ?? []) {
        if (!slot.responder || slot.status === "dropped") continue;
        if (!lead || progress(slot) > progress(lead)) lead = slot;
        else if (progress(slot) === progress(lead) && slot.arrival_at < lead.arrival_at)
            lead = slot;
    }
    return lead;
}

function progress(slot) {
    if (slot.status === "on_scene") return 3;
    if (slot.status === "served") return 0;
    return 2;
}

export function open_slots(request) {
    return (request.slots ?? []).filter((s) => s.status === "open" || s.status === "offered");
}

export function count_by(items, key) {
    const counts = {};
    for (const item of items) {
        const k = key(item);
        counts[k] = (counts[k] ?? 0) + 1;
    }
    return counts;
}

// Case-blind search in some texts; every word must be found somewhere.
export function matches(words, texts) {
    if (!words) return true;
    const hay = texts.join("\n").toLowerCase();
    return words
        .toLowerCase()
        .split(/\s+/)
        .every((word) => hay.includes(word));
}

// Verdicts that say all by themselves; "dearer" needs the figures.
const plain_verdicts = new Set([
    "asked",
    "other_kind",
    "off_duty",
    "out_of_service",
    "busy",
    "considering_offer",
    "lacks_skill",
    "passed_before",
    "no_position",
    "outside_radius",
    "needed_elsewhere",
]);
const weighed_verdicts = ["won", "asked", "dearer", "needed_elsewhere"];
export const could_be_weighed = (verdict) => weighed_verdicts.includes(verdict);

// How much later than another a candidate counts as arriving. Costs will not do: the rolling policy
// weighs them by class.
const later_than = (candidate, other) =>
    candidate.eta_ms + candidate.penalty_ms - other.eta_ms - other.penalty_ms;

// Why a candidate lost against the winner: [key, params] for the translator.
export function why_lost(candidate, verdict, winner) {
    if (plain_verdicts.has(verdict)) return [`why.${verdict}`, {}];
    if (verdict === "won") return ["why.won", {}];
    if (!winner) return ["why.not_chosen", {}];
    if (candidate.responder === winner.responder) return ["why.won", {}];
    const more = later_than(candidate, winner);
    const change = candidate.terms?.switch_ms ?? 0;
    if (more <= 0 && change > 0) return ["why.change", { by: change }];
    if (more === 0) return ["why.tie", {}];
    if (more < 0) return ["why.not_chosen", {}];
    if (candidate.penalty_ms > 0 && candidate.eta_ms <= winner.eta_ms) {
        return ["why.stale", { by: more }];
    }
    return ["why.later", { by: more }];
}
