import assert from "node:assert/strict";
import { test } from "node:test";
import { EntityStore } from "@/shell/store/entity_store.ts";
import type { Console } from "@/shell/console.ts";
import type { News } from "@/shell/store/entity_store.ts";
import type { Request } from "muster/schema";
import { a_request } from "./a_request.ts";

Object.assign(globalThis, {
    sessionStorage: { getItem: () => "off", setItem: () => {} },
    document: { addEventListener: () => {} },
    window: { setInterval: () => 1, clearInterval: () => {} },
});

async function bench() {
    const { AlarmQueue } = await import("@/areas/requests/alarm_queue.ts");
    const store = new EntityStore(["requests"], {}, (flush) => flush());
    let tell = (_: News[]) => {};
    const alarms = new AlarmQueue({
        store,
        identity: { state: "yes", subscribe: () => {} },
        on_news: (listener: (news: News[]) => void) => (tell = listener),
    } as unknown as Console);
    const changed = (...requests: Request[]) =>
        tell(
            store.delta({
                seq: 1,
                prev: 0,
                changes: requests.map((entity) => ({ topic: "requests", id: entity.id, entity })),
            }),
        );
    const begin = (...requests: Request[]) => tell(store.snapshot(new Map([["requests", requests]])));
    return { alarms, changed, begin, ids: () => alarms.list().map(({ id }) => id) };
}

test("whom nobody goes to and nobody has taken is raised when the page begins", async () => {
    const { begin, ids } = await bench();
    begin(
        a_request({ id: 1, urgency: "P0" }),
        a_request({ id: 2, urgency: "P0", owner: "Li" }),
        a_request({ id: 3, urgency: "P1", status: "en_route" }),
        a_request({ id: 4, urgency: "P2" }),
    );
    assert.deepEqual(ids(), [1]);
});

test("what this page has opened already is not raised when it begins", async () => {
    const { alarms, begin, ids } = await bench();
    alarms.opened(1);
    begin(a_request({ id: 1, urgency: "P0" }));
    assert.deepEqual(ids(), []);
});

test("an emergency that ended and is opened again is raised again", async () => {
    const { alarms, begin, changed, ids } = await bench();
    begin();
    changed(a_request({ id: 1, urgency: "P0" }));
    alarms.opened(1);
    changed(a_request({ id: 1, urgency: "P0", status: "closed" }));
    assert.deepEqual(ids(), []);
    changed(a_request({ id: 1, urgency: "P0" }));
    assert.deepEqual(ids(), [1]);
});

test("what becomes a P0 is raised, whosever it is and also where it was opened, until it is opened again", async () => {
    const { alarms, begin, changed, ids } = await bench();
    begin(a_request({ id: 1, urgency: "P1", owner: "Li" }), a_request({ id: 2, urgency: "P2" }));
    alarms.opened(2);
    changed(a_request({ id: 1, urgency: "P0", owner: "Li" }), a_request({ id: 2, urgency: "P0" }));
    assert.deepEqual(ids(), [1, 2]);
    assert.ok(alarms.is_raised(1));
    changed(a_request({ id: 1, urgency: "P0", owner: "Li", note: "more" }));
    assert.deepEqual(ids(), [1, 2]);
    alarms.opened(1);
    assert.deepEqual(ids(), [2]);
    // Somebody takes it; a class taken back is no alarm either.
    changed(a_request({ id: 2, urgency: "P0", owner: "Wang" }));
    assert.deepEqual(ids(), []);
});

test("a P1 that waits in the strip and becomes a P0 is announced anew", async () => {
    const { alarms, begin, changed } = await bench();
    begin();
    changed(a_request({ id: 1, urgency: "P1" }));
    const { version } = alarms;
    changed(a_request({ id: 1, urgency: "P0" }));
    assert.equal(alarms.latest?.urgency, "P0");
    assert.ok(alarms.version > version);
});

test("who makes a P0 himself is not alarmed; where it was refused, the next one is told", async () => {
    const { alarms, begin, changed, ids } = await bench();
    begin(a_request({ id: 1, owner: "me" }), a_request({ id: 2, owner: "me" }));
    alarms.raised_here(1);
    changed(a_request({ id: 1, urgency: "P0", owner: "me" }));
    alarms.raised_here(2);
    alarms.not_raised_here(2);
    changed(a_request({ id: 2, urgency: "P0", owner: "me" }));
    assert.deepEqual(ids(), [2]);
});
