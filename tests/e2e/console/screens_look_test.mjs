// How the pages beside the desk look, in each language, theme and width: the sign-in, the first page,
// the wall, and the panels that fill a screen of their own.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser } from "./kit/browser.mjs";
import { City } from "./kit/city.mjs";
import * as desk from "./kit/desk.mjs";
import { live } from "./kit/desk.mjs";
import { inspect } from "./kit/look.mjs";
import { Program } from "./kit/program.mjs";

const least_target_px = 24;
const patience_ms = 60_000;

let program, city, browser, on, request, data, token;
let looks = 0;

before(async () => {
    program = await Program.start();
    city = await City.fill(program);
    browser = await Browser.start();
    token = await program.make_token("Li Na", "dispatcher", "supervisor");
    on = await browser.person({ theme: "system" });
    on.setDefaultTimeout(patience_ms);
    for (const [n, service] of ["fall", "haircut", "consultant", "shopping"].entries()) {
        await city.request(service, { member: 5 + n });
    }
    request = (await city.request("company", { member: 0 })).id;
    data = await city.own_words();
});
after(async () => {
    console.log(`# ${looks} pictures looked at: state x language x width x theme`);
    await browser?.stop();
    await program?.stop();
});

// In their order: each begins where the one before has ended.
const states = {
    "sign-in": async () => {
        await on.goto(`${program.url}/desk`);
        await on.getByRole("dialog").waitFor();
    },
    start: async () => {
        await on.goto(`${program.url}/#token=${token}`);
        await on.locator("main.consoles").waitFor();
    },
    wall: async () => {
        await on.goto(`${program.url}/wall`);
        await live(on);
        await on.locator(".worst-row").first().waitFor();
    },
    "queue alone": async () => {
        await on.goto(`${program.url}/desk/queue`);
        await desk.row(on, request).waitFor();
    },
    "map alone": async () => {
        await on.goto(`${program.url}/desk/map`);
        await on.locator(".map-marks").waitFor();
    },
    "board alone": async () => {
        await on.goto(`${program.url}/desk/board`);
        await on.locator(".middle-board .live-row").first().waitFor();
    },
};

for (const [name, go] of Object.entries(states)) {
    test(`${name}: for everybody, in one language, nothing too small`, async () => {
        await go();
        const seen = await inspect(on, name, { least_target_px, data });
        looks += seen.looks;
        await browser.shot(on, `look-${name.replace(/\W/g, "-")}`);
        assert.deepEqual(seen.found.slice(0, 20), []);
    });
}

test("no script error and nothing against the content policy", () => assert.deepEqual(browser.faults, []));
