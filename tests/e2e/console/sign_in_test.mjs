// People sign in: invited by a link, by name, passphrase and code, with a recovery code; their session
// ends when nobody touches the page, and says so before.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, spoken, until, violations } from "./kit/browser.mjs";
import { inspect } from "./kit/look.mjs";
import { App, focused, person, quick_access, type_in, usual_passphrase, with_roles } from "./kit/people.mjs";
import { Program } from "./kit/program.mjs";

let program, browser;

before(async () => {
    program = await Program.start({ more: quick_access });
    browser = await Browser.start();
});
after(async () => {
    await browser?.stop();
    await program?.stop();
});

const dialog = (on) => on.getByRole("dialog");
const alert = (on, text) => on.getByRole("alert").getByText(text).first();
const account = (on) => on.getByRole("region", { name: "My account" });
const token_of = (on) => on.evaluate(() => sessionStorage.getItem("muster.token") ?? "");
const is_open = async (token) => (await program.fetch("GET", "/v1/session", { token })).status === 200;
const invite = async (name, shown_name, ...roles) => {
    const { invitation } = await program.account("add", name, "--shown-name", shown_name, ...with_roles(roles));
    return `${program.url}/invitation/#${invitation}`;
};
const press = (on, name) => on.getByRole("button", { name, exact: true }).click();

test("from the link of an invitation to the recovery codes, and signed in", async () => {
    const link = await invite("li.wei", "李伟", "dispatcher", "supervisor");
    const on = await browser.person({ theme: "system" });
    await on.goto(link);
    await on.getByText("李伟").waitFor();
    assert.ok(!on.url().includes("msi_"), on.url());
    await on.getByText("dispatcher · supervisor").waitFor();
    await on.getByRole("img", { name: "QR code for the app" }).waitFor();
    const look = await inspect(on, "invitation", { least_target_px: 24, data: ["李伟", "TOTP"] });
    assert.deepEqual(look.found.slice(0, 10), []);

    // What is wrong is said where it is, and the focus is there.
    const app = new App(await on.locator(".copy-text code").innerText());
    const first = on.locator("[name=new_passphrase]");
    const code = on.locator("[name=code]");
    await first.fill("li.wei and his passphrase");
    await on.getByText("the name of the account is in it").waitFor();
    await on.locator("[name=repeat]").fill("another one");
    await code.fill(app.wrong());
    await on.keyboard.press("Enter");
    await on.getByText("The two are not the same.").waitFor();
    assert.equal(await focused(on), "repeat");
    await on.locator("[name=repeat]").fill("li.wei and his passphrase");
    await on.keyboard.press("Enter");
    await on.getByRole("alert").waitFor();
    await first.fill(usual_passphrase);
    await on.getByText(/signs: good/).waitFor();
    await on.locator("[name=repeat]").fill(usual_passphrase);
    await code.fill(app.wrong());
    await on.keyboard.press("Enter");
    await alert(on, "This is not the code").waitFor();
    await until("the code is asked for again", async () => (await focused(on)) === "code");
    await on.keyboard.type(await app.code());
    await on.keyboard.press("Enter");

    await on.getByRole("heading", { name: "Keep your recovery codes" }).waitFor();
    assert.equal(await on.locator(".recovery-codes li").count(), 10);
    assert.deepEqual(await violations(on), []);
    await browser.shot(on, "recovery-codes");
    const go_on = on.getByRole("button", { name: "Go on" });
    assert.ok(await go_on.isDisabled());
    await on.getByText("I have kept them").click();
    await go_on.click();
    await on.locator("main.consoles").waitFor();
    await account(on).getByText("李伟").waitFor();
    await account(on).getByText("li.wei").waitFor();

    // A wrong passphrase does not sign him out.
    await press(on, "Change passphrase…");
    await dialog(on).locator("[name=old]").fill("not this one at all");
    await dialog(on).locator("[name=new_passphrase]").fill("quarry violin ember toast");
    await dialog(on).locator("[name=repeat]").fill("quarry violin ember toast");
    await on.keyboard.press("Enter");
    await alert(on, "The passphrase until now is not right.").waitFor();
    assert.deepEqual(await violations(on), []);
    await dialog(on).locator("[name=old]").fill(usual_passphrase);
    await dialog(on).locator("[name=new_passphrase]").press("Enter");
    await account(on).getByText("Your passphrase is changed.").waitFor();
    // This desk is reached at no name that keys could be made for.
    assert.equal(await on.getByRole("region", { name: "Security keys" }).count(), 0);

    // Signing out ends it on the server too.
    const token = await token_of(on);
    assert.ok(await is_open(token));
    await press(on, "Sign out");
    await dialog(on).locator("[name=account]").waitFor();
    await until("the session is over", async () => !(await is_open(token)));
    assert.equal(await token_of(on), "");

    // The link is good for once.
    await on.goto(link);
    await alert(on, "used already").waitFor();
    await on.context().close();
});

