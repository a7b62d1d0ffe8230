import assert from "node:assert/strict";
import { test } from "node:test";
import { press } from "@/shell/keys/shortcuts.ts";

class FakeElement {}
Object.assign(globalThis, { Element: FakeElement, HTMLElement: FakeElement });

const key = (name: string, more: object = {}) =>
    ({ key: name, target: null, preventDefault: () => {}, ...more }) as unknown as KeyboardEvent;

test("a key that is held down acts once, and moves on and on", () => {
    const done: string[] = [];
    const shortcuts = [
        { key: "F1", label: () => "", run: () => done.push("taken") },
        { key: "j", label: () => "", run: () => done.push("moved"), repeats: true },
    ];
    press(key("F1"), shortcuts);
    press(key("F1", { repeat: true }), shortcuts);
    press(key("j"), shortcuts);
    press(key("j", { repeat: true }), shortcuts);
    assert.deepEqual(done, ["taken", "moved", "moved"]);
});

test("a key with a modifier is the browser's, and one that does nothing now is left alone", () => {
    let done = 0;
    const shortcuts = [{ key: "t", label: () => "", run: () => done++, when: () => false }];
    press(key("t"), shortcuts);
    press(key("t", { ctrlKey: true }), [{ key: "t", label: () => "", run: () => done++ }]);
    assert.equal(done, 0);
});
