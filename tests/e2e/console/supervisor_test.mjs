// The supervisor's console in a real browser against the real program: the desk as it was, breaches that
// are explained, figures, reports, and who read what.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { Browser, until, violations } from "./kit/browser.mjs";
import { City } from "./kit/city.mjs";
import { opened, row } from "./kit/desk.mjs";
import { Program } from "./kit/program.mjs";
import { contact_breaks_at_once } from "./kit/rules.mjs";

let program, city, browser, token;
// What happened, in its order, and moments between.
const past = {};

const now = async () => (await program.get("/v1/me")).now;
// So that the next thing has another time.
async function a_moment() {
    const at = await now();
    await until("the clock goes on", async () => (await now()) > at + 400);
    return at + 200;
}

async function page_of(part, { token: whose = token, ...screen } = {}) {
    const page = await browser.person(screen);
    await page.goto(`${program.url}/supervisor${part}#token=${whose}`);
    await page.locator(".supervisor-head").waitFor();
    return page;
}
const banner = (page) => page.locator(".replay-banner b");
async function replay_at(at, more = "", screen = {}) {
    const page = await page_of(`/replay?at=${at}${more}`, screen);
    await page.locator(".replay-banner b", { hasText: "not live" }).waitFor();
    await page.locator(".time-slider").waitFor();
    return page;
}
const key = async (page, name) => {
    await page.locator(".live-list-scroller").first().focus();
    await page.keyboard.press(name);
};

before(async () => {
    program = await Program.start({ change: { "rules.toml": contact_breaks_at_once } });
    city = await City.fill(program, { members: 6, staff: 6, volunteers: 4 });
    token = await program.make_token("chief", "supervisor");
    past.empty = await a_moment();
    past.first = await city.request("emergency", { member: 0, note: "fell in the bath" });
    past.one = await a_moment();
    await city.serve(past.first);
    past.served = await a_moment();
    past.second = await city.request("emergency", { member: 1 });
    past.two = await a_moment();
    browser = await Browser.start();
});
after(async () => {
    await browser?.stop();
    await program?.stop();
    assert.deepEqual(browser.faults, []);
});

test("the replay shows the desk as it was, read-only, and steps from event to event", async () => {
    const page = await replay_at(past.one);
    await row(page, past.first.id).waitFor();
    assert.equal(await row(page, past.second.id).count(), 0, "it came later");
    assert.equal(await page.locator(".alarm-strip").count(), 0, "nothing is announced");

    await row(page, past.first.id).click();
    await page.mouse.move(1, 1); // below a pointer a list would hold still
    await opened(page, past.first.id).waitFor();
    await page.locator(".story li").first().waitFor();
    const panel = page.locator(".request-panel");
    assert.equal(await panel.locator(".action-bar button").count(), 0, "nothing is done to what was");
    const then = await panel.locator(".story li").count();

    // On to the service that was done, and to the second request.
    const status = async () => (await panel.locator("header, .panel-head").first().innerText()).toLowerCase();
    await until("the first is served", async () => {
        await key(page, ".");
        return (await status()).includes("served");
    });
    assert.equal(await row(page, past.second.id).count(), 0);
    await until("its story goes on", async () => (await panel.locator(".story li").count()) > then);
    await until("the second comes", async () => {
        await key(page, ".");
        return (await row(page, past.second.id).count()) > 0;
    });
    // And back, before where it began.
    await until("the second is gone again", async () => {
        await key(page, ",");
        return (await row(page, past.second.id).count()) === 0;
    });
    await until("the first is gone too", async () => {
        await key(page, ",");
        return (await row(page, past.first.id).count()) === 0;
    });
    // The time and the request stand in the address.
    await until("the address says it", () => page.url().includes(`request=${past.first.id}`));
    assert.match(page.url(), /at=\d{13}/);
    // The past has not touched the present.
    const { status: present } = await city.read(past.second.id);
    assert.notEqual(present, "cancelled");
    await page.context().close();
});

