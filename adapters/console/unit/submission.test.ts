import assert from "node:assert/strict";
import { test } from "node:test";
import { Drafts } from "@/shell/drafts/drafts.ts";
import { Submission } from "@/shell/drafts/submission.ts";
import { Problem } from "@/shell/net/problem.ts";

// Without IndexedDB, as in node, drafts live as long as the page; browsers are asked in tests/e2e.
async function bench(drafts = new Drafts()) {
    const b = { drafts, sent: [], answers: [] };
    await drafts.open("Li");
    b.send = async (name, body, { key }) => {
        b.sent.push({ name, body, key });
        const answer = b.answers.shift();
        if (answer instanceof Problem) throw answer;
        return answer;
    };
    b.form = (id = "note:7") => {
        const form = new Submission(id, drafts, b.send);
        if (!form.restored) form.untouched({ text: "" });
        return form;
    };
    b.size = () => drafts.all().length;
    return b;
}

const no_answer = () => new Problem({ status: 0, reason: "no_answer" });
const text = (value) => ({ text: value });

test("pressed again after no answer, it goes with the same key", async () => {
    const b = await bench();
    const form = b.form();
    b.answers = [no_answer(), no_answer(), { seq: 9 }];
    for (let n = 0; n < 2; ++n) {
        await assert.rejects(form.send("AddNote", { text: "x" }, text("x")), { status: 0 });
    }
    assert.deepEqual(await form.send("AddNote", { text: "x" }, text("x")), { seq: 9 });
    assert.equal(new Set(b.sent.map((s) => s.key)).size, 1);
    assert.equal(b.size(), 0, "carried out: no draft is left");
});

test("two forms have two keys", async () => {
    const b = await bench();
    b.answers = [{}, {}];
    await b.form().send("AddNote", {}, text("x"));
    await b.form().send("AddNote", {}, text("x"));
    assert.notEqual(b.sent[0].key, b.sent[1].key);
});

test("a form that is left and opened again keeps text and key", async () => {
    const b = await bench();
    const form = b.form();
    form.remember(text("gave aspirin"));
    b.answers = [no_answer()];
    await assert.rejects(form.send("AddNote", {}, text("gave aspirin")));
    const later = await bench(b.drafts);
    const again = later.form();
    assert.deepEqual(again.restored, text("gave aspirin"));
    later.answers = [{}];
    await again.send("AddNote", {}, text("gave aspirin"));
    assert.equal(later.sent[0].key, b.sent[0].key);
    assert.equal(later.size(), 0);
});

test("an untouched form leaves no draft; one sent without an answer does", async () => {
    const b = await bench();
    const form = b.form();
    form.remember(text("a"));
    assert.equal(b.size(), 1);
    form.remember(text(""));
    assert.equal(b.size(), 0);
    b.answers = [no_answer(), new Problem({ status: 409, reason: "illegal_status" })];
    await assert.rejects(form.send("AddNote", {}, text("")));
    assert.equal(b.size(), 1, "it may have happened: its key is kept");
    await assert.rejects(form.send("AddNote", {}, text("")));
    assert.equal(b.size(), 0, "it did not happen");
});

test("another wording of what was carried out is another decision", async () => {
    const b = await bench();
    const form = b.form();
    b.answers = [no_answer(), new Problem({ status: 422, reason: "key_reused" }), {}];
    await assert.rejects(form.send("AddNote", {}, text("x")));
    await assert.rejects(form.send("AddNote", {}, text("y")), { reason: "key_reused" });
    await form.send("AddNote", {}, text("y"));
    assert.equal(b.sent[0].key, b.sent[1].key);
    assert.notEqual(b.sent[1].key, b.sent[2].key);
});

test("a refused token keeps the draft and its key", async () => {
    const b = await bench();
    const form = b.form();
    form.remember(text("x"));
    b.answers = [new Problem({ status: 401 }), {}];
    await assert.rejects(form.send("AddNote", {}, text("x")));
    assert.equal(b.drafts.get("note:7").values.text, "x");
    await form.send("AddNote", {}, text("x"));
    assert.equal(b.sent[0].key, b.sent[1].key);
});

test("drafts are their writer's, the last one touched comes first, and signing out ends them", async () => {
    const b = await bench();
    b.form("note:1").remember(text("a"));
    b.form("note:2").remember(text("b"));
    b.form("note:1").remember(text("aa"));
    assert.equal(b.drafts.all()[0].id, "note:1");
    await b.drafts.open("Li");
    assert.equal(b.size(), 2);
    await b.drafts.open("Wang");
    assert.equal(b.size(), 0);
    b.form().remember(text("c"));
    b.drafts.clear();
    assert.equal(b.size(), 0);
});

test("the same words again are sent as they were, other words as they are", async () => {
    const b = await bench();
    const form = b.form();
    b.answers = [no_answer(), no_answer(), {}];
    await assert.rejects(form.send("HoldRequest", { hold_until: 1 }, text("30")));
    await assert.rejects(form.send("HoldRequest", { hold_until: 2 }, text("30")));
    await form.send("HoldRequest", { hold_until: 3 }, text("45"));
    assert.deepEqual(
        b.sent.map(({ body }) => body.hold_until),
        [1, 1, 3],
    );
});

test("what was typed before the server said who it is, is the one's who typed it", async () => {
    const drafts = new Drafts();
    new Submission("note:1", drafts, async () => ({ seq: 1 })).remember(text("a"));
    await drafts.open("Li");
    assert.deepEqual(
        drafts.all().map(({ id, writer }) => [id, writer]),
        [["note:1", "Li"]],
    );
});

test("an answer that comes when another sits here leaves nothing among his drafts", async () => {
    const b = await bench();
    const form = b.form();
    form.remember(text("x"));
    await b.drafts.open("Wang");
    b.answers = [no_answer()];
    await assert.rejects(form.send("AddNote", {}, text("x")));
    assert.equal(b.size(), 0);
});

test("what was sent without an answer is sent after a reload as it was sent before", async () => {
    const b = await bench();
    b.answers = [no_answer()];
    await assert.rejects(b.form().send("HoldRequest", { hold_until: 1 }, text("30")));
    const later = b.form();
    assert.ok(later.tried);
    b.answers = [{ seq: 9 }];
    await later.send("HoldRequest", { hold_until: 2 }, text("30"));
    assert.deepEqual(b.sent[1], b.sent[0]);
});
