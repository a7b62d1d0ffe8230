// The security administrator's page in a real browser against the real program: people are invited and
// shut out, machines get tokens; and what an auditor sees.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, until, violations } from "./kit/browser.mjs";
import { inspect } from "./kit/look.mjs";
import { App, person, quick_access, usual_passphrase } from "./kit/people.mjs";
import { Program } from "./kit/program.mjs";

let program, browser, keeper;

before(async () => {
    program = await Program.start({ more: quick_access });
    browser = await Browser.start();
    keeper = await person(program, "zhou.min", "周敏", "security_admin");
});
after(async () => {
    await browser?.stop();
    await program?.stop();
    });

const data = ["周敏", "李伟", "zhou.min", "li.wei", "gate-east", "test"];
const page_of = async (path, token = keeper.token, screen = { theme: "system" }) => {
    const on = await browser.person(screen);
    await on.goto(`${program.url}${path}#token=${token}`);
    return on;
};
const side = (on) => on.locator("aside.drawer");
const table_row = (on, text) => on.locator("tbody tr", { hasText: text });
const press = (on, name) => side(on).getByRole("button", { name, exact: true }).click();
const confirm = (on, name) => on.getByRole("alertdialog").getByRole("button", { name, exact: true }).click();
const works = async (token) => (await program.fetch("GET", "/v1/me", { token })).status === 200;

test("somebody is added, invited by a link, comes in, and is shut out at once", async () => {
    // Whoever has this one page only comes to it from the first one.
    const on = await page_of("/");
    await on.locator("tbody tr").first().waitFor();
    assert.equal(new URL(on.url()).pathname, "/accounts");
    await on.getByRole("button", { name: "New account" }).click();
    const form = side(on).locator("form");
    await form.locator("[name=account_name]").fill("li.wei");
    await form.locator("[name=shown_name]").fill("李伟");
    await form.getByText("system administrator").click();
    await form.getByText("security administrator").click();
    await form.getByRole("button", { name: "Add and invite" }).click();
    await form.getByText("These roles do not go together").waitFor();
    const looked = await inspect(on, "account form", { least_target_px: 24, data });
    assert.deepEqual(looked.found.slice(0, 10), []);
    await form.locator("[name=account_name]").fill("li.wei");
    await form.locator("[name=shown_name]").fill("李伟");
    for (const role of ["system administrator", "security administrator"]) {
        if (await form.getByLabel(role).isChecked()) await form.getByText(role).click();
    }
    await form.getByText("dispatcher", { exact: true }).click();
    await form.getByRole("button", { name: "Add and invite" }).click();
    const told = side(on).locator(".told-once");
    await told.waitFor();
    const link = await told.locator("code").innerText();
    assert.match(link, /\/invitation\/#msi_/);
    await told.getByRole("img", { name: "QR code of the link" }).waitFor();
    // What was said in passing is gone before another language is looked at.
    await until("nothing is said in passing", async () => (await on.locator(".toasts p").count()) === 0, 20_000);
    const seen = await inspect(on, "told once", { least_target_px: 24, data });
    assert.deepEqual(seen.found.slice(0, 10), []);
    await table_row(on, "李伟").getByText("invited").waitFor();

    const other = await browser.person({ theme: "system" });
    await other.goto(link.trim());
    const app = new App(await other.locator(".copy-text code").innerText());
    await other.locator("[name=new_passphrase]").fill(usual_passphrase);
    await other.locator("[name=repeat]").fill(usual_passphrase);
    await other.locator("[name=code]").fill(await app.code());
    await other.keyboard.press("Enter");
    await other.getByText("I have kept them").click();
    await other.getByRole("button", { name: "Go on" }).click();
    await other.locator("main.consoles").waitFor();
    await other.goto(`${program.url}/desk`);
    await other.locator(".link.live").waitFor();

    await press(on, "Passed on, hide it");
    assert.equal(await told.count(), 0);
    await on.reload();
    await table_row(on, "李伟").getByText("active").waitFor();
    assert.equal((await on.content()).includes("msi_"), false, "it was told once");
    await press(on, "Disable");
    await confirm(on, "No, leave it");
    await press(on, "Disable");
    await confirm(on, "Disable");
    await table_row(on, "李伟").getByText("disabled").waitFor();
    await other.getByRole("alert").getByText("Your session has ended").waitFor();
    await press(on, "Enable");
    await table_row(on, "李伟").getByText("active").waitFor();
    await other.context().close();
    await on.context().close();
});

test("a token of a machine is told once, renewed and revoked", async () => {
    const on = await page_of("/accounts/tokens");
    await on.getByRole("button", { name: "New token" }).click();
    const form = side(on).locator("form");
    await form.locator("[name=token_name]").fill("gate-east");
    await form.locator("[name=devices]").fill("SN-1, SN-17*");
    await form.locator("[name=days]").fill("0");
    await form.getByRole("button", { name: "Create token" }).click();
    await form.getByText("1 to 3660 days.").waitFor();
    await form.locator("[name=days]").fill("30");
    await form.getByRole("button", { name: "Create token" }).click();
    const told = side(on).locator(".told-once");
    await told.waitFor();
    const first = (await told.locator("code").innerText()).trim();
    assert.ok(await works(first));
    await table_row(on, "gate-east").getByText("30 days left").waitFor();
    await side(on).getByText("SN-1 · SN-17*").waitFor();
    await press(on, "New secret");
    await on.getByRole("alertdialog").locator("[name=days]").fill("60");
    await confirm(on, "New secret");
    await table_row(on, "gate-east").getByText("60 days left").waitFor();
    const second = await until("another secret", async () => {
        const text = (await told.locator("code").innerText()).trim();
        return text !== first && text;
    });
    assert.ok(await works(second));
    await press(on, "Passed on, hide it");
    const look = await inspect(on, "tokens", { least_target_px: 24, data });
    assert.deepEqual(look.found.slice(0, 10), []);
    await press(on, "Revoke");
    await confirm(on, "Revoke");
    await table_row(on, "gate-east").getByText("revoked").waitFor();
    assert.ok(!(await works(second)));
    await on.setViewportSize({ width: 320, height: 700 });
    const wide = await on.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 320, `${wide} px`);
    await on.context().close();
});

test("an auditor sees who read what, and nothing else; a dispatcher keeps no accounts", async () => {
    const auditor = await person(program, "wang.fang", "王芳", "auditor");
    const on = await page_of("/", auditor.token);
    await on.locator(".accesses tbody tr").first().waitFor();
    assert.equal(new URL(on.url()).pathname, "/supervisor/accesses");
    assert.equal(await on.locator(".page-parts li").count(), 1);
    await on.locator(".accesses tbody").getByText("Account changed").first().waitFor();
    assert.deepEqual(await violations(on), []);
    await on.goto(`${program.url}/supervisor/`);
    await on.locator(".accesses tbody tr").first().waitFor();
    const token = await program.make_token("d1", "dispatcher");
    const other = await page_of("/accounts", token);
    await other.getByText("Only a security administrator").waitFor();
    await on.context().close();
    await other.context().close();
});

test("no script error and nothing against the content policy", () => assert.deepEqual(browser.faults, []));
