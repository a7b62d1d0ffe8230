// One look at what is masked, in a real browser against the real program: an administrator says why and
// sees one member as she is, until he leaves her; whoever sees people anyway is offered nothing.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, until, violations } from "./kit/browser.mjs";
import { City } from "./kit/city.mjs";
import { Program } from "./kit/program.mjs";

let program, city, browser, on, member, other, name, address;
const patience_ms = 30_000;

async function office_of(who, ...roles) {
    const page = await browser.person();
    page.setDefaultTimeout(patience_ms);
    await page.goto(`${program.url}/office#token=${await program.make_token(who, ...roles)}`);
    await page.getByRole("heading", { level: 1, name: "Office" }).waitFor();
    return page;
}

before(async () => {
    program = await Program.start();
    city = await City.fill(program, { members: 3, staff: 1, volunteers: 1 });
    [member, other] = city.members;
    ({ name, address } = (await program.get(`/v1/members/${member}`)).profile);
    browser = await Browser.start();
    on = await office_of("office", "admin");
});
after(async () => {
    await browser?.stop();
    await program?.stop();
    assert.deepEqual(browser.faults, []);
});

const masked = () => `${name[0]}**`;
const drawer = (page = on) => page.locator(".drawer");
const titled = (text, page = on) => drawer(page).getByRole("heading", { level: 2, name: text, exact: true });
const see = (page = on) => page.getByRole("button", { name: "See unmasked…" });
const dialog = () => on.getByRole("dialog");
const band = () => on.locator(".unmasked-band");
const shows = async (page, text) => (await page.locator("body").innerText()).includes(text);
// Something, or what has the focus in it.
const has_focus = (locator) => locator.evaluate((node) => node === document.activeElement);
const go = async (page, path) => {
    await page.goto(`${program.url}/office${path}`);
    await page.locator(".drawer .entity-detail").waitFor();
};
const looks = async () => (await program.get(`/v1/accesses?what=unmasked&about=members/${member}`)).entries;

async function look(reason) {
    await see().click();
    await dialog().getByRole("textbox", { name: "Reason" }).fill(reason);
    await on.keyboard.press("Enter");
    await band().waitFor();
}

test("with keys alone: why, what is seen, and masked again", async () => {
    await go(on, `/members/${member}`);
    await titled(masked()).waitFor();
    assert.ok(!(await shows(on, name)) && !(await shows(on, address)));
    await see().focus();
    await on.keyboard.press("Enter");
    const reason = dialog().getByRole("textbox", { name: "Reason" });
    await until("the reason has the focus", () => has_focus(reason));
    const told = await reason.evaluate((node) =>
        node.getAttribute("aria-describedby").split(" ").map((id) => document.getElementById(id)?.innerText).join(" "),
    );
    assert.match(told, /the auditor sees both/);
    assert.deepEqual(await violations(on), []);

    // Without a reason nothing is asked.
    await on.keyboard.type("  ");
    await on.keyboard.press("Enter");
    await dialog().getByText("Say why you have to see it.").waitFor();
    assert.deepEqual(await looks(), []);
    await browser.shot(on, "unmask-reason");

    await on.keyboard.type("her letter came back");
    await on.keyboard.press("Enter");
    await titled(name).waitFor();
    await band().getByText("Unmasked for: her letter came back").waitFor();
    await band().getByText("Masked again when you leave.").waitFor();
    assert.equal(await dialog().count(), 0);
    await until("the focus is at the band", () => has_focus(band()));
    await drawer().getByText(address).first().waitFor();
    assert.equal(await see().count(), 0);
    // The list beside it says no more than before.
    assert.ok(!(await on.locator(".list-pane").innerText()).includes(name));
    assert.deepEqual(await violations(on), []);
    await browser.shot(on, "unmask-seen");

    await on.keyboard.press("Tab");
    await on.keyboard.press("Enter");
    await titled(masked()).waitFor();
    await until("the button has the focus again", () => has_focus(see()));
    assert.ok(!(await shows(on, name)) && !(await shows(on, address)));

    await until("it stands in the record", async () => (await looks()).length === 1);
    const [row] = await looks();
    assert.deepEqual([row.who, row.reason], ["office", "her letter came back"]);
});

test("it is over when the view is closed, or shows another", async () => {
    await look("a call back");
    await titled(name).waitFor();
    await on.keyboard.press("Escape");
    await drawer().waitFor({ state: "detached" });
    await on.goBack();
    await titled(masked()).waitFor();

    await look("a call back");
    await titled(name).waitFor();
    await on.evaluate((to) => {
        history.pushState(null, "", to);
        dispatchEvent(new PopStateEvent("popstate"));
    }, `/office/members/${other}`);
    await titled(name).waitFor({ state: "detached" });
    await see().waitFor();
    await on.goBack();
    await titled(masked()).waitFor();
    assert.equal(await band().count(), 0);
});

