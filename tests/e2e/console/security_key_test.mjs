// Security keys: added on the first page, touched in place of a code at the sign-in, removed; and what is
// said where a key does not answer, or is another one.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Authenticator } from "./kit/authenticator.mjs";
import { Browser, until, violations } from "./kit/browser.mjs";
import { inspect } from "./kit/look.mjs";
import { focused, person, quick_access, type_in } from "./kit/people.mjs";
import { free_port, Program } from "./kit/program.mjs";

// A browser may look for another key before it says that this one is not known.
const no_key_ms = 130_000;

let program, browser, site;

before(async () => {
    // What keys are made for is set before the program starts, and names its port.
    const port = await free_port();
    site = `http://localhost:${port}`;
    program = await Program.start({ port, public_url: site, more: quick_access });
    browser = await Browser.start();
});
after(async () => {
    await browser?.stop();
    await program?.stop();
});

const dialog = (on) => on.getByRole("dialog");
const alert = (on, text) => on.getByRole("alert").getByText(text).first();
const account = (on) => on.getByRole("region", { name: "My account" });
const keys = (on) => on.getByRole("region", { name: "Security keys" });
const key_way = (on, name = "Use a security key") => dialog(on).getByRole("button", { name, exact: true });
const press = (on, name) => on.getByRole("button", { name, exact: true }).click();
const token_of = (on) => on.evaluate(() => sessionStorage.getItem("muster.token") ?? "");
const focus_is = (on, name) => until(`${name} has the focus`, async () => (await focused(on)) === name);
// What has no name has its text.
const focus_text = (on) => on.evaluate(() => document.activeElement?.textContent ?? "");

async function add_key(on, name, passphrase) {
    await press(on, "Add a security key");
    await focus_is(on, "name");
    await on.keyboard.type(name);
    await dialog(on).locator("[name=passphrase]").fill(passphrase);
    await on.keyboard.press("Enter");
}

// Somebody who has a key, at his account.
async function with_key(name, shown_name) {
    const him = await person(program, name, shown_name, "dispatcher", "supervisor");
    const on = await browser.person({ theme: "system" });
    const key = await Authenticator.put_in(on);
    await on.goto(`${site}/?account#token=${him.token}`);
    await keys(on).waitFor();
    await add_key(on, "Key ring", him.passphrase);
    await keys(on).getByText("is added").waitFor();
    return { him, on, key };
}

// As far as the step of the code, at a screen of his own.
async function to_code(him, { path = `${site}/?account`, ...screen } = {}) {
    const on = await browser.person({ theme: "system", ...screen });
    await on.goto(path);
    await type_in(on, him);
    await dialog(on).locator("[name=code]").waitFor();
    return on;
}

async function finish_by_code(on, him, shown_name = him.shown_name) {
    await dialog(on).locator("[name=code]").fill(await him.app.code());
    await dialog(on).locator("[name=code]").press("Enter");
    await on.locator(".my-account").getByText(shown_name).waitFor();
    assert.match(await token_of(on), /^mss_/);
}

test("a key is added at one's account, and lets in without a code", async () => {
    const him = await person(program, "li.wei", "李伟", "dispatcher", "supervisor");
    const on = await browser.person({ theme: "system" });
    const key = await Authenticator.put_in(on);
    await on.goto(`${site}/?account`);
    await type_in(on, him, await him.app.code());
    await keys(on).getByText("You have no security key.").waitFor();

    // A wrong passphrase adds none, and is asked for again.
    await add_key(on, "Key ring", "not his passphrase");
    await alert(on, "The passphrase is not right.").waitFor();
    await focus_is(on, "passphrase");
    assert.equal(await dialog(on).locator("[name=name]").inputValue(), "Key ring");
    assert.deepEqual(await violations(on), []);
    await on.keyboard.type(him.passphrase);
    await on.keyboard.press("Enter");
    await keys(on).getByText("The security key “Key ring” is added.").waitFor();
    await keys(on).getByRole("listitem").getByText("Key ring").waitFor();
    await keys(on).getByText("Never used").waitFor();
    assert.ok((await key.count()) >= 1);
    await until("whoever added one can add another", async () => (await focus_text(on)) === "Add a security key");
    const data = ["李伟", "li.wei", "Key ring"];
    const look = await inspect(on, "security keys", { least_target_px: 24, data });
    assert.deepEqual(look.found.slice(0, 10), []);
    await browser.shot(on, "security-keys");

    // One is not added twice.
    await add_key(on, "the same", him.passphrase);
    await alert(on, "This key was added already.").waitFor();
    assert.deepEqual(await violations(on), []);
    await press(on, "Cancel");
    assert.equal(await keys(on).getByRole("listitem").count(), 1);

    await press(on, "Sign out");
    await type_in(on, him);
    await key_way(on).waitFor();
    await focus_is(on, "code");
    const seen = await inspect(on, "sign-in by key", { least_target_px: 24, data });
    assert.deepEqual(seen.found.slice(0, 10), []);
    await browser.shot(on, "sign-in-key");
    await key_way(on).click();
    await account(on).getByText("李伟").waitFor();
    assert.match(await token_of(on), /^mss_/);
    await keys(on).getByText(/^Last used \d{4}-/).waitFor();
    await key.take_out();
    await on.context().close();
});