test("it plays up to the end of the log, and goes from alarm to alarm", async () => {
    const page = await replay_at(past.empty);
    assert.equal(await row(page, past.first.id).count(), 0);
    await key(page, "]");
    await row(page, past.first.id).waitFor();
    await key(page, "]");
    await row(page, past.second.id).waitFor();
    await key(page, "[");
    await until("before the second", async () => (await row(page, past.second.id).count()) === 0);

    await page.getByRole("radio", { name: "60×" }).or(page.getByRole("button", { name: "60×" })).first().click();
    await key(page, " ");
    await page.getByText("The log ends here.").waitFor();
    await row(page, past.second.id).waitFor();
    assert.equal(await page.evaluate(() => window.tones), 0, "no tone for what is over");

    // The slider by keys.
    const shown = await banner(page).innerText();
    await page.locator(".time-thumb input").focus();
    await page.keyboard.press("Home");
    await until("another time is shown", async () => (await banner(page).innerText()) !== shown);
    await until("nothing was there yet", async () => (await row(page, past.first.id).count()) === 0);
    await page.context().close();
});

test("it says when the past cannot be had now, and that others may not look", async () => {
    const page = await replay_at(past.one);
    await page.route("**/v1/replay?**", (route) =>
        route.fulfill({
            status: 503,
            contentType: "application/problem+json",
            body: JSON.stringify({ status: 503, reason: "too_many_replays", detail: "others look back" }),
        }),
    );
    await page.locator(".time-thumb input").focus();
    await page.keyboard.press("Home");
    await page.getByRole("alert").getByText("others look back").waitFor();
    await page.unroute("**/v1/replay?**");
    await page.context().close();

    const other = await page_of(`/replay?at=${past.one}`, {
        token: await program.make_token("d1", "dispatcher"),
    });
    await other.getByRole("alert").getByText("do not allow to look back").waitFor();
    assert.equal(await row(other, past.first.id).count(), 0);
    await other.context().close();
});

test("what would have been under another rule stands beside what was", async () => {
    const page = await replay_at(past.empty);
    await page.getByRole("button", { name: "What if…" }).click();
    const panel = page.getByRole("region", { name: "What if" });
    const rule = panel.getByRole("combobox").first();
    await rule.fill("P1 preempt");
    await panel.getByRole("option", { name: "classes.P1.may_preempt" }).click();
    assert.equal(await rule.inputValue(), "classes.P1.may_preempt");
    await panel.getByLabel("Value of rule 1").fill("false");
    await panel.getByRole("button", { name: "Live again" }).click();
    await panel.getByRole("rowheader", { name: "Assignments" }).waitFor({ timeout: 60_000 });
    await panel.getByText("classes.P1.may_preempt=false").waitFor();

    await rule.fill("no.such.rule");
    await panel.getByRole("button", { name: "Live again" }).click();
    await panel.getByRole("alert").waitFor();
    await page.context().close();
});

test("a breach is explained in its row, once, and the next is at hand", async () => {
    for (const member of [2, 3]) await city.request("health_help", { member });
    const ids = [];
    const page = await page_of("");
    await until("two delays are to be explained", async () => (await page.locator(".breach").count()) >= 2, 20_000);
    for (const one of await page.locator(".breach").all()) ids.push(Number(await one.getAttribute("data-request")));
    const first = page.locator(".breach").first();
    await first.getByRole("button", { name: "Explain delay" }).click();
    await first.getByText("Say why it was late.").waitFor();

    // The answer to the first try is lost after the commit: the same key goes again.
    let cut = 0;
    await page.route("**/v1/commands/ExplainBreach", async (route) => {
        if (cut++ > 0) return route.continue();
        await route.fetch();
        await route.abort();
    });
    await first.locator("input").fill("The lift was out of order");
    await page.keyboard.press("Enter");
    await until("it is off the list", async () => (await page.locator(".breach").count()) === ids.length - 1);
    // By the feed, which may be quicker than the second answer.
    await until("it was sent again", () => cut >= 2);
    const explained = (await program.story(ids[0])).filter(({ type }) => type === "BreachExplained");
    assert.equal(explained.length, 1);
    assert.equal(explained[0].cause, "The lift was out of order");
    const focused = await page.evaluate(() => document.activeElement?.closest(".breach")?.dataset.request);
    assert.equal(Number(focused), ids[1]);

    // What was typed outlives a reload.
    await page.keyboard.type("Traffic");
    await page.reload();
    await page.locator(".breach input").first().waitFor();
    assert.equal(await page.locator(".breach input").first().inputValue(), "Traffic");
    await page.context().close();
});

