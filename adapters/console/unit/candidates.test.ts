import assert from "node:assert/strict";
import { test } from "node:test";
import { can_be_sent, first_choice, pointed_out } from "@/areas/requests/panel/candidates_of.ts";
import type { Candidate } from "@/areas/requests/panel/candidates_of.ts";
import { PanelState } from "@/areas/requests/panel/panel_state.ts";
import { best_of, slot_in_focus } from "@/areas/requests/panel/slot_in_focus.ts";
import { lacks_decisions } from "@/areas/requests/panel/story.ts";
import { why_lost } from "@/areas/requests/panel/why_lost.ts";
import { chosen } from "@/shell/words/words.ts";
import { a_request, a_slot } from "./a_request.ts";

const candidate = (responder: number, given: Partial<Candidate> = {}): Candidate => ({
    responder,
    verdict: "dearer",
    distance_m: 900,
    eta_ms: 240_000,
    penalty_ms: 0,
    cost_ms: 240_000,
    ...given,
});

test("the engine's choice comes first, else the first who could be sent", () => {
    const candidates = [candidate(7, { verdict: "lacks_skill" }), candidate(8)];
    assert.equal(first_choice({ slot: 0, recommended: 9, candidates }), 9);
    assert.equal(first_choice({ slot: 0, candidates }), 8);
    assert.equal(first_choice({ slot: 0, candidates: [] }), 0);
});

test("who is not on duty, or with somebody, cannot be sent; others can, whatever is against it", () => {
    assert.equal(can_be_sent(candidate(7, { status: "on_scene" })), false);
    assert.equal(can_be_sent(candidate(7, { verdict: "off_duty" })), false);
    assert.equal(can_be_sent(candidate(7, { verdict: "lacks_skill", status: "available" })), true);
});

test("why one lost is told by how much later he would count as arriving", () => {
    chosen.language = "en";
    const winner = candidate(1, { verdict: "won" });
    const why = (given: Partial<Candidate>) => why_lost(candidate(2, given), "dearer", winner);
    assert.equal(why({ eta_ms: 300_000 }), "1:00 later");
    assert.equal(why({}), "as near, but idle for less long");
    assert.equal(why({ penalty_ms: 30_000 }), "position too old: counts 0:30 more");
    const terms = { weight: 1, waited_ms: 0, late_ms: 0, switch_ms: 90_000, coverage_ms: 0 };
    assert.equal(why({ eta_ms: 200_000, terms }), "on the way elsewhere: a change counts 1:30");
    assert.equal(why_lost(candidate(2), "dearer", undefined), "not chosen");
});

test("somebody is looked for in the slot that was chosen, else in the first that waits", () => {
    const panel = new PanelState();
    const request = a_request({
        slots: [a_slot({ status: "en_route", responder: 3 }), a_slot({}), a_slot({})],
    });
    panel.show(request.id);
    assert.equal(slot_in_focus(request, panel), 1);
    panel.choose_slot(0);
    assert.equal(slot_in_focus(request, panel), 0);
    // Somebody has come: it is not to be given any more.
    const there = { ...request, slots: [a_slot({ status: "on_scene", responder: 3 })] };
    assert.equal(slot_in_focus(there, panel), -1);
});

test("what is known of one request is not shown with another", () => {
    const panel = new PanelState();
    panel.show(5);
    panel.advice = {
        slots: [{ slot: 0, candidates: [1, 2, 3, 4, 5, 6].map((id) => candidate(id)) }],
    };
    assert.deepEqual(
        best_of(panel, 0).map(({ responder }) => responder),
        [1, 2, 3, 4, 5],
    );
    panel.show(6);
    assert.deepEqual(best_of(panel, 0), []);
});

test("reasons are asked for when an event tells of a decision that is not known", () => {
    const record = {
        seq: 9,
        at: 0,
        source: "",
        events: [{ type: "RequestReceived" }, { type: "OfferMade", slot: 1 }],
        en: [],
        zh: [],
        tones: [],
    };
    assert.equal(lacks_decisions({ timeline: [record] }, []), true);
    const known = [{ seq: 9, slot: 1, candidates: [] }];
    assert.equal(lacks_decisions({ timeline: [record] }, known), false);
    const plain = { ...record, events: [{ type: "NoteAdded" }] };
    assert.equal(lacks_decisions({ timeline: [plain] }, []), false);
});

test("the map points out the first choice of each slot, then the others, nobody twice", () => {
    const one = (responder: number, verdict = "dearer") => ({ responder, verdict }) as Candidate;
    const slots = [
        { slot: 0, recommended: 3, candidates: [one(3, "won"), one(1)] },
        { slot: 1, recommended: 4, candidates: [one(4, "won"), one(3), one(5), one(6)] },
    ];
    assert.deepEqual(pointed_out({ slots }), [3, 4, 1, 5, 6]);
    assert.deepEqual(pointed_out(null), []);
});
