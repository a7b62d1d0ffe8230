// The phone of responders in a real browser against the real program: one thing at a time, nothing
// lost or done twice without a net, large enough and readable in each state, theme and language.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, until } from "./kit/browser.mjs";
import { City, centre } from "./kit/city.mjs";
import { written } from "./kit/desk.mjs";
import { inspect, settled, sideways, small_targets } from "./kit/look.mjs";
import { Program } from "./kit/program.mjs";

let program, city, browser, wang, li;

// Two phones and the program share the machine, and a phone first fetches all of its files.
const patience_ms = 60_000;
const least_target_px = 48;
let looks = 0;

// A responder with a phone of his own.
async function phone(name, at, more = {}) {
    const id = await city.responder("volunteer", name, ["company"], at);
    const token = await program.responder_token(name, id);
    const page = await browser.person({ width: 360, height: 740, hasTouch: true, isMobile: true, theme: "system", ...more });
    page.setDefaultTimeout(patience_ms);
    await page.goto(`${program.url}/responder#token=${token}`);
    await page.getByRole("heading", { level: 1, name: "Free", exact: true }).waitFor();
    return { id, page, name };
}

const state = ({ page }, name) => page.getByRole("heading", { level: 1, name, exact: true });
const press = ({ page }, name) => page.getByRole("button", { name, exact: true }).click();
const offer_title = "Somebody near you needs help";
const ask = () => city.request("company", { member: 0, note: "想找人聊聊天" });

const told = async (request, type) =>
    (await program.story(request)).filter((event) => event.type === type);

// Goes through the steps from where the request is with him, to its end.
async function serve(who) {
    for (const [step, next] of [
        ["I am on the way", "On the way"],
        ["I am there", "There"],
    ]) {
        await press(who, step);
        await state(who, next).waitFor();
    }
    await press(who, "Done…");
    await press(who, "Done");
    await press(who, "I am free now");
    await state(who, "Free").waitFor();
}

// For everybody, in one language, nothing too small for a thumb, nothing sideways.
async function check({ page }, name) {
    const data = ["聊了半小时", "想找人聊聊天", "Wang Min", "Li Na", ...(await city.own_words())];
    const seen = await inspect(page, name, { least_target_px, data });
    looks += seen.looks;
    const before = page.viewportSize();
    for (const width of [360, 320]) {
        await page.setViewportSize({ width, height: 740 });
        await settled(page);
        const wrong = [...(await small_targets(page, least_target_px)), ...(await sideways(page))];
        seen.found.push(...wrong.map((one) => `${name} ${width}: ${one}`));
    }
    await page.setViewportSize(before);
    await browser.shot(page, `responder-${name}`);
    assert.deepEqual(seen.found.slice(0, 20), []);
}

before(async () => {
    program = await Program.start();
    city = await City.fill(program, { members: 3, staff: 0, volunteers: 0 });
    browser = await Browser.start();
    wang = await phone("Wang Min", 0);
    li = await phone("Li Na", 1);
});
after(async () => {
    console.log(`# ${looks} pictures looked at: state x language x width x theme`);
    await browser?.stop();
    await program?.stop();
});

test("an offer that two accept at once is one's, and the other is told", async () => {
    const { id } = await ask();
    await Promise.all([state(wang, offer_title).waitFor(), state(li, offer_title).waitFor()]);
    await Promise.all([press(wang, "Accept"), press(li, "Accept")]);
    const lost = ({ page }) => page.getByText("somebody else is going").isVisible();
    await until("one of them is told", async () => (await lost(wang)) || (await lost(li)), patience_ms);
    const [first, second] = (await lost(wang)) ? [li, wang] : [wang, li];
    await state(first, "Please set out").waitFor();
    await state(second, "Free").waitFor();
    const { slots } = await city.read(id);
    assert.deepEqual(slots.map(({ responder }) => responder), [first.id]);
    assert.equal((await told(id, "OfferAccepted")).length, 1);
    await press(second, "OK");
    await serve(first);
    assert.equal((await city.read(id)).status, "served");
});

test("an offer rings, and is large and readable in all states", async () => {
    await check(wang, "free");
    await press(wang, "Go off duty");
    await state(wang, "Off duty").waitFor();
    await check(wang, "off");
    await wang.page.locator(".choice", { hasText: "8 h" }).click();
    await press(wang, "Go on duty");
    await state(wang, "Free").waitFor();
    // The phone shows what was pressed before the engine has it.
    const { shift_until } = await until("the engine has his shift", async () => {
        const responder = await program.get(`/v1/responders/${wang.id}`);
        return responder.shift_until ? responder : null;
    });
    assert.ok(Math.abs(shift_until - Date.now() - 8 * 3_600_000) < 60_000, "on duty for 8 hours");
    const tones = await wang.page.evaluate(() => window.tones);
    await ask();
    await state(wang, offer_title).waitFor();
    await until("it rings", () => wang.page.evaluate((before) => window.tones > before, tones));
    const accept = await wang.page.getByRole("button", { name: "Accept" }).boundingBox();
    assert.ok(accept.height >= 740 * 0.4 && accept.y + accept.height <= 741, "the lower half");
    await check(wang, "offer");
    await press(wang, "Accept");
    await state(wang, "Please set out").waitFor();
    await check(wang, "sent");
    const links = await wang.page.locator(".helpers a").evaluateAll((all) => all.map(({ href }) => href));
    assert.match(links.join("\n"), /^geo:32\.394,119\.413\?q=[^]*uri\.amap\.com\/navigation/);
    await press(wang, "I am on the way");
    await state(wang, "On the way").waitFor();
    await press(wang, "I am there");
    await state(wang, "There").waitFor();
    await press(wang, "Done…");
    await wang.page.locator(".choice").nth(1).click();
    await check(wang, "done");
    await press(wang, "Done");
    await press(wang, "I am free now");
    await press(wang, "Hours");
    // What is his own he may read himself: nothing of it is to be asked for at the office.
    await wang.page.locator(".hours .figures dt").first().waitFor();
    await until("all is read", async () => (await wang.page.locator(".hours [role=status]").count()) === 0);
    assert.equal(await wang.page.locator(".hours > p.dim").count(), 0);
    await check(wang, "hours");
    await press(wang, "Work");
});

