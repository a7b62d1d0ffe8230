// What members and their families see behind a card and a link, on their phones, against the real
// program: the number to call always in sight, four large buttons, a question before anything is
// asked for, 120 in time where nobody comes, all of it also without scripts.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, until, violations } from "./kit/browser.mjs";
import { City } from "./kit/city.mjs";
import { Program } from "./kit/program.mjs";

const hotline = "0514-12349";
const phone_sizes = [
    [360, 640],
    [390, 844],
];
const more = `
[cards]
hotline = "${hotline}"
[http.per_card_view]
per_minute = 60_000
burst = 10_000
[http.per_card_press]
per_minute = 60_000
burst = 10_000
`;

let program, city, browser;
// Phones of people for whom nobody comes: one that asks again by itself, one that runs no scripts,
// and one that lost its net. They wait for a minute while the other tests run.
const alone = {};
// The page of a family whose request was served, and waits to be rated.
let served_url;

const words = {
    en: {
        choice: "What do you need? Press once.",
        red: "Emergency help",
        blue: "Daily life and home",
        question: "Call for emergency help?",
        other: "中文",
        yes: "Yes",
        no: "No",
    },
    zh: { choice: "需要什么帮助？请按一下。", other: "English" },
};

const heading = (page, name) => page.getByRole("heading", { level: 1, name });
const button = (page, name) => page.getByRole("button", { name });
const link = (page, name) => page.getByRole("link", { name, exact: true });
const dial = (page) => page.getByRole("link", { name: "Dial 120" });
const small = { width: 360, height: 640, hasTouch: true, isMobile: true };

const person = (screen = {}) => browser.person({ ...small, ...screen });

// The card of the n-th member, and what was asked for in his name.
async function card_of(n) {
    const member = city.members[n];
    const { id } = await program.must("IssueCard", { member });
    return { member, url: await program.card_link(id) };
}
async function asked_by({ member }) {
    const { items } = await program.get("/v1/requests?limit=200");
    return items.filter((request) => request.member === member);
}
const number_in = (page) => Number(/\/(\d+)(\?|$)/.exec(page.url())[1]);

// Presses red and says yes; without scripts nothing else sends it.
async function call_for_help(page, { url }) {
    await page.goto(url);
    await button(page, words.en.red).click();
    await heading(page, words.en.question).waitFor();
    await button(page, words.en.yes).click();
    await heading(page, "We have received your call for help.").waitFor();
}

// What is wrong with the page as it is shown now: sizes, what is in sight, what is out of it.
const faults_of = (page, { whole }) =>
    page.evaluate((whole) => {
        const found = [];
        const sees = (node) => {
            const { top, bottom, left, right } = node.getBoundingClientRect();
            return top >= 0 && left >= 0 && bottom <= innerHeight + 0.5 && right <= innerWidth + 0.5;
        };
        const call = document.querySelector("header a");
        if (!call || !sees(call)) found.push("the number is out of sight");
        if (document.querySelector("meta[http-equiv]")) found.push("it loads itself anew");
        const root = document.documentElement;
        if (root.scrollWidth > root.clientWidth) found.push(`goes sideways to ${root.scrollWidth} px`);
        for (const node of document.querySelectorAll("button, a[href], textarea")) {
            if (!node.checkVisibility({ checkVisibilityCSS: true })) continue;
            const { width, height } = node.getBoundingClientRect();
            if (width < 48 || height < 48) found.push(`${node.innerText}: ${width} x ${height} px`);
            if (node.scrollWidth > node.clientWidth) found.push(`${node.innerText} is cut`);
        }
        const choices = [...document.querySelectorAll("#choices button")];
        if (whole && !choices.every(sees)) found.push("a choice is out of the first view");
        if (choices.length && choices.length !== 4) found.push(`${choices.length} choices`);
        if (whole) {
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (texts.nextNode()) {
                const { parentElement: of, data } = texts.currentNode;
                if (!data.trim() || of.tagName === "SCRIPT") continue;
                const size = parseFloat(getComputedStyle(of).fontSize);
                if (size < 24) found.push(`"${data}" has ${size} px`);
            }
        }
        scrollTo(0, root.scrollHeight);
        if (call && !sees(call)) found.push("the number scrolls away");
        scrollTo(0, 0);
        return found;
    }, whole);

// Twice as large: by the browser's zoom, which leaves half of the pixels, and by larger letters.
async function letters(page, standard) {
    const session = await page.context().newCDPSession(page);
    await session.send("Page.setFontSizes", { fontSizes: { standard, fixed: standard } });
    await session.detach();
}

