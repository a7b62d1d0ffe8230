import assert from "node:assert/strict";
import { test } from "node:test";
import { forget_over } from "@/areas/requests/forget_over.ts";
import { EntityStore } from "@/shell/store/entity_store.ts";
import type { Entity } from "@/shell/net/feed_client.ts";
import { a_request, noon } from "./a_request.ts";

const hour_ms = 3_600_000;
const ended = (id: number, ago_ms: number) => a_request({ id, status: "closed", ended_at: noon - ago_ms });

test("what ended more than an hour ago goes with its offers, but not what is looked at", () => {
    const store = new EntityStore(["requests", "offers", "calls"], {}, (flush) => flush());
    const dirty: string[] = [];
    store.snapshot(
        new Map<string, Entity[]>([
            ["requests", [ended(1, 2 * hour_ms), ended(2, 2 * hour_ms), ended(3, hour_ms / 2), a_request({ id: 4 })]],
            ["offers", [1, 2, 3, 4].map((request) => ({ id: 10 + request, request }) as Entity)],
            [
                "calls",
                [
                    { id: 21, ended_at: noon - 2 * hour_ms } as Entity,
                    { id: 22, ended_at: 0 } as Entity,
                ],
            ],
        ]),
    );
    store.subscribe((topics) => dirty.push(...topics));
    forget_over(store, noon, [2, 0]);
    assert.deepEqual([...store.all("requests").keys()], [2, 3, 4]);
    assert.deepEqual([...store.all("offers").keys()], [12, 13, 14]);
    assert.deepEqual([...store.all("calls").keys()], [22]);
    assert.deepEqual([...new Set(dirty)].sort(), ["calls", "offers", "requests"]);
    dirty.length = 0;
    forget_over(store, noon, [2, 0]);
    assert.deepEqual(dirty, [], "nothing is drawn anew for nothing");
    forget_over(store, noon, []);
    assert.deepEqual([...store.all("requests").keys()], [3, 4]);
});
