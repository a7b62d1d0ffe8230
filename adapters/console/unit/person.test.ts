import assert from "node:assert/strict";
import { test } from "node:test";
import { born_in, person_text } from "@/areas/requests/person.tsx";
import { chosen } from "@/shell/words/words.ts";
import type { Member, Request } from "muster/schema";

test("an age is told by the day of birth, or by the year alone", () => {
    const birth_date = { calendar: "solar" as const, year: 1941, month: 3, day: 1, leap_month: false };
    assert.equal(born_in({ birth_year: 0, birth_date }), 1941);
    assert.equal(born_in({ birth_year: 1940 }), 1940);
    assert.equal(born_in({ birth_year: 0 }), 0);
});

test("where a number hints at somebody his name stands in its place, as a question", () => {
    chosen.language = "en";
    const wang = { profile: { name: "Wang" } } as Member;
    const request = { member: 0, member_hint: 4, caller: "051487654321" } as Request;
    assert.equal(person_text(request, () => wang, 0), "Wang?");
    assert.match(person_text({ ...request, member_hint: 0 }, () => wang, 0), /^[\d ]+$/);
});
