import assert from "node:assert/strict";
import { test } from "node:test";
import type { MilestoneState, Request } from "muster/schema";
import { actions } from "@/areas/requests/actions.ts";
import { recommended_step } from "@/areas/requests/panel/recommended_step.ts";
import type { StepFacts } from "@/areas/requests/panel/recommended_step.ts";
import { a_fact, a_request, a_slot, noon } from "./a_request.ts";

const everything = actions.map(({ command }) => command);

const candidate = (responder: number, verdict = "dearer") => ({
    responder,
    verdict,
    distance_m: 900,
    eta_ms: 240_000,
    penalty_ms: 0,
    cost_ms: 240_000,
});

const advice = (recommended?: number) => ({
    slots: [{ slot: 0, recommended, candidates: [candidate(7, "off_duty"), candidate(8)] }],
});

const facts = (given: Partial<StepFacts> = {}): StepFacts => ({
    ...a_fact(),
    advice: null,
    asked: 0,
    ...given,
});

// All of it allowed, and mine, but for what is given.
const open = (given: Partial<Request>): Request =>
    a_request({
        owner: "me",
        allowed_actions: everything.filter((c) => c !== "CloseRequest"),
        ...given,
    });

const promise = (given: Partial<MilestoneState>): MilestoneState => ({
    milestone: "on_site",
    due_at: noon + 600_000,
    warn_at: 0,
    warned_at: 0,
    met_at: 0,
    breached_at: 0,
    provisional: false,
    ...given,
});

const due_call = {
    active: true,
    step: 0,
    misses: 0,
    due_at: noon - 1,
    reached: false,
    exhausted: false,
};

test("the most urgent comes first", () => {
    const all = open({
        owner: "",
        contacts: due_call,
        safety: "unverified",
        slots: [a_slot({ status: "assigned", responder: 9, call_due: true })],
        possible_duplicate_of: 4,
        milestones: [promise({ breached_at: noon - 5 })],
    });
    const step = (request: Request) => recommended_step(request, facts()).why;
    assert.equal(step(all), "call");
    const called = { ...all, contacts: { ...due_call, active: false, due_at: 0 } };
    assert.equal(step(called), "silent");
    const safe: Request = { ...called, safety: "verified" };
    assert.equal(step(safe), "responder_call");
    const confirmed = { ...safe, slots: [a_slot({ status: "en_route", responder: 9 })] };
    assert.equal(step(confirmed), "unowned");
    const mine = { ...confirmed, owner: "me" };
    assert.equal(step(mine), "duplicate");
    const single = { ...mine, possible_duplicate_of: 0 };
    assert.equal(step(single), "breach");
});

test("a call that is not due yet is not the step", () => {
    const request = open({ contacts: { ...due_call, due_at: noon + 1 } });
    assert.notEqual(recommended_step(request, facts()).why, "call");
    const asked_for = open({ contacts: { ...due_call, due_at: 0 } });
    assert.equal(recommended_step(asked_for, facts()).why, "call");
});

test("an open slot gets the engine's choice, else the first who could be sent", () => {
    const request = open({ slots: [a_slot({})] });
    assert.deepEqual(recommended_step(request, facts({ advice: advice(6) })), {
        action: "assign",
        preset: { slot: 0, responder: 6 },
        why: "nobody",
    });
    assert.deepEqual(recommended_step(request, facts({ advice: advice() })).preset, {
        slot: 0,
        responder: 8,
    });
});

test("while volunteers are asked nobody is sent, unless time is running out", () => {
    const asked = open({ slots: [a_slot({ status: "offered" })], milestones: [promise({})] });
    const now = facts({ advice: advice(6), asked: 3 });
    assert.deepEqual(recommended_step(asked, now), { action: "", why: "asked" });
    const pressed = { ...asked, milestones: [promise({ warn_at: noon - 1 })] };
    assert.equal(recommended_step(pressed, now).why, "late");
});

test("a slot that somebody has is not given to another", () => {
    const request = open({ slots: [a_slot({ status: "en_route", responder: 6 })] });
    assert.deepEqual(recommended_step(request, facts({ advice: advice(8) })), {
        action: "",
        why: "on_the_way",
    });
});

test("what was promised to an agency is handed over", () => {
    const request = open({ milestones: [promise({ milestone: "handover" })] });
    assert.equal(recommended_step(request, facts()).action, "handover");
    const done = { ...request, milestones: [promise({ milestone: "handover", met_at: noon })] };
    assert.notEqual(recommended_step(done, facts()).action, "handover");
});

test("at the end: call back, then close with how it ended", () => {
    const served = open({
        status: "served",
        slots: [a_slot({ status: "served", responder: 6 })],
        allowed_actions: ["RecordCallback", "AddNote"],
    });
    assert.equal(recommended_step(served, facts()).action, "callback");
    const called_back: Request = {
        ...served,
        status: "called_back",
        allowed_actions: ["CloseRequest", "AddNote"],
    };
    assert.deepEqual(recommended_step(called_back, facts()), {
        action: "close",
        preset: { disposition: "helped" },
        why: "over",
    });
    const advised = open({ status: "received", allowed_actions: ["CloseRequest"] });
    assert.deepEqual(recommended_step(advised, facts()).preset, { disposition: "advised" });
});

test("whatever the engine does not allow is never recommended", () => {
    const all = {
        owner: "",
        contacts: due_call,
        safety: "unverified" as const,
        slots: [a_slot({}), a_slot({ status: "assigned", responder: 9, call_due: true })],
        possible_duplicate_of: 4,
        milestones: [promise({ breached_at: noon - 5 }), promise({ milestone: "handover" })],
    };
    const now = facts({ advice: advice(6) });
    for (const command of everything) {
        const step = recommended_step(a_request({ ...all, allowed_actions: [command] }), now);
        if (!step.action) continue;
        const action = actions.find(({ id }) => id === step.action);
        assert.equal(action?.command, command);
    }
    assert.equal(recommended_step(a_request(all), now).action, "");
});

test("what is waited for is said", () => {
    const why = (request: Request, given: Partial<StepFacts> = {}) =>
        recommended_step(request, facts(given)).why;
    assert.equal(why(a_request({ status: "held" })), "held");
    assert.equal(why(a_request({ status: "closed", ended_at: noon })), "ended");
    assert.equal(
        why(a_request({ slots: [a_slot({ status: "on_scene", responder: 7 })] })),
        "on_scene",
    );
    const open_slot = a_request({ slots: [a_slot({})] });
    assert.equal(why(open_slot, { advice: { slots: [] } }), "nobody_able");
    assert.equal(why(open_slot), "nothing");
});