test("figures and their charts say what the engine says", async () => {
    const page = await page_of("");
    await page.locator(".number-card").first().waitFor();
    const figures = await program.get("/v1/figures");
    const numbers = await page.locator(".number-card b").allInnerTexts();
    assert.equal(Number(numbers[0]), figures.all.open);
    assert.equal(numbers.length, 4);
    const tables = page.locator(".figures-table");
    assert.equal(await tables.count(), 2);
    assert.equal(await tables.first().locator("tbody tr").count(), figures.hours.length);
    assert.equal(await page.locator(".chart canvas").count(), 2);
    await page.getByRole("img", { name: /^Requests by hour/ }).waitFor();
    await page.context().close();
});

async function downloaded(page, press) {
    const [download] = await Promise.all([page.waitForEvent("download"), press()]);
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

test("reports are shown by section, and taken away", async () => {
    const page = await page_of("/reports?kind=daily");
    await page.locator(".reports-body nav").waitFor();
    const report = await program.get("/v1/reports/daily");
    assert.equal(await page.locator(".reports-body nav li").count(), Object.keys(report.sections).length);
    await page.getByRole("button", { name: /^On site/ }).click();
    const section = page.getByRole("region", { name: "On site" }).first();
    await section.getByRole("columnheader", { name: "Class" }).waitFor();
    assert.equal(await section.locator("tbody tr").count(), report.sections.on_site.rows.length);
    const { name, text } = await downloaded(page, () => page.getByRole("button", { name: "CSV" }).click());
    assert.match(name, /^muster-daily-\d{4}-\d\d-\d\d\.csv$/);
    assert.match(text, /On site|到场/);
    await page.context().close();
});

test("who read what is found, page by page, and taken away", async () => {
    const page = await page_of("/accesses");
    const rows = page.locator(".accesses tbody tr");
    await rows.first().waitFor();
    await page.getByLabel("Who (account, token or address)").fill("chief");
    await page.keyboard.press("Enter");
    await until("only his", async () => {
        const who = await page.locator(".accesses tbody td:nth-child(3)").allInnerTexts();
        return who.length > 0 && who.every((one) => one === "chief");
    });
    await page.getByText(`replay?at=${past.one}`).first().waitFor();
    const { text } = await downloaded(page, () => page.getByRole("button", { name: "Export CSV" }).click());
    assert.match(text, /^\uFEFFTime,What,Who,About,Reason,Sheet,Proof,Times\r\n/);
    assert.ok(text.includes(`replay?at=${past.one}`));
    assert.ok(!text.includes("feed,d1"));
    await page.context().close();
});

test("axe finds nothing in any part, theme and language, and nothing goes sideways", async () => {
    const page = await page_of("");
    const parts = ["", `/replay?at=${past.two}&request=${past.first.id}`, "/reports?kind=daily", "/accesses"];
    const ready = [".number-card", ".time-slider", ".reports-body", ".accesses tbody"];
    for (const [at, part] of parts.entries()) {
        await page.goto(`${program.url}/supervisor${part}`);
        await page.locator(ready[at]).first().waitFor();
        for (const [language, other] of [["en", "中文"], ["zh", "English"]]) {
            for (const [width, theme] of [[1440, "day"], [1024, "night"], [390, "contrast"], [320, "day"]]) {
                const where = `${part} ${language} ${theme} ${width}`;
                await page.setViewportSize({ width, height: 900 });
                await page.evaluate((look) => (document.documentElement.dataset.theme = look), theme);
                const sideways = await page.evaluate(
                    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
                );
                assert.ok(sideways <= 0, `${where}: ${sideways} px sideways`);
                if (width === 320) continue;
                assert.deepEqual(await violations(page), [], where);
                await browser.shot(page, `supervisor-${at}-${language}-${theme}`);
            }
            await page.setViewportSize({ width: 1440, height: 900 });
            await page.getByRole("button", { name: other }).click();
            await page.locator(ready[at]).first().waitFor();
        }
    }
    await page.context().close();
});
