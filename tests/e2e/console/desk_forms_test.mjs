// Places and answers in the forms of the desk and of the office: pointed out on a map, asked and shown in
// words.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, violations } from "./kit/browser.mjs";
import { City, centre } from "./kit/city.mjs";
import * as desk from "./kit/desk.mjs";
import { form } from "./kit/desk.mjs";
import { Program } from "./kit/program.mjs";

let program, city, browser, page;
const canvas = () => page.locator(".map-canvas");
const banner = () => page.locator(".map-banner");
const panel = () => page.locator(".call-panel");
const on_map = (within) => within.getByRole("button", { name: /^On the map/ });

// Somewhere in the small city.
const is_here = ({ lat, lon }) => Math.abs(lat - centre.lat) < 0.2 && Math.abs(lon - centre.lon) < 0.2;

before(async () => {
    program = await Program.start();
    city = await City.fill(program, { members: 12, staff: 6, volunteers: 6 });
    browser = await Browser.start();
    page = await desk.sit_down(browser, program, "Li Na");
    await canvas().waitFor();
});
after(async () => {
    await browser?.stop();
    await program?.stop();
});

test("a call takes its place from the map, beside the address that is told", async () => {
    await desk.press(page, "n");
    await page.keyboard.type("fall");
    await page.keyboard.press("Enter");
    await on_map(panel()).click();
    await banner().waitFor();
    assert.ok(await canvas().evaluate((node) => node === document.activeElement));
    // Given up: the call is still there.
    await page.keyboard.press("Escape");
    await banner().waitFor({ state: "detached" });
    assert.equal(await panel().count(), 1);
    await on_map(panel()).click();
    await canvas().click({ position: { x: 220, y: 170 } });
    const said = panel().getByText(/^On the map: \d+\.\d{5}, \d+\.\d{5}$/);
    await said.waitFor();
    await panel().getByLabel("Address").first().fill("third bench at the lake");
    assert.equal(await said.count(), 1, "an address that is typed is told beside it");
    assert.deepEqual(await violations(page), []);
    await browser.shot(page, "call-on-map-en");
    await page.keyboard.press("Control+Enter");
    await panel().waitFor({ state: "detached" });
    const { items } = await program.get("/v1/requests?open=true&limit=100");
    const request = items.find(({ address }) => address === "third bench at the lake");
    assert.ok(is_here(request.place), JSON.stringify(request.place));
});

test("a request is located on the map by keyboard alone", async () => {
    const { id, place } = await city.request("fall", { member: 1 });
    await desk.open(page, id);
    await desk.press(page, "o");
    await form(page).waitFor();
    await on_map(form(page)).focus();
    await page.keyboard.press("Enter");
    await banner().waitFor();
    for (let n = 0; n < 3; ++n) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await banner().waitFor({ state: "detached" });
    assert.ok(await on_map(form(page)).evaluate((node) => node === document.activeElement));
    await page.locator(".action-form [type=submit]").focus();
    await page.keyboard.press("Enter");
    await form(page).waitFor({ state: "detached" });
    const now = (await city.read(id)).place;
    assert.ok(is_here(now) && (now.lat !== place.lat || now.lon !== place.lon), JSON.stringify(now));
});

test("another request that is opened while a place is waited for ends that", async () => {
    const first = (await city.request("haircut", { member: 2 })).id;
    const second = (await city.request("haircut", { member: 3 })).id;
    await desk.open(page, first);
    await desk.press(page, "o");
    await on_map(form(page)).click();
    await banner().waitFor();
    await desk.row(page, second).click();
    await desk.opened(page, second).waitFor();
    await banner().waitFor({ state: "detached" });
});

test("what callers are asked is answered in a form, and shown in words in both languages", async () => {
    const answers = [{ question: "awake", choice: "yes" }];
    const { id } = await city.request("fall", { member: 4, answers });
    await desk.open(page, id);
    const facts = page.locator(".facts");
    await facts.locator("div", { hasText: "awake and answering" }).getByText("yes").waitFor();
    await desk.press(page, "q");
    const group = form(page).getByRole("radiogroup", { name: "breathing as usual" });
    await group.locator("label", { hasText: /^no / }).click();
    await browser.shot(page, "answer-questions-en");
    assert.deepEqual(await violations(page), []);
    await page.locator(".action-form [type=submit]").focus();
    await page.keyboard.press("Enter");
    await form(page).waitFor({ state: "detached" });
    const request = await city.read(id);
    assert.equal(request.urgency, "P0");
    assert.deepEqual(
        request.triage.answers.map(({ question, choice }) => [question, choice]),
        [
            ["awake", "yes"],
            ["breathing", "no"],
        ],
    );
    await facts.locator("div", { hasText: "breathing as usual" }).getByText("no").waitFor();
    await page.getByRole("button", { name: "中文" }).click();
    await facts.locator("div", { hasText: "呼吸是否正常" }).getByText("否", { exact: true }).waitFor();
    assert.doesNotMatch(await facts.innerText(), /awake|breathing/);
    await page.getByRole("button", { name: "English" }).click();
});

test("a form of the office takes a place from the map too", async () => {
    const on = await browser.person();
    const token = await program.make_token("Office", "admin");
    await on.goto(`${program.url}/office/places?do=AddPlace#token=${token}`);
    await on.getByLabel("Name").last().fill("Lake park");
    await on.getByRole("button", { name: /^On the map/ }).click();
    const dialog = on.getByRole("dialog");
    await dialog.locator(".map-banner").waitFor();
    assert.deepEqual(await violations(on), []);
    const box = await dialog.locator(".map-canvas").boundingBox();
    assert.ok(box.width > 600 && box.height > 400, JSON.stringify(box));
    await browser.shot(on, "office-on-map-en");
    await on.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await on.getByRole("button", { name: /^On the map/ }).click();
    await dialog.locator(".map-banner").waitFor();
    // It shows where those are who work here.
    await dialog.locator(".map-canvas").click({ position: { x: 300, y: 300 } });
    await dialog.waitFor({ state: "detached" });
    const [lat, lon] = (await on.getByLabel("Position", { exact: true }).inputValue()).split(", ").map(Number);
    assert.ok(is_here({ lat, lon }), `${lat}, ${lon}`);
    await on.context().close();
});

test("no script error and nothing against the content policy", () => assert.deepEqual(browser.faults, []));