test("nothing of it is kept: no draft, no store, no address", async () => {
    await look("the roof leaks");
    await titled(name).waitFor();
    // A form begins with what is masked.
    await on.getByRole("button", { name: "Edit member", exact: true }).click();
    const form = on.locator(".command-form");
    await form.getByRole("textbox", { name: "Address", exact: true }).fill("文昌路8号");
    assert.ok(!(await form.innerHTML()).includes(name) && !(await form.innerHTML()).includes(address));
    assert.equal(await form.getByRole("textbox", { name: "Name", exact: true }).first().inputValue(), "");
    const kept = await on.evaluate(async () => {
        const said = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), location.href];
        for (const { name } of await indexedDB.databases()) {
            const db = await new Promise((done, fail) => {
                const opening = indexedDB.open(name);
                opening.onsuccess = () => done(opening.result);
                opening.onerror = () => fail(opening.error);
            });
            for (const store of db.objectStoreNames) {
                const all = db.transaction(store).objectStore(store).getAll();
                await new Promise((done) => (all.onsuccess = done));
                said.push(JSON.stringify(all.result));
            }
            db.close();
        }
        return said.join("\n");
    });
    for (const text of [name, address, "the roof leaks"]) assert.ok(!kept.includes(text), text);
    await on.reload();
    await titled(masked()).waitFor();
    assert.equal(await band().count(), 0);
});

test("what changed meanwhile is said, and a refusal stands in the dialog", async () => {
    await go(on, `/members/${member}`);
    await look("a call back");
    await program.must("UpdateMember", { member, profile: { community: "东关" } });
    await band().getByText("It has changed since.").waitFor();
    await on.getByRole("button", { name: "Mask again" }).click();

    const refused = { status: 403, contentType: "application/problem+json", body: '{"status":403,"reason":"forbidden"}' };
    await on.route(/\/v1\/unmask$/, (route) => route.fulfill(refused));
    await see().click();
    await dialog().getByRole("textbox", { name: "Reason" }).fill("a call back");
    await dialog().getByRole("button", { name: "See unmasked" }).click();
    await dialog().getByRole("alert").waitFor();
    assert.deepEqual(await violations(on), []);
    await on.keyboard.press("Escape");
    await dialog().waitFor({ state: "detached" });
    await titled(masked()).waitFor();
    await on.unroute(/\/v1\/unmask$/);
});

test("whoever sees people, or may not ask, has no button; nor is it among what can be done", async () => {
    const desk = await office_of("d1", "dispatcher");
    await go(desk, `/members/${member}`);
    await titled(name, desk).waitFor();
    assert.equal(await see(desk).count(), 0);
    await desk.context().close();
    const both = await office_of("both", "dispatcher", "admin");
    await go(both, `/members/${member}`);
    await titled(name, both).waitFor();
    assert.equal(await see(both).count(), 0);
    await both.context().close();

    // By the rules of a collection that tells of nobody.
    const { items } = await program.get("/v1/offers?limit=1");
    if (items[0]) {
        await go(on, `/offers/${items[0].id}`);
        assert.equal(await see().count(), 0);
    }
    await on.goto(`${program.url}/office/members`);
    await on.locator(".jump-button").click();
    await dialog().getByRole("searchbox").fill("unmask");
    await until("it is searched", async () => !/Register member/.test(await dialog().innerText()));
    assert.equal(await dialog().getByRole("menuitem", { name: /unmask/i }).count(), 0);
    await on.keyboard.press("Escape");
});

test("axe finds nothing in any language, theme and width, and nothing goes sideways", async () => {
    await go(on, `/members/${member}`);
    for (const [language, next] of [["en", "中文"], ["zh", "English"]]) {
        const button = on.getByRole("button", { name: language === "en" ? "See unmasked…" : "查看明文…" });
        for (const [width, theme] of [[1440, "day"], [1024, "night"], [390, "contrast"]]) {
            const where = `${language} ${theme} ${width}`;
            await on.setViewportSize({ width, height: 900 });
            await on.evaluate((look) => (document.documentElement.dataset.theme = look), theme);
            await button.click();
            await dialog().getByRole("textbox").fill("her letter came back");
            assert.deepEqual(await violations(on), [], `${where}, dialog`);
            await browser.shot(on, `unmask-dialog-${language}-${theme}`);
            await on.keyboard.press("Enter");
            await band().waitFor();
            const sideways = await on.evaluate(
                () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
            );
            assert.ok(sideways <= 0, `${where}: ${sideways} px sideways`);
            assert.deepEqual(await violations(on), [], `${where}, band`);
            await browser.shot(on, `unmask-band-${language}-${theme}`);
            await band().getByRole("button").click();
            await button.waitFor();
        }
        await on.setViewportSize({ width: 1440, height: 900 });
        await on.getByRole("button", { name: next }).click();
        await on.locator(".drawer .entity-detail").waitFor();
    }
});
