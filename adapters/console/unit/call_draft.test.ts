import assert from "node:assert/strict";
import { test } from "node:test";
import { empty_call, merged_into, sending_of, values_of } from "@/areas/requests/call_taking/call_draft.ts";

const fall = { ...empty_call, service: "fall", narrative: " fell in the bath " };

test("what was not said is left out", () => {
    assert.deepEqual(sending_of(fall, []), {
        command: "CreateRequest",
        body: { service: "fall", channel: "console", note: "fell in the bath" },
        then: [],
    });
});

test("only what is asked for this service is answered", () => {
    const values = { ...fall, answers: { awake: "no", what: "chest" } };
    const { body } = sending_of(values, ["awake", "hurt"]);
    assert.deepEqual((body as { answers: object }).answers, [{ question: "awake", choice: "no" }]);
});

test("a place of the address book is sent by its number", () => {
    const place = { lat: 32, lon: 119 };
    const { body } = sending_of({ ...fall, place, known_place: 7, address: "Park" }, []);
    assert.deepEqual(body, {
        service: "fall",
        channel: "console",
        known_place: 7,
        address: "Park",
        note: "fell in the bath",
    });
});

test("a call on the line is taken, and what it cannot carry comes after", () => {
    const place = { lat: 32, lon: 119 };
    const values = { ...fall, call: 9, caller: "1", place, address: "Park", answers: { awake: "no" } };
    assert.deepEqual(sending_of(values, ["awake"]), {
        command: "TakeCall",
        body: { call: 9, service: "fall", note: "fell in the bath" },
        then: [
            { command: "LocateRequest", body: { place, address: "Park" } },
            { command: "AnswerQuestions", body: { answers: [{ question: "awake", choice: "no" }] } },
        ],
    });
});

test("an address that is no place is not lost with a call", () => {
    const { body, then } = sending_of({ ...fall, call: 9, address: "behind the mill" }, []);
    assert.deepEqual(body, { call: 9, service: "fall", note: "fell in the bath\nbehind the mill" });
    assert.deepEqual(then, []);
});

test("a merged request is followed", () => {
    const events = [{ type: "RequestReceived", request: 5 }, { type: "RequestMerged", request: 5, into: 3 }];
    assert.equal(merged_into(events, 5), 3);
    assert.equal(merged_into(events, 6), 0);
    assert.equal(merged_into(undefined, 5), 0);
});

test("a draft of before has what was added since", () => {
    assert.deepEqual(values_of({ narrative: "x" }), { ...empty_call, narrative: "x" });
});

test("who was typed and not found is not lost", () => {
    const note = (values: object) => sending_of({ ...fall, ...values }, []).body as { note: string; caller?: string };
    assert.equal(note({ who: "Mrs Wang" }).note, "Mrs Wang\nfell in the bath");
    assert.equal(note({ who: "0514 8555 0104" }).caller, "0514 8555 0104");
    assert.equal(note({ who: "0514 8555 0104" }).note, "fell in the bath");
    assert.equal(note({ who: "Wang", member: { id: 7 } }).note, "fell in the bath");
});
