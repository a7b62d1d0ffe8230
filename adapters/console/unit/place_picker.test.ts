import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { PlacePicker } from "@/shell/map/place_picker.ts";

const page = new EventTarget();
beforeEach(() => {
    (globalThis as { window?: unknown }).window = page;
});

const key = (name: string): Event =>
    Object.assign(new Event("keydown", { cancelable: true }), { key: name });

test("a form gets the place that is pointed out", async () => {
    const picker = new PlacePicker();
    const place = picker.pick_place();
    assert.ok(picker.active);
    picker.answer({ lat: 32, lon: 119 });
    assert.deepEqual(await place, { lat: 32, lon: 119 });
    assert.ok(!picker.active);
});

test("Esc gives up, and the form that asked does not hear of it", async () => {
    const picker = new PlacePicker();
    const place = picker.pick_place();
    page.dispatchEvent(key("a"));
    assert.ok(picker.active);
    const escape = key("Escape");
    page.dispatchEvent(escape);
    assert.equal(await place, null);
    assert.ok(escape.defaultPrevented);
    const next = key("Escape");
    page.dispatchEvent(next);
    assert.ok(!next.defaultPrevented, "nobody listens any more");
});

test("who asks while another waits ends that", async () => {
    const picker = new PlacePicker();
    const first = picker.pick_place();
    const second = picker.pick_place();
    assert.equal(await first, null);
    picker.answer({ lat: 1, lon: 2 });
    assert.deepEqual(await second, { lat: 1, lon: 2 });
});
