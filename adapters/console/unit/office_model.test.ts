// Reading the model: what an entity is, what can be done to it, what belongs to it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { changes } from "../shell/model/changes.ts";
import { is_empty, is_masked, name_of, value_at } from "../shell/model/values.ts";
import { small_model as model } from "./office_model.ts";

test("a command is of the entity that its first id names", () => {
    assert.deepEqual(
        model.commands_of("members").map(({ name }) => name),
        ["UpdateMember", "PlanVisit"],
    );
    assert.deepEqual(
        model.commands_of("visits").map(({ name }) => name),
        ["TakeVisit"],
    );
    assert.deepEqual(
        model.commands_creating("visits").map(({ name }) => name),
        ["PlanVisit"],
    );
});

test("what nobody sends is no command of anything", () => {
    assert.equal(
        model.collections.some(({ path }) =>
            model.commands_of(path).some(({ name }) => name === "Tick"),
        ),
        false,
    );
    assert.equal(model.subject("Tick"), null);
});

test("a dotted name leads through what an entity says of itself", () => {
    assert.equal(model.field_at("Member", "profile.phone")?.of, "Profile");
    assert.equal(model.field_at("Member", "profile.nothing"), null);
    assert.equal(model.field_at("Member", "status.name"), null);
});

test("what belongs to an entity has a filter by its id", () => {
    assert.deepEqual(model.related("members"), [{ path: "visits", filter: "member" }]);
    assert.deepEqual(model.related("visits"), []);
});

test("0 is no id and no time, but a figure", () => {
    assert.equal(is_empty(0, { kind: "id" }), true);
    assert.equal(is_empty(0, { kind: "time" }), true);
    assert.equal(is_empty(0, { kind: "integer" }), false);
    assert.equal(is_empty(false, { kind: "boolean" }), false);
});

test("a mask is seen at any depth", () => {
    assert.equal(is_masked([{ name: "王**" }]), true);
    assert.equal(is_masked("**42"), true);
    assert.equal(is_masked({ name: "王琴", marks: ["*"] }), false);
});

test("a name is in the language of the page where there are two", () => {
    assert.equal(name_of({ name_en: "Lift", name_zh: "电梯" }, "en"), "Lift");
    assert.equal(name_of({ name_zh: "电梯" }, "en"), "电梯");
    assert.equal(name_of({ id: 7 }, "zh"), "");
    assert.equal(value_at({ a: { b: 3 } }, "a.b"), 3);
    assert.equal(value_at({ a: null }, "a.b"), undefined);
});

test("what changed is told field by field, and what is left out is empty", () => {
    const before = { id: 1, profile: { name: "A", phone: "1" }, allowed_actions: ["X"] };
    const now = {
        id: 1,
        profile: { name: "A", phone: "2", born: "1950-01-01" },
        allowed_actions: [],
    };
    assert.deepEqual(changes(before, now), [
        { field: "profile.phone", before: "1", now: "2" },
        { field: "profile.born", before: undefined, now: "1950-01-01" },
    ]);
    assert.deepEqual(changes(before, structuredClone(before)), []);
});
