// The replay: a board and what changed from it on, played forwards, back, and elsewhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Player } from "@/areas/replay/player.ts";
import { story_until } from "@/areas/replay/past_api.ts";
import { around, ticks_of } from "@/areas/replay/stretch.ts";
import { rows_of, rules_in } from "@/areas/replay/what_if.ts";
import { EntityStore } from "@/shell/store/entity_store.ts";

const topics = ["requests", "positions"];
const minute = 60_000;
const start = 1_000 * minute;

// A log in which request 1 gets a new `step` each minute, and somebody moves half a minute later.
function log_of(minutes) {
    const deltas = [];
    for (let i = 1; i <= minutes; i++) {
        const change = (topic, id, at) => ({ seq: deltas.length + 1, prev: deltas.length, at, changes: [{ topic, id, entity: { id, step: i } }] });
        deltas.push(change("requests", 1, start + i * minute));
        deltas.push(change("positions", 9, start + i * minute + minute / 2));
    }
    return deltas;
}

function past_of(deltas, page = 7) {
    const asked = { boards: 0, changes: 0 };
    const last_at = deltas.at(-1).at;
    const past = {
        asked,
        board: async (at) => {
            asked.boards++;
            const until = deltas.filter((delta) => delta.at <= at);
            const snapshot = topics.map((topic) => {
                const of_topic = until.flatMap(({ changes }) => changes.filter((c) => c.topic === topic));
                const entity = of_topic.at(-1)?.entity;
                return { topic, entities: entity ? [entity] : [] };
            });
            return { seq: until.length, at, first_at: start, last_at, snapshot };
        },
        changes: async (after, until) => {
            asked.changes++;
            const wanted = deltas.filter(({ seq, at }) => seq > after && at <= until);
            const told = wanted.slice(0, page);
            const whole = told.length === wanted.length;
            return {
                seq: told.at(-1)?.seq ?? after,
                at: whole ? until : told.at(-1).at,
                last_at,
                whole,
                deltas: told,
            };
        },
        alarms: async () => [],
    };
    return past;
}

function player_of(minutes = 60, page = 7) {
    const deltas = log_of(minutes);
    const past = past_of(deltas, page);
    const store = new EntityStore(topics, {}, (flush) => flush());
    return { past, store, player: new Player(past, store, topics), last_at: deltas.at(-1).at };
}
const step_of = (store) => store.get("requests", 1)?.step;
const settled = () => new Promise((done) => setTimeout(done, 5));

test("shows the board at a time, within what the log holds", async () => {
    const { player, store, last_at } = player_of();
    await player.seek(start + 10 * minute);
    assert.equal(step_of(store), 10);
    assert.equal(player.last_at, last_at);
    await player.seek(last_at + minute);
    assert.equal(player.at, last_at);
    assert.equal(step_of(store), 60);
    assert.ok(player.at_end);
    player.play();
    assert.equal(player.playing, false, "there is nothing more to play");
});

test("plays at its speed, and asks ahead of what is shown", async () => {
    const { player, store, past } = player_of();
    await player.seek(start);
    player.set_speed(60);
    player.play();
    await settled();
    player.tick(1_000);
    assert.equal(player.at, start + minute);
    assert.equal(step_of(store), 1);
    for (let i = 0; i < 30; i++) {
        player.tick(1_000);
        await settled();
    }
    assert.equal(player.at, start + 31 * minute);
    assert.equal(step_of(store), 31);
    assert.equal(past.asked.boards, 1);
    for (let i = 0; i < 40; i++) {
        player.tick(1_000);
        await settled();
    }
    assert.equal(step_of(store), 60);
    assert.equal(player.playing, false, "it stops at the end of the log");
});

test("does not run ahead of what was told", async () => {
    const { player, store } = player_of();
    await player.seek(start);
    player.set_speed(60);
    player.play();
    player.tick(5_000);
    assert.equal(player.at, start, "the answer has not come yet");
    assert.equal(step_of(store), undefined);
});

test("steps from event to event, not from place to place", async () => {
    const { player, store } = player_of(60, 3);
    await player.seek(start + 5 * minute);
    await player.step();
    assert.equal(player.at, start + 6 * minute);
    await player.step();
    assert.equal(step_of(store), 7);
    await player.step_back();
    assert.equal(player.at, start + 6 * minute);
    assert.equal(step_of(store), 6);
    assert.equal(store.get("positions", 9)?.step, 5);
    await player.step();
    assert.equal(step_of(store), 7);
});

