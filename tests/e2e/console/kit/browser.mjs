// A headless browser whose pages' faults are collected. MUSTER_SHOTS=FOLDER keeps screenshots.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { afterEach } from "node:test";

const skipped = 77;
// How many times slower than by itself the machine is, where it does something else too: what a test
// waits for may take so much longer.
export const slowness = Number(process.env.MUSTER_SLOWNESS ?? 1);
const browser_path = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(browser_path)) {
    console.log(`skipped: no ${browser_path}`);
    process.exit(skipped);
}
const { chromium } = await import("playwright-core").catch((error) => {
    console.log(`skipped: npm packages are missing (${error.message})`);
    process.exit(skipped);
});

const shots = process.env.MUSTER_SHOTS;
if (shots) mkdirSync(shots, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const axe_rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// By its measure what a bar lies over for the moment is too small, however the page is scrolled; the
// tests measure by themselves (look.mjs), and without its exceptions.
const measured_by_us = { "target-size": { enabled: false } };

export const wait = (ms) => new Promise((done) => setTimeout(done, ms));

// Asks until it holds, and says what did not.
export async function until(what, holds, within_ms = 5_000) {
    const end = Date.now() + within_ms * slowness;
    for (;;) {
        const value = await holds();
        if (value) return value;
        if (Date.now() > end) throw new Error(`not within ${within_ms * slowness} ms: ${what}`);
        await wait(20);
    }
}

export const reads = (field, text) =>
    until(`it reads "${text}"`, async () => (await field.inputValue()) === text);

// What a failed test looked at: on another machine its words are all that is left of it.
const words_shown = 3_000;
const living = new Set();
async function tell(page) {
    const { url, focus, text } = await page.evaluate(() => ({
        url: location.pathname + location.search,
        focus: document.activeElement?.outerHTML ?? "",
        text: document.body.innerText,
    }));
    console.log(`at ${url}; focus: ${focus.slice(0, 200)}`);
    for (const line of text.slice(0, words_shown).split("\n")) if (line.trim()) console.log(`  ${line}`);
}
afterEach(async (context) => {
    if (context.passed) return;
    console.log(`"${context.name}" failed; on its pages:`);
    const pages = [...living].flatMap(({ browser }) => browser.contexts().flatMap((one) => one.pages()));
    for (const page of pages) await Promise.race([tell(page), wait(2_000)]).catch(() => {});
});

export class Browser {
    faults = [];

    static async start() {
        const self = new Browser();
        self.browser = await chromium.launch({
            executablePath: browser_path,
            headless: true,
            args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
        });
        living.add(self);
        return self;
    }

    // A person at a screen of his own: nothing of one is known to another.
    async person({ width = 1440, height = 900, language = "en", theme = "day", ...more } = {}) {
        const context = await this.browser.newContext({
            viewport: { width, height },
            locale: language === "en" ? "en-GB" : "zh-CN",
            colorScheme: theme === "night" ? "dark" : "light",
            ...more,
        });
        await context.addInitScript(
            ([chosen, look]) => {
                localStorage.setItem("muster.language", localStorage.getItem("muster.language") ?? chosen);
                localStorage.setItem("muster.theme", localStorage.getItem("muster.theme") ?? look);
                // Tones that the page begins.
                window.tones = 0;
                const real = AudioContext.prototype.createOscillator;
                AudioContext.prototype.createOscillator = function () {
                    window.tones++;
                    return real.call(this);
                };
            },
            [language, theme],
        );
        const page = await context.newPage();
        page.setDefaultTimeout(15_000 * slowness);
        page.on("pageerror", (error) => this.faults.push(error.message));
        page.on("console", (message) => {
            // A refused or lost request is logged by the browser itself; the tests stage some.
            const text = message.text();
            if (message.type() !== "error") return;
            if (text.startsWith("Failed to load resource") || text.includes("WebSocket")) return;
            this.faults.push(text);
        });
        return page;
    }

    async shot(page, name) {
        if (shots) await page.screenshot({ path: path.join(shots, `${name}.png`) });
    }

    async stop() {
        living.delete(this);
        await this.browser.close();
    }
}

// What axe finds on the page as it is now, one line for each node; by all rules or by those named.
export async function violations(page, rules) {
    // Evaluated and not added as an element, which the content policy would refuse.
    if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
    const found = await page.evaluate(
        ([values, other_rules]) =>
            window.axe.run(document, {
                runOnly: values,
                rules: other_rules,
                resultTypes: ["violations"],
                preload: false,
            }),
        rules ? [rules, {}] : [axe_rules, measured_by_us],
    );
    return found.violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.html.slice(0, 120)}`),
    );
}

// What assistive technology is told: the texts of nodes with this role.
export async function spoken(page, role) {
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send("Accessibility.getFullAXTree");
    await session.detach();
    const by_id = new Map(nodes.map((node) => [node.nodeId, node]));
    const text = (node) =>
        [node.name?.value ?? "", ...(node.childIds ?? []).map((id) => text(by_id.get(id) ?? {}))].join(" ");
    return nodes.filter((node) => !node.ignored && node.role?.value === role).map(text);
}
