// What the desk offers for a request is what the engine allows, and whom it offers are the engine's
// candidates.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Actions } from "./kit/actions.mjs";
import { Browser, slowness, until, wait } from "./kit/browser.mjs";
import { City } from "./kit/city.mjs";
import * as desk from "./kit/desk.mjs";
import { form } from "./kit/desk.mjs";
import { Program } from "./kit/program.mjs";
import { ways_of } from "./kit/ways.mjs";

let program, city, browser, page, actions, ways;
let last_difference = "";

before(async () => {
    program = await Program.start();
    city = await City.fill(program, { members: 40, staff: 16, volunteers: 16 });
    browser = await Browser.start();
    page = await desk.sit_down(browser, program, "Li Na", { roles: ["dispatcher", "supervisor"] });
    actions = await Actions.of(program, page);
    ways = ways_of(city);
});
after(async () => {
    await browser?.stop();
    await program?.stop();
});

const statuses = [
    "received",
    "queued",
    "offered",
    "dispatched",
    "acknowledged",
    "en_route",
    "on_scene",
    "served",
    "called_back",
    "closed",
    "held",
    "cancelled",
    "transferred",
    "merged",
    "silent",
    "suspected",
];
// Of these names the way is meant, not the status.
const not_a_status = ["acknowledged", "silent", "suspected"];

for (const status of statuses) {
    test(`${status}: the buttons and the menu are what the engine allows, and none is refused`, async () => {
        const made = await ways[status]();
        if (!not_a_status.includes(status)) assert.equal(made.status, status);
        const { id } = made;
        await desk.open(page, id);
        await until(`#${id} offers what is allowed`, async () => {
            const request = await city.read(id);
            const shown = await actions.offered();
            const wanted = actions.expected(request);
            if (JSON.stringify(shown) === JSON.stringify(wanted)) return true;
            last_difference = JSON.stringify({
                status: request.status,
                missing: wanted.filter((name) => !shown.includes(name)),
                too_much: shown.filter((name) => !wanted.includes(name)),
            });
            return false;
        }).catch((error) => {
            throw new Error(`${error.message}: ${last_difference}`);
        });
        await click_all(id);
    });
}

test("each status of the engine was looked at", async () => {
    const { enums } = JSON.parse(await program.schema("words"));
    assert.deepEqual(
        Object.keys(enums.RequestStatus).filter((status) => !statuses.includes(status)),
        [],
    );
});

// Each is pressed: its form opens and can be filled in, the candidates come to hand, or it is done; the
// engine refuses none.
async function click_all(id) {
    const refused = [];
    const hear = (response) => {
        if (!response.url().includes("/v1/commands/")) return;
        if (response.status() >= 300) refused.push(`${response.url()}: ${response.status()}`);
    };
    page.on("response", hear);
    for (const command of actions.commands_for(await city.read(id))) {
        // What is at once may have ended others before.
        if (!actions.commands_for(await city.read(id)).includes(command)) continue;
        const at_once = ["TakeRequest", "ResumeRequest", "DismissDuplicate"].includes(command);
        const answer = at_once && page.waitForResponse((r) => r.url().endsWith(`/${command}`));
        await actions.press(command);
        if (answer) {
            assert.equal((await answer).status(), 200, command);
        } else if (command === "AssignResponder") {
            await page.locator(".slots .looked-for .candidates button").first().waitFor();
        } else {
            await form(page).getByRole("heading", { name: actions.word(command), exact: true }).waitFor();
            const choices = form(page).locator("[role=radiogroup], .select-button");
            for (const choice of await choices.all()) assert.ok(await choice.isVisible(), command);
            assert.equal(await form(page).locator("[role=radiogroup]:not(:has(label))").count(), 0, command);
            await page.keyboard.press("Escape");
            await form(page).waitFor({ state: "detached" });
        }
    }
    page.off("response", hear);
    assert.deepEqual(refused, []);
}

const settle_ms = 300; // of areas/requests/panel/seen.ts
const soon_up = (rules) =>
    rules.replace('{ milestone = "dispatched", within_ms = "60 s" }', '{ milestone = "dispatched", within_ms = "8 s" }');