test("a held key does not keep the next event away", async () => {
    const { past, player, store } = player_of(60, 3);
    await player.seek(start + 5 * minute);
    const first = player.step();
    await Promise.all([first, player.step(), player.step()]);
    assert.equal(step_of(store), 6);
    assert.equal(past.asked.changes, 1);
    await player.step();
    assert.equal(step_of(store), 7);
});

test("steps back beyond where it began", async () => {
    const { player, store, past } = player_of();
    await player.seek(start + 30 * minute + 1);
    assert.equal(step_of(store), 30);
    await player.step_back();
    assert.equal(step_of(store), 29);
    assert.equal(player.at, start + 29 * minute);
    assert.equal(past.asked.boards, 2);
    await player.step_back();
    assert.equal(step_of(store), 28);
    assert.equal(past.asked.boards, 2, "what is known is not asked for again");
});

test("steps back to the beginning and no further", async () => {
    const { player, store } = player_of();
    await player.seek(start + 2 * minute);
    for (let i = 0; i < 4; i++) await player.step_back();
    assert.equal(step_of(store), undefined);
    assert.equal(player.at, start);
});

test("goes back and forth within what it knows without asking", async () => {
    const { player, store, past } = player_of(60, 100);
    await player.seek(start);
    player.set_speed(60);
    player.play();
    await settled();
    player.tick(10_000);
    player.pause();
    assert.equal(step_of(store), 10);
    await player.seek(start + 4 * minute);
    assert.equal(step_of(store), 4);
    await player.seek(start + 9 * minute);
    assert.equal(step_of(store), 9);
    assert.equal(past.asked.boards, 1);
});

test("says why the past cannot be had, and goes on when it can", async () => {
    const { player, past, store } = player_of();
    const { board } = past;
    past.board = async () => {
        throw new Error("busy");
    };
    await player.seek(start);
    assert.match(player.problem.message, /busy/);
    assert.equal(player.loading, false);
    past.board = board;
    await player.seek(start + minute);
    assert.equal(player.problem, null);
    assert.equal(step_of(store), 1);
});

test("only the last question counts", async () => {
    const { player, store } = player_of();
    await Promise.all([player.seek(start + 5 * minute), player.seek(start + 8 * minute)]);
    assert.equal(player.at, start + 8 * minute);
    assert.equal(step_of(store), 8);
});

test("a story ends at the time that is shown", () => {
    const record = (seq, at) => ({ seq, at, source: "", events: [], en: [], zh: [], tones: [] });
    const story = {
        timeline: [record(1, 10), record(2, 20), record(3, 30)],
        decisions: [{ seq: 2 }, { seq: 3 }],
    };
    const then = story_until(story as never, 20);
    assert.deepEqual(then.timeline?.map(({ seq }) => seq), [1, 2]);
    assert.deepEqual(then.decisions?.map(({ seq }) => seq), [2]);
});

test("the slider keeps its stretch while the time is in it", () => {
    assert.equal(around(50, 100, 10), 10);
    assert.equal(around(500, 100, 10), 425);
    const alarm = (at) => ({ seq: at, at, kind: "RequestReceived", request: at });
    assert.deepEqual(ticks_of([alarm(0), alarm(0), alarm(240)], 0, 240), [
        { place: 0.5 / 240, count: 2 },
        { place: 239.5 / 240, count: 1 },
    ]);
    assert.deepEqual(ticks_of([], 0, 240), []);
});

test("rules are named by their path, items of lists by what names them", () => {
    const rules = { dispatch: { detour_permille: 1300, skills: ["care"] }, classes: [{ urgency: "P1", may_preempt: true }] };
    assert.deepEqual(rules_in(rules), [
        { path: "dispatch.detour_permille", value: "1300" },
        { path: "dispatch.skills.0", value: "care" },
        { path: "classes.P1.urgency", value: "P1" },
        { path: "classes.P1.may_preempt", value: "true" },
    ]);
});

test("what would have been is compared class by class, where there was anybody", () => {
    const outcomes = (late) => ({
        classes: [
            { urgency: "P0", requests: 0, reached: 0, late: 0 },
            { urgency: "P1", requests: 8, reached: 8, late, response_p50_ms: 60_000, response_p90_ms: 90_000 },
        ],
        offers: 3,
        offers_accepted: 1,
        assignments: 8,
        diversions: 0,
        utilisation_permille: 120,
    });
    const rows = rows_of({ logged: outcomes(2), again: outcomes(2), changed: outcomes(1) } as never);
    assert.ok(rows.every(({ name }) => name !== "P0"));
    const late = rows.find(({ figure }) => figure === "late_permille");
    assert.deepEqual([late?.name, late?.logged, late?.changed], ["P1", 250, 125]);
});
