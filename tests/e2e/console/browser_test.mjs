// The console in a real browser. By default against the mock server; with MUSTER_URL and
// MUSTER_TOKEN against a running program, where only what needs no staging is checked.
import assert from "node:assert/strict";
import { Browser, MockServer } from "./harness.mjs";

const real = process.env.MUSTER_URL;
const mock = real ? null : new MockServer();
const base = real ?? `http://127.0.0.1:${await mock.listen()}`;
const token = real ? process.env.MUSTER_TOKEN : "mock";
const browser = await Browser.start();
const { faults, context } = browser;
const page = await browser.new_page();

const rows = page.locator("#queue .list-row:not([hidden])");
const row_of = (id) => rows.filter({ hasText: `#${id}` });
const state = page.locator(".connection");
const notice = page.locator("#notice");
const live = () => state.filter({ hasText: /live|实时/ }).waitFor();
const wait_for = (check, argument) => page.waitForFunction(check, argument);
const queued = () =>
    [...mock.city.requests.values()].find(
        (r) => r.status === "queued" && r.safety !== "unverified",
    );
async function open_request(id) {
    await page.keyboard.press("/");
    await page.keyboard.type(`#${id}`);
    await row_of(id).first().click();
    await page.locator("#detail .story").waitFor();
}
const shot = (name) => browser.shot(page, name);

const test = (name, run) => browser.test(name, run, { always: name.includes("signs in") });
const staged = (name, run) => real || test(name, run);

test("a wrong token is refused in words", async () => {
    await page.goto(base);
    await page.locator("#signin input[type=password]").fill("wrong-token");
    await page.locator("#signin button[type=submit]").click();
    await page.locator("#signin [role=alert]").waitFor();
    assert.match(await page.locator("#signin [role=alert]").innerText(), /令牌/);
});

test("a token in the fragment signs in and leaves the address bar", async () => {
    await page.goto("about:blank");
    await page.goto(`${base}/#token=${token}&name=Li%20Na`);
    await live();
    assert.equal(new URL(page.url()).hash, "");
});

test("the queue shows requests, most urgent first", async () => {
    await rows.first().waitFor();
    const shown = await page.evaluate(() =>
        [...document.querySelectorAll("#queue .list-row:not([hidden])")]
            .sort((a, b) => a.dataset.index - b.dataset.index)
            .map((row) => row.querySelector(".class").textContent),
    );
    assert.deepEqual(shown, [...shown].sort());
    await page.locator("#board .list-row:not([hidden])").first().waitFor();
});

test("j and k move, Enter opens, Escape goes back", async () => {
    await page.locator("body").click({ position: { x: 3, y: 3 } });
    // The city's first calls come in within a minute of its time, and a new request may push all others down while
    // the keys are pressed: then the moves are tried again.
    await rows.nth(5).waitFor();
    const index = async () =>
        Number(await page.locator("#queue [aria-selected=true]").getAttribute("data-index"));
    const moves = [];
    for (let tries = 0; tries < 3; ++tries) {
        await page.keyboard.press("j");
        const first = await index();
        await page.keyboard.press("j");
        const down = (await index()) - first;
        await page.keyboard.press("k");
        moves.push([down, (await index()) - first]);
        if (down === 1 && moves.at(-1)[1] === 0) break;
    }
    assert.deepEqual(moves.at(-1), [1, 0]);
    await page.keyboard.press("Enter");
    await page.locator("#detail .detail-head").waitFor();
    await page.locator("#detail .story li").first().waitFor();
    await shot("detail-zh");
    await page.keyboard.press("Escape");
    await page.locator("#detail .desk-table").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("role")), "listbox");
});

test("help lists the shortcuts; single keys can be turned off", async () => {
    await page.keyboard.press("?");
    await page.locator("dialog[open] .keys").first().waitFor();
    await page.locator("#single-keys").uncheck();
    await page.keyboard.press("Escape");
    await page.keyboard.press("n");
    assert.equal(await page.locator("dialog[open]").count(), 0);
    await page.keyboard.press("?");
    await page.locator("#single-keys").check();
    await page.keyboard.press("Escape");
});

