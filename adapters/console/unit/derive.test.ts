import assert from "node:assert/strict";
import { test } from "node:test";
import {
    by_rank,
    is_after_care,
    is_ended,
    is_open,
    lead_slot,
    needs_me,
    next_deadline,
} from "@/areas/requests/derive.ts";
import { hint_text } from "@/areas/requests/person.tsx";
import { chosen } from "@/shell/words/words.ts";

const promise = (milestone, due_at, more = {}) => ({ milestone, due_at, warn_at: due_at - 20, ...more });

test("order: class, then waiting with the member's credit, then number", () => {
    const r = (id, urgency, created_at, credit_ms = 0) => ({ id, urgency, created_at, credit_ms });
    const list = [r(1, "P2", 100), r(2, "P0", 300), r(3, "P2", 150, 60), r(4, "P0", 300)];
    assert.deepEqual(
        list.sort(by_rank).map((x) => x.id),
        [2, 4, 3, 1],
    );
});

test("deadline: the oldest broken promise, else the next one", () => {
    const request = {
        status: "queued",
        milestones: [
            promise("dispatched", 100, { met_at: 90 }),
            promise("on_site", 200),
            promise("hard_limit", 300),
        ],
    };
    const on_site = { milestone: "on_site", due_at: 200 };
    assert.deepEqual(next_deadline(request, 150), { ...on_site, state: "ok", left_ms: 50 });
    assert.equal(next_deadline(request, 185).state, "warn");
    assert.deepEqual(next_deadline(request, 350), { ...on_site, state: "late", left_ms: -150 });
    assert.equal(next_deadline({ ...request, status: "closed" }, 350), null);
    assert.equal(next_deadline({ status: "served", milestones: [promise("called_back", 0)] }, 350), null);
});

test("each status is open, cared for afterwards, or ended", () => {
    const statuses = [
        "received", "queued", "offered", "dispatched", "en_route", "on_scene", "held",
        "served", "called_back", "closed", "cancelled", "merged", "transferred",
    ];
    for (const status of statuses) {
        const kinds = [is_open, is_after_care, is_ended].filter((is) => is({ status }));
        assert.equal(kinds.length, 1, status);
    }
});

test("lead slot: who is there, else who arrives first", () => {
    const slot = (responder, status, arrival_at) => ({ responder, status, arrival_at });
    assert.equal(lead_slot({ slots: [slot(1, "en_route", 50), slot(2, "en_route", 40)] }).responder, 2);
    assert.equal(lead_slot({ slots: [slot(1, "on_scene", 50), slot(2, "en_route", 40)] }).responder, 1);
    assert.equal(lead_slot({ slots: [slot(0, "open", 0)] }), null);
});

test("what needs somebody at the desk", () => {
    const sent = { status: "dispatched", slots: [{ status: "assigned", responder: 5 }] };
    assert.equal(needs_me(sent, 100), false);
    assert.equal(needs_me({ ...sent, slots: [{ status: "assigned", responder: 5, call_due: true }] }, 100), true);
    assert.equal(needs_me({ ...sent, safety: "unverified" }, 100), true);
    assert.equal(needs_me({ ...sent, milestones: [promise("on_site", 90)] }, 100), true);
    assert.equal(needs_me({ ...sent, contacts: { active: true, due_at: 90 } }, 100), true);
    assert.equal(needs_me({ ...sent, contacts: { active: true, due_at: 110 } }, 100), false);
    assert.equal(needs_me({ status: "queued" }, 100), true);
    assert.equal(needs_me({ status: "held" }, 100), false);
    assert.equal(needs_me({ status: "served" }, 100), true, "it is to be called back");
    const breach = promise("on_site", 50, { met_at: 60, breached_at: 50 });
    assert.equal(needs_me({ status: "called_back", milestones: [breach] }, 100), true);
    const told = { ...breach, cause: "bridge closed" };
    assert.equal(needs_me({ status: "called_back", milestones: [told] }, 100), false);
    assert.equal(needs_me({ status: "closed", milestones: [breach] }, 100), false);
});

test("a hint says whose number it may be", () => {
    chosen.language = "en";
    const people = { 4: "Wang", 5: "Chen" };
    const member = (id) => ({ profile: { name: people[id] } });
    assert.equal(hint_text({ member: 4, member_hint: 4 }, member), "");
    assert.equal(hint_text({ member_hint: 4 }, member), "number of Wang?");
    assert.equal(
        hint_text({ member_hint: 4, member_hints: [{ member: 4, contact: 1 }] }, member),
        "number of a contact of Wang?",
    );
    const both = [
        { member: 4, contact: 0 },
        { member: 5, contact: 0 },
    ];
    assert.equal(hint_text({ member_hints: both }, member), "number of Wang? · number of Chen?");
});
