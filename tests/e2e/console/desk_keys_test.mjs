// The desk by keyboard alone: a call from its pop to the closing of its request, and each line of the
// command line's grammar, once as it is carried out and once as it is refused.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, slowness, until } from "./kit/browser.mjs";
import { City } from "./kit/city.mjs";
import * as desk from "./kit/desk.mjs";
import { below, form, line, opened } from "./kit/desk.mjs";
import { Program } from "./kit/program.mjs";
import { handover_breaks_at_once } from "./kit/rules.mjs";

let program, city, browser, page;

before(async () => {
    program = await Program.start({ change: { "rules.toml": handover_breaks_at_once } });
    city = await City.fill(program, { members: 24, staff: 12, volunteers: 12 });
    browser = await Browser.start();
    page = await desk.sit_down(browser, program, "Li Na");
});
after(async () => {
    await browser?.stop();
    await program?.stop();
});

const is_empty = () => until("the line is empty", async () => (await line(page).inputValue()) === "");

// Somebody who uses no mouse; keys are counted, free words and the time that others take are not.
class Hands {
    keys = 0;
    ms = 0;

    async #timed(what) {
        const begun = Date.now();
        const value = await what();
        this.ms += Date.now() - begun;
        return value;
    }

    press(key) {
        this.keys += key === " " ? 1 : key.split("+").length;
        return this.#timed(() => page.keyboard.press(key));
    }

    command(text) {
        this.keys += text.length;
        return this.#timed(() => page.keyboard.type(text));
    }

    say = (words) => this.#timed(() => page.keyboard.type(words));
    see = (what) => this.#timed(() => what.waitFor());
}

test("a call from its pop to the closing of its request takes 45 keys and 15 s at most", async () => {
    const { profile } = await program.get(`/v1/members/${city.members[20]}`);
    const exchange = await program.make_token("exchange", "adapter");
    const call = { reference: "pbx:1", number: profile.phone, line: "96345" };
    await program.must("ReportCall", call, { token: exchange });
    const hands = new Hands();
    const step = (name) => page.locator(".next-step").getByRole("button", { name });

    await hands.see(page.locator(".call-pop", { hasText: profile.name }));
    await hands.press("F8");
    await hands.see(page.locator(".call-panel").getByText(profile.name));
    await hands.command("fall");
    await hands.press("Enter");
    await hands.say("in the bathroom, her hip hurts");
    await hands.press("Control+Enter");
    await page.locator(".call-panel").waitFor({ state: "detached" });
    const { items } = await program.get(`/v1/requests?member=${city.members[20]}`);
    const { id } = items.find(({ service }) => service === "fall");
    const now = () => city.read(id);
    await hands.see(opened(page, id));
    await until("it is taken", async () => (await now()).owner === "Li Na");

    // Whom she cannot reach by telephone somebody helps who lives near: the first of the candidates.
    if ((await now()).contacts.active) {
        await hands.see(step(/^Call /));
        await hands.press("A");
        await until("she was reached", async () => (await now()).contacts.reached);
    }
    const helper = (request) => request.slots.find(({ role }) => role === "helper");
    await hands.see(page.locator(".candidates button").first());
    await hands.press("1");
    // Whom the engine does not choose is sent for a reason.
    await until("a helper goes", async () => {
        if (helper(await now()).responder) return true;
        if (!(await form(page).count())) return false;
        await hands.say("lives next door");
        await hands.press("Enter");
        await form(page).waitFor({ state: "detached" });
        return false;
    });

    // She is worse than it seemed.
    await hands.command("/c 0 ");
    await hands.say("cannot move her leg");
    await hands.press("Enter");
    await is_empty();
    await until("it is a P0", async () => (await now()).urgency === "P0");
    await hands.command("/120 no7 ");
    await hands.say("hip fracture");
    await hands.press("Enter");
    await is_empty();
    await until("it is handed over", async () => (await now()).handovers?.length === 1);

    // Those who go say so on their telephones.
    for (const { responder } of (await now()).slots) {
        if (!responder) continue;
        const more = { request: id, responder };
        for (const said of ["AcknowledgeAssignment", "ReportEnRoute", "ReportOnScene"]) {
            await program.must(said, more);
        }
        await program.must("CompleteAssignment", { ...more, disposition: "helped" });
    }
    await until("it is served", async () => (await now()).status === "served");

    await hands.see(step("Record call-back").or(step(/^Explain/)).first());
    await hands.command("/w 5 ");
    await hands.say("all went well");
    await hands.press("Enter");
    await is_empty();
    await until("it is called back", async () => (await now()).status === "called_back");
    // Space opens what is recommended, unless that has become something else just now.
    const opens = async () => {
        await hands.press(" ");
        return form(page)
            .waitFor({ timeout: 500 })
            .then(() => true, () => false);
    };
    await until("it is closed by what is recommended", async () => {
        if ((await now()).status === "closed") return true;
        const label = await page.locator(".next-step button").first().innerText();
        if (!(await opens())) return false;
        // A promise was broken meanwhile: its cause is asked for first.
        if (label.startsWith("Explain")) await hands.say("the test took its time");
        await hands.press("Enter");
        await form(page).waitFor({ state: "detached" });
        return false;
    }, 10_000);
    await until("it is closed", async () => (await now()).status === "closed");

    console.log(`${hands.keys} keys, ${hands.ms} ms at the keyboard`);
    assert.ok(hands.keys <= 45, `${hands.keys} keys`);
    assert.ok(hands.ms <= 15_000 * slowness, `${hands.ms} ms`);
});

