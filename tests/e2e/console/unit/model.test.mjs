import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CityClock } from "../../../../adapters/console/model/city_clock.js";
import {
    action_by_id,
    actions,
    command_body,
    missing,
    offered,
} from "../../../../adapters/console/model/commands.js";
import {
    by_rank,
    in_group,
    lead_slot,
    next_deadline,
    why_lost,
} from "../../../../adapters/console/model/derive.js";
import {
    clock,
    day,
    duration,
    from_local_field,
    metres,
    moment,
    set_time_zone,
    to_local_field,
    year,
} from "../../../../adapters/console/model/format.js";
import {
    distance_m,
    round_length,
    to_point,
    to_world,
    Viewport,
} from "../../../../adapters/console/model/geo.js";
import { hint_text } from "../../../../adapters/console/model/hints.js";
import { Motion } from "../../../../adapters/console/model/motion.js";
import { readable } from "../../../../adapters/console/model/phone.js";
import { Store } from "../../../../adapters/console/model/store.js";

function manual_store() {
    const frames = [];
    return {
        store: new Store({ schedule: (fn) => frames.push(fn) }),
        frame: () => frames.splice(0).forEach((fn) => fn()),
    };
}

test("store: many changes, one call per frame", () => {
    const { store, frame } = manual_store();
    frame();
    const calls = [];
    store.subscribe((dirty) => calls.push([...dirty].sort()));
    store.delta({ changes: [{ topic: "requests", id: 1, entity: { id: 1 } }] });
    store.delta({
        changes: [
            { topic: "responders", id: 2, entity: { id: 2 } },
            { topic: "unknown", id: 1, entity: {} },
        ],
    });
    frame();
    assert.deepEqual(calls, [["requests", "responders"]]);
    store.delta({ changes: [{ topic: "requests", id: 1, removed: true }] });
    frame();
    assert.equal(store.requests.size, 0);
});

test("store: a snapshot replaces everything, a delta tells what was before", () => {
    const { store } = manual_store();
    store.delta({ changes: [{ topic: "requests", id: 1, entity: { id: 1 } }] });
    store.snapshot(new Map([["requests", [{ id: 2, urgency: "P2" }]]]));
    assert.deepEqual([...store.requests.keys()], [2]);
    const [news] = store.delta({
        changes: [{ topic: "requests", id: 2, entity: { id: 2, urgency: "P0" } }],
    });
    assert.equal(news.before.urgency, "P2");
});

test("store: the newest position counts, alerts are bounded", () => {
    const { store } = manual_store();
    const responder = { id: 5, position: { lat: 1, lon: 1 }, position_at: 10, profile: {} };
    store.delta({
        changes: [
            { topic: "positions", id: 5, entity: { id: 5, point: { lat: 2, lon: 2 }, at: 20 } },
        ],
    });
    assert.equal(store.place_of(responder).point.lat, 2);
    assert.equal(store.place_of({ ...responder, position_at: 30 }).point.lat, 1);
    for (let id = 0; id < 700; ++id)
        store.delta({ changes: [{ topic: "alerts", id, entity: { id } }] });
    assert.equal(store.alerts.size, 500);
    assert.equal(store.alerts.has(699), true);
});

test("queue order: class, then waiting with the member's credit, then number", () => {
    const r = (id, urgency, created_at, credit_ms = 0) => ({ id, urgency, created_at, credit_ms });
    const list = [r(1, "P2", 100), r(2, "P0", 300), r(3, "P2", 150, 60), r(4, "P0", 300)];
    assert.deepEqual(
        list.sort(by_rank).map((x) => x.id),
        [2, 4, 3, 1],
    );
});

test("deadline: the oldest broken promise, else the next one", () => {
    const m = (milestone, due_at, more = {}) => ({
        milestone,
        due_at,
        warn_at: due_at - 20,
        warned_at: 0,
        met_at: 0,
        breached_at: 0,
        ...more,
    });
    const request = {
        status: "queued",
        milestones: [m("dispatched", 100, { met_at: 90 }), m("on_site", 200), m("hard_limit", 300)],
    };
    assert.deepEqual(next_deadline(request, 150), {
        milestone: "on_site",
        due_at: 200,
        state: "ok",
        left_ms: 50,
    });
    assert.equal(next_deadline(request, 185).state, "warn");
    assert.deepEqual(next_deadline(request, 350), {
        milestone: "on_site",
        due_at: 200,
        state: "late",
        left_ms: -150,
    });
    assert.equal(next_deadline({ ...request, status: "closed" }, 350), null);
    assert.equal(next_deadline({ status: "served", milestones: [m("called_back", 0)] }, 350), null);
});

