// How the pages look, in each language, theme and width: nothing that keeps somebody from using them,
// nothing cut off, nothing in the other language.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, until, violations, wait } from "./kit/browser.mjs";
import { City } from "./kit/city.mjs";
import * as desk from "./kit/desk.mjs";
import { form, live } from "./kit/desk.mjs";
import { Program } from "./kit/program.mjs";

const widths = [1440, 1024, 390];
const height = 900;
const languages = ["en", "zh"];
const settled_ms = 250; // what glides has arrived

let program, city, browser, request, data, token;

before(async () => {
    program = await Program.start();
    city = await City.fill(program);
    browser = await Browser.start();
    token = await program.make_token("Li Na", "dispatcher", "supervisor");
    for (const [n, service] of ["fall", "haircut", "consultant", "shopping"].entries()) {
        await city.request(service, { member: 5 + n });
    }
    await city.serve(await city.request("meal", { member: 3 }));
    // Waits for somebody, with candidates, a risk, and a note.
    request = (await city.request("company", { member: 0 })).id;
    await program.must("AddNote", { request, text: "4711" });
    data = await words_of_data();
});
after(async () => {
    await browser?.stop();
    await program?.stop();
});

// What the city calls itself, which no page translates.
async function words_of_data() {
    const known = new Set();
    const collect = (value) => {
        if (typeof value === "string" && /\p{Script=Han}|[a-z]{4,}/u.test(value)) known.add(value);
        else if (value && typeof value === "object") Object.values(value).forEach(collect);
    };
    for (const id of city.members) collect((await program.get(`/v1/members/${id}`)).profile);
    for (const id of city.responders) collect((await program.get(`/v1/responders/${id}`)).profile);
    return [...known].sort((a, b) => b.length - a.length);
}

// In their order: each begins where the one before has ended.
const states = {
    start: async (on) => {
        await on.goto(`${program.url}/#token=${token}`);
        await on.locator("main.consoles").waitFor();
    },
    desk: async (on) => {
        await on.goto(`${program.url}/desk`);
        await live(on);
        await desk.row(on, request).waitFor();
        // A service's name and a person's have come.
        await until("names", async () => !(await desk.row(on, request).innerText()).includes("…"));
    },
    "open request": async (on) => {
        await desk.open(on, request);
        await on.locator(".candidates li").first().waitFor();
    },
    form: async (on) => {
        await desk.press(on, "e");
        await form(on).waitFor();
    },
    "call panel": async (on) => {
        await on.keyboard.press("Escape");
        await form(on).waitFor({ state: "detached" });
        await desk.press(on, "n");
        await on.locator(".call-panel").waitFor();
    },
    help: async (on) => {
        await on.keyboard.press("Escape");
        await on.locator(".call-panel").waitFor({ state: "detached" });
        await desk.press(on, "?");
        await on.getByRole("dialog").waitFor();
    },
    wall: async (on) => {
        await on.goto(`${program.url}/wall`);
        await live(on);
        await on.locator(".worst-row").first().waitFor();
    },
    office: async (on) => {
        await on.goto(`${program.url}/office`);
        await on.locator(".overview .tile, .overview-areas a").first().waitFor();
    },
    "office list": async (on) => {
        await on.goto(`${program.url}/office/members`);
        await on.getByRole("row").nth(3).waitFor();
    },
    "office detail": async (on) => {
        await on.goto(`${program.url}/office/members/${city.members[0]}`);
        await on.getByRole("heading", { name: /王/ }).first().waitFor();
    },
};

// Of a theme only colours are its own.
async function look(on, what) {
    const found = [];
    for (const width of widths) {
        await on.setViewportSize({ width, height });
        await wait(settled_ms);
        for (const theme of ["day", "night", "contrast"]) {
            await on.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
            await wait(settled_ms);
            const rules = theme === "day" ? undefined : ["color-contrast"];
            found.push(...(await violations(on, rules)).map((one) => `${what} ${width} ${theme}: ${one}`));
        }
        await browser.shot(on, `look-${what}-${width}`.replace(/ /g, "-"));
    }
    await on.evaluate(() => (document.documentElement.dataset.theme = "day"));
    await on.setViewportSize({ width: widths[0], height });
    await wait(settled_ms);
    return found;
}

// All that is read or read aloud, but for keys and what is typed in a command line.
const said = (on) =>
    on.evaluate(() => {
        const texts = [];
        const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) {
            const { parentElement, data } = walk.currentNode;
            if (!parentElement.closest("kbd, code, noscript, script, style")) texts.push(data);
        }
        for (const name of ["aria-label", "title", "placeholder", "alt"]) {
            for (const node of document.querySelectorAll(`[${name}]`)) texts.push(node.getAttribute(name));
        }
        return texts.map((text) => text.trim()).filter(Boolean);
    });

