import assert from "node:assert/strict";
import { test } from "node:test";
import { choice, text, word } from "@/shell/line/kinds.ts";
import { parse_line } from "@/shell/line/parse.ts";
import { needed, optional, usage, usage_of, verb } from "@/shell/line/verb.ts";
import { page_verbs } from "@/areas/requests/page_verbs.ts";
import { request_verbs } from "@/areas/requests/verbs.ts";
import { responder_verbs } from "@/areas/responders/verbs.ts";
import { line_desk, noon } from "./line_desk.ts";

const words = {
    too_much: ({ text }: { text: string }) => `too much: ${text}`,
    not_one: ({ usage, typed }: { usage: string; typed: string }) => `${typed} is no ${usage}`,
};
const verbs = [...page_verbs, ...responder_verbs, ...request_verbs];
const parse = (line: string, desk = line_desk()) => parse_line(line, verbs, desk, words);
function values(line: string): Record<string, any> {
    const parsed = parse(line);
    assert.equal(parsed.is, "verb", line);
    if (parsed.is !== "verb") throw new Error();
    assert.equal(parsed.fault, "", line);
    assert.equal(parsed.missing, null, line);
    return parsed.values;
}

test("no two rows have the same verb", () => {
    const names = verbs.flatMap((row) => row.verbs);
    assert.deepEqual(names, [...new Set(names)]);
});

test("nothing, a number, other words", () => {
    assert.deepEqual(parse("  "), { is: "empty" });
    assert.deepEqual(parse("257"), { is: "number", number: 257 });
    assert.deepEqual(parse(" #257 "), { is: "number", number: 257 });
    assert.deepEqual(parse("#120"), { is: "number", number: 120 });
    assert.deepEqual(parse("Wenchang road"), { is: "text", text: "Wenchang road" });
    // A telephone number is no request.
    assert.deepEqual(parse("05148555"), { is: "text", text: "05148555" });
});

test("a request may be named or left out", () => {
    assert.equal(values("c 258 0 head wound").request.id, 258);
    assert.equal(values("c 258 0 head wound").urgency, "P0");
    assert.equal(values("c 0 head wound").request, undefined);
    assert.equal(values("c #258 p1 worse").request.id, 258);
    assert.equal(values("h . 30 kin").request.id, 257);
    assert.equal(values("m 258").into.id, 258);
    assert.equal(values("m 257 258").request.id, 257);
    assert.equal(values("x 258").request.id, 258);
});

test("a number that begins a text is not taken for a request", () => {
    assert.deepEqual(values("n 257 steps to the door"), { text: "257 steps to the door" });
    assert.equal(values("n #258 gave aspirin").request.id, 258);
    assert.equal(values("n #258 gave aspirin").text, "gave aspirin");
    assert.equal(values("v 257 metres away").how, "257 metres away");
});

test("the number of a request alone is not the text", () => {
    const parsed = parse("n 258");
    assert.ok(parsed.is === "verb" && parsed.missing && parsed.values.request);
});

test("times: minutes from now, or a clock", () => {
    assert.equal(values("h 30 kin at 8").until, noon + 30 * 60_000);
    assert.equal(values("h 14:30 kin").until, noon + 150 * 60_000);
    assert.equal(values("h 8:00 tomorrow").until, noon + 20 * 3_600_000);
});

test("what is missing is asked for in its order", () => {
    const asked = (line: string) => {
        const parsed = parse(line);
        return parsed.is === "verb" ? parsed.missing && usage_of(parsed.missing) : undefined;
    };
    assert.equal(asked("d"), "UNIT[/ROLE]");
    assert.equal(asked("d R205"), "reason");
    assert.equal(asked("d 258 R205"), "reason");
    assert.equal(asked("c 258"), "0-4");
    assert.equal(asked("x"), null);
});

test("what does not fit is said", () => {
    const fault = (line: string) => {
        const parsed = parse(line);
        return parsed.is === "verb" ? parsed.fault : "";
    };
    assert.equal(fault("c 7 head wound"), "7 is no 0-4");
    assert.equal(fault("h soon kin"), "soon is no 30|14:30");
    assert.equal(fault("r 258 now"), "too much: now");
    assert.match(fault("d nobody reason"), /nobody/);
    assert.match(fault("n #999 text"), /999/);
});

test("! needs no space", () => {
    assert.equal(values("!258 no car was free").cause, "258 no car was free");
    assert.equal(values("!#258 no car was free").request.id, 258);
});

test("where the cursor is", () => {
    const typing = (line: string) => {
        const parsed = parse(line);
        return parsed.is === "verb" && parsed.typing
            ? [usage_of(parsed.typing.argument), line.slice(parsed.typing.from)]
            : null;
    };
    assert.deepEqual(typing("d wx"), ["UNIT[/ROLE]", "wx"]);
    assert.deepEqual(typing("d 258 R20"), ["UNIT[/ROLE]", "R20"]);
    assert.deepEqual(typing("d R205 "), ["reason", ""]);
    assert.deepEqual(typing("u R205 o"), ["av|off|oos", "o"]);
});

test("optional arguments stand in brackets", () => {
    const row = verb({
        verbs: ["x", "y"],
        label: () => "",
        arguments: {
            a: optional(word(() => "REQ"), () => ""),
            b: needed(choice(() => "1|2", () => [{ value: 1, names: ["1"], label: "" }]), () => ""),
            c: needed(text(), () => "reason"),
        },
        prepare: () => ({ refusal: "" }),
    });
    assert.equal(usage(row), "x|y [REQ] 1|2 reason");
});