test("groups: each status is in open or beside it", () => {
    for (const status of [
        "received",
        "queued",
        "offered",
        "dispatched",
        "en_route",
        "on_scene",
        "held",
    ]) {
        assert.equal(in_group({ status }, "open"), true);
    }
    assert.equal(in_group({ status: "served" }, "open"), false);
    assert.equal(in_group({ status: "served" }, "after_care"), true);
    for (const status of ["closed", "cancelled", "merged", "transferred"])
        assert.equal(in_group({ status }, "ended"), true);
});

test("lead slot: who is there, else who arrives first", () => {
    const slot = (responder, status, arrival_at) => ({ responder, status, arrival_at });
    assert.equal(
        lead_slot({ slots: [slot(1, "en_route", 50), slot(2, "en_route", 40)] }).responder,
        2,
    );
    assert.equal(
        lead_slot({ slots: [slot(1, "on_scene", 50), slot(2, "en_route", 40)] }).responder,
        1,
    );
    assert.equal(lead_slot({ slots: [slot(0, "open", 0)] }), null);
});

test("why a candidate lost", () => {
    const winner = { responder: 1, eta_ms: 100, penalty_ms: 0, cost_ms: 100 };
    assert.deepEqual(why_lost(winner, "won", winner), ["why.won", {}]);
    assert.deepEqual(why_lost({ responder: 9 }, "lacks_skill", winner), ["why.lacks_skill", {}]);
    assert.deepEqual(
        why_lost({ responder: 2, eta_ms: 160, penalty_ms: 0, cost_ms: 160 }, "dearer", winner),
        ["why.later", { by: 60 }],
    );
    assert.deepEqual(
        why_lost({ responder: 3, eta_ms: 90, penalty_ms: 120, cost_ms: 210 }, "dearer", winner),
        ["why.stale", { by: 110 }],
    );
    assert.deepEqual(
        why_lost({ responder: 4, eta_ms: 100, penalty_ms: 0, cost_ms: 100 }, "dearer", winner),
        ["why.tie", {}],
    );
    // Weighted by class, the cost says nothing about time.
    const terms = { weight: 8, waited_ms: 0, late_ms: 0, switch_ms: 30 };
    assert.deepEqual(
        why_lost(
            { responder: 5, eta_ms: 160, penalty_ms: 0, cost_ms: 1310, terms },
            "dearer",
            winner,
        ),
        ["why.later", { by: 60 }],
    );
    assert.deepEqual(
        why_lost(
            { responder: 6, eta_ms: 90, penalty_ms: 0, cost_ms: 750, terms },
            "dearer",
            winner,
        ),
        ["why.change", { by: 30 }],
    );
    assert.deepEqual(
        why_lost({ responder: 7, eta_ms: 80, penalty_ms: 0 }, "needed_elsewhere", winner),
        ["why.needed_elsewhere", {}],
    );
});

test("city clock: follows the messages, finds a faster city, knows the lag", () => {
    const city = new CityClock();
    for (let s = 0; s <= 10; ++s) city.observe(1_000_000 + s * 1000, 500 + s * 1000);
    assert.equal(city.now(10_500), 1_010_000);
    assert.equal(city.lag_ms(), 0);
    city.observe(1_010_500, 11_300); // 300 ms later than the others
    assert.equal(Math.round(city.lag_ms()), 300);
    const fast = new CityClock();
    for (let s = 0; s <= 10; ++s) fast.observe(1_000_000 + s * 10_000, s * 1000);
    assert.equal(Math.round(fast.speed), 10);
    assert.equal(Math.round(fast.now(11_000)), 1_110_000);
});

test("geo: there and back, distance, zoom keeps the place under the pointer", () => {
    const centre = { lat: 32.3942, lon: 119.4129 };
    const back = to_point(to_world(centre));
    assert.ok(Math.abs(back.lat - centre.lat) < 1e-9 && Math.abs(back.lon - centre.lon) < 1e-9);
    assert.ok(Math.abs(distance_m({ lat: 0, lon: 0 }, { lat: 0, lon: 1 }) - 111_195) < 1);
    const view = new Viewport(800, 600);
    view.fit([to_world(centre), to_world({ lat: 32.5, lon: 119.6 })]);
    const before = view.to_world(200, 150);
    view.zoom(2, 200, 150);
    const after = view.to_world(200, 150);
    assert.ok(Math.abs(before.x - after.x) < 1e-12 && Math.abs(before.y - after.y) < 1e-12);
    assert.equal(round_length(730), 500);
    assert.equal(round_length(199), 100);
});

