// Where things are on the desk: within reach of the keys, not cut off, not over each other, on each
// size of screen.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, until } from "./kit/browser.mjs";
import { City } from "./kit/city.mjs";
import * as desk from "./kit/desk.mjs";
import { form, live } from "./kit/desk.mjs";
import { settled, sideways } from "./kit/look.mjs";
import { Program } from "./kit/program.mjs";

const most_tabs = 12;
const patience_ms = 60_000;

let program, city, browser, request, token;

before(async () => {
    program = await Program.start();
    city = await City.fill(program);
    browser = await Browser.start();
    token = await program.make_token("Ouyang Zhenhua, north", "dispatcher", "supervisor");
    for (const [n, service] of ["fall", "haircut", "consultant", "shopping"].entries()) {
        await city.request(service, { member: 5 + n });
    }
    await city.serve(await city.request("meal", { member: 3 }));
    // The longest name of a service, and a caller whom only a number hints at.
    await city.request("nurse_visit", { member: 9 });
    await program.must("CreateRequest", { service: "meal", channel: "hotline", caller: "13700001010" });
    request = (await city.request("company", { member: 0 })).id;
});
after(async () => {
    await browser?.stop();
    await program?.stop();
});

async function person(screen = {}) {
    const page = await browser.person(screen);
    page.setDefaultTimeout(patience_ms);
    return page;
}

// A service's name and a person's have come.
const named = (page) =>
    until("names", async () => !(await desk.row(page, request).innerText()).includes("…"), patience_ms);

test("each action of the open request is at most 12 Tabs away, and its key does it", async () => {
    const on = await person();
    await on.goto(`${program.url}/desk?request=${request}#token=${token}`);
    await on.locator(".candidates li").first().waitFor();
    const actions = await on
        .locator(".request-panel :is(.call, .next-step, .action-bar) :is(a, button)")
        .evaluateAll((all) => all.map((node) => node.innerText));
    assert.ok(actions.length >= 4, actions.join());
    await on.keyboard.press("F4");
    const reached = [];
    for (let n = 0; n < most_tabs; ++n) {
        await on.keyboard.press("Tab");
        reached.push(await on.evaluate(() => document.activeElement.innerText));
    }
    assert.deepEqual(actions.filter((text) => !reached.includes(text)), []);

    // Each has its key on it, but the menu of those that are seldom needed.
    const buttons = on.locator(".action-bar > button");
    for (const button of await buttons.all()) {
        const key = await button.locator("kbd").textContent();
        const name = await button.evaluate((node) => node.firstChild.textContent.trim());
        if (key === "t") continue; // is done at once: the last
        await desk.press(on, key);
        await form(on).filter({ hasText: name }).waitFor();
        await on.keyboard.press("Escape");
        await form(on).waitFor({ state: "detached" });
    }
    await desk.press(on, "t");
    await until("it is taken", async () => (await city.read(request)).owner?.startsWith("Ouyang"), patience_ms);
    await on.context().close();
});

// Cells that are cut off, or whose row is.
const cut_off = (page) =>
    page.evaluate(() => {
        const cells = document.querySelectorAll(
            [".number", ".person", ".address", ".service", ".timer", ".who"]
                .flatMap((cell) => [`.request-row ${cell}`, `.panel-head ${cell}`, `.call-card ${cell}`])
                .join(),
        );
        const too_wide = (node) => node.clientWidth > 0 && node.scrollWidth > node.clientWidth;
        const beyond = (node) => {
            const frame = node.closest(".request-row, .request-panel").getBoundingClientRect();
            const box = node.getBoundingClientRect();
            return box.width > 0 && (box.right > frame.right + 1 || box.left < frame.left - 1);
        };
        return {
            seen: cells.length,
            cut: [...cells]
                .filter((cell) => too_wide(cell) || beyond(cell))
                .map((cell) => `${cell.className}: ${cell.textContent}`),
        };
    });

const screens = {
    "1440": { width: 1440, height: 900 },
    "1024": { width: 1024, height: 768 },
    "1920 at 200 %": { width: 960, height: 540, deviceScaleFactor: 2 },
};
for (const [name, screen] of Object.entries(screens)) {
    test(`${name}: number, name, address, service and time are not cut off`, async () => {
        const page = await person(screen);
        await page.goto(`${program.url}/desk#token=${token}`);
        await live(page);
        for (const language of ["en", "zh"]) {
            if (language === "zh") await page.locator(".language").click();
            await desk.row(page, request).waitFor();
            await named(page);
            await settled(page);
            const rows = await cut_off(page);
            assert.ok(rows.seen >= 18, `${rows.seen} cells`);
            assert.deepEqual(rows.cut, [], language);
            await desk.open(page, request);
            await page.locator(".call-card").waitFor();
            const open = await cut_off(page);
            await browser.shot(page, `cells-${screen.width}-${language}`);
            assert.deepEqual(open.cut, [], language);
        }
        await page.context().close();
    });
}

test("new emergencies stand right below the head, however many lines that has", async () => {
    const page = await person({ width: 1024, height: 768 });
    await page.goto(`${program.url}/desk#token=${token}`);
    await live(page);
    await city.request("breathless", { member: 4 });
    await page.locator(".alarm-row").waitFor();
    for (const width of [1440, 1024, 390]) {
        await page.setViewportSize({ width, height: 768 });
        await settled(page);
        const head = await page.locator(".desk-head").boundingBox();
        const strip = await page.locator(".alarm-strip").boundingBox();
        assert.ok(Math.abs(strip.y - head.y - head.height) <= 2, `${width}: ${JSON.stringify({ head, strip })}`);
    }
    await page.context().close();
});

test("320: nothing scrolls sideways, in both languages", async () => {
    const page = await person({ width: 320, height: 640 });
    const wide = [];
    const pages = ["/", "/desk", `/desk?request=${request}`, "/desk/board", "/wall", "/office", "/office/members"];
    for (const path of pages) {
        await page.goto(`${program.url}${path}#token=${token}`);
        await page.locator("main").waitFor();
        for (const other of ["中文", "English"]) {
            await settled(page);
            wide.push(...(await sideways(page)).map((one) => `${path}: ${one}`));
            await page.getByRole("button", { name: other }).click();
        }
    }
    await browser.shot(page, "narrow");
    await page.context().close();
    assert.deepEqual(wide, []);
});

test("no script error and nothing against the content policy", () => assert.deepEqual(browser.faults, []));