test("name, passphrase and code by keys alone; what is wrong is asked for again, and too much of it must wait", async () => {
    const him = await person(program, "zhao.lei", "赵磊", "dispatcher");
    const on = await browser.person({ theme: "system" });
    await on.goto(`${program.url}/desk`);
    await dialog(on).locator("[name=account]").waitFor();
    await until("the name is asked for", async () => (await focused(on)) === "account");
    await type_in(on, { ...him, passphrase: "not his passphrase" });
    await alert(on, "Name or passphrase is not right.").waitFor();
    await until("it is asked for again", async () => (await focused(on)) === "passphrase");
    await on.keyboard.type("not this one either");
    await on.keyboard.press("Enter");
    await until("it is refused again, or must wait", async () => {
        await on.keyboard.type("wrong");
        await on.keyboard.press("Enter");
        return (await on.getByRole("alert").innerText()).includes("Too many attempts failed");
    });
    assert.deepEqual(await violations(on), []);
    await on.getByText("You can try again now.").waitFor();

    await program.account("unlock", him.name);
    await type_in(on, him);
    await dialog(on).locator("[name=code]").waitFor();
    await until("the code is asked for", async () => (await focused(on)) === "code");
    await browser.shot(on, "sign-in-code");
    assert.equal(await dialog(on).locator(".sign-in-outside").count(), 0, "no other service lets in here");
    await on.keyboard.type(him.app.wrong());
    await on.keyboard.press("Enter");
    await alert(on, "This code is not right").waitFor();
    const look = await inspect(on, "code", { least_target_px: 24, data: ["zhao.lei"] });
    assert.deepEqual(look.found.slice(0, 10), []);
    await program.account("unlock", him.name);
    await dialog(on).locator("[name=code]").fill(await him.app.code());
    await on.keyboard.press("Enter");
    await on.locator(".link.live").waitFor();
    await on.getByRole("button", { name: /^赵磊/ }).waitFor();
    assert.match(await token_of(on), /^mss_/);
    await on.context().close();
});

test("a recovery code lets in once without the app, and says how many are left", async () => {
    const her = await person(program, "sun.li", "孙丽", "dispatcher", "call_taker");
    const on = await browser.person({ language: "zh" });
    await on.goto(`${program.url}/`);
    await type_in(on, her);
    await press(on, "手机不在身边？使用恢复码");
    await until("the code is asked for", async () => (await focused(on)) === "code");
    await on.keyboard.type(her.recovery_codes[0].toLowerCase());
    await on.keyboard.press("Enter");
    await on.getByText("您还剩 9 个恢复码").waitFor();
    await on.keyboard.press("Enter");
    await on.locator("main.consoles").waitFor();
    await on.context().close();
});

test("a token is a quiet second way", async () => {
    const on = await browser.person({ theme: "system" });
    await on.goto(`${program.url}/`);
    await press(on, "Sign in with an access token");
    await on.getByLabel("Access token").fill(await program.make_token("demo", "dispatcher", "supervisor"));
    await on.keyboard.press("Enter");
    await account(on).getByText("demo").waitFor();
    await on.context().close();
});

test("a page that nobody touches says in time that its session ends, and ends it", async () => {
    const him = await person(program, "ma.qiang", "马强", "dispatcher", "supervisor");
    const on = await browser.person({ theme: "system" });
    await on.clock.install();
    await on.goto(`${program.url}/?account`);
    await type_in(on, him, await him.app.code());
    await account(on).getByText("马强").waitFor();
    const token = await token_of(on);
    const asked = [];
    on.on("request", (request) => request.url().endsWith("/v1/session") && asked.push(request.method()));
    const banner = on.locator(".session-banner");
    const focus = await on.evaluate(() => document.activeElement.tagName);

    await on.clock.fastForward("14:30");
    assert.ok(await banner.isHidden());
    await on.clock.fastForward("01:00");
    await banner.waitFor();
    assert.equal(await on.evaluate(() => document.activeElement.tagName), focus, "the focus stays");
    const heard = (await spoken(on, "alert")).join(" ");
    assert.match(heard, /Your session ends in [45] minutes/);
    assert.deepEqual(await violations(on), []);
    await browser.shot(on, "session-banner");
    assert.deepEqual(asked, [], "it does not put itself off");
    await on.keyboard.press("Shift");
    await banner.waitFor({ state: "hidden" });
    assert.deepEqual(asked, ["GET"]);
    assert.ok(await is_open(token));

    await on.clock.fastForward("15:30");
    await banner.waitFor();
    await on.clock.fastForward("05:00");
    await alert(on, "nobody used this page").waitFor();
    assert.equal(await token_of(on), "");
    await until("it is over on the server too", async () => !(await is_open(token)));
    // The same person goes on: the name is there already.
    await until("the passphrase is asked for", async () => (await focused(on)) === "passphrase");
    assert.equal(await dialog(on).locator("[name=account]").inputValue(), "ma.qiang");
    await type_in(on, him, await him.app.code());
    await account(on).getByText("马强").waitFor();
    await on.context().close();
});

test("no script error and nothing against the content policy", () => assert.deepEqual(browser.faults, []));