test("motion: glides to the next fix and stops there", () => {
    const motion = new Motion();
    motion.place(1, { lat: 32, lon: 119 }, 0);
    motion.place(1, { lat: 32, lon: 119.01 }, 1000);
    const [from, to] = [to_world({ lat: 32, lon: 119 }), to_world({ lat: 32, lon: 119.01 })];
    assert.ok(Math.abs(motion.at(1, 1500).x - (from.x + to.x) / 2) < 1e-12);
    assert.equal(motion.at(1, 5000).x, to.x);
    assert.equal(motion.moving(1500), true);
    assert.equal(motion.moving(2500), false);
});

test("phone numbers are shown as people read them", () => {
    assert.equal(readable("+8613812345678"), "138 1234 5678");
    assert.equal(readable("+8651487654321"), "0514 8765 4321");
    assert.equal(readable("+861085550199"), "010 8555 0199");
    assert.equal(readable("+865235550199"), "0523 555 0199");
    assert.equal(readable("+8651485550104;ext=8203", "转"), "0514 8555 0104 转 8203");
    assert.equal(readable("+442079460000"), "+442079460000");
    assert.equal(readable("120"), "120");
    assert.equal(readable("**42"), "**42");
    assert.equal(readable(undefined), "");
});

test("a hint says whose number it may be", () => {
    const people = { 4: "Wang", 5: "Chen" };
    const members = { get: (id) => ({ profile: { name: people[id] } }) };
    assert.equal(hint_text({ member: 4, member_hint: 4 }, members), "");
    assert.equal(hint_text({ member_hint: 4 }, members), "number of Wang?");
    assert.equal(
        hint_text({ member_hint: 4, member_hints: [{ member: 4, contact: 1 }] }, members),
        "number of a contact of Wang?",
    );
    const both = [
        { member: 4, contact: 0 },
        { member: 5, contact: 0 },
    ];
    assert.equal(hint_text({ member_hints: both }, members), "number of Wang? · number of Chen?");
});

test("format", () => {
    assert.equal(duration(247_000), "4:07");
    assert.equal(duration(-61_000), "1:01");
    assert.equal(duration(3_753_000), "1:02:33");
    assert.equal(duration(97_200_000), "1d 03h");
    assert.equal(metres(874), "870 m");
    assert.equal(metres(1_240), "1.2 km");
});

test("commands: required fields, numbers as numbers, and what was seen goes along", () => {
    const request = {
        id: 7,
        status: "queued",
        slots: [
            { role: "nurse", status: "open", responder: 0 },
            { role: "driver", status: "en_route", responder: 9 },
        ],
        milestones: [],
    };
    const assign = action_by_id("assign");
    assert.deepEqual(missing(assign.fields, { slot: "0", responder: 3, reason: " " }), ["reason"]);
    assert.deepEqual(
        command_body(assign, request, { slot: "0", responder: 3, reason: "knows the house" }),
        {
            request: 7,
            slot: 0,
            responder: 3,
            reason: "knows the house",
            expected_responder: 0,
        },
    );
    const release = command_body(action_by_id("release"), request, { slot: "1", reason: "ill" });
    assert.equal(release.expected_responder, 9);
    const take = action_by_id("take");
    // Who takes it is who holds the token: the page names nobody.
    assert.deepEqual(command_body(take, request, {}), { request: 7, expected_owner: "" });
    assert.equal(command_body(take, { ...request, owner: "Wang" }, {}).expected_owner, "Wang");
    // A call that another desk recorded meanwhile is not recorded again.
    const call = action_by_id("contact");
    const rung = { ...request, contacts: { active: true, step: 2, misses: 1 } };
    assert.deepEqual(command_body(call, rung, { outcome: "no_answer" }), {
        request: 7,
        outcome: "no_answer",
        expected_step: 2,
        expected_misses: 1,
    });
    // The feed leaves out what is 0.
    const first = command_body(call, { ...request, contacts: { active: true } }, {});
    assert.deepEqual([first.expected_step, first.expected_misses], [0, 0]);
    // Where nothing was seen nothing is expected.
    assert.deepEqual(command_body(action_by_id("note"), request, { text: "x" }), {
        request: 7,
        text: "x",
    });
});

// The engine's own table, as its test writes it down.
const legality = JSON.parse(
    readFileSync(new URL("../../../core/legality.golden.json", import.meta.url), "utf8"),
);
const all_commands = new Set(Object.values(legality).flat());

