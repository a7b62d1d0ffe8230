// Each verb once, with one refusal each.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parse_line } from "@/shell/line/parse.ts";
import type { Deed } from "@/shell/line/verb.ts";
import { page_verbs } from "@/areas/requests/page_verbs.ts";
import { request_verbs } from "@/areas/requests/verbs.ts";
import { responder_verbs } from "@/areas/responders/verbs.ts";
import { a_request, a_responder, line_desk, noon } from "./line_desk.ts";
import type { FakeDesk } from "./line_desk.ts";

const verbs = [...page_verbs, ...responder_verbs, ...request_verbs];
const words = { too_much: () => "too much", not_one: () => "does not fit" };

// Refusals of the parser count as refusals too.
function deed(line: string, desk: FakeDesk = line_desk()): Deed {
    const parsed = parse_line(line, verbs, desk, words);
    assert.ok(parsed.is === "verb", line);
    if (parsed.missing) return { refusal: parsed.missing.label() };
    if (parsed.fault) return { refusal: parsed.fault };
    return parsed.verb.prepare(desk, parsed.values, parsed.name);
}
const sent = (line: string, desk?: FakeDesk) => {
    const made = deed(line, desk) as { command: string; body: object };
    assert.ok(!("refusal" in made), `${line}: ${(made as { refusal?: string }).refusal}`);
    return [made.command, JSON.parse(JSON.stringify(made.body))];
};
const refused = (line: string, pattern: RegExp, desk?: FakeDesk) => {
    const made = deed(line, desk);
    assert.ok("refusal" in made, `${line} is not refused`);
    assert.match(made.refusal, pattern);
};
// A desk whose open request allows nothing.
function strict(): FakeDesk {
    const desk = line_desk();
    desk.put("requests", a_request(257, { status: "closed", allowed_actions: [] }));
    return desk;
}

test("n: a note", () => {
    assert.deepEqual(sent("n gave aspirin"), ["AddNote", { request: 257, text: "gave aspirin" }]);
    refused("n gave aspirin", /257/, strict());
});

test("c: another class", () => {
    assert.deepEqual(sent("c 0 head wound"), [
        "ReclassifyRequest",
        { request: 257, urgency: "P0", reason: "head wound" },
    ]);
    refused("c 0", /reason/);
});

test("h: held until a moment", () => {
    assert.deepEqual(sent("h 30 kin at 8"), [
        "HoldRequest",
        { request: 257, hold_until: noon + 1_800_000, reason: "kin at 8" },
    ]);
    refused("h 30 kin at 8", /not possible|不能/, strict());
});

