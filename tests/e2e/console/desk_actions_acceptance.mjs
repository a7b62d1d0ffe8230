// What the desk offers for a request is what the engine allows, and whom it offers are the engine's
// candidates.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, slowness, until } from "./kit/browser.mjs";
import { City } from "./kit/city.mjs";
import * as desk from "./kit/desk.mjs";
import { form } from "./kit/desk.mjs";
import { Program } from "./kit/program.mjs";

let program, city, browser, page, may_send, commands;
let last_difference = "";
const bar = () => page.locator(".action-bar");
const more = () => bar().getByRole("button", { name: /^More/ });

before(async () => {
    program = await Program.start();
    city = await City.fill(program);
    browser = await Browser.start();
    page = await desk.sit_down(browser, program, "Li Na");
    may_send = new Set((await program.get("/v1/me", { token: page.token })).may_send);
    commands = JSON.parse(await program.schema("words")).commands;
});
after(async () => {
    await browser?.stop();
    await program?.stop();
});

// Questions of triage are asked where a call is taken down.
const without_action = new Set(["AnswerQuestions"]);

// The engine allows these also where nothing would come of them; then no button offers them.
const is_idle = {
    TakeRequest: (r) => r.owner === "Li Na",
    VerifySafe: (r) => r.safety === "verified",
    DismissDuplicate: (r) => !r.possible_duplicate_of,
    AcknowledgeAssignment: (r) => !has(r, "assigned"),
    ReportOnScene: (r) => !has(r, "assigned", "acknowledged", "en_route"),
};
const has = ({ slots = [] }, ...statuses) => slots.some(({ status }) => statuses.includes(status));

const expected = (request) =>
    request.allowed_actions
        .filter((name) => may_send.has(name) && !without_action.has(name) && !is_idle[name]?.(request))
        .map((name) => commands[name].en)
        .sort();

// A text without the key that stands behind it.
const labels = (nodes) =>
    nodes.evaluateAll((all) =>
        all.map((node) => {
            const copy = node.cloneNode(true);
            for (const key of copy.querySelectorAll("kbd")) key.remove();
            return copy.textContent.trim();
        }),
    );

async function offered() {
    const buttons = (await labels(bar().locator("button"))).filter((text) => !text.startsWith("More"));
    if (!(await more().count())) return buttons;
    await more().click();
    const menu = page.getByRole("menu");
    await menu.waitFor();
    const rest = await labels(menu.getByRole("menuitem"));
    await page.keyboard.press("Escape");
    await menu.waitFor({ state: "detached" });
    return [...buttons, ...rest];
}

// How a request comes to each status.
const ways = {
    received: () => city.request("consultant", { member: 0 }),
    queued: () => city.request("haircut", { member: 1 }),
    offered: () => city.request("meal", { member: 2 }),
    dispatched: () => city.request("fall", { member: 3 }),
    acknowledged: async () => city.bring_to("acknowledged", await city.request("shopping", { member: 4 })),
    en_route: async () => city.bring_to("en_route", await city.request("shopping", { member: 5 })),
    on_scene: async () => city.bring_to("on_scene", await city.request("shopping", { member: 6 })),
    served: async () => city.serve(await city.request("shopping", { member: 7 })),
    called_back: async () => {
        const { id } = await city.serve(await city.request("shopping", { member: 8 }));
        await program.must("RecordCallback", { request: id, reached: true, rating: 5 });
        return city.read(id);
    },
    closed: async () => {
        const { id } = await city.request("consultant", { member: 9 });
        await program.must("TakeRequest", { request: id });
        await program.must("CloseRequest", { request: id, disposition: "advised" });
        return city.read(id);
    },
    held: async () => {
        const { id } = await city.request("haircut", { member: 10 });
        const { now } = await program.get("/v1/me");
        await program.must("HoldRequest", { request: id, hold_until: now + 3_600_000, reason: "kin at 8" });
        return city.read(id);
    },
    cancelled: async () => {
        const { id } = await city.request("haircut", { member: 11 });
        await program.must("CancelRequest", { request: id, reason: "called back" });
        return city.read(id);
    },
    transferred: async () => {
        const { id } = await city.request("consultant", { member: 12 });
        await program.must("TransferRequest", { request: id, to: "civil_affairs", reason: "theirs" });
        return city.read(id);
    },
    merged: async () => {
        const { id } = await city.request("haircut", { member: 13 });
        const into = await city.request("company", { member: 13 });
        await program.must("MergeRequest", { request: id, into: into.id });
        return city.read(id);
    },
    silent: () => city.request("emergency", { member: 14, silent: true }),
};

for (const [status, make] of Object.entries(ways)) {
    test(`${status}: the buttons and the menu are what the engine allows`, async () => {
        const { id } = await make();
        await desk.open(page, id);
        await until(`#${id} offers what is allowed`, async () => {
            const request = await city.read(id);
            const shown = (await offered()).sort();
            const wanted = expected(request);
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
        const { status: is } = await city.read(id);
        if (!["silent", "acknowledged"].includes(status)) assert.equal(is, status);
        await click_all(id);
    });
}

// Each is pressed: a form opens, the candidates come to hand, or it is done; the engine refuses none.
async function click_all(id) {
    const refused = [];
    const hear = (response) => {
        if (!response.url().includes("/v1/commands/")) return;
        if (response.status() >= 300) refused.push(`${response.url()}: ${response.status()}`);
    };
    page.on("response", hear);
    for (const name of await offered()) {
        // What is at once may have ended others before.
        if (!expected(await city.read(id)).includes(name)) continue;
        const command = Object.keys(commands).find((one) => commands[one].en === name);
        const at = (await labels(bar().locator("button"))).indexOf(name);
        const at_once = ["TakeRequest", "ResumeRequest", "DismissDuplicate"].includes(command);
        const answer = at_once && page.waitForResponse((r) => r.url().endsWith(`/${command}`));
        if (at >= 0) {
            await bar().locator("button").nth(at).click();
        } else {
            await more().click();
            await page.getByRole("menuitem", { name, exact: true }).click();
        }
        if (answer) {
            assert.equal((await answer).status(), 200, name);
        } else if (command === "AssignResponder") {
            await page.locator(".candidates button:focus, .slots .looked-for").first().waitFor();
        } else {
            await form(page).getByRole("heading", { name, exact: true }).waitFor();
            await form(page).getByRole("button", { name: "Back" }).click();
            await form(page).waitFor({ state: "detached" });
        }
    }
    page.off("response", hear);
    assert.deepEqual(refused, []);
}

test("the candidates are the engine's, in its order, with its times; Space sends the first", async () => {
    // Only volunteers, who are asked first; when the time to send somebody is nearly up it is for the desk.
    const village = await Program.start();
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
        await send.waitFor({ timeout: 70_000 * slowness });
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

const shown_candidates = (on) =>
    on.locator(".candidates li").evaluateAll((all) =>
        all.map((row) => ({
            name: row.querySelector("button, .out-of-reach").firstChild.textContent,
            minutes: Number(/^(\d+) min/.exec(row.querySelector(".eta")?.textContent ?? "")?.[1] ?? 0),
        })),
    );

test("no script error and nothing against the content policy", () => assert.deepEqual(browser.faults, []));
