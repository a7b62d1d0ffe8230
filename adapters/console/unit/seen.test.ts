import assert from "node:assert/strict";
import { test } from "node:test";
import { Seen, settle_ms } from "@/areas/requests/panel/seen.ts";

function bench() {
    const b = { now: 1_000, seen: new Seen(() => b.now) };
    return b;
}

test("what stands there first is acted on at once", () => {
    const { seen } = bench();
    assert.ok(!seen.is_settled("step", "send 7"), "nothing is drawn yet");
    seen.saw("step", "send 7");
    assert.ok(seen.is_settled("step", "send 7"));
});

test("what has just become something else is not, for a moment, and never what is not drawn", () => {
    const b = bench();
    b.seen.saw("candidate 1", "0 7");
    b.seen.saw("candidate 1", "0 8");
    assert.ok(!b.seen.is_settled("candidate 1", "0 8"));
    b.now += settle_ms - 1;
    assert.ok(!b.seen.is_settled("candidate 1", "0 8"));
    b.now += 1;
    assert.ok(b.seen.is_settled("candidate 1", "0 8"));
    assert.ok(!b.seen.is_settled("candidate 1", "0 7"));
});

test("drawn again the same it has not changed; another request begins anew", () => {
    const b = bench();
    b.seen.saw("step", "send 7");
    b.seen.saw("step", "send 8");
    b.now += settle_ms;
    b.seen.saw("step", "send 8");
    assert.ok(b.seen.is_settled("step", "send 8"));
    b.seen.forget();
    b.seen.saw("step", "take");
    assert.ok(b.seen.is_settled("step", "take"));
});
