// The auditor's page in a real browser against the real program: how far the record of accesses is
// proved, and who looked at one person. What cannot be brought about here, such as a sheet that somebody
// changed, is told to the page in the service's place.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, until, violations } from "./kit/browser.mjs";
import { City } from "./kit/city.mjs";
import { Program } from "./kit/program.mjs";

let program, city, browser, auditor, chief, desk;
// Of whom nobody else reads.
let member;

async function page_of(token, more = "", screen = {}) {
    const page = await browser.person(screen);
    await page.goto(`${program.url}/supervisor/accesses${more}#token=${token}`);
    await page.locator(".accesses-record tbody tr").first().waitFor();
    return page;
}

const proof_path = /\/v1\/accesses\/proof$/;
const list_path = /\/v1\/accesses(\?.*)?$/;
const minute_ms = 60_000;
const good = () => ({
    noted: 34,
    noted_until: Date.now() - 4 * minute_ms,
    first: 1,
    last: 34,
    since: Date.now() - 9_000 * minute_ms,
    rows: 1203,
    rows_open: 12,
    fault: "none",
    fault_first: 0,
    fault_last: 0,
    anchors: [
        { target: "webhook", seq: 5120, sent_at: Date.now() - 5 * minute_ms, failing: false },
        { target: "time_stamp", seq: 0, sent_at: 0, failing: true },
    ],
});
const answers = (page, path, body) => page.route(path, (route) => route.fulfill({ json: body }));
const band = (page) => page.locator(".proof-band");
const check = (page) => band(page).getByRole("button", { name: "Check now" }).click();
const number = (page) => page.getByLabel("The member's number");
const sentence = (page) => page.locator(".person-sentence").innerText();

before(async () => {
    program = await Program.start();
    city = await City.fill(program, { members: 4, staff: 2, volunteers: 2 });
    auditor = await program.make_token("wang.audit", "auditor");
    chief = await program.make_token("chief", "supervisor");
    desk = await program.make_token("d1", "dispatcher");
    member = city.members[2];
    for (const token of [chief, chief, desk]) await program.get(`/v1/members/${member}`, { token });
    browser = await Browser.start();
});
after(async () => {
    await browser?.stop();
    await program?.stop();
    assert.deepEqual(browser.faults, []);
});

test("an auditor is told what the service says of the proof, and reads it again", async () => {
    const page = await page_of(auditor);
    await band(page).getByText(/^Checked at \d\d:\d\d:\d\d\.$/).waitFor();
    const proof = await program.get("/v1/accesses/proof", { token: auditor });
    assert.equal(proof.fault, "none");
    const told = await page.locator(".proof-sentence").innerText();
    assert.match(told, /^(Nothing is proved yet|Everything up to \d\d:\d\d stands in the log)/);
    await page.getByText("No place is set for anchors.").waitFor();
    // Each row says it too.
    await page.getByRole("columnheader", { name: "Proof" }).waitFor();

    let asked = 0;
    await page.route(proof_path, (route) => {
        ++asked;
        return route.continue();
    });
    await check(page);
    await until("it is asked again", () => asked === 1);
    await page.context().close();
});

test("to look at the page is no refused right", async () => {
    const page = await page_of(auditor);
    await page.context().close();
    await program.get(`/v1/members/${city.members[3]}`, { token: chief });
    // What came after it is noted, so it would be.
    const of = (query) => program.get(`/v1/accesses?${query}`, { token: chief });
    await until("the read is noted", async () => (await of(`about=members/${city.members[3]}`)).entries.length > 0);
    assert.deepEqual((await of("who=wang.audit&what=right_refused")).entries, []);
});

test("good, not yet and each fault are told in words, with a sign and what to do", async () => {
    const page = await page_of(auditor);
    const now_it_is = async (more) => {
        await page.unroute(proof_path);
        await answers(page, proof_path, { ...good(), ...more });
        await check(page);
    };
    const says = (text) => page.locator(".proof-sentence").getByText(text).waitFor();

    await now_it_is({});
    await says(/^Everything up to .*\d\d:\d\d stands in the log: 34 sheets, 1,203 rows\.$/);
    await band(page).getByText("Not proved yet: 12 rows").waitFor();
    await band(page).getByText(/^up to record 5,120, /).waitFor();
    await band(page).getByText("never sent yet").waitFor();
    await band(page).getByText("failing now").waitFor();
    assert.equal(await page.locator(".proof-sign").innerText(), "✓");

    await now_it_is({ noted: 0, noted_until: 0, anchors: [] });
    await says("Nothing is proved yet");
    assert.equal(await page.locator(".proof-sign").innerText(), "○");

    await now_it_is({ fault: "changed", fault_first: 12, fault_last: 12 });
    await page.getByRole("alert").getByText("Rows of sheet 12 were changed").waitFor();
    await band(page).getByText("muster audit verify").waitFor();
    assert.equal(await page.locator(".proof-sign").innerText(), "■");
    await now_it_is({ fault: "missing", fault_first: 3, fault_last: 5 });
    await says("The record has lost sheets 3 to 5.");
    await now_it_is({ fault: "other", fault_first: 7, fault_last: 7 });
    await says("For sheet 7 the log holds another hash");
    await page.context().close();
});