test("an action is offered exactly where the engine allows its command", () => {
    for (const action of actions) assert.ok(all_commands.has(action.command), action.command);
    for (const [status, commands] of Object.entries(legality)) {
        const request = {
            id: 1,
            status,
            allowed_actions: commands,
            safety: "unverified",
            possible_duplicate_of: 2,
        };
        const context = { name: "Li", may_send: all_commands };
        assert.deepEqual(
            offered(request, context).map((a) => a.command),
            actions.map((a) => a.command).filter((name) => commands.includes(name)),
            status,
        );
        // The engine knows more than the status: what it leaves out is not offered.
        assert.deepEqual(offered({ ...request, allowed_actions: [] }, context), []);
    }
});

test("an action that the token may not send is not offered", () => {
    const request = { id: 1, status: "queued", allowed_actions: legality.queued };
    const may_send = new Set([...all_commands].filter((name) => name !== "AssignResponder"));
    const ids = offered(request, { name: "Li", may_send }).map((a) => a.id);
    assert.ok(!ids.includes("assign") && ids.includes("cancel"), ids.join());
});

test("what would have no effect is not offered", () => {
    const request = {
        id: 1,
        status: "queued",
        owner: "Li",
        safety: "verified",
        allowed_actions: legality.queued,
    };
    const ids = offered(request, { name: "Li", may_send: all_commands }).map((a) => a.id);
    assert.ok(!ids.includes("take") && !ids.includes("verify"), ids.join());
});

test("the actions come in one order, and what nothing presses for comes last", () => {
    const request = { id: 1, status: "queued", owner: "", allowed_actions: legality.queued };
    const context = { name: "Li", may_send: all_commands };
    const ids = (safety) => offered({ ...request, safety }, context).map((a) => a.id);
    assert.deepEqual(ids("unverified").slice(0, 3), ["take", "assign", "verify"]);
    assert.equal(ids("not_asked").at(-1), "verify");
    assert.deepEqual(ids("not_asked").slice(0, 3), ["take", "assign", "note"]);
    const served = { ...request, status: "served", allowed_actions: legality.served, owner: "Li" };
    assert.equal(offered(served, context)[0].id, "callback");
});

test("slots to choose from: not where somebody is already, and with whoever holds them", () => {
    const request = {
        slots: [
            { role: "nurse", status: "open", responder: 0 },
            { role: "driver", status: "en_route", responder: 9 },
            { role: "porter", status: "on_scene", responder: 8 },
            { role: "cook", status: "served", responder: 7 },
        ],
    };
    const options = (id) =>
        action_by_id(id)
            .fields[0].options(request, { responder_name: (n) => `R${n}` })
            .map((o) => [o.value, o.suffix]);
    assert.deepEqual(options("assign"), [
        [0, ""],
        [1, "R9"],
    ]);
    assert.deepEqual(options("release"), [
        [1, "R9"],
        [2, "R8"],
    ]);
});

test("format: wall clocks are the city's, not the computer's", () => {
    const at = Date.UTC(2024, 11, 31, 16, 30, 5);
    assert.equal(set_time_zone("Asia/Shanghai"), true);
    assert.equal(clock(at), "00:30:05");
    assert.equal(day(at), "2025-01-01");
    assert.equal(year(at), 2025);
    assert.equal(moment(at, at + 3_600_000), "00:30:05");
    assert.equal(moment(at, at - 3_600_000), "01-01 00:30");
    assert.equal(to_local_field(at), "2025-01-01T00:30");
    assert.equal(from_local_field("2025-01-01T00:30"), at - 5_000);
    assert.equal(from_local_field("rubbish"), 0);
    assert.equal(set_time_zone("Nowhere/Atall"), false);
    assert.equal(clock(at), "00:30:05", "an unknown zone changes nothing");
    // Kathmandu is five hours and three quarters away, and Berlin moves its clocks.
    set_time_zone("Asia/Kathmandu");
    assert.equal(clock(at), "22:15:05");
    set_time_zone("Europe/Berlin");
    assert.equal(clock(Date.UTC(2025, 2, 30, 0, 59)), "01:59:00");
    assert.equal(clock(Date.UTC(2025, 2, 30, 1, 0)), "03:00:00");
    for (const text of ["2025-03-30T01:59", "2025-03-30T03:00", "2025-10-26T03:00"]) {
        assert.equal(to_local_field(from_local_field(text)), text);
    }
    set_time_zone("Asia/Shanghai");
});
