// Whatever is done to a request at the desk happens exactly once, though its answer is lost after the
// commit, all that the page sends again too, and somebody confirms again: every command that the desk
// offers, by its own form or button.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Actions } from "./kit/actions.mjs";
import { Browser, slowness, until } from "./kit/browser.mjs";
import { City } from "./kit/city.mjs";
import * as desk from "./kit/desk.mjs";
import { form } from "./kit/desk.mjs";
import { Program } from "./kit/program.mjs";
import { handover_breaks_at_once } from "./kit/rules.mjs";
import { Proxy } from "./kit/proxy.mjs";
import { ways_of } from "./kit/ways.mjs";

let program, city, proxy, browser, page, actions, ways;
const me = "Li Na";

before(async () => {
    program = await Program.start({ change: { "rules.toml": handover_breaks_at_once } });
    city = await City.fill(program, { members: 100, staff: 24, volunteers: 24 });
    proxy = await Proxy.start(program.port);
    browser = await Browser.start();
    const roles = ["dispatcher", "supervisor"];
    page = await desk.sit_down(browser, program, me, { url: proxy.url, roles, impatient: true });
    actions = await Actions.of(program, page);
    ways = ways_of(city);
});
after(async () => {
    await browser?.stop();
    await proxy?.stop();
    await program?.stop();
});

// From which state a command is sent: one in which there is something to do with it.
const begins = {
    TakeRequest: "queued",
    VerifySafe: "silent",
    RecordContact: "silent",
    RecordHandover: "silent",
    AnswerQuestions: "dispatched",
    ReleaseResponder: "dispatched",
    AcknowledgeAssignment: "dispatched",
    ReportEnRoute: "dispatched",
    ReportOnScene: "dispatched",
    RecordResponderCall: "dispatched",
    CompleteAssignment: "on_scene",
    ResumeRequest: "held",
    AssignResponder: "offered",
    RecordCallback: "served",
    CloseRequest: "called_back",
    RateRequest: "served",
    ReopenRequest: "closed",
    ReturnRequest: "transferred",
    SplitRequest: "merged",
    ExplainBreach: "late",
    ExtendRequest: "received",
    SuperviseRequest: "queued",
    IssueLink: "queued",
    UrgeRequest: "queued",
    AddNote: "queued",
    HoldRequest: "queued",
    ReclassifyRequest: "queued",
    LocateRequest: "queued",
    MergeRequest: "queued",
    TransferRequest: "queued",
    CancelRequest: "queued",
    DismissDuplicate: "suspected",
};

async function late() {
    const { id } = await city.request("emergency", { member: city.next_member() });
    await until("a promise is broken", async () =>
        (await city.read(id)).milestones.some(({ breached_at }) => breached_at),
    );
    return city.read(id);
}

// What this desk has written into the log about a request.
async function records(id) {
    const { timeline } = await program.get(`/v1/requests/${id}/timeline`);
    const { items } = await program.get(`/v1/links?request=${id}`); // no part of the story
    return [
        ...timeline.filter(({ source }) => source.includes(me)).map(({ seq }) => seq),
        ...items.map((link) => link.id),
    ];
}

// Of these nothing is asked; the answer is told in a short message, which goes by itself.
const at_once = ["TakeRequest", "ResumeRequest", "DismissDuplicate"];
const told = () => page.locator(".toasts [role=alert] p", { hasText: /No answer/ });
const submit = async () => {
    await page.locator(".action-form [type=submit]").focus();
    await page.keyboard.press("Enter");
};

async function lose_answer_of(command, other) {
    proxy.lose_answers = Infinity;
    await desk.hurry(page, true);
    await actions.press(command);
    if (at_once.includes(command)) {
        await told().waitFor({ timeout: 20_000 * slowness });
    } else {
        if (command === "AssignResponder") {
            await page.locator(".slots .looked-for .candidates button").nth(1).click();
        }
        await form(page).waitFor();
        await actions.fill({ other });
        await submit();
        await form(page).locator(".problem", { hasText: /No answer/ }).waitFor({ timeout: 20_000 * slowness });
    }
    proxy.lose_answers = 0;
    await desk.hurry(page, false);
}

for (const [command, state] of Object.entries(begins)) {
    test(`${command} without an answer, confirmed again, happens once`, async () => {
        const other = (await city.request("company", { member: city.next_member() })).id;
        const { id } = await (ways[state] ?? late)();
        await desk.open(page, id);
        const may = async () => actions.commands_for(await city.read(id)).includes(command);
        await until("it is offered", may);
        if (at_once.includes(command)) {
            await until("the one before is not told any more", async () => !(await told().count()), 12_000);
        }
        const before = await records(id);
        const sent_before = proxy.commands.length;
        await lose_answer_of(command, other);
        const once = await records(id);
        assert.equal(once.length, before.length + 1, "it was carried out");
        if (!at_once.includes(command)) {
            await form(page).getByText(/sent and not answered/).waitFor();
            await submit();
            await form(page).waitFor({ state: "detached" });
        } else if (await may()) {
            const answer = page.waitForResponse((response) => response.url().endsWith(`/${command}`));
            await actions.press(command);
            assert.equal((await answer).status(), 200);
        }
        const sent = proxy.commands.slice(sent_before).filter(({ name }) => name === command);
        assert.ok(sent.length >= 5, `${sent.length} sendings`);
        assert.equal(new Set(sent.map(({ key }) => key)).size, 1, "one key");
        assert.deepEqual(await records(id), once, "exactly one record");
    });
}

test("no command that the desk offers was left out", async () => {
    const all = new Set();
    for (const make of Object.values(ways)) {
        for (const name of actions.commands_for(await make())) all.add(name);
    }
    assert.deepEqual([...all].filter((name) => !begins[name]), []);
});

test("no script error and nothing against the content policy", () => assert.deepEqual(browser.faults, []));
