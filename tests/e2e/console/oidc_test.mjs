// Sign-in by another service: over its pages and back to where somebody was; whoever it knows and this
// desk does not is told so; a sign-in that began elsewhere lets nobody in.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, until, violations } from "./kit/browser.mjs";
import { City } from "./kit/city.mjs";
import { live } from "./kit/desk.mjs";
import { inspect } from "./kit/look.mjs";
import { quick_access, with_roles } from "./kit/people.mjs";
import { free_port, Program } from "./kit/program.mjs";
import { cancel_there, Provider, provider_missing, sign_in_there } from "./kit/provider.mjs";

const secret = "a secret of a test";
let program, browser, provider;

const settings = (redirect_url) => `${quick_access}
[oidc]
issuer = "${provider.issuer}"
name = "City SSO"
client_id = "muster"
secret = { env = "MUSTER_TEST_OIDC" }
redirect_url = "${redirect_url}"
name_claim = "preferred_username"
`;

before(async () => {
    if (provider_missing) return;
    const port = await free_port();
    const redirect_url = `http://127.0.0.1:${port}/signed_in/`;
    provider = await Provider.start("muster", secret, redirect_url);
    program = await Program.start({ port, more: settings(redirect_url), env: { MUSTER_TEST_OIDC: secret } });
    browser = await Browser.start();
});
after(async () => {
    await browser?.stop();
    await program?.stop();
    await provider?.stop();
});

const add = (name, shown_name, ...more) => program.account("add", name, "--shown-name", shown_name, ...more);
const way = (on, name = "Sign in with City SSO") => on.getByRole("dialog").getByRole("button", { name });
const alert = (on, text) => on.getByRole("alert").getByText(text).first();
const kept = (on) => on.evaluate(() => sessionStorage.getItem("muster.outside"));
const token_of = (on, storage = "sessionStorage") =>
    on.evaluate((name) => window[name].getItem("muster.token"), storage);
const place = (on) => on.url().slice(program.url.length);
const over_there = (on) => on.waitForURL((url) => url.origin === provider.issuer);

test("over its pages and back to where somebody was, signed in", { skip: provider_missing }, async () => {
    await add("li.wei", "李伟", ...with_roles(["dispatcher"]));
    const on = await browser.person({ theme: "system" });
    await on.goto(`${program.url}/desk/board?district=guangling#part`);
    await way(on).waitFor();
    const look = await inspect(on, "sign-in", { least_target_px: 24, data: ["City SSO"] });
    assert.deepEqual(look.found.slice(0, 10), []);
    await browser.shot(on, "sign-in-outside");
    await way(on).click();
    await over_there(on);
    await sign_in_there(on, "li.wei");
    await live(on);
    assert.equal(place(on), "/desk/board?district=guangling");
    assert.match(await token_of(on), /^mss_/);
    assert.equal(await kept(on), null);
    const me = await program.get("/v1/me", { token: await token_of(on) });
    assert.equal(me.name, "li.wei");
    await on.context().close();
});

test("whoever it knows and this desk does not is told so", { skip: provider_missing }, async () => {
    const on = await browser.person({ language: "zh" });
    await on.goto(`${program.url}/`);
    await way(on, "使用City SSO登录").click();
    await over_there(on);
    await sign_in_there(on, "stranger");
    await alert(on, "没有与您对应的账号").waitFor();
    assert.equal(place(on), "/signed_in/", "nothing of it stays in the address");
    assert.equal(await token_of(on), null);
    assert.equal(await kept(on), null);
    assert.deepEqual(await violations(on), []);
    await browser.shot(on, "signed-in-stranger");
    await on.getByRole("link", { name: "返回登录" }).click();
    await way(on, "使用City SSO登录").waitFor();
    await on.context().close();
});

