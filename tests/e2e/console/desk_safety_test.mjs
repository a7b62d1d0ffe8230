// What must not go wrong at the desk, in a real browser against the real program: nothing is hidden,
// missed, done twice, done silently against somebody else, or lost while it is typed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, spoken, until, wait } from "./kit/browser.mjs";
import { City } from "./kit/city.mjs";
import { Program } from "./kit/program.mjs";
import { Proxy } from "./kit/proxy.mjs";

let program, city, proxy, browser, page;
const live = (on) => on.locator(".link.live").waitFor();
const row = (on, id) => on.locator(`.live-row[data-id="${id}"]`);
const opened = (on, id) => on.locator(".request-panel", { hasText: `#${id}` });

async function sit_down(name, { url = program.url, roles = ["dispatcher"], ...screen } = {}) {
    const on = await browser.person(screen);
    const token = await program.make_token(name, ...roles);
    await on.goto(`${url}/desk.html#token=${token}`);
    await live(on);
    return on;
}

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

test("a new P0 is seen, heard and read aloud until somebody opens it", async () => {
    await page.keyboard.press("Shift"); // the browser lets a page sound after a key
    const tones = await page.evaluate(() => window.tones);
    const asked = Date.now();
    const { id } = await city.request("emergency", { member: 1 });
    const strip = page.locator(".alarm-strip");
    await strip.getByText(`#${id}`).waitFor();
    assert.ok(Date.now() - asked < 2_000);
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
    await page.locator(".link.lost").waitFor({ timeout: 8_000 });
    assert.ok(Date.now() - swallowed <= 7_000, "not live after 6 s");
    const said = /for (\d+) s/.exec(await page.locator(".link.lost").innerText());
    const since = Date.now() - Number(said[1]) * 1000;
    assert.ok(Math.abs(since - proxy.last_byte_at) <= 2_000, "counted from the last byte");
    const { id } = await city.request("emergency", { member: 3 });
    await wait(3_000);
    proxy.heal();
    const healed = Date.now();
    await live(page);
    assert.ok(Date.now() - healed <= 3_000, "live within 2 s");
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

test("no script error and nothing against the content policy", () => assert.deepEqual(browser.faults, []));
