// What must not go wrong at the desk, in a real browser against the mock server: nothing is hidden,
// missed, done twice, done silently against somebody else, or lost while it is typed.
import assert from "node:assert/strict";
import { Browser, MockServer } from "./harness.mjs";

const mock = new MockServer();
const base = `http://127.0.0.1:${await mock.listen()}`;
const browser = await Browser.start({ locale: "en-GB" });
const page = await browser.new_page();
const test = (name, run, options) => browser.test(name, run, options);
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

const slow = { timeout: 60_000 }; // five tries with growing pauses, on a machine that is busy
const rows = page.locator("#queue .list-row:not([hidden])");
const dialog = page.locator("dialog[open]:not(#signin)");
const notice = page.locator("#notice");
const toasts = page.locator("#toasts");
const live = (on = page) => on.locator(".connection.live").waitFor();
const queued = () =>
    [...mock.city.requests.values()].find(
        (r) => r.status === "queued" && r.safety !== "unverified" && !r.owner,
    );

// Counts the tones that the page begins.
const count_tones = () => {
    window.tones = 0;
    const real = AudioContext.prototype.createOscillator;
    AudioContext.prototype.createOscillator = function () {
        window.tones++;
        return real.call(this);
    };
};

async function sign_in(on, name, token = mock.token) {
    await on.addInitScript(count_tones);
    await on.goto(`${base}/#token=${token}&name=${encodeURIComponent(name)}`);
    await live(on);
}

async function open_request(on, id) {
    await on.keyboard.press("Escape");
    await on.keyboard.press("/");
    await on.keyboard.type(`#${id}`);
    await on.locator("#queue .list-row:not([hidden])").filter({ hasText: `#${id}` }).click();
    await on.locator("#detail .story").waitFor();
}

// What assistive technology sees of it: the names of nodes with this role.
async function spoken(role) {
    const session = await browser.context.newCDPSession(page);
    const { nodes } = await session.send("Accessibility.getFullAXTree");
    await session.detach();
    const text = (node) =>
        [node, ...(node.childIds ?? []).map((id) => nodes.find((n) => n.nodeId === id))]
            .filter(Boolean)
            .map((n) => n.name?.value ?? "")
            .join(" ");
    return nodes.filter((n) => !n.ignored && n.role?.value === role).map(text);
}

test("signs in", () => sign_in(page, "Li Na"), { always: true });

for (const [name, box, list] of [
    ["queue", "#queue input[type=search]", "#queue .list-row:not([hidden])"],
    ["board", "#board input[type=search]", "#board .list-row:not([hidden])"],
]) {
    test(`Esc in the search of the ${name} empties the box and shows all again`, async () => {
        const all = await page.locator(list).count();
        await page.locator(box).click();
        await page.keyboard.type("#1001");
        await page.waitForFunction(
            ([l, n]) => document.querySelectorAll(l).length < n,
            [list, all],
        );
        await page.keyboard.press("Escape");
        await page.waitForFunction(
            ([l, n]) => document.querySelectorAll(l).length >= n,
            [list, all],
            { timeout: 800 },
        );
        assert.equal(await page.locator(box).inputValue(), "");
        const left = await page.evaluate(() => document.activeElement.getAttribute("role"));
        assert.equal(left, "listbox");
    });
}

test("the box and the list agree however the box was emptied", async () => {
    const all = await rows.count();
    await page.locator("#queue input[type=search]").fill("#5001");
    await page.waitForFunction((n) => document.querySelectorAll("#queue .list-row:not([hidden])").length < n, all);
    await page.evaluate(() => (document.querySelector("#queue input").value = ""));
    await page.waitForFunction(
        (n) => document.querySelectorAll("#queue .list-row:not([hidden])").length >= n,
        all,
    );
});

