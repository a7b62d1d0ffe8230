// The command line and the call panel of the desk, by keyboard alone, in a real browser against the real
// program.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { Browser, until, violations } from "./kit/browser.mjs";
import { City } from "./kit/city.mjs";
import { written } from "./kit/desk.mjs";
import { Program } from "./kit/program.mjs";
import { Proxy } from "./kit/proxy.mjs";

let program, city, proxy, browser, page;
const line = () => page.locator(".command-line input");
const below = () => page.locator(".line-drop");
const panel = () => page.locator(".call-panel");
const opened = (id) => page.locator(".request-panel", { hasText: `#${id}` });
const notes = async (id) => ((await city.read(id)).notes ?? []).map(({ text }) => text);

async function type(text) {
    await page.keyboard.press("/");
    await line().fill("");
    await page.keyboard.type(text);
}
async function enter(text) {
    await type(text);
    await page.keyboard.press("Enter");
}
const done = () => until("the line is empty", async () => (await line().inputValue()) === "");
async function open(id) {
    await enter(String(id));
    await opened(id).waitFor();
    await done();
}

before(async () => {
    program = await Program.start();
    city = await City.fill(program);
    proxy = await Proxy.start(program.port);
    browser = await Browser.start();
    page = await browser.person();
    const token = await program.make_token("Li Na", "dispatcher");
    await page.goto(`${proxy.url}/desk#token=${token}`);
    await page.locator(".link.live").waitFor();
});
beforeEach(async () => {
    await page.locator(".live-list-scroller").first().focus();
});
after(async () => {
    await browser?.stop();
    await proxy?.stop();
    await program?.stop();
});

test("a number opens, and gives the focus back", async () => {
    const { id } = await city.request("meal");
    await open(id);
    const focused = await page.evaluate(() => document.activeElement.className);
    assert.match(focused, /live-list-scroller/);
});

test("a line is carried out, and says what it did", async () => {
    const { id } = await city.request("haircut", { member: 1 });
    await open(id);
    await enter("n likes it short");
    await done();
    assert.match(await below().innerText(), /likes it short/);
    assert.deepEqual(await notes(id), ["likes it short"]);
});

test("a missing reason is asked for in the line", async () => {
    const { id } = await city.request("shopping", { member: 2 });
    await open(id);
    await enter("c 2");
    await below().getByRole("alert").filter({ hasText: /./ }).waitFor();
    assert.equal(await line().inputValue(), "c 2 ");
    await page.keyboard.type("nothing to eat");
    await page.keyboard.press("Enter");
    await done();
    assert.equal((await city.read(id)).urgency, "P2");
});

test("what cannot be is refused before it is sent, and the line stays", async () => {
    const { id } = await city.request("meal", { member: 3 });
    await open(id);
    const asked = [];
    const hear = (request) => asked.push(request.url());
    page.on("request", hear);
    await enter("w 5");
    await below().getByRole("alert").filter({ hasText: `#${id}` }).waitFor();
    assert.equal(await line().inputValue(), "w 5");
    page.off("request", hear);
    assert.deepEqual(asked.filter((url) => url.includes("/v1/commands/")), []);
    await page.keyboard.press("Escape");
    assert.equal(await line().inputValue(), "");
});

test("Esc empties the line, and the lists show what they showed", async () => {
    const shown = () => page.locator(".live-row").count();
    const rows = await shown();
    await type("王");
    await below().getByRole("option").first().waitFor();
    assert.equal(await shown(), rows);
    await page.keyboard.press("Escape");
    assert.equal(await shown(), rows);
    assert.equal(await line().inputValue(), "");
});

test("without an answer, Enter again does it once", async () => {
    const { id } = await city.request("company", { member: 4 });
    await open(id);
    proxy.lose_answers = Infinity;
    await enter("n gave aspirin");
    await below().getByRole("alert").filter({ hasText: /No answer/ }).waitFor({ timeout: 30_000 });
    assert.equal(await line().inputValue(), "n gave aspirin");
    assert.deepEqual(await notes(id), ["gave aspirin"]);
    proxy.lose_answers = 0;
    await page.keyboard.press("Enter");
    await done();
    assert.deepEqual(await notes(id), ["gave aspirin"]);
});

test("a call pops up, and is a request of whoever took it after F8, seven keys and the note", async () => {
    const { profile } = await program.get(`/v1/members/${city.members[5]}`);
    const call = { reference: "pbx:1", number: profile.phone, line: "96345" };
    const adapter = await program.make_token("exchange", "adapter");
    await program.must("ReportCall", call, { token: adapter });
    await page.locator(".call-pop", { hasText: profile.name }).waitFor();
    await page.keyboard.press("F8");
    await panel().getByText(profile.name).waitFor();
    await page.keyboard.type("fall");
    await page.keyboard.press("Enter");
    await page.keyboard.type("in the bathroom");
    await browser.shot(page, "call-panel-en");
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press("Control+Enter");
    await panel().waitFor({ state: "detached" });
    const { items } = await program.get(`/v1/requests?member=${city.members[5]}`);
    const [request] = items.filter(({ service }) => service === "fall");
    assert.equal(request.note, "in the bathroom");
    await opened(request.id).waitFor();
    await until("it is taken", async () => (await city.read(request.id)).owner === "Li Na");
});

test("drafts stand side by side, outlive a reload, and are dropped only by hand", async () => {
    for (const text of ["first call", "second call"]) {
        await page.keyboard.press("n");
        await panel().locator("textarea:focus").waitFor();
        await page.keyboard.type(text);
        await page.keyboard.press("Escape");
        await panel().waitFor({ state: "detached" });
    }
    const bar = page.locator(".draft-bar");
    await bar.getByText("second call").waitFor();
    await written(page, "second call");
    await page.reload();
    await bar.getByText("first call").waitFor();
    await bar.locator("li", { hasText: "first call" }).getByRole("button").first().click();
    assert.equal(await panel().locator("textarea").inputValue(), "first call");
    await panel().getByRole("button", { name: /^Drop/ }).click();
    await panel().getByRole("button", { name: /Really/ }).click();
    await panel().waitFor({ state: "detached" });
    await bar.getByText("second call").waitFor();
    assert.equal(await bar.getByText("first call").count(), 0);
});

test("who has an open request already is said", async () => {
    const { id } = await city.request("meal", { member: 7 });
    const { profile } = await program.get(`/v1/members/${city.members[7]}`);
    await page.locator(`.live-row[data-id="${id}"]`).waitFor();
    await enter(`new ${profile.phone}`);
    await panel().getByText(profile.address).first().waitFor();
    await panel().getByRole("button", { name: new RegExp(`Open #${id}`) }).waitFor();
});

test("the cheat sheet has each key and verb, and passes axe", async () => {
    await page.keyboard.press("Escape");
    await page.locator(".live-list-scroller").first().focus();
    await page.keyboard.press("?");
    const sheet = page.getByRole("dialog");
    await sheet.getByText("d [REQ] UNIT[/ROLE]").waitFor();
    for (const key of ["F1", "F8", "/", "n"]) {
        assert.ok(await sheet.locator("kbd", { hasText: new RegExp(`^${key}$`) }).count(), key);
    }
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press("Escape");
});

test("no script error and nothing against the content policy", () => assert.deepEqual(browser.faults, []));
