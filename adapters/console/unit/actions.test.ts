import assert from "node:assert/strict";
import { test } from "node:test";
import type { Request } from "muster/schema";
import {
    action_by_id,
    actions,
    command_body,
    faults,
    initial_values,
    offered,
    overtaken,
} from "@/areas/requests/actions.ts";
import { a_fact, a_request, a_slot, noon } from "./a_request.ts";

const facts = a_fact();
const body = (id: string, request: Request, values: Record<string, unknown>) =>
    command_body(action_by_id(id), request, values, noon);

test("what is offered is what the engine allows and the token may send", () => {
    const request = a_request({ allowed_actions: ["TakeRequest", "AddNote", "HoldRequest"] });
    assert.deepEqual(
        offered(request, facts).map(({ id }) => id),
        ["take", "note", "hold"],
    );
    const may_note_only = a_fact({ may_send: ["AddNote"] });
    assert.deepEqual(
        offered(request, may_note_only).map(({ id }) => id),
        ["note"],
    );
});

test("what would have no effect is not offered", () => {
    const mine = a_request({ allowed_actions: ["TakeRequest"], owner: "me" });
    assert.deepEqual(offered(mine, facts), []);
    const safe = a_request({ allowed_actions: ["VerifySafe"], safety: "verified" });
    assert.deepEqual(offered(safe, facts), []);
    const alone = a_request({ allowed_actions: ["DismissDuplicate"] });
    assert.deepEqual(offered(alone, facts), []);
});

test("no two actions of the same key are possible in the same status", () => {
    const shared = actions.filter((a) => a.key && actions.some((b) => b !== a && b.key === a.key));
    // Held is held: the engine allows the one or the other.
    assert.deepEqual(shared.map(({ id }) => id).sort(), ["hold", "resume"]);
});

test("a command says what its sender saw", () => {
    const request = a_request({
        owner: "wang",
        slots: [a_slot({ responder: 7, status: "en_route" })],
        contacts: {
            active: true,
            step: 2,
            misses: 1,
            due_at: noon,
            reached: false,
            exhausted: false,
        },
    });
    assert.deepEqual(body("take", request, {}), { request: 5, expected_owner: "wang" });
    assert.deepEqual(body("contact", request, { outcome: "answered", note: "" }), {
        request: 5,
        expected_step: 2,
        expected_misses: 1,
        outcome: "answered",
    });
    assert.deepEqual(body("assign", request, { slot: 0, responder: 8, reason: " knows her " }), {
        request: 5,
        expected_responder: 7,
        slot: 0,
        responder: 8,
        reason: "knows her",
    });
});

test("a hold takes minutes or a clock time, and nothing else", () => {
    const hold = action_by_id("hold");
    const request = a_request({});
    assert.deepEqual(body("hold", request, { hold_until: "30", reason: "kin at 8" }), {
        request: 5,
        hold_until: noon + 30 * 60_000,
        reason: "kin at 8",
    });
    assert.deepEqual(faults(hold, { hold_until: "later", reason: "x" }, noon), {
        hold_until: "wrong",
    });
    assert.deepEqual(faults(hold, { hold_until: "14:30", reason: " " }, noon), { reason: "empty" });
    assert.deepEqual(faults(hold, { hold_until: "14:30", reason: "x" }, noon), {});
});

test("numbers are sent as numbers, a request with or without its #", () => {
    const request = a_request({});
    assert.deepEqual(body("merge", request, { into: "#257" }), { request: 5, into: 257 });
    assert.deepEqual(faults(action_by_id("merge"), { into: "him" }, noon), { into: "wrong" });
    assert.deepEqual(body("callback", request, { reached: false, rating: "4", fault: "ours" }), {
        request: 5,
        reached: false,
        rating: 4,
        fault: "ours",
    });
});

test("a form begins with what is likely", () => {
    const begin = (id: string, request: Request, preset = {}) =>
        initial_values(action_by_id(id), request, facts, preset);
    assert.equal(begin("close", a_request({ slots: [] })).disposition, "advised");
    const served = a_request({ slots: [a_slot({ status: "served", responder: 7 })] });
    assert.equal(begin("close", served).disposition, "helped");
    const handed = { agency: "police_110" as const, at: noon };
    assert.equal(begin("close", a_request({ handovers: [handed] })).disposition, "handed_over");
    assert.equal(begin("contact", served, { outcome: "refused" }).outcome, "refused");
    // Only one is there to be released.
    const bound = a_request({ slots: [a_slot({}), a_slot({ status: "en_route", responder: 7 })] });
    assert.equal(begin("release", bound).slot, 1);
});

test("a form is overtaken when the request changes under it", () => {
    const seen = a_request({
        allowed_actions: ["TakeRequest", "AssignResponder", "ReclassifyRequest", "AddNote"],
        slots: [a_slot({})],
    });
    const late = (id: string, next: Request | undefined, values = {}) =>
        overtaken(action_by_id(id), seen, next, values, facts);
    assert.equal(late("note", { ...seen, urgency: "P0" }), "");
    assert.equal(late("note", undefined), "gone");
    assert.equal(late("note", { ...seen, allowed_actions: [] }), "gone");
    assert.equal(late("take", { ...seen, owner: "wang" }), "holder");
    const given = { ...seen, slots: [a_slot({ responder: 7, status: "assigned" })] };
    assert.equal(late("assign", given, { slot: 0, responder: 8 }), "holder");
    assert.equal(late("reclassify", { ...seen, urgency: "P0" }), "done");
});

test("a call is another one when the chain has gone on", () => {
    const contacts = {
        active: true,
        step: 0,
        misses: 0,
        due_at: noon,
        reached: false,
        exhausted: false,
    };
    const seen = a_request({ allowed_actions: ["RecordContact"], contacts });
    const next = { ...seen, contacts: { ...contacts, misses: 1 } };
    assert.equal(overtaken(action_by_id("contact"), seen, next, {}, facts), "call");
});