test("a P0 that comes while a form is open is seen, heard and read aloud; F1 opens it", async () => {
    const request = queued();
    await open_request(page, request.id);
    await page.keyboard.press("y");
    await dialog.locator("textarea").fill("door code 4711");
    const tones = await page.evaluate(() => window.tones);
    const p0 = mock.create({ urgency: "P0", service: "emergency" });
    const row = page.locator("#alarms .alarm-row").filter({ hasText: `#${p0.id}` });
    await row.waitFor({ timeout: 2_000 });
    await browser.shot(page, "alarm-over-form-en");
    // Inside the dialog: what stands outside is inert, for the mouse and for screen readers.
    assert.ok((await spoken("alert")).some((text) => /New P0: Emergency help/.test(text)));
    assert.ok((await spoken("button")).some((text) => text.includes(`#${p0.id}`)));
    const box = await row.boundingBox();
    const hit = await page.evaluate(
        ([x, y]) => Boolean(document.elementFromPoint(x, y).closest(".alarm-row")),
        [box.x + 20, box.y + box.height / 2],
    );
    assert.ok(hit, "it lies above the form");
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "TEXTAREA");
    assert.equal(await dialog.locator("textarea").inputValue(), "door code 4711");
    await page.waitForFunction((n) => window.tones >= n + 4, tones, { timeout: 12_000 });
    await page.keyboard.press("F1");
    await page.locator("#detail h2", { hasText: `#${p0.id}` }).waitFor();
    assert.equal(await page.locator("#alarms").isVisible(), false);
    const rung = await page.evaluate(() => window.tones);
    await wait(6_000);
    assert.equal(await page.evaluate(() => window.tones), rung, "opened: it is quiet");
    // The form was put away with all that was typed, and comes back with it.
    await page.locator("button.draft").click();
    assert.equal(await dialog.locator("textarea").inputValue(), "door code 4711");
    await dialog.locator("button[type=submit]").click();
    await dialog.waitFor({ state: "detached" });
    assert.equal(mock.commands_seen.at(-1).body.request, request.id);
});

test("an alarm goes when somebody else takes the request", async () => {
    const p0 = mock.create({ urgency: "P0", service: "emergency" });
    const row = page.locator("#alarms .alarm-row").filter({ hasText: `#${p0.id}` });
    await row.waitFor();
    mock.change("requests", mock.city.requests.get(p0.id), { owner: "Wang Min" });
    await row.waitFor({ state: "detached" });
});

test("the sound is on, and says so when the browser blocks it", async () => {
    const other = await browser.new_page();
    await other.goto(`${base}/#token=mock&name=Zhao`);
    await live(other);
    await other.locator(".sound-blocked").waitFor();
    mock.create({ urgency: "P0", service: "emergency" });
    await other.locator(".alarm-quiet", { hasText: /blocks the sound/ }).waitFor();
    await browser.shot(other, "sound-blocked-en");
    await other.keyboard.press("Shift");
    await other.locator(".sound-on").waitFor();
    await other.close();
    await page.keyboard.press("F1");
});

test("Confirm pressed again after no answer does it once", async () => {
    const request = queued();
    await open_request(page, request.id);
    await page.keyboard.press("y");
    await dialog.locator("textarea").fill("gave aspirin");
    mock.lose_answers = Infinity; // the browser tries some again by itself
    await dialog.locator("button[type=submit]").click();
    await dialog.locator(".problem:not([hidden])").filter({ hasText: "No answer" }).waitFor(slow);
    mock.lose_answers = 0;
    await dialog.locator("button[type=submit]").click();
    await dialog.waitFor({ state: "detached" });
    const notes = mock.city.requests.get(request.id).notes.map((n) => n.text);
    assert.equal(notes.filter((text) => text === "gave aspirin").length, 1);
});

test("what is sent without a form is done once, too", async () => {
    const request = queued();
    await open_request(page, request.id);
    const before = mock.commands_seen.length;
    mock.lose_answers = Infinity;
    await page.keyboard.press("t");
    await toasts.filter({ hasText: "No answer" }).waitFor(slow);
    mock.lose_answers = 0;
    const sent = mock.commands_seen.slice(before);
    assert.ok(sent.length >= 5);
    assert.equal(new Set(sent.map((c) => c.key)).size, 1);
});

