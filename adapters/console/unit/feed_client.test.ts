import assert from "node:assert/strict";
import { test } from "node:test";
import { backoff_ms, FeedClient } from "@/shell/net/feed_client.ts";

class FakeSocket {
    sent = [];
    closed = false;
    send(text) {
        this.sent.push(JSON.parse(text));
    }
    close() {
        this.closed = true;
    }
    say(message) {
        this.onmessage({ data: JSON.stringify(message) });
    }
    drop(code = 1006) {
        this.onclose({ code });
    }
}

// A clock that a test moves; timers fire in order.
class FakeClock {
    time = 1_000;
    #next = 1;
    #timers = new Map();
    now = () => this.time;
    set = (fn, ms) => {
        this.#timers.set(this.#next, { at: this.time + ms, fn });
        return this.#next++;
    };
    clear = (id) => this.#timers.delete(id);
    async pass(ms) {
        const until = this.time + ms;
        for (;;) {
            const due = [...this.#timers]
                .filter(([, t]) => t.at <= until)
                .sort((a, b) => a[1].at - b[1].at)[0];
            if (!due) break;
            this.#timers.delete(due[0]);
            this.time = due[1].at;
            due[1].fn();
            await settle();
        }
        this.time = until;
    }
}

const settle = () => new Promise((done) => setImmediate(done));

async function bench(overrides = {}) {
    const b = {
        sockets: [],
        snapshots: [],
        topics: [],
        deltas: [],
        phases: [],
        tickets: 0,
        clock: new FakeClock(),
    };
    b.client = new FeedClient({
        topics: ["requests"],
        get_ticket: async () => ({ ticket: `t${++b.tickets}` }),
        open_socket: () => {
            b.sockets.push(new FakeSocket());
            return b.sockets.at(-1);
        },
        sink: {
            snapshot: (s) => b.snapshots.push(s),
            topic: (topic, entities) => b.topics.push([topic, entities.map(({ id }) => id)]),
            delta: (d, late) => b.deltas.push({ seq: d.seq, late }),
        },
        on_state: (s) => b.phases.push(s.phase),
        clock: b.clock,
        random: () => 0,
        ...overrides,
    });
    b.client.start();
    await settle();
    b.socket = () => b.sockets.at(-1);
    b.hello = (epoch = "e1") =>
        b.socket().say({ type: "hello", epoch, heartbeat_ms: 1000, max_queue: 10 });
    b.snapshot = (seq) => {
        b.socket().say({ type: "reset", reason: "start" });
        b.socket().say({ type: "snapshot_begin", seq });
        b.socket().say({ type: "snapshot_chunk", topic: "requests", entities: [{ id: 1 }] });
        b.socket().say({ type: "snapshot_chunk", topic: "requests", entities: [{ id: 2 }] });
        b.socket().say({ type: "snapshot_end", seq });
    };
    b.delta = (seq, prev) =>
        b
            .socket()
            .say({
                type: "delta",
                seq,
                prev,
                at: seq,
                changes: [{ topic: "requests", id: seq, entity: { id: seq } }],
            });
    return b;
}

async function live(seq = 10) {
    const b = await bench();
    b.hello();
    b.snapshot(seq);
    return b;
}

test("says auth and subscribe after hello, then takes the snapshot whole", async () => {
    const b = await live();
    assert.deepEqual(b.socket().sent, [
        { type: "auth", ticket: "t1" },
        { type: "subscribe", topics: ["requests"] },
    ]);
    assert.equal(b.snapshots.length, 1);
    assert.deepEqual(b.snapshots[0].get("requests"), [{ id: 1 }, { id: 2 }]);
    assert.equal(b.client.state.phase, "live");
    assert.equal(b.client.last_seq, 10);
});

test("takes deltas with prev <= last, and leaves out what it has seen", async () => {
    const b = await live();
    b.delta(13, 10);
    b.delta(14, 12); // prev below the last seen: nothing is missing
    b.delta(14, 13);
    assert.deepEqual(
        b.deltas.map((d) => d.seq),
        [13, 14],
    );
});

test("a gap is not applied: it resumes from the last seq seen", async () => {
    const b = await live();
    b.delta(13, 12);
    assert.deepEqual(b.deltas, []);
    assert.equal(b.client.gaps, 1);
    await b.clock.pass(0);
    assert.equal(b.sockets.length, 2);
    b.hello();
    assert.deepEqual(b.socket().sent[1], {
        type: "subscribe",
        topics: ["requests"],
        epoch: "e1",
        after: 10,
    });
});

test("resumes after a drop, counts what it missed, and says so", async () => {
    const b = await live();
    b.socket().drop();
    assert.equal(b.client.state.phase, "waiting");
    await b.clock.pass(1_000);
    b.hello();
    b.delta(11, 10);
    b.delta(12, 11);
    b.socket().say({ type: "bookmark", seq: 12 });
    assert.equal(b.client.state.phase, "live");
    assert.equal(b.client.state.caught_up, 2);
    assert.deepEqual(b.deltas, [
        { seq: 11, late: true },
        { seq: 12, late: true },
    ]);
    b.delta(13, 12);
    assert.deepEqual(b.deltas.at(-1), { seq: 13, late: false });
});

test("another epoch means a whole snapshot", async () => {
    const b = await live();
    b.socket().drop();
    await b.clock.pass(1_000);
    b.hello("e2");
    assert.deepEqual(b.socket().sent[1], { type: "subscribe", topics: ["requests"] });
    b.snapshot(3);
    assert.equal(b.client.last_seq, 3);
    assert.equal(b.client.state.caught_up, null);
});

test("a snapshot that breaks off is forgotten", async () => {
    const b = await bench();
    b.hello();
    b.socket().say({ type: "reset", reason: "start" });
    b.socket().say({ type: "snapshot_begin", seq: 5 });
    b.socket().say({ type: "snapshot_chunk", topic: "requests", entities: [{ id: 9 }] });
    b.socket().drop();
    await b.clock.pass(1_000);
    b.hello();
    b.snapshot(6);
    assert.deepEqual(b.snapshots[0].get("requests"), [{ id: 1 }, { id: 2 }]);
});

test("two heartbeats that stay away drop the connection; it was lost with the last byte", async () => {
    const b = await live();
    await b.clock.pass(700);
    b.socket().say({ type: "bookmark", seq: 11 });
    const last_byte = b.clock.time;
    await b.clock.pass(1_900);
    assert.equal(b.client.state.phase, "live");
    assert.equal(b.client.silent_ms(), 1_900);
    await b.clock.pass(100);
    assert.equal(b.client.state.phase, "waiting");
    assert.equal(b.client.state.reason, "silent");
    assert.equal(b.client.state.lost_since, last_byte);
    assert.equal(b.sockets[0].closed, true);
});

test("what came while the page was busy counts before the silence does", async () => {
    const b = await live();
    await b.clock.pass(1_800); // the timer has fired; the message was behind it in the queue
    b.delta(11, 10);
    await b.clock.pass(1_900);
    assert.equal(b.client.state.phase, "live");
    assert.equal(b.sockets.length, 1);
});

test("a server that comes back is found by a probe, not by the next long delay", async () => {
    let up = true;
    const b = await bench({
        get_ticket: () => (up ? Promise.resolve({ ticket: "t" }) : new Promise(() => {})),
        probe: () => (up ? Promise.resolve() : Promise.reject(new Error("no answer"))),
    });
    b.hello();
    b.snapshot(10);
    up = false;
    await b.clock.pass(60_000);
    assert.notEqual(b.client.state.phase, "live");
    const sockets = b.sockets.length;
    up = true;
    await b.clock.pass(2_000);
    assert.ok(b.sockets.length > sockets, b.client.state.phase);
    b.hello();
    b.socket().say({ type: "bookmark", seq: 12 });
    assert.equal(b.client.state.phase, "live");
    // Once live nobody asks any more.
    const after = b.sockets.length;
    for (let n = 0; n < 5; ++n) {
        await b.clock.pass(1_000);
        b.socket().say({ type: "bookmark", seq: 12 });
    }
    assert.equal(b.sockets.length, after);
});

test("an attempt that only is slow is left alone by the probes", async () => {
    let slow_ms = 0;
    const clock = new FakeClock();
    const later = (value) => new Promise((done) => clock.set(() => done(value), slow_ms));
    const b = await bench({
        clock,
        get_ticket: () => later({ ticket: "t" }),
        probe: () => later(),
    });
    b.clock = clock;
    await clock.pass(1);
    b.hello();
    b.snapshot(10);
    slow_ms = 1_500;
    b.socket().drop(1006);
    await clock.pass(1_900);
    assert.equal(b.sockets.length, 2, "the first attempt got its ticket");
});

test("bookmarks keep it alive and move the position", async () => {
    const b = await live();
    for (let n = 0; n < 5; ++n) {
        await b.clock.pass(1_000);
        b.socket().say({ type: "bookmark", seq: 20 + n });
    }
    assert.equal(b.client.state.phase, "live");
    assert.equal(b.client.last_seq, 24);
});

test("close codes: sign in again, forbidden, replaced stop; others are resumed", async () => {
    for (const [code, reason] of [
        [4401, "unauthorised"],
        [4403, "unauthorised"],
        [4003, "forbidden"],
        [4409, "replaced"],
    ]) {
        const b = await live();
        b.socket().drop(code);
        assert.equal(b.client.state.phase, "stopped");
        assert.equal(b.client.state.reason, reason);
        await b.clock.pass(60_000);
        assert.equal(b.sockets.length, 1);
    }
    for (const code of [1001, 1006, 4008, 4010, 4408, 4503]) {
        const b = await live();
        b.socket().drop(code);
        await b.clock.pass(1_000);
        b.hello();
        assert.equal(b.socket().sent[1].after, 10, `code ${code}`);
    }
    const protocol = await live();
    protocol.socket().drop(4000);
    await protocol.clock.pass(1_000);
    protocol.hello();
    assert.equal("after" in protocol.socket().sent[1], false);
    const rate = await live();
    rate.socket().drop(4429);
    await rate.clock.pass(9_000);
    assert.equal(rate.sockets.length, 1);
    await rate.clock.pass(2_000);
    assert.equal(rate.sockets.length, 2);
});

test("a refused ticket asks for a new sign-in; a server that is away is tried again", async () => {
    const b = await bench({
        get_ticket: async () => {
            throw { status: 401 };
        },
    });
    assert.equal(b.client.state.reason, "unauthorised");
    let calls = 0;
    const c = await bench({
        get_ticket: async () => {
            calls++;
            throw { status: 0 };
        },
    });
    await c.clock.pass(30_000);
    assert.equal(c.client.state.phase, "waiting");
    assert.ok(calls > 4);
});

test("delays grow to a limit and are spread by chance", () => {
    assert.equal(
        backoff_ms(0, () => 0),
        200,
    );
    assert.equal(
        backoff_ms(0, () => 1),
        400,
    );
    assert.equal(
        backoff_ms(30, () => 1),
        15_000,
    );
    assert.ok(backoff_ms(3, () => 0.5) > backoff_ms(2, () => 0.5));
});

test("each topic of a snapshot is told when it is whole, and the last with the whole", async () => {
    const b = await bench({ topics: ["requests", "responders"] });
    b.hello();
    b.socket().say({ type: "snapshot_begin", seq: 5 });
    b.socket().say({ type: "snapshot_chunk", topic: "requests", entities: [{ id: 1 }] });
    b.socket().say({ type: "snapshot_chunk", topic: "requests", entities: [{ id: 2 }] });
    assert.deepEqual(b.topics, [], "more of it may come");
    b.socket().say({ type: "snapshot_chunk", topic: "responders", entities: [{ id: 7 }] });
    assert.deepEqual(b.topics, [["requests", [1, 2]]]);
    assert.equal(b.client.state.phase, "syncing");
    b.socket().say({ type: "snapshot_end", seq: 5 });
    assert.deepEqual(b.topics, [["requests", [1, 2]]]);
    assert.equal(b.snapshots.length, 1);
});