test("Accept pressed without a net is sent once when it is back, also after a reload", async () => {
    await wang.page.evaluate(() => navigator.serviceWorker.ready);
    const { id } = await ask();
    await state(wang, offer_title).waitFor();
    await wang.page.context().setOffline(true);
    await press(wang, "Accept");
    await wang.page.getByText("1 waits to be sent").waitFor();
    await check(wang, "unsent");
    await wang.page.reload();
    await wang.page.getByText("1 waits to be sent").waitFor();
    await wang.page.getByText("No net for").waitFor();
    assert.equal((await told(id, "OfferAccepted")).length, 0);
    await wang.page.context().setOffline(false);
    await state(wang, "Please set out").waitFor();
    assert.equal((await told(id, "OfferAccepted")).length, 1);
});

test("steps without a net are shown, wait in order, and each happens once", async () => {
    const { request } = await program.get(`/v1/responders/${wang.id}`);
    await wang.page.context().setOffline(true);
    await press(wang, "I am on the way");
    await state(wang, "On the way").waitFor();
    await press(wang, "I am there");
    await state(wang, "There").waitFor();
    await wang.page.getByText("2 wait to be sent").waitFor();
    await wang.page.reload();
    await state(wang, "There").waitFor();
    await wang.page.context().setOffline(false);
    await until("they arrive", async () => (await city.read(request)).status === "on_scene", patience_ms);
    for (const type of ["ResponderEnRoute", "ResponderOnScene"]) {
        assert.equal((await told(request, type)).length, 1, type);
    }
    await press(wang, "Done…");
    await wang.page.getByLabel("Note for the desk").fill("聊了半小时");
    await written(wang.page, "聊了半小时");
    await wang.page.reload();
    assert.equal(await wang.page.getByLabel("Note for the desk").inputValue(), "聊了半小时");
    await press(wang, "Done");
    await until("it is served", async () => (await city.read(request)).status === "served", patience_ms);
});

test("a late Accept is refused in words", async () => {
    await press(wang, "I am free now");
    await ask();
    await Promise.all([state(wang, offer_title).waitFor(), state(li, offer_title).waitFor()]);
    await li.page.context().setOffline(true);
    await press(li, "Accept");
    await press(wang, "Accept");
    await state(wang, "Please set out").waitFor();
    await li.page.context().setOffline(false);
    await li.page.getByRole("alert").getByText("somebody else is going").waitFor();
});

test("positions are told while on duty, with consent only", async () => {
    const zhao = await phone("Zhao Yu", 5, {
        geolocation: { latitude: centre.lat + 0.002, longitude: centre.lon + 0.002 },
        permissions: ["geolocation"],
    });
    const position = async () => (await program.get(`/v1/responders/${zhao.id}`)).position;
    assert.equal(await position(), undefined);
    await zhao.page.locator(".switch").click();
    await until("the place is known", position, patience_ms);
    assert.deepEqual(await position(), { lat: 32.396, lon: 119.415 });

    const chen = await phone("Chen Bo", 6);
    await chen.page.locator(".switch").click();
    await chen.page.getByText("may not know the position").waitFor();
});

test("a phone that is installed opens with all its files", async () => {
    const { page } = li;
    const kept = await page.evaluate(async () => {
        const names = [];
        for (const name of await caches.keys()) {
            for (const { url } of await (await caches.open(name)).keys()) names.push(new URL(url).pathname);
        }
        return names;
    });
    assert.ok(kept.includes("/responder") && kept.includes("/responder.webmanifest"));
    assert.ok(!kept.some((name) => name.startsWith("/v1/")), "nothing that the server said");
    const manifest = await (await fetch(`${program.url}/responder.webmanifest`)).json();
    for (const { src } of manifest.icons) assert.equal((await fetch(program.url + src)).status, 200, src);
});

test("who signs in on the first page comes to the phone, and leaves nothing when he signs out", async () => {
    const id = await city.responder("volunteer", "Sun Li", ["digital"], 4);
    const page = await browser.person({ width: 360, height: 740 });
    await page.goto(`${program.url}/#token=${await program.responder_token("Sun Li", id)}`);
    await state({ page }, "Free").waitFor();
    assert.equal(new URL(page.url()).pathname, "/responder");
    await page.getByRole("button", { name: /^Sun Li/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByLabel("Name of your account").waitFor();
    await page.reload();
    await page.getByLabel("Name of your account").waitFor();
    const left = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    assert.ok(!/mst_|Sun Li/.test(left), left);
});

test("no script error and nothing against the content policy", () => assert.deepEqual(browser.faults, []));