const texts_of = (page) => page.evaluate(() => document.body.innerText);

// The page of this address in each language, size and theme.
async function inspect(name, url, { data = /$^/, scripts = true, prepare = () => {} } = {}) {
    const page = await person({ javaScriptEnabled: scripts });
    for (const language of ["en", "zh"]) {
        const address = new URL(url);
        address.searchParams.set("lang", language);
        await page.setViewportSize({ width: 360, height: 640 });
        await page.goto(String(address));
        await prepare(page);
        const text = (await texts_of(page)).replace(words[language].other, "");
        const foreign = language === "en" ? /\p{Script=Han}+/gu : /[a-z]{4,}/gi;
        const odd = (text.match(foreign) ?? []).filter((word) => !data.test(word));
        assert.deepEqual(odd, [], `${name} ${language}`);
        for (const [width, height] of phone_sizes) {
            const where = `${name} ${language} ${width}`;
            await page.setViewportSize({ width, height });
            assert.deepEqual(await faults_of(page, { whole: true }), [], where);
            await browser.shot(page, `card-${name}-${language}-${width}`);
            await page.setViewportSize({ width: width / 2, height: height / 2 });
            assert.deepEqual(await faults_of(page, { whole: false }), [], `${where} at 200 %`);
            await browser.shot(page, `card-${name}-${language}-${width}-zoomed`);
            await page.setViewportSize({ width, height });
            await letters(page, 32);
            assert.deepEqual(await faults_of(page, { whole: false }), [], `${where}, large letters`);
            await browser.shot(page, `card-${name}-${language}-${width}-letters`);
            await letters(page, 16);
        }
        for (const [theme, media] of Object.entries({
            day: { colorScheme: "light", contrast: "no-preference" },
            night: { colorScheme: "dark", contrast: "no-preference" },
            contrast: { colorScheme: "light", contrast: "more" },
            contrast_night: { colorScheme: "dark", contrast: "more" },
        })) {
            if (!scripts) break;
            await page.emulateMedia(media);
            // Themes change colours and nothing else.
            const rules = theme === "day" ? undefined : ["color-contrast"];
            assert.deepEqual(await violations(page, rules), [], `${name} ${language} ${theme}`);
            await browser.shot(page, `card-${name}-${language}-${theme}`);
        }
        await page.emulateMedia({ colorScheme: "light", contrast: "no-preference" });
    }
    await page.context().close();
}

before(async () => {
    program = await Program.start({ more });
    city = await City.fill(program, { members: 9, staff: 0, volunteers: 0 });
    browser = await Browser.start();
    const screens = { scripts: {}, none: { javaScriptEnabled: false }, unlinked: {} };
    for (const [n, [name, screen]] of Object.entries(screens).entries()) {
        const card = await card_of(n);
        const page = await person(screen);
        await call_for_help(page, card);
        assert.equal(await dial(page).count(), 0, `${name} is told to wait first`);
        alone[name] = { page, card, url: page.url() };
    }
    await alone.unlinked.page.context().setOffline(true);
});
after(async () => {
    await browser?.stop();
    await program?.stop();
});

test("the first view has the number and four choices, in one language at a time", async () => {
    const card = await card_of(3);
    const page = await person({ language: "zh" });
    await page.goto(card.url);
    await heading(page, words.zh.choice).waitFor();
    await link(page, words.zh.other).click();
    await heading(page, words.en.choice).waitFor();
    assert.equal(await page.locator("header a").getAttribute("href"), `tel:${hotline}`);
    assert.equal(await page.locator("header a").innerText(), `Call ${hotline}`);
    assert.equal(await page.locator("#choices button svg").count(), 4, "a shape beside each word");
    // The language stays on the way.
    await button(page, words.en.blue).click();
    await heading(page, "Do you need this?").waitFor();
    await link(page, words.en.no).click();
    await heading(page, words.en.choice).waitFor();
    assert.deepEqual(await asked_by(card), [], "nothing was asked for");
    await page.context().close();
    await inspect("choice", card.url);
    await inspect("choice-plain", card.url, { scripts: false });
    await inspect("yellow", `${card.url}?colour=yellow`);
});