test("the language changes and is remembered", async () => {
    await shot("desk-zh");
    await page.locator("#language").click();
    await state.filter({ hasText: "live" }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
    await page.reload();
    await state.filter({ hasText: "live" }).waitFor();
    await shot("desk-en");
});

test("every control has a name, ids are single, no picture lacks a word", async () => {
    await rows.first().click();
    await page.locator("#detail .story").waitFor();
    await page.keyboard.press("n");
    await page.locator("dialog[open]").waitFor();
    const problems = await page.evaluate(() => {
        const bad = [];
        const name = (node) =>
            node.getAttribute("aria-label") ||
            node.innerText?.trim() ||
            document.getElementById(node.getAttribute("aria-labelledby"))?.innerText ||
            (node.labels && [...node.labels].map((l) => l.innerText).join()) ||
            node.title;
        for (const node of document.querySelectorAll(
            "button, input, select, textarea, summary, dialog, section, nav, [role=listbox], [tabindex='0']",
        )) {
            if (node.closest("[hidden]") || (node.matches("dialog") && !node.open)) continue;
            if (!name(node)) bad.push(`no name: ${node.outerHTML.slice(0, 90)}`);
        }
        for (const box of document.querySelectorAll("[role=listbox]")) {
            const active = box.getAttribute("aria-activedescendant");
            if (active && !document.getElementById(active))
                bad.push("aria-activedescendant names nothing");
        }
        const ids = [...document.querySelectorAll("[id]")].map((n) => n.id);
        for (const id of ids)
            if (ids.indexOf(id) !== ids.lastIndexOf(id)) bad.push(`id twice: ${id}`);
        for (const icon of document.querySelectorAll("svg"))
            if (icon.getAttribute("aria-hidden") !== "true") bad.push("svg without aria-hidden");
        if (document.querySelectorAll("style, [style*='url'], script:not([src])").length)
            bad.push("inline style or script");
        return bad;
    });
    await page.keyboard.press("Escape");
    assert.deepEqual(problems, []);
});

staged("a new P0 is said, shown and counted", async () => {
    const before = Number(await page.locator(".chips.classes .P0 b").innerText());
    const request = mock.create({ urgency: "P0", service: "emergency" });
    await row_of(request.id).waitFor();
    assert.match(await page.locator("#alarm").innerText(), /New P0: Emergency help/);
    assert.equal(Number(await page.locator(".chips.classes .P0 b").innerText()), before + 1);
});

staged("a cut connection is shown and resumed without loss", async () => {
    mock.down = true;
    for (const socket of mock.sockets) socket.terminate();
    await notice
        .filter({ hasText: /reconnecting… since \d+ s · showing the state of \d\d:/ })
        .waitFor();
    await shot("cut-en");
    const made = [1, 2, 3].map(() => mock.create({ urgency: "P0", service: "emergency" }));
    await notice.getByRole("button").click();
    mock.down = false;
    await notice.filter({ hasText: "resumed: 3 changes caught up" }).waitFor();
    await live();
    for (const { id } of made) await row_of(id).waitFor();
});

staged("a gap is found and filled", async () => {
    const request = queued();
    await open_request(request.id);
    mock.change("requests", request, { note: "lost on the way" }, { lost: true });
    mock.change("requests", mock.city.requests.get(request.id), { address: "after the gap" });
    await page.locator("#detail dd", { hasText: "after the gap" }).waitFor();
    await page.locator("#detail dd", { hasText: "lost on the way" }).waitFor();
    await live();
});

staged("a server that forgot everything is loaded anew", async () => {
    await mock.control("forget", {});
    for (const socket of mock.sockets) socket.terminate();
    await notice.filter({ hasText: "reloaded completely" }).waitFor();
});

staged("an action asks for a reason, and a refusal is shown with its field", async () => {
    const request =
        [...mock.city.requests.values()].find(
            (r) => r.safety === "unverified" && r.status === "queued",
        ) ?? mock.change("requests", queued(), { safety: "unverified" });
    await page.keyboard.press("Escape");
    await open_request(request.id);
    await page.keyboard.press("x");
    const dialog = page.locator("dialog[open]");
    await dialog.locator("button[type=submit]").click();
    await dialog.locator(".wrong").filter({ hasText: "Please fill this in." }).waitFor();
    await dialog.locator("textarea").fill("caller says it was a mistake");
    await page.keyboard.press("Tab");
    await dialog.locator("button[type=submit]").click();
    const problem = dialog.locator(".problem:not([hidden])");
    await problem.filter({ hasText: "First verify that the person is safe." }).waitFor();
    assert.match(await problem.innerText(), /Field: Request/);
    await shot("refused-en");
    await page.keyboard.press("Escape");
    await page.keyboard.press("v");
    await dialog.locator("textarea").fill("spoke with her");
    await dialog.locator("button[type=submit]").click();
    await dialog.waitFor({ state: "detached" });
    assert.equal(mock.city.requests.get(request.id).safety, "verified");
});

staged(
    "a command whose answer is lost is sent again with the same key, once carried out",
    async () => {
        const request = queued();
        await page.keyboard.press("Escape");
        await open_request(request.id);
        const before = mock.commands_seen.length;
        mock.lose_answers = 2;
        await page.keyboard.press("y");
        await page.locator("dialog[open] textarea").fill("door code 4711");
        await page.locator("dialog[open] button[type=submit]").click();
        // Not the one of the test before, which may still be there.
        await page.locator("#toasts").filter({ hasText: /Add note: done|添加备注：完成/ }).waitFor();
        const sent = mock.commands_seen.slice(before);
        assert.equal(sent.length, 3);
        assert.equal(new Set(sent.map((c) => c.key)).size, 1);
        assert.equal(mock.city.requests.get(request.id).notes.length, 1);
        await page.locator("#detail .story", { hasText: "door code 4711" }).waitFor();
    },
);

staged("somebody is sent by hand from the board, and the reasons are in the story", async () => {
    const request = queued();
    await page.keyboard.press("Escape");
    await open_request(request.id);
    await page.keyboard.press("a");
    await page.locator(".hint-line.choosing").waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const dialog = page.locator("dialog[open]");
    await dialog.locator("textarea").fill("knows the house");
    await shot("assign-en");
    await dialog.locator("button[type=submit]").click();
    await dialog.waitFor({ state: "detached" });
    const slot = mock.city.requests.get(request.id).slots[0];
    assert.equal(slot.pinned, true);
    const details = page.locator("#detail .story details").first();
    await details.locator("summary").click();
    await details.locator("tr.won").waitFor();
    assert.match(await page.locator("#detail .story").innerText(), /SlotAssigned: knows the house/);
    await shot("story-en");
});

staged("story and alerts show the server's words and tone, in the page's language", async () => {
    const late = [...mock.city.requests.values()].find(
        (r) => r.status === "queued" && r.milestones.some((m) => m.breached_at),
    );
    await page.keyboard.press("Escape");
    const alerts = page.locator("#detail .badge.bad", { hasText: "DeadlineBreached: on_site" });
    await alerts.first().waitFor();
    await open_request(late.id);
    const line = page.locator("#detail .story li.bad .what").first();
    await line.filter({ hasText: /^DeadlineBreached: / }).waitFor();
    await page.locator("#language").click();
    await line.filter({ hasText: /^〔DeadlineBreached: / }).waitFor();
    await page.locator("#language").click();
    await line.filter({ hasText: /^DeadlineBreached: / }).waitFor();
});

staged("a request is created for a member found by phone", async () => {
    const member = mock.city.members.get(7);
    await page.keyboard.press("n");
    const dialog = page.locator("dialog[open]");
    await dialog.locator("input").first().fill(member.profile.phone);
    await dialog.locator(".found button").first().click();
    await dialog.locator("select").first().selectOption("daily_care");
    await dialog.locator("textarea").fill("shopping");
    await shot("create-en");
    await dialog.locator("button[type=submit]").click();
    await dialog.waitFor({ state: "detached" });
    await page.locator("#detail dd", { hasText: member.profile.name }).waitFor();
    assert.equal(mock.commands_seen.at(-1).body.member, 7);
});

staged("a place is corrected on the map, by keyboard", async () => {
    const request = queued();
    await page.keyboard.press("Escape");
    await open_request(request.id);
    await page.keyboard.press("o");
    const dialog = page.locator("dialog[open]");
    await dialog.locator("button[type=button]").first().click();
    await page.locator(".map-banner").waitFor();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
    await dialog.locator("button[type=submit]").click();
    await dialog.waitFor({ state: "detached" });
    assert.notDeepEqual(mock.city.requests.get(request.id).place, request.place);
});

staged("the call that is due is recorded with one button", async () => {
    const request = mock.change("requests", queued(), {
        contacts: {
            active: true,
            step: 0,
            misses: 2,
            due_at: Date.now() - 1000,
            reached: false,
            exhausted: false,
        },
    });
    await page.keyboard.press("Escape");
    await open_request(request.id);
    await page.locator(".call-now button").first().click();
    await page.locator("dialog[open] button[type=submit]").click();
    await page.locator("#detail .badge.good", { hasText: "Reached" }).waitFor();
});

staged("ten thousand requests and two thousand responders stay few in the page", async () => {
    await page.keyboard.press("Escape");
    await page.locator("#queue input[type=search]").fill("");
    const big = new MockServer({ requests: 10_000, responders: 2_000, members: 2_000 });
    const port = await big.listen();
    const other = await context.newPage();
    await other.goto(`http://127.0.0.1:${port}/#token=mock`);
    await other.locator("#queue .list-row:not([hidden])").first().waitFor({ timeout: 60_000 });
    const nodes = await other.locator(".list-row").count();
    assert.ok(nodes < 120, `${nodes} rows`);
    await other.locator("#queue .list").press("End");
    await other.locator("#queue [aria-selected=true]").waitFor();
    console.log(`    frames: ${JSON.stringify(await measure_frames(other, big))}`);
    await browser.shot(other, "big");
    await other.close();
    big.close();
});

// How long the page's own work per frame takes while 2,000 units move; printed, not judged.
async function measure_frames(other, big) {
    const timer = setInterval(() => {
        const now = Date.now();
        big.publish(
            [...big.city.responders.values()].slice(0, 500).map((r) => {
                r.position = { lat: r.position.lat + 0.0004, lon: r.position.lon };
                return ["positions", { id: r.id, point: r.position, at: now }];
            }),
        );
    }, 250);
    const result = await other.evaluate(
        () =>
            new Promise((done) => {
                const at = [];
                const step = (now) => {
                    at.push(now);
                    if (now - at[0] < 3000) return requestAnimationFrame(step);
                    const gaps = at
                        .slice(1)
                        .map((t, n) => t - at[n])
                        .sort((a, b) => a - b);
                    done({
                        per_s: Math.round(at.length / 3),
                        p50_ms: Math.round(gaps[gaps.length >> 1]),
                        p95_ms: Math.round(gaps[Math.floor(gaps.length * 0.95)]),
                    });
                };
                requestAnimationFrame(step);
            }),
    );
    clearInterval(timer);
    return result;
}

staged("advice to stand by elsewhere is shown, and taken with one click", async () => {
    const free = [...mock.city.responders.values()].find((r) => r.status === "available");
    mock.change("responders", free, { advised: "east_gate" });
    await page.locator("#board input[type=search]").fill(`#${free.id}`);
    const advice = page.locator("#board .advice:not([hidden])");
    await advice.filter({ hasText: /East Gate|东关/ }).click();
    await page.locator("#board .list-row").filter({ hasText: /⌂ (East Gate|东关)/ }).waitFor();
    assert.equal(mock.city.responders.get(free.id).standby, "east_gate");
    assert.equal(await advice.count(), 0);
    await shot("standby");
    await page.locator("#board input[type=search]").fill("");
});

test("a narrow screen shows one pane at a time", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const tab of ["queue", "map", "board", "detail"]) {
        await page.locator(`#tabs [data-tab=${tab}]`).click();
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        assert.equal(wide, false, tab);
        await shot(`narrow-${tab}`);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
});

test("dark and light both work", async () => {
    await page.emulateMedia({ colorScheme: "dark" });
    await page.locator("#language").click();
    await state.filter({ hasText: "实时" }).waitFor();
    assert.equal(
        await page.evaluate(() => getComputedStyle(document.body).colorScheme),
        "light dark",
    );
    await shot("dark-zh");
});

staged("close code 4401 asks to sign in again", async () => {
    for (const socket of mock.sockets) socket.close(4401);
    await page.locator("#signin form").waitFor();
    assert.equal(await page.evaluate(() => sessionStorage.getItem("muster.token")), null);
});

test("no script error and nothing against the content policy", async () =>
    assert.deepEqual(faults, []));

await browser.run_all({ page, on_end: () => mock?.close() });
