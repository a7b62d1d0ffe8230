// What a page gets of the engine's words when it is built.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parsed_messages, words_named } from "../bundle_plugins.mjs";

const both = { en: "a", zh: "甲" };
const words = {
    enums: { RequestStatus: { queued: both }, EventType: { created: both } },
    commands: { TakeRequest: both, HoldRequest: both },
    collections: { requests: both, "care_plans/steps": both },
    fields: { note: both, "Booking.note": both, "Member.born": both },
    rejects: { not_found: both },
};

test("a page has the words of what its sources name", () => {
    const sources = ['enum_word("RequestStatus", status)', "{ command: TakeRequest, fields: { note } }"];
    const { enums, commands, collections, fields } = words_named(words, sources);
    assert.deepEqual(enums, { RequestStatus: { queued: both } }, "with all values");
    assert.deepEqual(Object.keys(commands), ["TakeRequest"]);
    assert.deepEqual(Object.keys(collections), []);
    assert.deepEqual(Object.keys(fields), ["note", "Booking.note"], "of whichever type");
});

test("part of a name is not the name", () => {
    const { commands, fields } = words_named(words, ["TakeRequestNow, notes"]);
    assert.deepEqual(commands, {});
    assert.deepEqual(fields, {});
});

test("a name of several parts is there when all parts are named", () => {
    assert.ok("care_plans/steps" in words_named(words, ["`care_plans/${id}/steps`"]).collections);
    assert.ok(!("care_plans/steps" in words_named(words, ["care_plans"]).collections));
});

test("reasons of a refusal are all there: the server says them", () => {
    assert.deepEqual(words_named(words, []).rejects, words.rejects);
});

test("a page has the parsed messages of its own files", async () => {
    const all = Object.keys(await parsed_messages("."));
    const own = Object.keys(await parsed_messages(".", (where) => where.startsWith("areas/accesses/")));
    assert.ok(own.length > 3 && own.length < all.length / 3, `${own.length} of ${all.length}`);
    assert.ok(own.some((text) => text.startsWith("Everything up to {time} stands in the log")));
    assert.deepEqual(await parsed_messages(".", () => false), {});
});