test("what the other service refuses is said in its words too", { skip: provider_missing }, async () => {
    const on = await browser.person({ theme: "system" });
    await on.goto(`${program.url}/office/members`);
    await way(on).click();
    await over_there(on);
    await cancel_there(on);
    await alert(on, "City SSO did not let you in").waitFor();
    await on.getByText("End-User aborted interaction").waitFor();
    assert.equal(place(on), "/signed_in/");
    const look = await inspect(on, "signed in", { least_target_px: 24, data: ["City SSO"] });
    assert.deepEqual(look.found.slice(0, 10), []);
    await browser.shot(on, "signed-in-refused");
    await on.getByRole("link", { name: "Back to the sign-in" }).click();
    await way(on).waitFor();
    assert.equal(place(on), "/office/members");
    // Words in an address are nobody's where nobody was sent away.
    await on.goto(`${program.url}/signed_in/?error=access_denied&error_description=Call+0123`);
    await alert(on, "did not begin in this tab").waitFor();
    assert.equal(await on.getByText("Call 0123").count(), 0);
    await on.context().close();
});

test("a sign-in that began in another tab lets nobody in", { skip: provider_missing }, async () => {
    await add("zhao.lei", "赵磊", ...with_roles(["dispatcher"]));
    const theirs = await browser.person();
    let link = "";
    theirs.on("request", (request) => {
        if (request.url().startsWith(`${program.url}/signed_in/?`)) link = request.url();
    });
    await theirs.route("**/v1/session/outside/finish", (route) => route.abort());
    await theirs.goto(`${program.url}/desk`);
    await way(theirs).click();
    await over_there(theirs);
    await sign_in_there(theirs, "zhao.lei");
    // Without an answer the same may still be good.
    await theirs.getByRole("button", { name: "Try again" }).waitFor();
    assert.equal(place(theirs), "/signed_in/");
    assert.match(link, /code=.+state=|state=.+code=/);
    await theirs.context().close();

    // To whom it is passed on while he signs in himself, and afterwards.
    const on = await browser.person();
    await on.goto(`${program.url}/desk`);
    await way(on).click();
    await over_there(on);
    const answers = [];
    on.on("response", (answer) => answer.url().endsWith("/finish") && answers.push(answer.status()));
    for (const asked of [[401], [401]]) {
        await on.goto(link);
        await alert(on, "did not begin in this tab").waitFor();
        assert.deepEqual(answers, asked);
        assert.equal(place(on), "/signed_in/");
        assert.equal(await token_of(on), null);
        assert.equal(await kept(on), null);
    }
    await on.context().close();
});

test("a phone stays signed in when its page is closed", { skip: provider_missing }, async () => {
    const city = await City.fill(program, { members: 1, staff: 0, volunteers: 1 });
    const responder = ["--responder", String(city.responders[0])];
    await add("wang.min", "王敏", ...with_roles(["responder"]), ...responder);
    const on = await browser.person({ width: 360, height: 740, hasTouch: true, isMobile: true });
    const free = (page) => page.getByRole("heading", { level: 1, name: "Free", exact: true }).waitFor();
    await on.goto(`${program.url}/responder`);
    await way(on).waitFor();
    await browser.shot(on, "sign-in-outside-phone");
    const box = await way(on).boundingBox();
    assert.ok(box.height >= 48, `${box.height} px high`);
    await way(on).click();
    await over_there(on);
    await sign_in_there(on, "wang.min");
    await free(on);
    assert.equal(place(on), "/responder");
    assert.match(await token_of(on, "localStorage"), /^mss_/);
    const again = await on.context().newPage();
    await on.close();
    await again.goto(`${program.url}/responder`);
    await free(again);
    await again.context().close();
});

test("where it cannot begin, the sign-in says why", { skip: provider_missing }, async () => {
    const plain = await browser.person();
    await plain.addInitScript(() => Object.defineProperty(crypto, "subtle", { value: undefined }));
    await plain.goto(`${program.url}/desk`);
    await way(plain).click();
    await alert(plain, "open this page by https").waitFor();
    await plain.context().close();

    await provider.stop();
    await program.restart();
    const on = await browser.person();
    await on.goto(`${program.url}/desk`);
    await way(on).click();
    await alert(on, "Signing in with City SSO does not work now.").waitFor();
    await until("it can be pressed again", () => way(on).isEnabled());
    assert.deepEqual(await violations(on), []);
    assert.equal(await kept(on), null);
    await browser.shot(on, "sign-in-outside-away");
    await on.context().close();
});

test("no script error and nothing against the content policy", { skip: provider_missing }, () =>
    assert.deepEqual(browser.faults, []));