const done = new Set();
const refused = new Set();
const verb_of = (text) => text.split(" ")[0];

// The page says what it would do; Enter does it.
async function say(text, command) {
    await desk.type(page, text);
    await until(`it is understood: ${text}`, async () => await below(page).locator(".says").count()).catch(
        async (error) => {
            throw new Error(`${error.message}: ${await below(page).innerText()}`);
        },
    );
    if (command) {
        const answer = page.waitForResponse((response) => response.url().includes("/v1/commands/"));
        await page.keyboard.press("Enter");
        const response = await answer;
        assert.ok(response.url().endsWith(`/${command}`), `${text}: ${response.url()}`);
        assert.equal(response.status(), 200, `${text}: ${await response.text()}`);
    } else {
        await page.keyboard.press("Enter");
    }
    await is_empty();
    done.add(verb_of(text));
}

// It says why, the line stays, and nothing is sent.
async function refuse(text, why) {
    const sent = [];
    const hear = (request) => sent.push(request.url());
    page.on("request", hear);
    await desk.type(page, text);
    await page.keyboard.press("Enter");
    await below(page).getByRole("alert").filter({ hasText: why }).waitFor().catch(async (error) => {
        throw new Error(`${text}: ${error.message} ${await below(page).innerText()}`);
    });
    assert.equal((await line(page).inputValue()).trim(), text);
    page.off("request", hear);
    assert.deepEqual(sent.filter((url) => url.includes("/v1/commands/")), [], text);
    await page.keyboard.press("Escape");
    await is_empty();
    refused.add(verb_of(text));
}

