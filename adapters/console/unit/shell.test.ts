// What all pages share, where it is pure: the store, clocks and times, telephone numbers, refusals.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "@/shell/net/problem.ts";
import { readable } from "@/shell/parts/phone.tsx";
import { EntityStore } from "@/shell/store/entity_store.ts";
import { Remembered } from "@/shell/store/remembered.ts";
import { CityClock } from "@/shell/time/city_clock.ts";
import * as times from "@/shell/time/times.ts";
import { problem_text, problem_words } from "@/shell/words/problem_words.ts";
import { chosen } from "@/shell/words/words.ts";

function manual_store() {
    const frames = [];
    const store = new EntityStore(["requests", "responders", "alerts"], { alerts: 500 }, (fn) =>
        frames.push(fn),
    );
    return { store, frame: () => frames.splice(0).forEach((fn) => fn()) };
}
const came = (topic, entity) => ({ changes: [{ topic, id: entity.id, entity }] });

test("store: many changes, one call per frame", () => {
    const { store, frame } = manual_store();
    frame();
    const calls = [];
    store.subscribe((dirty) => calls.push([...dirty].sort()));
    store.delta(came("requests", { id: 1 }));
    store.delta(came("responders", { id: 2 }));
    store.delta(came("unknown", { id: 2 }));
    frame();
    assert.deepEqual(calls, [["requests", "responders"]]);
    store.delta({ changes: [{ topic: "requests", id: 1, removed: true }] });
    assert.equal(store.all("requests").size, 0);
});

test("store: a snapshot replaces everything, and only the first one is no news", () => {
    const { store } = manual_store();
    assert.deepEqual(store.snapshot(new Map([["requests", [{ id: 1 }]]])), []);
    const news = store.snapshot(new Map([["requests", [{ id: 2, urgency: "P2" }]]]));
    assert.deepEqual([...store.all("requests").keys()], [2]);
    assert.equal(news[0].before, undefined);
    assert.equal(store.delta(came("requests", { id: 2, urgency: "P0" }))[0].before.urgency, "P2");
});

test("store: a topic that comes before the rest is no news, and not all that there is", () => {
    const store = new EntityStore(["requests", "responders"], {}, (flush) => flush());
    const dirty = [];
    store.subscribe((topics) => dirty.push(...topics));
    store.begin("requests", [{ id: 1 }]);
    store.begin("nobody asked for it", [{ id: 1 }]);
    assert.deepEqual(dirty, ["requests"]);
    assert.deepEqual([...store.all("requests").keys()], [1]);
    assert.equal(store.ready, false);
    // The link was cut before the rest came: the next snapshot begins anew.
    store.begin("requests", [{ id: 2 }]);
    assert.deepEqual([...store.all("requests").keys()], [2]);
    assert.deepEqual(store.snapshot(new Map([["requests", [{ id: 2 }, { id: 3 }]]])), []);
    assert.equal(store.ready, true);
    // What is shown as whole is only replaced by what is.
    store.begin("requests", [{ id: 9 }]);
    assert.deepEqual([...store.all("requests").keys()], [2, 3]);
});

test("store: what only grows is bounded", () => {
    const { store } = manual_store();
    for (let id = 0; id < 700; ++id) store.delta(came("alerts", { id }));
    assert.equal(store.all("alerts").size, 500);
    assert.equal(store.all("alerts").has(699), true);
});

test("city clock: follows the messages, and finds a faster city", () => {
    let local = 0;
    const city = new CityClock(() => local);
    for (let s = 0; s <= 10; ++s) {
        local = 500 + s * 1000;
        city.observe(1_000_000 + s * 1000);
    }
    assert.equal(city.now(), 1_010_000);
    const fast = new CityClock(() => local);
    for (let s = 0; s <= 10; ++s) {
        local = s * 1000;
        fast.observe(1_000_000 + s * 10_000);
    }
    assert.equal(Math.round(fast.speed), 10);
    local = 11_000;
    assert.equal(Math.round(fast.now()), 1_110_000);
});

test("telephone numbers are shown as people read them", () => {
    assert.equal(readable("+8613812345678"), "138 1234 5678");
    assert.equal(readable("+8651487654321"), "0514 8765 4321");
    assert.equal(readable("+861085550199"), "010 8555 0199");
    assert.equal(readable("+865235550199"), "0523 555 0199");
    assert.equal(readable("+8651485550104;ext=8203"), "0514 8555 0104 ×8203");
    for (const kept of ["+442079460000", "120", "**42"]) assert.equal(readable(kept), kept);
    assert.equal(readable(undefined), "");
});

