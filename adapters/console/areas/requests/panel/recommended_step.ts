// What to do next about a request, and why: one step, which the engine accepts as the request is.
// Pure; its words are next_step.tsx's.
import type { MilestoneState, Request, Slot } from "muster/schema";
import { action_by_id, offers } from "../actions.ts";
import { default_disposition } from "../action_parts.ts";
import type { ActionFacts, Values } from "../action_parts.ts";
import { call_is_due, is_open, is_slot_open, promise_state, unexplained } from "../derive.ts";
import { first_choice } from "./candidates_of.ts";
import type { Advice } from "./candidates_of.ts";

export interface StepFacts extends ActionFacts {
    advice: Advice | null; // whom the engine would send; null = not known (yet)
    asked: number; // offers of this request that wait for an answer
}

// Of these there is something to press.
export type StepWhy =
    | "silent" // nobody has verified that a silent caller is safe
    | "call" // the contact chain waits for a call
    | "responder_call" // a responder does not acknowledge
    | "handover" // promised to an agency
    | "nobody" // an open slot, and somebody to send
    | "late" // the same while others are asked, but there is no more time
    | "unowned"
    | "duplicate"
    | "breach" // without a cause
    | "callback"
    | "over"; // nothing is left but to close it

// Of these there is not: what is waited for.
export type WaitWhy =
    "held" | "asked" | "on_the_way" | "on_scene" | "nobody_able" | "ended" | "nothing";

export interface Step {
    action: string; // an id of actions
    preset: Values;
    why: StepWhy;
}

export interface Wait {
    action: "";
    preset?: undefined;
    why: WaitWhy;
}

const owed = (
    request: Request,
    milestone: MilestoneState["milestone"],
): MilestoneState | undefined =>
    request.milestones?.find((m) => m.milestone === milestone && m.due_at && !m.met_at);

// There is no more time to wait for answers: a promise to be there is broken, or about to be.
const is_pressed = (request: Request, now: number): boolean =>
    (request.milestones ?? []).some(
        (m) =>
            (m.milestone === "on_site" || m.milestone === "dispatched") &&
            ["warn", "late"].includes(promise_state(m, now)),
    );

// The engine's first candidate for the first slot that nobody has.
function send_step(request: Request, facts: StepFacts): Step | null {
    const slots = request.slots ?? [];
    for (const advice of facts.advice?.slots ?? []) {
        const { slot } = advice;
        const open = slots[slot];
        const responder = first_choice(advice);
        if (!open || !is_slot_open(open) || !responder) continue;
        const asking = open.status === "offered" && facts.asked > 0;
        if (asking && !is_pressed(request, facts.now)) continue;
        return {
            action: "assign",
            preset: { slot, responder },
            why: asking ? "late" : "nobody",
        };
    }
    return null;
}

function wanted(request: Request, facts: StepFacts): Step[] {
    const { now } = facts;
    const steps: (Step | null | false)[] = [
        call_is_due(request, now) && {
            action: "contact",
            preset: { outcome: "answered" },
            why: "call",
        },
        request.safety === "unverified" && { action: "verify", preset: {}, why: "silent" },
        responder_call(request.slots ?? []),
        Boolean(owed(request, "handover")) && { action: "handover", preset: {}, why: "handover" },
        send_step(request, facts),
        is_open(request) && !request.owner && { action: "take", preset: {}, why: "unowned" },
        Boolean(request.possible_duplicate_of) && {
            action: "merge",
            preset: { into: String(request.possible_duplicate_of) },
            why: "duplicate",
        },
        breach(request),
        request.status === "served" && { action: "callback", preset: {}, why: "callback" },
        {
            action: "close",
            preset: { disposition: default_disposition(request) },
            why: "over",
        },
    ];
    return steps.filter((step): step is Step => Boolean(step));
}

function responder_call(slots: readonly Slot[]): Step | null {
    const slot = slots.find((one) => one.status === "assigned" && one.call_due);
    return slot
        ? {
              action: "responder_call",
              preset: { responder: slot.responder, outcome: "answered" },
              why: "responder_call",
          }
        : null;
}

function breach(request: Request): Step | null {
    const first = unexplained(request)[0];
    return first
        ? { action: "explain", preset: { milestone: first.milestone }, why: "breach" }
        : null;
}

function waits_for(request: Request, facts: StepFacts): WaitWhy {
    if (request.status === "held") return "held";
    if (request.ended_at) return "ended";
    const slots = request.slots ?? [];
    if (slots.some((slot) => slot.status === "on_scene")) return "on_scene";
    if (slots.some((slot) => slot.responder && slot.status !== "served")) return "on_the_way";
    if (facts.asked > 0) return "asked";
    return facts.advice && slots.some(is_slot_open) ? "nobody_able" : "nothing";
}

export function recommended_step(request: Request, facts: StepFacts): Step | Wait {
    const step = wanted(request, facts).find(({ action }) =>
        offers(action_by_id(action), request, facts),
    );
    return step ?? { action: "", why: waits_for(request, facts) };
}