test("red sends by itself after a press, and can be stopped", async () => {
    const card = await card_of(4);
    const page = await person();
    await page.goto(card.url);
    // The seconds are the page's; the test lets them pass at once.
    await page.clock.install();
    const press = async () => {
        await page.goto(card.url);
        await button(page, words.en.red).click();
        await button(page, "Stop").waitFor();
    };
    await press();
    assert.match(await page.getByRole("alert").innerText(), /in 5 seconds/);
    await button(page, "Stop").click();
    await page.clock.runFor(20_000);
    await heading(page, words.en.question).waitFor();
    assert.equal(await button(page, "Stop").count(), 0);
    assert.deepEqual(await asked_by(card), [], "it was stopped");
    // A tab that comes back, or an address that somebody looks at, sends nothing.
    for (const again of [() => page.reload(), () => page.goto(`${card.url}?colour=red`)]) {
        await again();
        await heading(page, words.en.question).waitFor();
        await page.clock.runFor(20_000);
        assert.equal(await button(page, "Stop").count(), 0);
    }
    assert.deepEqual(await asked_by(card), []);
    await press();
    await page.clock.runFor(6_000);
    await heading(page, "We have received your call for help.").waitFor();
    const [request] = await until("it was asked for", async () => {
        const all = await asked_by(card);
        return all.length && all;
    });
    assert.equal(request.service, "emergency");
    await page.context().close();
    const count = (at) => at.evaluate(() => (document.getElementById("count").hidden = false));
    await inspect("red", `${card.url}?colour=red`, { prepare: count });
    await inspect("red-plain", `${card.url}?colour=red`, { scripts: false });
});

test("without a net the question stays and gives the numbers; pressed again it is one request", async () => {
    const card = await card_of(4);
    const page = await person();
    const before = (await asked_by(card)).length;
    await page.goto(`${card.url}?colour=yellow`);
    await page.context().setOffline(true);
    await button(page, words.en.yes).click();
    await page.getByText("It could not be sent. Please call, or press again.").waitFor();
    assert.equal(await dial(page).count(), 0, "it is no emergency");
    await page.context().setOffline(false);
    await page.goto(`${card.url}?colour=red`);
    await page.context().setOffline(true);
    await button(page, words.en.yes).click();
    await dial(page).waitFor();
    assert.deepEqual(await faults_of(page, { whole: true }), []);
    assert.deepEqual(await violations(page), []);
    await browser.shot(page, "card-unsent");
    await page.context().setOffline(false);
    // It is done, and the answer is lost: pressed again it is the same press.
    let lost = 0;
    await page.route("**/t/**", async (route) => {
        if (route.request().method() !== "POST" || lost++ > 0) return route.continue();
        await route.fetch({ maxRedirects: 0 });
        await route.abort();
    });
    await button(page, words.en.yes).click();
    await until("the answer is lost", () => lost === 1);
    await dial(page).waitFor();
    await button(page, words.en.yes).click();
    await heading(page, "We have received your call for help.").waitFor();
    assert.equal(lost, 2);
    assert.equal((await asked_by(card)).length, before + 1);
    await page.context().close();
});

test("pressed by mistake is a note and a call back, and cancels nothing", async () => {
    for (const [n, javaScriptEnabled] of [
        [5, false],
        [6, true],
    ]) {
        const card = await card_of(n);
        const page = await person({ javaScriptEnabled });
        await call_for_help(page, card);
        assert.equal(await page.locator("text=(button, card").count(), 0, "plain words");
        await page.getByText("Emergency call", { exact: true }).waitFor();
        await button(page, "Pressed by mistake").click();
        await page.getByText("We will call you to make sure.").waitFor();
        assert.equal(await button(page, "Pressed by mistake").count(), 0);
        await link(page, "Look again").click();
        await page.getByText("We will call you to make sure.").waitFor();
        const request = await city.read(number_in(page));
        assert.ok(!["cancelled", "closed"].includes(request.status), request.status);
        assert.deepEqual(request.notes.map(({ by }) => by), ["card"]);
        assert.match(request.notes[0].text, /call back first/);
        assert.equal(request.urged, 1, "the desk is asked for the call");
        if (javaScriptEnabled) await inspect("told", page.url());
        await page.context().close();
    }
});

