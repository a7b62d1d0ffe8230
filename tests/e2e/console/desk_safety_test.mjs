// What must not go wrong at the desk, in a real browser against the real program: nothing is hidden,
// missed, done twice, done silently against somebody else, or lost while it is typed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, reads, slowness, spoken, until, violations, wait } from "./kit/browser.mjs";
import { City } from "./kit/city.mjs";
import * as desk from "./kit/desk.mjs";
import { form, line, live, opened, row } from "./kit/desk.mjs";
import { Program } from "./kit/program.mjs";
import { Proxy } from "./kit/proxy.mjs";

let program, city, proxy, browser, page;
const sit_down = (name, more) => desk.sit_down(browser, program, name, more);
const notes = async (id) => ((await city.read(id)).notes ?? []).map(({ text }) => text);
const field = (on) => form(on).locator("textarea");

before(async () => {
    program = await Program.start();
    city = await City.fill(program);
    proxy = await Proxy.start(program.port);
    browser = await Browser.start();
    page = await sit_down("Li Na", { url: proxy.url });
});
after(async () => {
    await browser?.stop();
    await proxy?.stop();
    await program?.stop();
});

test("searching filters nothing, and Enter opens the first hit, also of what is over", async () => {
    const served = await city.serve(await city.request("meal", { member: 9 }));
    const shown = () =>
        page.evaluate(() =>
            [...document.querySelectorAll(".queue-part")].map((part) => ({
                said: part.querySelector(".count").textContent,
                rows: part.querySelector("[data-id]")?.parentElement.parentElement.scrollHeight,
            })),
        );
    await row(page, served.id).waitFor();
    const before = await shown();
    await desk.type(page, "no such words");
    await desk.below(page).getByRole("alert").waitFor({ state: "attached" });
    assert.deepEqual(await shown(), before);
    await page.keyboard.press("Escape");
    assert.equal(await line(page).inputValue(), "");
    assert.deepEqual(await shown(), before);

    await desk.open(page, `#${served.id}`);
    const { profile } = await program.get(`/v1/members/${served.member}`);
    await desk.type(page, profile.address);
    const first = desk.below(page).getByRole("option").first();
    await first.filter({ hasText: `#${served.id}` }).waitFor();
    await desk.close(page);
    await desk.type(page, profile.address);
    await page.keyboard.press("Enter");
    await opened(page, served.id).waitFor();
});

test("a new P0 is seen, heard and read aloud until somebody opens it", async () => {
    await page.keyboard.press("Shift"); // the browser lets a page sound after a key
    const tones = await page.evaluate(() => window.tones);
    const asked = Date.now();
    const { id } = await city.request("emergency", { member: 1 });
    const strip = page.locator(".alarm-strip");
    await strip.getByText(`#${id}`).waitFor();
    assert.ok(Date.now() - asked < 2_000 * slowness);
    assert.ok((await spoken(page, "alert")).some((text) => /New P0: Emergency/.test(text)));
    await until("it rings again", async () => (await page.evaluate(() => window.tones)) >= tones + 4, 12_000);
    await browser.shot(page, "alarm-en");
    await page.keyboard.press("F1");
    await opened(page, id).waitFor();
    await until("the strip is gone", async () => !(await strip.isVisible()));
    const rung = await page.evaluate(() => window.tones);
    await wait(6_000);
    assert.equal(await page.evaluate(() => window.tones), rung, "opened: it is quiet");
});

test("an alarm goes when somebody else takes the request", async () => {
    const { id } = await city.request("emergency", { member: 2 });
    const strip = page.locator(".alarm-strip").getByText(`#${id}`);
    await strip.waitFor();
    await program.must("TakeRequest", { request: id });
    await strip.waitFor({ state: "detached" });
});

test("a silent link is lost within two heartbeats, and live again at once", async () => {
    proxy.swallows = true;
    const swallowed = Date.now();
    await page.locator(".link.lost").waitFor({ timeout: 8_000 * slowness });
    assert.ok(Date.now() - swallowed <= 7_000 * slowness, "not live after 6 s");
    const said = /for (\d+) s/.exec(await page.locator(".link.lost").innerText());
    const since = Date.now() - Number(said[1]) * 1000;
    assert.ok(Math.abs(since - proxy.last_byte_at) <= 2_000 * slowness, "counted from the last byte");
    const { id } = await city.request("emergency", { member: 3 });
    await wait(3_000);
    proxy.heal();
    const healed = Date.now();
    await live(page);
    assert.ok(Date.now() - healed <= 3_000 * slowness, "live within 2 s");
    await page.locator(".alarm-strip").getByText(`#${id}`).waitFor();
    await page.keyboard.press("F1");
});