test("each line of the grammar is carried out", async () => {
    const seen = (id, status) =>
        until(`#${id} is ${status}`, async () => (await city.read(id)).status === status);
    const helper = (await program.get(`/v1/responders/${city.responders.at(-1)}`)).profile.name;
    const make = (service, member, more) => city.request(service, { member, ...more });

    const meal = (await make("meal", 1)).id;
    await desk.open(page, meal);
    const { role } = (await city.read(meal)).slots[0];
    await say(`d ${helper}/${role} lives next door`, "AssignResponder");
    await seen(meal, "dispatched");
    await say(`rel ${helper} cannot come`, "ReleaseResponder");
    await until("nobody goes", async () => (await city.read(meal)).slots[0].responder === 0);
    await say(`d #${meal} ${helper} comes after all`, "AssignResponder");
    await seen(meal, "dispatched");
    await say(`ac ${helper}`, "AcknowledgeAssignment");
    await say(`en ${helper}`, "ReportEnRoute");
    await seen(meal, "en_route");
    await say(`os ${helper}`, "ReportOnScene");
    await seen(meal, "on_scene");
    await say(`cl ${helper}`, "CompleteAssignment");
    await seen(meal, "served");
    await say("w 5 tasted well", "RecordCallback");
    await seen(meal, "called_back");
    await say("x helped", "CloseRequest");
    assert.equal((await city.read(meal)).rating, 5);

    const advice = (await make("consultant", 2)).id;
    await desk.open(page, advice);
    await say("n asks about her pension", "AddNote");
    await say("c 3 waits long already", "ReclassifyRequest");
    await say("h 30 kin at 8", "HoldRequest");
    await seen(advice, "held");
    await say("r", "ResumeRequest");
    await say("to civil_affairs theirs", "TransferRequest");

    const silent = (await make("emergency", 3, { silent: true })).id;
    await desk.open(page, silent);
    await say("na rang for a minute", "RecordContact");
    await say("a her neighbour says she is out", "RecordContact");
    await say("v saw her at the window", "VerifySafe");
    for (const agency of ["120", "119", "110"]) await say(`${agency} no7 hip pain`, "RecordHandover");
    await until("a promise is broken", async () =>
        (await city.read(silent)).milestones.some(({ breached_at }) => breached_at),
    );
    await say("! two calls at once", "ExplainBreach");
    await say("z .");
    const other = (await make("fall", 4)).id;
    await desk.row(page, other).waitFor();
    await say(`m #${other} #${silent}`, "MergeRequest");

    await say(`u ${helper} oos car broke down`, "SetDuty");
    await say(`u ${helper} off`, "SetDuty");
    await say(`u ${helper} av`, "SetDuty");

    const { profile } = await program.get(`/v1/members/${city.members[6]}`);
    await say(`new ${profile.phone} meal`);
    await page.locator(".call-panel").getByText(profile.address).first().waitFor();
    await page.keyboard.press("Escape");
});

test("each line of the grammar is refused in words before it is sent, and stays", async () => {
    const { id } = await city.request("consultant", { member: 8 });
    await program.must("TakeRequest", { request: id });
    await program.must("CloseRequest", { request: id, disposition: "advised" });
    await desk.open(page, id);
    await until("it is over here too", async () => (await page.locator(".panel-status").innerText()).includes("closed"));
    const helper = (await program.get(`/v1/responders/${city.responders.at(-2)}`)).profile.name;
    const not_now = new RegExp(`not possible: #${id} is closed`);
    await refuse(`d ${helper} lives next door`, not_now);
    await refuse(`rel ${helper} cannot come`, /is on no request/);
    for (const verb of ["os", "en", "ac", "cl"]) await refuse(`${verb} ${helper}`, /is on no request/);
    await refuse(`u ${helper} asleep`, /“asleep” does not fit: av\|off\|oos/);
    await refuse("n", /Still needed/);
    for (const rest of ["c 2 worse", "h 30 kin at 8", "r", "m #1", "to civil_affairs theirs"]) {
        await refuse(rest, rest.startsWith("m") ? /#1/ : not_now);
    }
    for (const agency of ["120", "119", "110"]) await refuse(`${agency} no7 hip pain`, not_now);
    for (const rest of ["w 5", "x", "a spoke to her", "na", "v seen"]) await refuse(rest, not_now);
    await refuse("! two calls at once", not_now);
    await refuse("z nowhere in this city", /No place .* was found/);
});

test("no verb of the cheat sheet was left out", async () => {
    await desk.press(page, "?");
    const sheet = page.getByRole("dialog");
    const usages = await sheet.locator("code").allInnerTexts();
    const verbs = usages.flatMap((usage) => verb_of(usage).split("|"));
    assert.ok(verbs.length >= 24, `${verbs.length} verbs`);
    assert.deepEqual(verbs.filter((verb) => !done.has(verb)), []);
    // Whatever is said of a call may be its beginning.
    assert.deepEqual(verbs.filter((verb) => !refused.has(verb)), ["new"]);
    await page.keyboard.press("Escape");
});

test("no script error and nothing against the content policy", () => assert.deepEqual(browser.faults, []));