test("a silent link is called silent, then lost, and is live again at once", async () => {
    const started = Date.now();
    mock.swallows = true;
    await page.locator(".connection:not(.live)").waitFor({ timeout: 3 * mock.heartbeat_ms });
    await notice.filter({ hasText: /since \d+ s/ }).waitFor();
    const since = Number(/since (\d+) s/.exec(await notice.innerText())[1]) * 1000;
    const away = Date.now() - started;
    assert.ok(since >= away - 1_500 && since <= away + mock.heartbeat_ms + 1_500, `${since}, ${away}`);
    const p0 = mock.create({ urgency: "P0", service: "emergency" });
    await wait(8_000);
    mock.swallows = false;
    await page.locator(".connection.live").waitFor({ timeout: 3_000 });
    await page.locator("#alarms .alarm-row").filter({ hasText: `#${p0.id}` }).waitFor();
    await page.keyboard.press("F1");
});

// Keeps what the feed says from the page that connected last, until the returned function is called.
function hold_back() {
    const socket = [...mock.sockets].at(-1);
    const [held, say] = [[], socket.say];
    socket.say = (message) => held.push(message);
    return () => {
        socket.say = say;
        held.forEach(say);
    };
}

for (const [language, done, lost] of [
    ["en", /Take: done/, /Somebody was quicker.*Li Na has it since \d\d:\d\d/],
    ["zh-CN", /受理：完成/, /别人先了一步.*Li Na已于 \d\d:\d\d/],
]) {
    test(`two desks take at once: one reads done, the other who has it (${language})`, async () => {
        const other = await browser.new_page();
        await other.addInitScript((l) => localStorage.setItem("muster.language", l), language);
        await page.evaluate((l) => localStorage.setItem("muster.language", l), language);
        await page.reload();
        await live();
        await sign_in(other, "Wang Min", "guest");
        const request = queued();
        await open_request(page, request.id);
        await open_request(other, request.id);
        const let_go = hold_back();
        await page.keyboard.press("t");
        await toasts.filter({ hasText: done }).waitFor();
        await other.keyboard.press("t");
        await other.locator("#toasts").filter({ hasText: lost }).waitFor();
        await browser.shot(other, `taken-${language}`);
        assert.equal(mock.city.requests.get(request.id).owner, "Li Na");
        let_go();
        // Seen now, it can be taken over on purpose.
        await other.locator("#detail dd", { hasText: "Li Na" }).waitFor();
        await other.keyboard.press("t");
        await other.locator("#toasts").filter({ hasText: done }).waitFor();
        assert.equal(mock.city.requests.get(request.id).owner, "Wang Min");
        await other.close();
    });
}

test("two desks send somebody at once: the second reads who goes, and may overrule it", async () => {
    await page.evaluate(() => localStorage.setItem("muster.language", "en"));
    await page.reload();
    await live();
    const request = queued();
    await open_request(page, request.id);
    await page.keyboard.press("a");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await dialog.locator("textarea").fill("knows the house");
    const first = [...mock.city.responders.values()].filter((r) => r.status === "available").at(-1);
    const let_go = hold_back();
    await mock.act("AssignResponder", {
        request: request.id,
        slot: 0,
        responder: first.id,
        reason: "x",
    });
    await dialog.locator("button[type=submit]").click();
    const problem = dialog.locator(".problem:not([hidden])");
    await problem.filter({ hasText: "Confirm again" }).waitFor();
    await problem.filter({ hasText: `${first.profile.name} has it since` }).waitFor();
    await browser.shot(page, "assigned-meanwhile-en");
    assert.equal(mock.city.requests.get(request.id).slots[0].responder, first.id);
    let_go();
    await dialog.locator("button[type=submit]").click();
    await dialog.waitFor({ state: "detached" });
    assert.notEqual(mock.city.requests.get(request.id).slots[0].responder, first.id);
});

test("a form whose request is cancelled meanwhile says so", async () => {
    const request = queued();
    await open_request(page, request.id);
    await page.keyboard.press("e");
    await dialog.locator("textarea").fill("worse");
    mock.change("requests", request, { status: "cancelled", owner: "Wang Min" });
    await dialog
        .locator(".problem:not([hidden])")
        .filter({ hasText: /Meanwhile.*cancelled · Wang Min/i })
        .waitFor({ timeout: 2_000 });
    await page.keyboard.press("Escape");
});

