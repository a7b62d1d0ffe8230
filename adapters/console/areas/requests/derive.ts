// What follows from a request: order, lateness, who is coming. Pure.
import type { MilestoneState, Request, RequestStatus, Slot, Urgency } from "muster/schema";

export const urgencies: readonly Urgency[] = ["P0", "P1", "P2", "P3", "P4"];

// Before anybody is on the way; with somebody; after.
const waiting: readonly RequestStatus[] = ["received", "queued", "offered"];
const under_way: readonly RequestStatus[] = ["dispatched", "en_route", "on_scene"];
const after_care: readonly RequestStatus[] = ["served", "called_back"];
const ended: readonly RequestStatus[] = ["closed", "cancelled", "merged", "transferred"];

export const is_waiting = (r: Request): boolean => waiting.includes(r.status);
export const is_under_way = (r: Request): boolean => under_way.includes(r.status);
export const is_after_care = (r: Request): boolean => after_care.includes(r.status);
export const is_ended = (r: Request): boolean => ended.includes(r.status);
export const is_open = (r: Request): boolean => !is_ended(r) && !is_after_care(r);

// Class first, then who has waited longest; a member's flags count as waiting (credit_ms).
export function by_rank(a: Request, b: Request): number {
    if (a.urgency !== b.urgency) return a.urgency < b.urgency ? -1 : 1;
    const since_a = a.created_at - (a.credit_ms ?? 0);
    const since_b = b.created_at - (b.credit_ms ?? 0);
    return since_a - since_b || a.id - b.id;
}

export type PromiseState = "none" | "ok" | "warn" | "late" | "met" | "met_late";

export function promise_state(m: MilestoneState, now: number): PromiseState {
    if (m.met_at) return m.breached_at ? "met_late" : "met";
    if (!m.due_at) return "none";
    if (m.breached_at || now >= m.due_at) return "late";
    if (m.warned_at || (m.warn_at && now >= m.warn_at)) return "warn";
    return "ok";
}

export interface Deadline {
    milestone: MilestoneState["milestone"];
    due_at: number;
    state: "ok" | "warn" | "late";
    left_ms: number;
}

// The deadline to show: the oldest broken promise, else the next one due.
export function next_deadline(request: Request, now: number): Deadline | null {
    if (is_ended(request)) return null;
    let best: Deadline | null = null;
    for (const m of request.milestones ?? []) {
        const state = promise_state(m, now);
        if (state === "met" || state === "met_late" || state === "none") continue;
        const due_at = m.due_at ?? 0;
        const late = state === "late";
        if (best?.state === "late" && !late) continue;
        if (!best || (late && best.state !== "late") || due_at < best.due_at) {
            best = { milestone: m.milestone, due_at, state, left_ms: due_at - now };
        }
    }
    return best;
}

export const is_late = (request: Request, now: number): boolean =>
    next_deadline(request, now)?.state === "late";

// Promises that were broken, and those of them for which nobody has given a cause yet.
export const breached = (request: Request): MilestoneState[] =>
    (request.milestones ?? []).filter((m) => m.breached_at);
export const unexplained = (request: Request): MilestoneState[] =>
    breached(request).filter((m) => !m.cause);

const progress = (slot: Slot): number =>
    slot.status === "on_scene" ? 3 : slot.status === "served" ? 0 : 2;

// The slot that matters first: who is there, else who arrives next.
export function lead_slot(request: Request): Slot | null {
    let lead: Slot | null = null;
    for (const slot of request.slots ?? []) {
        if (!slot.responder || slot.status === "dropped") continue;
        const ahead = lead ? progress(slot) - progress(lead) : 1;
        if (ahead > 0 || (ahead === 0 && (slot.arrival_at ?? 0) < (lead?.arrival_at ?? 0))) lead = slot;
    }
    return lead;
}

export const is_slot_open = (slot: Slot): boolean =>
    slot.status === "open" || slot.status === "offered";
export const open_slots = (request: Request): Slot[] => (request.slots ?? []).filter(is_slot_open);

// A call in the contact chain that is to be made now. Once the engine has said so the chain has no
// time any more, and waits for what became of the call.
export const call_is_due = (request: Request, now: number): boolean =>
    Boolean(request.contacts?.active) && (request.contacts?.due_at ?? 0) <= now && is_open(request);

// The desk must do something: nobody goes yet, a promise is broken or about to be, a call is due,
// nobody has verified that a silent caller is safe, or a breach has no cause.
export function needs_me(request: Request, now: number): boolean {
    if (is_ended(request) || request.status === "held") return false;
    if (unexplained(request).length > 0) return true;
    if (is_after_care(request)) return request.status === "served";
    if (is_waiting(request)) return true;
    if (open_slots(request).length > 0) return true;
    if (request.safety === "unverified" || call_is_due(request, now)) return true;
    return is_late(request, now) || (request.slots ?? []).some((slot) => slot.call_due);
}

// Case-blind search in some texts; every word must be found somewhere.
export function matches(words: string, texts: readonly (string | undefined)[]): boolean {
    const hay = texts.filter(Boolean).join("\n").toLowerCase();
    return words
        .toLowerCase()
        .split(/\s+/)
        .every((word) => hay.includes(word));
}