test("nothing moves under the pointer", async () => {
    const waiting = [];
    for (let n = 0; n < 3; ++n) waiting.push(await city.request("consultant", { member: 4 + n }));
    const last = waiting.at(-1).id;
    await row(page, last).hover();
    const box = await row(page, last).boundingBox();
    const under = () =>
        page.evaluate(
            ([x, y]) => document.elementFromPoint(x, y)?.closest(".live-row")?.dataset.id,
            [box.x + 60, box.y + 20],
        );
    assert.equal(await under(), String(last));
    for (let n = 0; n < 20; ++n) {
        await city.request("emergency", { member: n, place: { lat: 32.3 + n * 0.01, lon: 119.5 } });
        assert.equal(await under(), String(last));
    }
    await page.getByRole("button", { name: /new: show/ }).waitFor();
    await page.mouse.move(1200, 500);
    await until("the list goes on", async () => (await under()) !== String(last));
});

test("of more alarms than have room the one that came last is in sight", async () => {
    const strip = page.locator(".alarm-strip");
    await strip.getByText(/and \d+ more/).waitFor();
    const { id } = await city.request("emergency", { member: 9 });
    await strip.locator("button", { hasText: `#${id} ` }).waitFor();
    assert.equal(await strip.locator("button").count(), 3);
    await city.take_all();
    await until("the strip is gone", async () => !(await strip.isVisible()));
});

test("a press that is merged into an open request makes a P0 of it, and is seen, heard and read aloud", async () => {
    const { id, urgency } = await city.request("fall", { member: 18 });
    assert.equal(urgency, "P1");
    await desk.open(page, id);
    await desk.press(page, "t");
    await until("it is taken", async () => (await city.read(id)).owner === "Li Na");
    const strip = page.locator(".alarm-strip");
    await until("nothing alarms", async () => !(await strip.isVisible()));
    const tones = await page.evaluate(() => window.tones);
    const press = await city.request("emergency", { member: 18 });
    assert.equal(press.merged_into, id);
    await strip.locator("button", { hasText: `#${id} ` }).getByText("raised").waitFor();
    assert.ok((await spoken(page, "alert")).some((text) => /Now P0: Fall/.test(text)));
    await until("it rings again", async () => (await page.evaluate(() => window.tones)) >= tones + 4, 12_000);
    await browser.shot(page, "alarm-raised-en");
    await page.keyboard.press("F1");
    await until("the strip is gone", async () => !(await strip.isVisible()));
    assert.equal((await city.read(id)).owner, "Li Na");
});

test("a new P0 takes neither focus nor text from a form, and is told to who cannot see", async () => {
    const { id } = await city.request("haircut", { member: 8 });
    await desk.open(page, id);
    await desk.press(page, "y");
    await field(page).waitFor();
    await page.keyboard.type("half a sent");
    const alarm = await city.request("emergency", { member: 10 });
    await page.locator(".alarm-strip").getByText(`#${alarm.id}`).waitFor();
    assert.ok((await spoken(page, "alert")).some((text) => /New P0: Emergency/.test(text)));
    await page.keyboard.type("ence");
    await reads(field(page), "half a sentence");
    assert.ok(await field(page).evaluate((node) => node === document.activeElement));
    await page.keyboard.press("F1");
    await opened(page, alarm.id).waitFor();
    await desk.open(page, id);
    await page.locator(".panel-drafts").getByRole("button", { name: /^Draft/ }).click();
    await reads(field(page), "half a sentence");
    await page.keyboard.press("Enter");
    await form(page).waitFor({ state: "detached" });
    assert.deepEqual(await notes(id), ["half a sentence"]);
});

