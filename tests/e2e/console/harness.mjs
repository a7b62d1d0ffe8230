// What the browser tests share: a headless browser, a page whose faults are collected, and a runner.
// Exit code 77: no browser here. MUSTER_SHOTS=folder keeps screenshots; MUSTER_ONLY=words runs only
// the tests whose names hold them, and those that sign in.
import { existsSync } from "node:fs";
import { mkdtemp, rm, mkdir } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

const skipped = 77;
const browser_path = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(browser_path)) {
    console.log(`skipped: no ${browser_path}`);
    process.exit(skipped);
}
const [{ chromium }, { MockServer }] = await Promise.all([
    import("playwright-core"),
    import("./mock_server.mjs"),
]).catch((error) => {
    console.log(`skipped: npm packages are missing (${error.message})`);
    process.exit(skipped);
});
export { MockServer };

const shots = process.env.MUSTER_SHOTS;
const only = process.env.MUSTER_ONLY ?? "";

export class Browser {
    faults = [];
    #tests = [];

    static async start({ locale = "zh-CN" } = {}) {
        const self = new Browser();
        self.profile = await mkdtemp(path.join(os.tmpdir(), "muster-console-"));
        if (shots) await mkdir(shots, { recursive: true });
        self.context = await chromium.launchPersistentContext(self.profile, {
            executablePath: browser_path,
            headless: true,
            locale,
            viewport: { width: 1440, height: 900 },
            args: [
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        });
        return self;
    }

    async new_page() {
        const page = await this.context.newPage();
        page.setDefaultTimeout(15_000);
        page.on("pageerror", (error) => this.faults.push(error.message));
        page.on("console", (message) => {
            // A refused or lost request is logged by the browser itself; the tests stage some.
            if (
                message.type() === "error" &&
                !message.text().startsWith("Failed to load resource") &&
                !message.text().includes("WebSocket")
            )
                this.faults.push(message.text());
        });
        return page;
    }

    async shot(page, name) {
        if (shots) await page.screenshot({ path: path.join(shots, `${name}.png`) });
    }

    // always: the others rest on it, as on a sign-in.
    test(name, run, { always = false } = {}) {
        if (always || name.includes(only)) this.#tests.push({ name, run });
    }

    // Runs them in order and ends the process.
    async run_all({ page, on_end }) {
        let failed = 0;
        for (const { name, run } of this.#tests) {
            const started = performance.now();
            try {
                await run();
                console.log(`ok   ${name} (${Math.round(performance.now() - started)} ms)`);
            } catch (error) {
                failed++;
                console.log(`FAIL ${name}\n${error.stack}`);
                await this.shot(page, `failed-${failed}`);
            }
        }
        await this.context.close();
        on_end?.();
        await rm(this.profile, { recursive: true, force: true });
        console.log(`${this.#tests.length - failed} of ${this.#tests.length} passed`);
        process.exit(failed ? 1 : 0);
    }
}
