// What the start of a page waits for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Changing } from "../shell/store/changing.ts";
import { until } from "../shell/store/until.ts";

class Value extends Changing {
    value = 0;
    set(value) {
        this.value = value;
        this.changed();
    }
}

const long_ms = 60_000;

test("waits until it holds, whichever source says so", async () => {
    const [a, b] = [new Value(), new Value()];
    let seen = -1;
    const held = until([a, b], () => a.value + b.value >= 2, long_ms).then(() => (seen = a.value + b.value));
    a.set(1);
    await Promise.resolve();
    assert.equal(seen, -1);
    b.set(1);
    await held;
    assert.equal(seen, 2);
    b.set(5);
    assert.equal(seen, 2, "and listens no more");
});

test("what holds already is not waited for", () => until([], () => true, long_ms));

test("what never holds is waited for no longer than that", () => until([new Value()], () => false, 5));
