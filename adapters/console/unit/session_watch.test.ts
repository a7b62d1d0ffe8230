// The end of a session as its page sees it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { SessionWatch } from "@/shell/access/session_watch.ts";
import type { SessionView } from "@/shell/access/access_api.ts";

const min = 60_000;
const opened = 1_000_000_000;

// A server whose clock goes `ahead` of the page's, and a page whose timers run when time is let pass.
function bench({ idle = 60 * min, lasts = 16 * 60 * min, ahead = 0, ends_by_idling = true } = {}) {
    const b = {
        now: opened,
        reads: 0,
        lost: false,
        ends: [] as string[],
        posted: [] as unknown[],
        timer: null as { at: number; run: () => void } | null,
        channel: null as never,
    };
    const channel = { postMessage: (news: unknown) => b.posted.push(news), onmessage: null };
    const watch = new SessionWatch({
        read: async (): Promise<SessionView> => {
            b.reads++;
            if (b.lost) throw new Error("no net");
            const server = b.now + ahead;
            return {
                account: "li.wei",
                shown_name: "Li Wei",
                opened_at: opened + ahead,
                ends_at: opened + ahead + lasts,
                idle_ends_at: server + idle,
            };
        },
        on_end: (why) => b.ends.push(why),
        now: () => b.now,
        set_timer: (run, ms) => {
            b.timer = { at: b.now + ms, run };
            return 1;
        },
        clear_timer: () => (b.timer = null),
        channel: channel as never,
    });
    const settle = () => new Promise((done) => setImmediate(done));
    const pass = async (ms: number) => {
        const until = b.now + ms;
        while (b.timer && b.timer.at <= until) {
            const { at, run } = b.timer;
            b.timer = null;
            b.now = at;
            run();
            await settle();
        }
        b.now = until;
    };
    return { b, watch, channel, settle, pass, begin: () => (watch.begin(idle, ends_by_idling), settle()) };
}

test("somebody is told five minutes before, and it ends when nobody touches it", async () => {
    const { b, watch, begin, pass } = bench();
    await begin();
    assert.equal(watch.view?.shown_name, "Li Wei");
    await pass(54 * min);
    assert.ok(!watch.warned);
    await pass(min + 1);
    assert.ok(watch.warned);
    assert.equal(watch.end()?.why, "idle");
    assert.deepEqual(b.ends, []);
    await pass(5 * min);
    assert.deepEqual(b.ends, ["idle"]);
    assert.equal(b.reads, 1, "it never puts itself off");
});

test("what a person does puts it off, and asks the server once a minute at most", async () => {
    const { b, watch, begin, pass, settle } = bench();
    await begin();
    for (let s = 0; s < 120; ++s) {
        watch.touched();
        await settle();
        await pass(1_000);
    }
    assert.equal(b.reads, 2);
    await pass(57 * min);
    assert.ok(watch.warned);
    watch.touched();
    await settle();
    assert.ok(!watch.warned);
    assert.deepEqual(b.ends, []);
});

test("a clock that is wrong by hours changes nothing", async () => {
    for (const ahead of [-5 * 60 * min, 5 * 60 * min]) {
        const { b, watch, begin, pass } = bench({ ahead });
        await begin();
        assert.equal(watch.left_ms(), 60 * min);
        await pass(60 * min + 1);
        assert.deepEqual(b.ends, ["idle"]);
    }
});

test("it ends in any case when it has lasted as long as it may", async () => {
    const { b, watch, begin, pass, settle } = bench({ lasts: 90 * min });
    await begin();
    for (let n = 0; n < 89; ++n) {
        await pass(min);
        watch.touched();
        await settle();
    }
    assert.ok(watch.warned);
    assert.equal(watch.end()?.why, "over");
    await pass(2 * min);
    assert.deepEqual(b.ends, ["over"]);
});

test("a short session does not warn all the time", async () => {
    const { watch, begin, pass } = bench({ idle: 5 * min });
    await begin();
    assert.ok(!watch.warned);
    await pass(2.5 * min + 1);
    assert.ok(watch.warned);
});

test("a computer that slept through the end does not go on with the first key", async () => {
    const { b, watch, begin } = bench();
    await begin();
    b.now += 9 * 60 * min; // its timers slept too
    watch.touched();
    assert.deepEqual(b.ends, ["idle"]);
    assert.equal(b.reads, 1);
});

test("without an answer it is tried again with the next thing a person does", async () => {
    const { b, watch, begin, pass, settle } = bench();
    await begin();
    await pass(58 * min);
    b.lost = true;
    watch.touched();
    await settle();
    watch.touched();
    await settle();
    assert.equal(b.reads, 2, "not at once");
    b.lost = false;
    await pass(5_000);
    watch.touched();
    await settle();
    assert.equal(b.reads, 3);
    assert.ok(!watch.warned);
});

test("what is done in another tab of the same session counts, of another one does not", async () => {
    const { b, watch, channel, begin, pass } = bench();
    await begin();
    const [news] = b.posted as { view: SessionView; idle_ms: number; at: number }[];
    await pass(57 * min);
    assert.ok(watch.warned);
    const later = (opened_at: number) => ({
        ...news!,
        at: b.now,
        view: { ...news!.view, opened_at, idle_ends_at: b.now + 60 * min },
    });
    const hear = channel.onmessage as unknown as (event: { data: unknown }) => void;
    hear({ data: later(opened + 7) });
    assert.ok(watch.warned);
    hear({ data: later(opened) });
    assert.ok(!watch.warned);
    await pass(6 * min);
    assert.deepEqual(b.ends, []);
});

test("a phone in a pocket does not end by idling", async () => {
    const { b, watch, begin, pass } = bench({ ends_by_idling: false, lasts: 3 * 60 * min });
    await begin();
    await pass(2 * 60 * min);
    assert.deepEqual(b.ends, []);
    assert.ok(!watch.warned);
    await pass(60 * min + 1);
    assert.deepEqual(b.ends, ["over"]);
});

test("what was asked before somebody signed out says nothing", async () => {
    const { watch, settle } = bench();
    watch.begin(60 * min, true);
    watch.stop();
    await settle();
    assert.equal(watch.view, null);
});
