// From what stands in a form to what is sent.
import assert from "node:assert/strict";
import { test } from "node:test";
import { body_of, field_path, shape_of } from "../shell/forms/command_shape.ts";
import { empty_values, parse_point, to_body } from "../shell/forms/form_values.ts";
import { set_time_zone } from "../shell/time/times.ts";
import { small_model as model } from "./office_model.ts";

set_time_zone("Asia/Shanghai");

test("an empty form sends its defaults and nothing else", () => {
    const values = empty_values(model, "PlanVisit");
    assert.deepEqual(to_body(model, model.fields("PlanVisit"), values), {
        length_ms: 1_800_000,
        sent: false,
        status: "planned",
    });
});

test("moments are the city's, durations minutes, money yuan", () => {
    const values = {
        ...empty_values(model, "PlanVisit"),
        window_from: "2026-12-01T08:00",
        length_ms: 45,
        cost_fen: 12.5,
    };
    const body = to_body(model, model.fields("PlanVisit"), values);
    assert.equal(body.window_from, Date.UTC(2026, 11, 1, 0, 0));
    assert.equal(body.length_ms, 2_700_000);
    assert.equal(body.cost_fen, 1250);
});

test("a command says whom it is about without being asked", () => {
    const shape = shape_of(model, "PlanVisit", "members", { id: 7 }, {});
    assert.equal(
        shape.fields.some(({ name }) => name === "member"),
        false,
    );
    assert.equal(body_of(model, shape, { ...shape.start, due: "2026-12-01" })?.member, 7);
});

test("a command that is opened from another entity takes no id of it", () => {
    const shape = shape_of(model, "PlanVisit", "visits", { id: 99, member: 7 }, { member: 7 });
    assert.equal(
        shape.fields.some(({ name }) => name === "member"),
        true,
    );
    assert.equal(body_of(model, shape, shape.start)?.member, 7);
});

test("what was seen is sent along, and is no field of the form", () => {
    const shape = shape_of(model, "TakeVisit", "visits", { id: 3, owner: "Wu" }, {});
    assert.deepEqual(
        shape.fields.map(({ name }) => name),
        ["owner"],
    );
    assert.deepEqual(body_of(model, shape, shape.start), { visit: 3, expected_owner: "Wu" });
    const free = shape_of(model, "TakeVisit", "visits", { id: 3 }, {});
    assert.deepEqual(body_of(model, free, free.start), { visit: 3, expected_owner: "" });
});

const member = {
    id: 7,
    profile: { name: "王**", phone: "+8610", home: { lat: 32.4, lon: 119.4 }, skills: ["nurse"] },
};

test("an edit sends only what was changed", () => {
    const shape = shape_of(model, "UpdateMember", "members", member, {});
    const profile = { ...(shape.start.profile as object), phone: "+8611" };
    assert.deepEqual(body_of(model, shape, { ...shape.start, profile }), {
        member: 7,
        profile: { phone: "+8611" },
    });
    assert.equal(body_of(model, shape, shape.start), null);
});

test("what is masked is never sent back, and its mask is shown", () => {
    const shape = shape_of(model, "UpdateMember", "members", member, {});
    assert.equal((shape.start.profile as { name: string }).name, "");
    assert.deepEqual(shape.masks, { "profile.name": "王**" });
});

test("what is emptied is sent empty, or named where it has no empty value", () => {
    const shape = shape_of(model, "UpdateMember", "members", member, {});
    const profile = { ...(shape.start.profile as object), phone: "", home: "", skills: [] };
    assert.deepEqual(body_of(model, shape, { ...shape.start, profile }), {
        member: 7,
        profile: { phone: "", skills: [] },
        clear: ["home"],
    });
});

test("a point is two numbers, and nothing else is", () => {
    assert.deepEqual(parse_point("32.394, 119.413"), { lat: 32.394, lon: 119.413 });
    assert.deepEqual(parse_point("32.394，119.413"), { lat: 32.394, lon: 119.413 });
    assert.equal(parse_point("132.394, 119.413"), null);
    assert.equal(parse_point("文昌路"), null);
});

test("a refusal names its field as the form does", () => {
    assert.equal(field_path("/profile/contacts/0/phone"), "profile.contacts.0.phone");
    assert.equal(field_path(""), "");
});
