import assert from "node:assert/strict";
import { test } from "node:test";
import { LineRunner } from "@/shell/line/line_runner.ts";
import { complete, completions } from "@/shell/line/completions.ts";
import { Problem } from "@/shell/net/problem.ts";
import { request_verbs } from "@/areas/requests/verbs.ts";
import { responder_verbs } from "@/areas/responders/verbs.ts";
import { line_desk } from "./line_desk.ts";

type Sent = { what: string; name: string; body: object };

function runner(answer: (sent: Sent) => void = () => {}) {
    const desk = line_desk();
    const sent: Sent[] = [];
    const line = new LineRunner({
        context: desk,
        verbs: [...request_verbs, ...responder_verbs],
        send: async (what, name, body) => {
            sent.push({ what, name, body });
            answer({ what, name, body });
            return { seq: 1 };
        },
        find_here: (text) =>
            text === "#258" ? [{ key: "r", group: "", label: "r", open: () => desk.open_request(258) }] : [],
        find: async (text) =>
            text === "wang" ? [{ key: "m", group: "", label: "m", open: () => "opened wang" }] : [],
    });
    return { line, desk, sent };
}

async function enter(line: LineRunner<any>, text: string): Promise<boolean> {
    line.type(text);
    return line.run();
}

test("what is carried out empties the line and is told", async () => {
    const { line, sent } = runner();
    assert.equal(await enter(line, "n gave aspirin"), true);
    assert.equal(line.text, "");
    assert.equal(line.result?.bad, false);
    assert.match(line.result?.text ?? "", /gave aspirin/);
    assert.equal(sent.length, 1);
});

test("what is refused stays, with the reason", async () => {
    const { line } = runner(() => {
        throw new Problem({ status: 409, title: "It is closed." });
    });
    assert.equal(await enter(line, "n gave aspirin"), false);
    assert.equal(line.text, "n gave aspirin");
    assert.deepEqual(line.result, { text: "It is closed.", bad: true });
});

test("what is missing is asked for in the line, and nothing is sent", async () => {
    const { line, sent } = runner();
    assert.equal(await enter(line, "c 0"), false);
    assert.equal(line.text, "c 0 ");
    assert.match(line.result?.text ?? "", /reason/);
    assert.equal(sent.length, 0);
});

test("without an answer the same line is the same decision", async () => {
    let answers = false;
    const { line, sent } = runner(() => {
        if (!answers) throw new Problem({ status: 0, reason: "no_answer" });
    });
    await enter(line, "h 30 kin at 8");
    assert.equal(line.text, "h 30 kin at 8");
    // The clock goes on: thirty minutes from now would be another moment.
    line.context.city.now = () => Date.UTC(2026, 10, 30, 4, 5);
    answers = true;
    assert.equal(await line.run(), true);
    assert.deepEqual(sent[0], sent[1]);
    // Said again later it is a new one.
    await enter(line, "h 30 kin at 8");
    assert.notDeepEqual(sent[2]?.body, sent[1]?.body);
    assert.notEqual(sent[2]?.what, sent[1]?.what);
});

test("Enter twice while it is sent sends once", async () => {
    const { line, sent } = runner();
    line.type("n gave aspirin");
    const [first, second] = await Promise.all([line.run(), line.run()]);
    assert.deepEqual([first, second], [true, false]);
    assert.equal(sent.length, 1);
});

test("a number opens, words open the first hit, nothing found is said", async () => {
    const { line, desk } = runner();
    await enter(line, "258");
    assert.deepEqual(desk.opened, [258]);
    await enter(line, "wang");
    assert.equal(line.result?.text, "opened wang");
    assert.equal(await enter(line, "nobody at all"), false);
    assert.equal(line.text, "nobody at all");
});

test("arrows bring lines back, and what was being typed", async () => {
    const { line } = runner();
    await enter(line, "n one");
    await enter(line, "n two");
    line.type("n thr");
    line.older();
    assert.equal(line.text, "n two");
    line.older();
    line.older();
    assert.equal(line.text, "n one");
    line.newer();
    line.newer();
    assert.equal(line.text, "n thr");
});

test("verbs and arguments are completed", () => {
    const { line } = runner();
    line.type("re");
    assert.equal(completions(line)[0]?.insert, "rel");
    line.type("d wx");
    assert.deepEqual(
        completions(line).map(({ insert }) => insert),
        ["DEMO-R-000205", "DEMO-R-000206"],
    );
    assert.equal(complete(line, "DEMO-R-000205"), "d DEMO-R-000205 ");
    line.type("u R205 o");
    assert.deepEqual(completions(line).map(({ insert }) => insert), ["off", "oos"]);
    // Words to search for are no verb that begins so.
    line.type("Wenchang road");
    assert.deepEqual(completions(line), []);
});

test("the same words about another request are another decision, whatever became of the first", async () => {
    const { line, desk, sent } = runner(() => {
        throw new Problem({ status: 0, reason: "no_answer" });
    });
    await enter(line, "n gave aspirin");
    desk.desk.set({ open: 258 });
    await enter(line, "n gave aspirin");
    assert.deepEqual(
        sent.map(({ body }) => (body as { request: number }).request),
        [257, 258],
    );
});
