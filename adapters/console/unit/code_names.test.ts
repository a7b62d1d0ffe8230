import assert from "node:assert/strict";
import { test } from "node:test";
import { CodeNames } from "@/shell/store/code_names.ts";
import { chosen } from "@/shell/words/words.ts";

const names = new CodeNames();
names.set([
    { list: "skills", code: "nurse", name_en: "nursing", name_zh: "护理" },
    { list: "roles", code: "nurse", name_en: "nurse", name_zh: "护士" },
]);

test("a code has its name by the list that it is of, in the chosen language", () => {
    chosen.language = "zh";
    assert.equal(names.name("roles", "nurse"), "护士");
    assert.equal(names.name("skills", "nurse"), "护理");
    chosen.language = "en";
    assert.equal(names.name("skills", "nurse"), "nursing");
});

test("what has no name is shown as it is", () => {
    assert.equal(names.name("skills", "juggling"), "juggling");
    assert.equal(names.name("plans", "fall"), "fall");
});