test("buttons are those commands that the engine allows", async () => {
    const request = queued();
    await open_request(page, request.id);
    for (const status of ["queued", "on_scene", "served", "called_back", "held", "merged"]) {
        // Suspected of being a duplicate, so that saying "not the same" is of use.
        mock.change("requests", mock.city.requests.get(request.id), {
            status,
            possible_duplicate_of: 1,
        });
        const allowed = mock.shown("requests", request.id).allowed_actions;
        const wanted = await page.evaluate(async (list) => {
            const { actions } = await import("/model/commands.js");
            return actions.filter((a) => list.includes(a.command)).map((a) => a.id);
        }, allowed);
        await page.waitForFunction(
            (ids) => {
                const shown = [...document.querySelectorAll("#detail .actions button")];
                return ids.join() === shown.map((b) => b.dataset.action).sort().join();
            },
            wanted.sort(),
        );
    }
});

test("Esc, a reload and a withdrawn token leave what was typed", async () => {
    const request = queued();
    await open_request(page, request.id);
    await page.keyboard.press("y");
    await dialog.locator("textarea").fill("key under the mat");
    await page.keyboard.press("Escape");
    await toasts.filter({ hasText: "kept as a draft" }).waitFor();
    await page.reload({ waitUntil: "networkidle" });
    await live();
    await page.locator("button.draft").click();
    await dialog.locator(".restored").waitFor();
    assert.equal(await dialog.locator("textarea").inputValue(), "key under the mat");
    await browser.shot(page, "draft-restored-en");
    mock.token = "second";
    await dialog.locator("button[type=submit]").click();
    await page.locator("#signin[open] [role=alert]").waitFor();
    const seen = await page.evaluate(() => document.elementFromPoint(700, 450).closest("#signin"));
    assert.ok(seen !== null, "nothing of the desk is seen");
    assert.equal(await page.locator("#app").isVisible(), false);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("#signin").isVisible(), true);
    await page.locator("#signin input[type=password]").fill("still-wrong");
    await page.locator("#signin button[type=submit]").click();
    await page.locator("#signin[open] [role=alert]").waitFor();
    await page.locator("#signin input[type=password]").fill("second");
    await page.locator("#signin button[type=submit]").click();
    await live();
    assert.equal(await dialog.locator("textarea").inputValue(), "key under the mat");
    await dialog.locator("button[type=submit]").click();
    await dialog.waitFor({ state: "detached" });
    assert.equal(mock.city.requests.get(request.id).notes.at(-1).text, "key under the mat");
    const keys = mock.commands_seen
        .filter((c) => c.body.text === "key under the mat")
        .map((c) => c.key);
    assert.equal(new Set(keys).size, 1);
    const left = await page.evaluate(() => sessionStorage.getItem("muster.drafts") ?? "");
    assert.ok(!left.includes("key under the mat"), left);
});

test("a whole new call survives Esc", async () => {
    const member = mock.city.members.get(7);
    await page.keyboard.press("n");
    await dialog.locator("input").first().fill(member.profile.phone);
    await dialog.locator(".found button").first().click();
    await dialog.locator("select").first().selectOption("daily_care");
    await dialog.locator("textarea").fill("shopping");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await page.keyboard.press("n");
    await dialog.locator("b", { hasText: member.profile.name }).waitFor();
    assert.equal(await dialog.locator("select").first().inputValue(), "daily_care");
    await dialog.locator("button[type=submit]").click();
    await dialog.waitFor({ state: "detached" });
    const { body } = mock.commands_seen.at(-1);
    assert.deepEqual([body.member, body.note], [7, "shopping"]);
});

test("somebody else who signs in finds nothing of it", async () => {
    await page.keyboard.press("n");
    await dialog.locator("textarea").fill("a secret");
    mock.token = "third";
    for (const socket of mock.sockets) socket.close(4401);
    await page.locator("#signin[open]").waitFor();
    await page.locator("#signin input[type=password]").fill("third");
    await page.locator("#signin input:not([type=password])").fill("Zhao Lei");
    await page.locator("#signin button[type=submit]").click();
    await live();
    assert.equal(await dialog.count(), 0);
    assert.equal(await page.evaluate(() => sessionStorage.getItem("muster.drafts")), null);
});

test("no script error and nothing against the content policy", async () =>
    assert.deepEqual(browser.faults, []));

await browser.run_all({ page, on_end: () => mock.close() });