test("lengths", () => {
    assert.equal(times.duration(247_000), "4:07");
    assert.equal(times.duration(-61_000), "1:01");
    assert.equal(times.duration(3_753_000), "1:02:33");
    assert.equal(times.duration(97_200_000), "1d 03h");
    assert.equal(times.metres(874), "870 m");
    assert.equal(times.metres(1_240), "1.2 km");
});

test("wall clocks are the city's, not the computer's", () => {
    const at = Date.UTC(2024, 11, 31, 16, 30, 5);
    assert.equal(times.set_time_zone("Asia/Shanghai"), true);
    assert.equal(times.clock(at), "00:30:05");
    assert.equal(times.day(at), "2025-01-01");
    assert.equal(times.year(at), 2025);
    assert.equal(times.moment(at, at + 3_600_000), "00:30:05");
    assert.equal(times.moment(at, at - 3_600_000), "01-01 00:30");
    assert.equal(times.to_wall(at), "2025-01-01T00:30");
    assert.equal(times.from_wall("2025-01-01T00:30"), at - 5_000);
    assert.equal(times.from_wall("rubbish"), 0);
    assert.equal(times.set_time_zone("Nowhere/Atall"), false);
    assert.equal(times.clock(at), "00:30:05", "an unknown zone changes nothing");
    // Kathmandu is five hours and three quarters away, and Berlin moves its clocks.
    times.set_time_zone("Asia/Kathmandu");
    assert.equal(times.clock(at), "22:15:05");
    times.set_time_zone("Europe/Berlin");
    assert.equal(times.clock(Date.UTC(2025, 2, 30, 0, 59)), "01:59:00");
    assert.equal(times.clock(Date.UTC(2025, 2, 30, 1, 0)), "03:00:00");
    for (const text of ["2025-03-30T01:59", "2025-03-30T03:00", "2025-10-26T03:00"]) {
        assert.equal(times.to_wall(times.from_wall(text)), text);
    }
    times.set_time_zone("Asia/Shanghai");
});

test("soon: minutes from now, or a clock time, today or tomorrow", () => {
    times.set_time_zone("Asia/Shanghai");
    const now = times.from_wall("2025-01-01T14:00");
    assert.equal(times.soon("30", now), now + 30 * times.minute_ms);
    assert.equal(times.soon("14:30", now), now + 30 * times.minute_ms);
    assert.equal(times.soon("8:05", now), times.from_wall("2025-01-02T08:05"));
    for (const none of ["", "25:00", "12:60", "soon"]) assert.equal(times.soon(none, now), 0);
});

test("whoever was too late reads who has it, and since when, in both languages", () => {
    const since = Date.UTC(2024, 11, 31, 16, 30, 5);
    const text = (holder) => problem_text(new Problem({ status: 409, reason: "holder_changed", holder }));
    for (const language of ["en", "zh"]) {
        chosen.language = language;
        assert.match(text({ owner: "Wang Min", since }), /Wang Min.*00:30:05/, language);
        assert.match(text({ responder: 205, name: "He", since }), /He.*00:30:05/);
        assert.match(text({ responder: 205 }), /#205/);
        assert.match(text({ owner: "" }), language === "en" ? /Nobody/ : /无人/);
    }
    chosen.language = "en";
});

test("a refusal in words, with the field's name", () => {
    chosen.language = "en";
    const refused = new Problem({ status: 422, reason: "", field: "/profile/phone", title: "Not a number" });
    assert.deepEqual(problem_words(refused), { title: "Not a number", detail: "", field: "phone" });
    assert.match(problem_words(new Problem({ status: 0 })).title, /No answer/);
    assert.equal(problem_words(new Problem({ status: 500 })).title, "The server answered 500.");
});

test("store: what was read is not newer than what the feed told, and nobody's when none sits there", () => {
    const { store } = manual_store();
    store.learn("requests", { id: 1 });
    assert.equal(store.all("requests").size, 0);
    store.snapshot(new Map());
    store.delta(came("requests", { id: 1, urgency: "P0" }));
    store.learn("requests", { id: 1, urgency: "P2" });
    store.learn("requests", { id: 2, urgency: "P2" });
    assert.deepEqual(
        [...store.all("requests").values()].map(({ id, urgency }) => [id, urgency]),
        [[1, "P0"], [2, "P2"]],
    );
});

test("remembered: what one asked for is not told to the next", async () => {
    let answer = (_: { id: number }) => {};
    const members = new Remembered<{ id: number }>(() => new Promise((done) => (answer = done)));
    members.get(7);
    members.clear();
    answer({ id: 7 });
    await new Promise((done) => setTimeout(done));
    assert.equal(members.peek(7), null);
});