// Names of products, of the program, and the switch to the other language.
const of_both = { en: /中文/g, zh: /\b(Muster|English|OpenStreetMap)\b/g };
const foreign = { en: /\p{Script=Han}/u, zh: /[a-z]{4,}/ };

function in_other_language(texts, language) {
    return texts.filter((text) => {
        let rest = text.replace(of_both[language], "");
        for (const known of data) rest = rest.replaceAll(known, "");
        return foreign[language].test(rest);
    });
}

const half_day = /\b\d{1,2}(:\d\d)?\s*(am|pm)\b|[上下]午\s*\d/i;

for (const language of languages) {
    let on;
    for (const [name, go] of Object.entries(states)) {
        test(`${name}, ${language}: axe finds nothing, one language, 24 hours`, async () => {
            on ??= await browser.person({ language, height });
            await go(on);
            assert.deepEqual(await look(on, `${name} ${language}`), []);
            const texts = await said(on);
            assert.ok(texts.length > 3);
            assert.deepEqual(in_other_language(texts, language), []);
            assert.deepEqual(texts.filter((text) => half_day.test(text)), []);
        });
    }
    test(`sign-in, ${language}: axe finds nothing, one language`, async () => {
        await on?.context().close();
        const stranger = await browser.person({ language, height });
        await stranger.goto(`${program.url}/desk`);
        await stranger.getByRole("dialog").waitFor();
        assert.deepEqual(await look(stranger, `sign-in ${language}`), []);
        assert.deepEqual(in_other_language(await said(stranger), language), []);
        await stranger.context().close();
    });
}

// Cells that are cut off, or whose row is.
const cut_off = (on) =>
    on.evaluate(() => {
        const cells = document.querySelectorAll(
            [".number", ".person", ".address", ".service", ".timer", ".who"]
                .flatMap((cell) => [`.request-row ${cell}`, `.panel-head ${cell}`, `.call-card ${cell}`])
                .join(),
        );
        const too_wide = (node) => node.clientWidth > 0 && node.scrollWidth > node.clientWidth;
        const beyond = (node) => {
            const frame = node.closest(".request-row, .request-panel").getBoundingClientRect();
            const box = node.getBoundingClientRect();
            return box.width > 0 && (box.right > frame.right + 1 || box.left < frame.left - 1);
        };
        return {
            seen: cells.length,
            cut: [...cells]
                .filter((cell) => too_wide(cell) || beyond(cell))
                .map((cell) => `${cell.className}: ${cell.textContent}`),
        };
    });

for (const language of languages) {
    for (const [name, screen] of Object.entries({
        "1440": { width: 1440, height: 900 },
        "1024": { width: 1024, height: 768 },
        "1920 at 200 %": { width: 960, height: 540, deviceScaleFactor: 2 },
    })) {
        test(`${name}, ${language}: number, name, address, service and time are not cut off`, async () => {
            const on = await browser.person({ language, ...screen });
            await on.goto(`${program.url}/desk#token=${token}`);
            await live(on);
            await desk.row(on, request).waitFor();
            await until("names", async () => !(await desk.row(on, request).innerText()).includes("…"));
            const rows = await cut_off(on);
            assert.ok(rows.seen >= 18, `${rows.seen} cells`);
            assert.deepEqual(rows.cut, []);
            await desk.open(on, request);
            await on.locator(".call-card").waitFor();
            const open = await cut_off(on);
            await browser.shot(on, `cells-${screen.width}-${language}`);
            assert.deepEqual(open.cut, []);
            await on.context().close();
        });
    }

    test(`320, ${language}: nothing scrolls sideways`, async () => {
        const on = await browser.person({ language, width: 320, height: 640 });
        const wide = [];
        for (const path of ["/", "/desk", `/desk?request=${request}`, "/wall", "/office", "/office/members"]) {
            await on.goto(`${program.url}${path}#token=${token}`);
            await on.locator("main").waitFor();
            await wait(2 * settled_ms);
            const width = await on.evaluate(() => document.documentElement.scrollWidth);
            if (width > 320) wide.push(`${path}: ${width}`);
        }
        await browser.shot(on, `narrow-${language}`);
        await on.context().close();
        assert.deepEqual(wide, []);
    });
}

test("no script error and nothing against the content policy", () => assert.deepEqual(browser.faults, []));