test("the status follows what happens, and leaves the reader where he is", async () => {
    const card = await card_of(7);
    const page = await person();
    await page.goto(card.url);
    await button(page, words.en.blue).click();
    await button(page, words.en.yes).click();
    await link(page, "Look again").waitFor();
    const id = number_in(page);
    await page.evaluate(() => {
        window.loaded_once = true;
        scrollTo(0, document.documentElement.scrollHeight);
    });
    await link(page, "Look again").focus();
    const before = await page.evaluate(() => scrollY);
    const responder = await city.responder("volunteer", "王敏", ["lift"], 3);
    await program.must("AssignResponder", { request: id, slot: 0, responder, reason: "test" });
    await heading(page, /Somebody has been sent to you\. They arrive in about \d+ minute/).waitFor();
    assert.match(await page.locator(".eta").innerText(), /^Expected at \d\d:\d\d$/);
    const step = () => page.locator(".steps [aria-current]").innerText();
    assert.match(await step(), /Somebody found/);
    const state = await page.evaluate(() => [window.loaded_once, document.activeElement.innerText]);
    assert.deepEqual(state, [true, "Look again"]);
    assert.ok((await page.evaluate(() => scrollY)) >= before, "not thrown back");
    assert.equal(await page.locator(".steps li").count(), 4);
    assert.equal(await page.locator("[role=status]").count(), 1, "one place is read aloud");
    await program.must("AcknowledgeAssignment", { request: id, responder });
    await program.must("ReportEnRoute", { request: id, responder });
    await heading(page, /is on the way to you/).waitFor();
    await inspect("on-the-way", page.url());
    const family = await program.must("IssueLink", { request: id, audience: "family" });
    const { path } = await program.get(`/v1/links/${family.id}/text`);
    served_url = program.url + path;
    await program.must("ReportOnScene", { request: id, responder });
    await heading(page, "The person who helps you has arrived.").waitFor();
    await inspect("link", served_url, { data: /王/ });
    await program.must("CompleteAssignment", { request: id, responder, disposition: "helped" });
    await heading(page, "This request is finished.").waitFor();
    await link(page, "Ask for help again").waitFor();
    await inspect("over", page.url());
    await page.context().close();
});

test("family sees how it stands, urges and rates without scripts", async () => {
    const card = await card_of(8);
    const page = await person({ javaScriptEnabled: false });
    await page.goto(card.url);
    await button(page, words.en.blue).click();
    await button(page, words.en.yes).click();
    const id = number_in(page);
    const { id: number } = await program.must("IssueLink", { request: id, audience: "family" });
    const { path } = await program.get(`/v1/links/${number}/text`);
    await page.goto(program.url + path);
    assert.match(await page.locator(".steps [aria-current]").innerText(), /Call received/);
    await button(page, "Please hurry").click();
    await page.getByText("Urged, 1× in all").waitFor();
    await page.goto(served_url);
    await page.getByLabel("Anything to say?").fill("很好");
    await inspect("rate", served_url, { data: /王/ });
    await button(page, "5").click();
    await page.getByText("You rated it 5 of 5. Thank you.").waitFor();
    await inspect("gone", `${program.url}/s/x`);
    await page.context().close();
});

test("whoever is alone for a minute is told to dial 120, with scripts, without, and without a net", async () => {
    const { scripts, none, unlinked } = alone;
    for (const { page } of [scripts, none, unlinked]) {
        await dial(page).waitFor({ timeout: 90_000 });
        assert.equal(await dial(page).getAttribute("href"), "tel:120");
        const sizes = await page.evaluate(() =>
            [...document.querySelectorAll("body *:not(script)")]
                .filter((node) => node.checkVisibility() && node.innerText)
                .map((node) => [parseFloat(getComputedStyle(node).fontSize), node.className]),
        );
        const [largest] = sizes.sort(([a], [b]) => b - a);
        assert.equal(largest[1], "dial", "the largest of all");
    }
    await heading(scripts.page, "Nobody has been found yet. Dial 120 now.").waitFor();
    await unlinked.page.getByText("This page cannot be renewed just now.").waitFor();
    // The number is shown up to five seconds before the minute is full; the page as it is then says more.
    await until("the page says so too", async () => {
        await link(none.page, "Look again").click();
        return heading(none.page, "Nobody has been found yet. Dial 120 now.").isVisible();
    }, 15_000);
    const sees = await dial(none.page).evaluate((node) => node.getBoundingClientRect().bottom <= innerHeight);
    assert.ok(sees, "in the first view");
    await inspect("alone", scripts.url);
    await inspect("alone-plain", none.url, { scripts: false });
    // Somebody comes after all.
    await unlinked.page.context().setOffline(false);
    const responder = await city.responder("staff", "Li Na", ["lift"], 0);
    await program.must("AssignResponder", {
        request: number_in(unlinked.page), slot: 0, responder, reason: "test",
    });
    await heading(unlinked.page, /Somebody has been sent to you/).waitFor({ timeout: 30_000 });
    assert.equal(await dial(unlinked.page).count(), 0);
});

test("a card that is no more says so, with the number", async () => {
    const card = await card_of(3);
    await program.must("RevokeCard", { card: Number(/1\.k1\.(\d+)\./.exec(card.url)[1]), lost: true });
    await inspect("old", card.url);
});

test("no script error and nothing against the content policy", () => assert.deepEqual(browser.faults, []));