test("a row says its reason, what it was, and whether it is proved", async () => {
    const page = await browser.person();
    const row = { at: Date.now(), who: "d1", about: "members/7", count: 1, reason: "" };
    await answers(page, proof_path, { ...good(), fault: "changed", fault_first: 12, fault_last: 12 });
    await answers(page, list_path, {
        entries: [
            { ...row, what: "settings_changed", about: "muster.toml", sheet: 35 },
            { ...row, what: "unmasked", reason: "A call back after the fall", sheet: 12 },
            { ...row, what: "exported", about: "members", sheet: 11 },
        ],
        next_skip: 0,
    });
    await page.goto(`${program.url}/supervisor/accesses#token=${auditor}`);
    await page.getByRole("columnheader", { name: "Reason" }).waitFor();
    await page.getByRole("columnheader", { name: "Proof" }).waitFor();
    const texts = await page.locator(".accesses-record tbody tr").allInnerTexts();
    assert.match(texts[0], /Started with other settings.*\? Unclear/s);
    assert.match(texts[1], /Unmasked one record.*A call back after the fall.*■ Sheet 12 differs/s);
    assert.match(texts[2], /Data taken out.*✓ Sheet 11/s);
    await page.context().close();
});

test("who saw one person is asked by the number, with keys alone", async () => {
    const page = await page_of(auditor);
    await number(page).focus();
    await page.keyboard.type("nobody");
    await page.keyboard.press("Enter");
    await page.getByText("Type a number such as 7.").waitFor();
    await page.keyboard.press("Control+a");
    await page.keyboard.type(`#${member}`);
    // What was read just now is noted within a second.
    await until("all three are counted", async () => {
        await page.keyboard.press("Enter");
        await page.locator(".person-sentence").getByText(/looked at/).waitFor();
        return (await sentence(page)).includes("3 times, by 2 people or machines; last by d1");
    });
    const whom = page.locator(".person-answer .figures-table", { hasText: "By whom" }).locator("tbody tr");
    assert.deepEqual(
        (await whom.allInnerTexts()).map((text) => text.split(/\s+/).slice(0, 2)),
        [["d1", "1"], ["chief", "2"]],
    );
    await page.getByRole("img", { name: /^Looked at, day by day/ }).waitFor();
    assert.ok(page.url().includes(`?member=${member}`), "it can be passed on");
    const about = await page.locator(".accesses-record tbody td:nth-child(4)").allInnerTexts();
    assert.ok(about.every((text) => text.startsWith(`members/${member}`)), about.join());
    assert.deepEqual(await violations(page), []);

    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Everybody again");
    await page.keyboard.press("Enter");
    await until("everybody is shown", () => !page.url().includes("member="));
    await until("the field is at hand again", () =>
        page.evaluate(() => document.activeElement?.matches(".person-question input") ?? false),
    );
    assert.equal(await number(page).inputValue(), "");
    assert.equal(await page.locator(".person-answer").count(), 0);
    await page.context().close();

    const other = await page_of(auditor, `?member=${member}`);
    await other.locator(".person-sentence").getByText("3 times").waitFor();
    await other.context().close();
});

test("a supervisor finds the person by name, and does not look at them by asking", async () => {
    const { profile } = await program.get(`/v1/members/${city.members[1]}`);
    const seen = async () =>
        (await program.get(`/v1/accesses?about=members/${city.members[1]}`)).entries.length;
    await until("that is noted", async () => (await seen()) > 0);
    const before = await seen();
    const page = await page_of(chief);
    const field = page.getByRole("combobox", { name: /^Member: name/ });
    await field.fill(profile.name);
    await page.getByRole("option").first().waitFor();
    await field.press("Enter");
    await page.locator(".person-sentence").getByText(profile.name).waitFor();
    assert.ok(page.url().includes(`?member=${city.members[1]}`));
    await page.context().close();
    // One after it, which is noted in its order.
    await program.get(`/v1/members/${city.members[0]}`);
    await until("the next is noted", async () =>
        (await program.get(`/v1/accesses?about=members/${city.members[0]}`)).entries.length > 0,
    );
    assert.equal(await seen(), before);
});

test("axe finds nothing with an answer in sight, in any theme and language, and nothing goes sideways", async () => {
    const page = await page_of(auditor, `?member=${member}`);
    await answers(page, proof_path, { ...good(), fault: "missing", fault_first: 30, fault_last: 33 });
    await check(page);
    await page.getByRole("alert").getByText("has lost sheets").waitFor();
    for (const [language, other] of [["en", "中文"], ["zh", "English"]]) {
        for (const [width, theme] of [[1440, "day"], [1024, "night"], [390, "contrast"], [320, "day"]]) {
            const where = `${language} ${theme} ${width}`;
            await page.setViewportSize({ width, height: width === 1024 ? 700 : 900 });
            await page.evaluate((look) => (document.documentElement.dataset.theme = look), theme);
            const sideways = await page.evaluate(
                () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
            );
            assert.ok(sideways <= 0, `${where}: ${sideways} px sideways`);
            if (width === 320) continue;
            assert.deepEqual(await violations(page), [], where);
            await browser.shot(page, `audit-${language}-${theme}`);
        }
        await page.setViewportSize({ width: 1440, height: 900 });
        await page.getByRole("button", { name: other }).click();
        await page.locator(".person-sentence").waitFor();
    }
    await page.context().close();
});