test("a form that got no answer is sent again and happens once", async () => {
    const { id } = await city.request("haircut", { member: 11 });
    await desk.open(page, id);
    await desk.press(page, "y");
    await field(page).waitFor();
    await page.keyboard.type("gave aspirin");
    proxy.lose_answers = Infinity;
    await page.keyboard.press("Enter");
    await form(page).locator(".problem", { hasText: /No answer/ }).waitFor({ timeout: 40_000 * slowness });
    assert.deepEqual(await notes(id), ["gave aspirin"]);
    proxy.lose_answers = 0;
    await page.keyboard.press("Enter");
    await form(page).waitFor({ state: "detached" });
    assert.deepEqual(await notes(id), ["gave aspirin"]);
});

test("a button without a form happens once too, however often it is sent and pressed", async () => {
    const { id } = await city.request("emergency", { member: 12, silent: true });
    await desk.open(page, id);
    const before = proxy.commands.length;
    // The browser itself sends anew what was cut off on a link that it had used before.
    proxy.lose_answers = 4;
    const no_answer = page.locator(".call-card").getByRole("button", { name: "No answer" });
    await no_answer.dblclick();
    await until("it is sent again", async () => proxy.lose_answers === 0, 20_000);
    await desk.toast(page, new RegExp(`done, for #${id}`)).waitFor({ timeout: 20_000 * slowness });
    const sent = proxy.commands.slice(before).filter(({ name }) => name === "RecordContact");
    assert.ok(sent.length >= 5, `${sent.length} sendings`);
    assert.equal(new Set(sent.map(({ key }) => key)).size, 1);
    const recorded = (await program.story(id)).filter(({ type }) => type === "ContactRecorded");
    assert.equal(recorded.length, 1);
});

test("of two who act at once one does it, and the other reads who was quicker", async () => {
    const other = await sit_down("Wang Fang");
    // What the other sends waits until the first is done: both have seen the same.
    let go;
    const first_done = new Promise((done) => (go = done));
    await other.route("**/v1/commands/*", async (route) => {
        await first_done;
        await route.continue();
    });
    const taken = (await city.request("consultant", { member: 13 })).id;
    await desk.open(page, taken);
    await desk.open(other, taken);
    await desk.press(other, "t");
    await desk.press(page, "t");
    await until("it is taken", async () => (await city.read(taken)).owner === "Li Na");
    go();
    await desk.toast(other, /Li Na/).waitFor();
    assert.equal((await city.read(taken)).owner, "Li Na");
    await browser.shot(other, "taken-by-another-en");

    await other.unroute("**/v1/commands/*");
    const given = (await city.request("company", { member: 14 })).id;
    await desk.open(page, given);
    await desk.open(other, given);
    const second = other.locator(".candidates button").nth(1);
    await second.waitFor();
    await page.locator(".candidates button").first().waitFor();
    await second.click();
    await form(other).locator("textarea").fill("lives nearer");
    await page.locator(".candidates button").first().click();
    await form(page).locator("textarea").fill("knows her");
    await page.keyboard.press("Enter");
    await until("somebody goes", async () => (await city.read(given)).slots[0].responder > 0);
    const { responder } = (await city.read(given)).slots[0];
    const { profile } = await program.get(`/v1/responders/${responder}`);
    await form(other).getByRole("alert").getByText(profile.name).waitFor();
    assert.ok(await form(other).getByRole("button", { name: "Confirm" }).isDisabled());
    assert.equal((await city.read(given)).slots[0].responder, responder);
    await other.context().close();
});

test("a form says at once that its request is over", async () => {
    const { id } = await city.request("haircut", { member: 15 });
    await desk.open(page, id);
    await desk.press(page, "h");
    await form(page).waitFor();
    await form(page).locator("textarea").fill("kin come at eight");
    await program.must("CancelRequest", { request: id, reason: "called back" });
    await form(page).getByText(/can no longer be done/).waitFor({ timeout: 2_000 * slowness });
    assert.ok(await form(page).getByRole("button", { name: "Confirm" }).isDisabled());
    assert.equal(await form(page).locator("textarea").inputValue(), "kin come at eight");
});

