// A request for tests: what matters to one is given, all else is as of a new one.
import type { Request, Slot } from "muster/schema";
import type { ActionFacts } from "@/areas/requests/action_parts.ts";

export const noon = Date.UTC(2026, 10, 30, 4); // in Shanghai

export const a_slot = (given: Partial<Slot>): Slot => ({
    role: "helper",
    fill: "direct",
    status: "open",
    responder: 0,
    by: "engine",
    pinned: false,
    eta_ms: 0,
    assigned_at: 0,
    acknowledge_until: 0,
    arrival_at: 0,
    on_scene_at: 0,
    served_at: 0,
    fallback_at: 0,
    call_at: 0,
    call_due: false,
    ...given,
});

export const a_request = (given: Partial<Request>): Request => ({
    id: 5,
    status: "queued",
    urgency: "P2",
    service: "fall",
    channel: "hotline",
    member: 3,
    member_hint: 0,
    safety: "not_asked",
    credit_ms: 0,
    created_at: noon - 60_000,
    escalate_at: 0,
    held_until: 0,
    ended_at: 0,
    merged_into: 0,
    disposition: "none",
    rating: 0,
    reopened: 0,
    callbacks: 0,
    contacts: { active: false, step: 0, misses: 0, due_at: 0, reached: false, exhausted: false },
    round_at: 0,
    clock: "none",
    urge_at: 0,
    urged: 0,
    urged_at: 0,
    supervised_at: 0,
    triage: {},
    allowed_actions: [],
    ...given,
});

// Somebody called "me" who may send all, or only what is said.
export const a_fact = ({ may_send }: { may_send?: string[] } = {}): ActionFacts => ({
    now: noon,
    name: "me",
    may: (request, command) =>
        request.allowed_actions.includes(command) && (may_send?.includes(command) ?? true),
    responder_name: (id) => `R${id}`,
    role_name: (code) => code ?? "",
    questions_of: (service) =>
        service === "fall" ? [{ code: "awake", choices: [{ code: "yes", handover: "none" }] }] : [],
});