test("the candidates are the engine's, in its order, with its times; Space sends the first", async () => {
    // Only volunteers, who are asked first; when the time to send somebody is nearly up it is for the
    // desk: here after some seconds.
    const village = await Program.start({ change: { "rules.toml": soon_up } });
    try {
        const people = await City.fill(village, { members: 3, staff: 0, volunteers: 16 });
        const { id } = await people.request("emergency", { member: 1 });
        await village.must("RecordContact", { request: id, outcome: "answered" });
        await village.must("RecordHandover", {
            request: id,
            agency: "ambulance_120",
            person: "no 7",
            passed_on: "chest pain",
        });
        const on = await desk.sit_down(browser, village, "Li Na");
        await desk.open(on, id);
        const send = on.locator(".next-step").getByRole("button", { name: /^Send/ });
        await send.waitFor({ timeout: 20_000 * slowness });
        // Nobody has the staff's role, so the helpers are to be looked for.
        await on.getByRole("button", { name: "neighbour: Candidates" }).click();
        await until("the same as the engine's", async () => {
            const { slots } = await village.get(`/v1/requests/${id}/candidates`);
            const { candidates } = slots.find(({ role }) => role === "neighbour");
            const rows = await shown_candidates(on);
            if (rows.length < 2) return false;
            const wanted = candidates.slice(0, rows.length).map(({ name, eta_ms }) => ({
                name,
                minutes: eta_ms > 0 ? Math.max(1, Math.round(eta_ms / 60_000)) : 0,
            }));
            return JSON.stringify(rows) === JSON.stringify(wanted);
        });
        await browser.shot(on, "candidates-en");
        const [first] = await shown_candidates(on);
        assert.ok((await send.innerText()).includes(first.name));
        // A key at the moment of a change acts on nobody.
        await wait(2 * settle_ms);
        await desk.press(on, " ");
        await until("the first goes", async () => {
            const { slots } = await people.read(id);
            const { responder } = slots.find(({ role }) => role === "neighbour");
            if (!responder) return false;
            const { profile } = await village.get(`/v1/responders/${responder}`);
            assert.equal(profile.name, first.name);
            return true;
        });
        await on.context().close();
    } finally {
        await village.stop();
    }
});

test("a digit at the moment in which the candidates change acts on nobody", async () => {
    const { id } = await city.request("company", { member: city.next_member() });
    let turned = false;
    await page.route(`**/v1/requests/${id}/candidates*`, async (route) => {
        const response = await route.fetch();
        const advice = await response.json();
        if (turned) for (const { candidates } of advice.slots) candidates.reverse();
        await route.fulfill({ response, json: advice });
    });
    const sent = [];
    const hear = (request) => sent.push(request.url());
    await desk.open(page, id);
    const first = page.locator(".candidates li").first();
    await first.waitFor();
    const before = await first.innerText();
    await page.evaluate(() => {
        const press = (_, watch) => {
            watch.disconnect();
            document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "1", bubbles: true }));
        };
        const changes = { childList: true, subtree: true, characterData: true };
        new MutationObserver(press).observe(document.querySelector(".candidates"), changes);
    });
    page.on("request", hear);
    turned = true;
    // Another class: the engine is asked anew.
    await program.must("ReclassifyRequest", { request: id, urgency: "P2", reason: "alone and afraid" });
    await desk.toast(page, /just changed/).waitFor();
    assert.notEqual(await first.innerText(), before);
    assert.equal(await form(page).count(), 0);
    assert.deepEqual(sent.filter((url) => url.includes("/v1/commands/")), []);
    page.off("request", hear);
    // A moment later it is what was seen.
    await until("the first is to be sent", async () => {
        await desk.press(page, "1");
        return (await form(page).count()) > 0;
    });
    const name = await first.locator("button").evaluate((node) => node.firstChild.textContent);
    await form(page).getByText(name).waitFor();
    await page.keyboard.press("Escape");
});

const shown_candidates = (on) =>
    on.locator(".candidates li").evaluateAll((all) =>
        all.map((row) => ({
            // After "Send", which is only read aloud, and before the key.
            name: [...row.querySelector("button, .out-of-reach").childNodes]
                .find(({ nodeType, data }) => nodeType === Node.TEXT_NODE && data.trim())
                ?.data,
            minutes: Number(/^(\d+) min/.exec(row.querySelector(".eta")?.textContent ?? "")?.[1] ?? 0),
        })),
    );

test("no script error and nothing against the content policy", () => assert.deepEqual(browser.faults, []));