test("a browser that cannot ask keys asks for the code alone", async () => {
    const { him, on: his } = await with_key("sun.li", "孙丽");
    await his.context().close();
    const on = await browser.person({ theme: "system" });
    await on.addInitScript(() => Reflect.deleteProperty(window, "PublicKeyCredential"));
    const asked = [];
    on.on("request", (request) => request.url().endsWith("/key_question") && asked.push(request.method()));
    await on.goto(`${site}/?account`);
    await type_in(on, him);
    await dialog(on).locator("[name=code]").waitFor();
    assert.equal(await key_way(on).count(), 0);
    await finish_by_code(on, him);
    assert.deepEqual(asked, []);
    await keys(on).getByText("This browser cannot ask security keys here").waitFor();
    assert.equal(await keys(on).getByRole("button", { name: "Add a security key" }).count(), 0);
    await on.context().close();
});

test("while the browser waits for the key, the code goes on without it", async () => {
    const { him, on, key } = await with_key("zhao.lei", "赵磊");
    await press(on, "Sign out");
    await type_in(on, him);
    await key.touches(false);
    await key_way(on).click();
    await on.getByRole("status").getByText("Touch your security key now.").waitFor();
    assert.deepEqual(await violations(on), []);
    await browser.shot(on, "sign-in-touch");
    await finish_by_code(on, him);
    await on.context().close();
});

test("another key is refused in words, and the code still lets in", async () => {
    const { him, on: his } = await with_key("wang.min", "王敏");
    await his.context().close();
    const on = await to_code(him, { language: "zh" });
    const other = await Authenticator.put_in(on);
    assert.equal(await other.count(), 0);
    await key_way(on, "用安全密钥").click();
    await alert(on, "安全密钥未响应").waitFor({ timeout: no_key_ms });
    await focus_is(on, "key");
    assert.deepEqual(await violations(on), []);
    await browser.shot(on, "sign-in-other-key");
    await finish_by_code(on, him);
    await other.take_out();
    await on.context().close();
});

test("at an address that is not the site's, keys do not work, and it is said", async () => {
    const { him, on: his } = await with_key("ma.qiang", "马强");
    await his.context().close();
    const on = await to_code(him, { path: `${program.url}/?account` });
    await key_way(on).click();
    await alert(on, "Security keys do not work at this address.").waitFor();
    await finish_by_code(on, him);
    await on.context().close();
});

test("a removed key is not offered any more", async () => {
    const { him, on } = await with_key("zhou.min", "周敏");
    await press(on, "Remove Key ring");
    await focus_is(on, "passphrase");
    await on.keyboard.type("not her passphrase");
    await on.keyboard.press("Enter");
    await alert(on, "The passphrase is not right.").waitFor();
    await focus_is(on, "passphrase");
    assert.deepEqual(await violations(on), []);
    await on.keyboard.type(him.passphrase);
    await on.keyboard.press("Enter");
    await keys(on).getByText("The security key “Key ring” is removed.").waitFor();
    await keys(on).getByText("You have no security key.").waitFor();
    await until("the focus is at the keys", async () => (await focus_text(on)) === "Security keys");

    await press(on, "Sign out");
    const answer = on.waitForResponse((response) => response.url().endsWith("/v1/session/key_question"));
    await type_in(on, him);
    await dialog(on).locator("[name=code]").waitFor();
    assert.deepEqual((await (await answer).json()).keys ?? [], []);
    await dialog(on).locator("[name=code]").fill("1");
    assert.equal(await key_way(on).count(), 0);
    await finish_by_code(on, him);
    await on.context().close();
});

test("no script error and nothing against the content policy", () => assert.deepEqual(browser.faults, []));
