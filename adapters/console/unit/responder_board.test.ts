import assert from "node:assert/strict";
import { test } from "node:test";
import { board_of, no_filter, same_board } from "@/areas/responders/board_list.ts";
import type { BoardFilter } from "@/areas/responders/board_list.ts";
import { newest_place } from "@/areas/responders/place.ts";
import { Units } from "@/areas/responders/units.ts";
import { EntityStore } from "@/shell/store/entity_store.ts";
import type { Point, Responder, ResponderKind, ResponderStatus } from "muster/schema";

interface Facts {
    status?: ResponderStatus;
    kind?: ResponderKind;
    skills?: string[];
    name?: string;
    at?: Point;
}

function responder(id: number, { status = "available", kind = "staff", skills = [], name, at }: Facts = {}): Responder {
    return {
        id,
        profile: { kind, travel: "normal", skills, name: name ?? `R${id}`, post: at },
        status,
        shift_until: 0,
        position_at: 0,
        idle_since: 0,
        clear_until: 0,
        request: 0,
        slot: 0,
        offers_asked: 0,
        offers_accepted: 0,
        services_done: 0,
        last_service_at: 0,
        allowed_actions: [],
    };
}

const point_of = ({ profile }: Responder): Point | undefined => profile.post;
const board = (all: Responder[], filter: Partial<BoardFilter> = {}, near: Point | null = null) =>
    board_of(all, { ...no_filter, ...filter }, near, point_of);

test("who may be sent comes first, who is off duty last", () => {
    const all = [responder(1, { status: "off_duty" }), responder(2, { status: "on_scene" }), responder(3)];
    assert.deepEqual(board(all).ids, [3, 2, 1]);
});

test("near a request the nearest free one comes first, and one without a place after those with one", () => {
    const all = [
        responder(1, { at: { lat: 32.5, lon: 119 } }),
        responder(2, { at: { lat: 32.1, lon: 119 } }),
        responder(3),
        responder(4, { status: "en_route", at: { lat: 32, lon: 119 } }),
        responder(5, { status: "off_duty", at: { lat: 32, lon: 119 } }),
    ];
    assert.deepEqual(board(all, {}, { lat: 32, lon: 119 }).ids, [2, 1, 3, 4, 5]);
});

test("filters narrow the list; counts of states are of what the other filters let through", () => {
    const all = [
        responder(1, { kind: "volunteer", skills: ["cook"], name: "Wang Min" }),
        responder(2, { status: "on_scene", skills: ["cook", "lift"] }),
        responder(3, { skills: ["lift"] }),
    ];
    assert.deepEqual(board(all, { skill: "cook" }).ids, [1, 2]);
    assert.deepEqual(board(all, { kind: "volunteer" }).ids, [1]);
    assert.deepEqual(board(all, { text: "min COOK" }).ids, [1]);
    assert.deepEqual(board(all, { text: "#3" }).ids, [3]);
    const on_scene = board(all, { duty: "on_scene" });
    assert.deepEqual(on_scene.ids, [2]);
    assert.deepEqual(on_scene.duty_counts, { available: 2, on_scene: 1 });
    assert.deepEqual(on_scene.skills, ["cook", "lift"]);
});

test("an equal board is known as such, another is not", () => {
    const all = [responder(1), responder(2, { status: "clearing" })];
    assert.ok(same_board(board(all), board(all)));
    assert.ok(!same_board(board(all), board([responder(1), responder(2)])));
});

test("the newest of entity and stream says where he is, else his post", () => {
    const post = { lat: 1, lon: 1 };
    const known = { lat: 2, lon: 2 };
    const told = { lat: 3, lon: 3 };
    const r = { ...responder(1, { at: post }), position: known, position_at: 50 };
    assert.deepEqual(newest_place(r, { id: 1, point: told, at: 60 }), { point: told, at: 60 });
    assert.deepEqual(newest_place(r, { id: 1, point: told, at: 40 }), { point: known, at: 50 });
    assert.deepEqual(newest_place(responder(1, { at: post }), undefined), { point: post, at: 0 });
    assert.equal(newest_place(responder(1), undefined), null);
});

test("on the map are those on duty, and only what changes in view is drawn again", () => {
    const store = new EntityStore(["responders", "positions"], {}, () => {});
    const here = { lat: 0, lon: 0 };
    const far = { lat: 10, lon: 10 };
    store.put("responders", responder(1, { at: here }));
    store.put("responders", responder(2, { status: "off_duty", at: here }));
    store.put("responders", responder(3, { at: far }));
    const units = new Units(store);
    const view: [number, number, number, number] = [-1000, -1000, 1000, 1000];
    assert.ok(units.update(view));
    assert.deepEqual([...units.all()].map((unit) => unit.responder.id), [1, 3]);
    assert.ok(!units.update(view), "nothing has changed");
    store.put("positions", { id: 3, point: { lat: 11, lon: 10 }, at: 5 } as never);
    assert.ok(!units.update(view), "he moved out of sight");
    store.put("positions", { id: 1, point: { lat: 0.001, lon: 0 }, at: 5 } as never);
    assert.ok(units.update(view), "he moved in sight");
    store.put("responders", responder(1, { status: "off_duty", at: here }));
    assert.ok(units.update(view), "he went off duty");
    assert.equal(units.get(1), undefined);
    units.update(view, 2);
    assert.ok(units.get(2), "one who is picked is shown off duty too");
});
