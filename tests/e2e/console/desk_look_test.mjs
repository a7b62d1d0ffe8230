// How the desk looks in each state, language, theme and width: nothing that keeps somebody from using
// it, nothing too small, nothing in the other language, each key on its button.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, until } from "./kit/browser.mjs";
import { City } from "./kit/city.mjs";
import * as desk from "./kit/desk.mjs";
import { form, live } from "./kit/desk.mjs";
import { inspect } from "./kit/look.mjs";
import { Program } from "./kit/program.mjs";
import { Proxy } from "./kit/proxy.mjs";

const least_target_px = 24;
const patience_ms = 60_000;

let program, proxy, city, browser, on, request, data, token;
let looks = 0;

before(async () => {
    program = await Program.start();
    proxy = await Proxy.start(program.port);
    city = await City.fill(program);
    browser = await Browser.start();
    token = await program.make_token("Li Na", "dispatcher", "supervisor");
    on = await browser.person({ theme: "system" });
    on.setDefaultTimeout(patience_ms);
    for (const [n, service] of ["fall", "haircut", "consultant", "shopping"].entries()) {
        await city.request(service, { member: 5 + n });
    }
    await city.serve(await city.request("meal", { member: 3 }));
    // Waits for somebody, with candidates, a risk, and a note.
    request = (await city.request("company", { member: 0 })).id;
    await program.must("AddNote", { request, text: "4711" });
    data = await city.own_words();
});
after(async () => {
    console.log(`# ${looks} pictures looked at: state x language x width x theme`);
    await browser?.stop();
    await proxy?.stop();
    await program?.stop();
});

// A service's name and a person's have come.
const named = (page) =>
    until("names", async () => !(await desk.row(page, request).innerText()).includes("…"), patience_ms);

const closed = (what) => on.locator(what).waitFor({ state: "detached" });
const escape = async (what) => {
    await on.keyboard.press("Escape");
    await closed(what);
};
const open_form = (key) => async () => {
    await desk.press(on, key);
    await form(on).waitFor();
    return () => escape(".action-form");
};

// In their order: each begins where the one before has ended, and tells how it is left.
const states = {
    desk: async () => {
        await on.goto(`${proxy.url}/desk#token=${token}`);
        await live(on);
        await desk.row(on, request).waitFor();
        await named(on);
    },
    alarm: async () => {
        await city.request("chest_pain", { member: 1 });
        await on.locator(".alarm-row").waitFor();
    },
    "open emergency": async () => {
        await on.keyboard.press("F1");
        await on.locator(".request-panel.P0").waitFor();
        await closed(".alarm-row");
        // It was said that it is taken, in the language of that moment, for four seconds.
        await until("nothing is said any more", async () => !(await on.locator(".toasts p").count()), patience_ms);
    },
    "open request": async () => {
        await desk.open(on, request);
        await on.locator(".candidates li").first().waitFor();
        await on.evaluate(() => {
            for (const node of document.querySelectorAll("details")) node.open = true;
        });
    },
    reclassify: open_form("e"),
    hold: open_form("h"),
    locate: open_form("o"),
    "more actions": async () => {
        await on.locator(".action-bar").getByRole("button", { name: /^More/ }).click();
        await on.getByRole("menu").waitFor();
        return () => escape("[role=menu]");
    },
    "call panel": async () => {
        await desk.press(on, "n");
        await on.locator(".call-panel").waitFor();
        await on.keyboard.type("4711");
        return () => escape(".call-panel");
    },
    "command line": async () => {
        await desk.type(on, "王");
        await desk.below(on).getByRole("option").first().waitFor();
        return () => desk.line(on).fill("");
    },
    help: async () => {
        await desk.press(on, "?");
        await on.getByRole("dialog").waitFor();
        return () => escape("[role=dialog]");
    },
    "person's menu": async () => {
        await on.getByRole("button", { name: /^Li Na/ }).click();
        await on.getByRole("menu").waitFor();
        return () => escape("[role=menu]");
    },
    "lost link": async () => {
        proxy.swallows = true;
        await on.locator(".link.lost").waitFor();
    },
};

for (const [name, go] of Object.entries(states)) {
    test(`${name}: for everybody, in one language, nothing too small`, async () => {
        const leave = await go();
        const seen = await inspect(on, name, { least_target_px, data });
        looks += seen.looks;
        await browser.shot(on, `look-${name.replace(/\W/g, "-")}`);
        await leave?.();
        assert.deepEqual(seen.found.slice(0, 20), []);
    });
}

test("no script error and nothing against the content policy", () => assert.deepEqual(browser.faults, []));