test("an expired token and a reload leave what was typed", async () => {
    const on = await sit_down("Chen Jing");
    const { id } = await city.request("haircut", { member: 16 });
    await desk.open(on, id);
    await desk.press(on, "y");
    await field(on).waitFor();
    await on.keyboard.type("door code 4711");
    // The program says no to this token, and later yes to it again.
    const no = { status: 401, contentType: "application/problem+json", body: '{"status":401}' };
    await on.route("**/v1/commands/*", (route) => route.fulfill(no));
    await on.keyboard.press("Enter");
    const dialog = on.getByRole("dialog");
    await dialog.waitFor();
    await reads(field(on), "door code 4711");
    await browser.shot(on, "signed-out-en");
    await on.unroute("**/v1/commands/*");
    await dialog.locator("input").fill(on.token);
    await on.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    await live(on);
    await reads(field(on), "door code 4711");
    await desk.written(on, "door code 4711");
    await on.reload();
    await live(on);
    await opened(on, id).waitFor();
    await on.locator(".panel-drafts").getByRole("button", { name: /^Draft/ }).click();
    await reads(field(on), "door code 4711");
    assert.deepEqual(await notes(id), []);
    await on.keyboard.press("Enter");
    await form(on).waitFor({ state: "detached" });
    assert.deepEqual(await notes(id), ["door code 4711"]);
    await on.context().close();
});

test("a revoked token brings the sign-in at once, and nobody else sees a draft without asking for it", async () => {
    const on = await sit_down("Zhao Lei", { impatient: true });
    const { id } = await city.request("haircut", { member: 17 });
    await desk.open(on, id);
    await desk.press(on, "y");
    await field(on).waitFor();
    await on.keyboard.type("not for others");
    await desk.written(on, "not for others");
    const sign_in = on.getByRole("dialog");
    const ask = on.getByRole("alertdialog");
    const revoked = async (name) => {
        await program.revoke_token(name);
        await sign_in.waitFor();
    };
    const sign_in_as = async (name) => {
        await sign_in.locator("input").fill(await program.make_token(name, "dispatcher"));
        await on.keyboard.press("Enter");
        await sign_in.waitFor({ state: "detached" });
        await live(on);
    };
    const is_seen = async () => (await on.content()).includes("not for others");
    await revoked("Zhao Lei");
    await reads(field(on), "not for others");

    await sign_in_as("Sun Yan");
    await ask.getByText("A draft of Zhao Lei").waitFor();
    await browser.shot(on, "take-over-en");
    assert.deepEqual(await violations(on), []);
    assert.ok(!(await is_seen()) && (await form(on).count()) === 0);
    await ask.getByRole("button", { name: "Leave to Zhao Lei" }).click();
    await ask.waitFor({ state: "detached" });
    await desk.open(on, id);
    assert.ok(!(await is_seen()) && (await on.locator(".panel-drafts").count()) === 0);
    await on.reload();
    await live(on);
    await opened(on, id).waitFor();
    assert.equal(await ask.count(), 0, "who said no is not asked again");

    await revoked("Sun Yan");
    await sign_in_as("Zhao Lei (2)");
    await ask.getByText("A draft of Zhao Lei").waitFor();
    assert.ok(!(await is_seen()));
    await ask.getByRole("button", { name: "Take over" }).click();
    await opened(on, id).waitFor();
    await reads(field(on), "not for others");
    // Sent without an answer, and then the token is gone again: whoever goes on with it is told.
    await on.route("**/v1/commands/AddNote", (route) => route.abort());
    await desk.hurry(on, true);
    await on.keyboard.press("Enter");
    await form(on).locator(".problem", { hasText: /No answer/ }).waitFor();
    await desk.hurry(on, false);
    await on.unroute("**/v1/commands/AddNote");
    await revoked("Zhao Lei (2)");
    await sign_in_as("Zhao Lei (3)");
    await ask.getByRole("button", { name: "Take over" }).click();
    await form(on).getByText(/Zhao Lei \(2\) sent this and got no answer/).waitFor();
    await reads(field(on), "not for others");
    await field(on).focus();
    await on.keyboard.press("Enter");
    await form(on).waitFor({ state: "detached" });
    const [note, ...more] = (await city.read(id)).notes;
    assert.deepEqual([note.text, note.by.includes("Zhao Lei (3)"), more.length], ["not for others", true, 0]);
    await on.context().close();
});

test("no script error and nothing against the content policy", () => assert.deepEqual(browser.faults, []));