test("r: resumed", () => {
    assert.deepEqual(sent("r 258"), ["ResumeRequest", { request: 258 }]);
    const desk = line_desk();
    desk.desk.set({ open: 0 });
    refused("r", /#257/, desk);
});

test("m: merged", () => {
    assert.deepEqual(sent("m 258"), ["MergeRequest", { request: 257, into: 258 }]);
    refused("m 257", /257/);
});

test("to: transferred", () => {
    assert.deepEqual(sent("to mzj their case"), [
        "TransferRequest",
        { request: 257, to: "civil_affairs", reason: "their case" },
    ]);
    assert.deepEqual(sent("to civil affairs their case"), sent("to mzj their case"));
    refused("to nowhere their case", /does not fit/);
});

test("120, 119, 110: handed over", () => {
    assert.deepEqual(sent("120 no7 hip pain"), [
        "RecordHandover",
        { request: 257, agency: "ambulance_120", person: "no7", passed_on: "hip pain" },
    ]);
    assert.equal((sent("119 #258 chief smoke")[1] as { agency: string }).agency, "fire_119");
    assert.equal((sent("110 chief lost")[1] as { agency: string }).agency, "police_110");
    refused("120 no7", /passed on/);
});

test("w: called back", () => {
    assert.deepEqual(sent("w 5 thanks"), [
        "RecordCallback",
        { request: 257, reached: true, rating: 5, note: "thanks" },
    ]);
    assert.deepEqual(sent("w -"), ["RecordCallback", { request: 257, reached: false, rating: 0 }]);
    refused("w 6", /does not fit/);
});

test("x: closed, with the usual disposition", () => {
    assert.deepEqual(sent("x"), ["CloseRequest", { request: 257, disposition: "helped" }]);
    assert.deepEqual(sent("x 258 advised"), ["CloseRequest", { request: 258, disposition: "advised" }]);
    refused("x nonsense", /too much/);
});

test("a, na: what became of a call to a contact, and of which", () => {
    assert.deepEqual(sent("a she is fine"), [
        "RecordContact",
        { request: 257, outcome: "answered", note: "she is fine", expected_step: 1, expected_misses: 2 },
    ]);
    assert.equal((sent("na")[1] as { outcome: string }).outcome, "no_answer");
    refused("a", /257/, strict());
    refused("na", /257/, strict());
});

test("v: verified safe", () => {
    assert.deepEqual(sent("v saw her"), ["VerifySafe", { request: 257, how: "saw her" }]);
    refused("v", /how/);
});

test("!: a broken promise is explained, those without a cause first", () => {
    const desk = line_desk();
    const milestones = [
        { milestone: "contact", breached_at: 1, cause: "busy" },
        { milestone: "on_site", breached_at: 1 },
    ];
    desk.put("requests", a_request(257, { milestones }));
    assert.deepEqual(sent("! no car was free", desk), [
        "ExplainBreach",
        { request: 257, milestone: "on_site", cause: "no car was free" },
    ]);
    refused("! no car was free", /257/);
});

test("d: sent, to the slot that fits, saying who held it", () => {
    const desk = line_desk();
    const slots = [
        { role: "care_worker", skills: ["care"], status: "assigned", responder: 207 },
        { role: "helper", skills: ["company"], status: "open", responder: 0 },
        { role: "driver", skills: ["driver"], status: "open", responder: 0 },
    ];
    desk.put("requests", a_request(257, { slots }));
    assert.deepEqual(sent("d R205 knows her", desk), [
        "AssignResponder",
        { request: 257, slot: 2, responder: 205, reason: "knows her", expected_responder: 0 },
    ]);
    assert.deepEqual(sent("d wxm/care knows her", desk_with(desk, "王小明")), [
        "AssignResponder",
        { request: 257, slot: 0, responder: 205, reason: "knows her", expected_responder: 207 },
    ]);
    assert.deepEqual(sent("d R205/护理 knows her", desk), sent("d R205/care knows her", desk));
    const made = deed("d R205/helper knows her", desk);
    assert.match((made as { says: string }).says, /company/); // the skill that is lacking is named
    refused("d R205/nurse knows her", /nurse/, desk);
    refused("d wang knows her", /wang/, desk);
    // Two begin alike: nobody is guessed at.
    refused("d 王 knows her", /王小明.*王晓梅/, line_desk());
});

// Of those with the same initials only one.
function desk_with(desk: FakeDesk, name: string): FakeDesk {
    desk.put("responders", a_responder(206, name === "王小明" ? "周晓梅" : name, "DEMO-R-000206"));
    return desk;
}

const bound = (desk: FakeDesk) => {
    const slots = [{ role: "driver", skills: ["driver"], status: "en_route", responder: 205 }];
    desk.put("requests", a_request(258, { slots }));
    desk.put("responders", a_responder(205, "王小明", "DEMO-R-000205", { request: 258, status: "en_route" }));
    return desk;
};

test("rel: released from where he is", () => {
    assert.deepEqual(sent("rel R205 too far", bound(line_desk())), [
        "ReleaseResponder",
        { request: 258, slot: 0, reason: "too far", expected_responder: 205 },
    ]);
    refused("rel R206 too far", /王晓梅/, bound(line_desk()));
    refused("rel 257 R205 too far", /257/, bound(line_desk()));
});

test("os, en, ac, cl: the status of who was sent", () => {
    const commands = {
        os: "ReportOnScene",
        en: "ReportEnRoute",
        ac: "AcknowledgeAssignment",
        cl: "CompleteAssignment",
    };
    for (const [verb, command] of Object.entries(commands)) {
        const [name, body] = sent(`${verb} R205`, bound(line_desk()));
        assert.equal(name, command);
        assert.equal((body as { request: number }).request, 258);
        assert.equal((body as { responder: number }).responder, 205);
        refused(`${verb} R206`, /王晓梅/, bound(line_desk()));
    }
});

test("u: duty; the end of the shift stays", () => {
    assert.deepEqual(sent("u R205 oos flat tyre"), [
        "SetDuty",
        { responder: 205, status: "out_of_service", shift_until: 0, reason: "flat tyre" },
    ]);
    assert.deepEqual(sent("u 205 av")[1], {
        responder: 205,
        status: "available",
        shift_until: noon + 3_600_000,
    });
    refused("u R205 asleep", /does not fit/);
});

test("new: the call panel, filled", async () => {
    const desk = line_desk();
    const act = async (line: string) => {
        const made = deed(line, desk);
        assert.ok("act" in made);
        await made.act();
        return desk.calls.at(-1);
    };
    assert.deepEqual(await act("new 13905141234 fall"), {
        who: "13905141234",
        service: "fall",
        caller: "13905141234",
    });
    assert.deepEqual(await act("new 王秀英 sc"), { who: "王秀英", service: "meal", caller: "" });
    assert.deepEqual(await act("new 王秀英"), { who: "王秀英", service: "", caller: "" });
    assert.deepEqual(await act("new"), {});
});

test("z: the map shows a request or a responder; what has no place is refused", async () => {
    const desk = line_desk();
    desk.put("requests", a_request(258, { place: { lat: 32, lon: 119 } }));
    const made = deed("z 258", desk);
    assert.ok("act" in made);
    await made.act();
    assert.deepEqual(desk.desk.look_at, { lat: 32, lon: 119 });
    refused("z 257", /257/, desk);
    refused("z R205", /王小明/, desk);
});

test("a request that a call being taken down covers is not meant", () => {
    const desk = line_desk();
    desk.desk.set({ draft: "create:1" });
    refused("n allergic to penicillin", /Which request/, desk);
    refused("n . allergic to penicillin", /No request is open/, desk);
    assert.equal((sent("n #257 gave aspirin", desk)[1] as { request: number }).request, 257);
});
