// What a large city costs a browser that has no GPU, of 10,000 responders, 2,000 open requests and 50
// changes a second: frames a second, how busy the main thread is, the longest task, from a change to
// its pixel, from a key to its pixel, the first view, bytes, memory, and whether each emergency is
// seen on the map. One page after the other, the console before the rewriting last:
//   node console_load.mjs --console FOLDER [--before FOLDER] --out FILE [--seconds 60]
//                         [--heap-minutes 30] [--picture PREFIX]
// FOLDER is what build.mjs of adapters/console made; --before a folder of the older console, as it
// was served. The browser is that of tests/e2e/console, ws that of bench/feed.
import { createRequire } from "node:module";
import { cpus, loadavg } from "node:os";
import { stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { emergencies, loaded_files, watch } from "./in_page.mjs";
import { serve } from "./load_server.mjs";

const { values } = parseArgs({
    options: {
        console: { type: "string" },
        before: { type: "string" },
        out: { type: "string" },
        seconds: { type: "string", default: "60" },
        "heap-minutes": { type: "string", default: "0" },
        picture: { type: "string" },
    },
});
if (!values.console || !values.out) {
    console.error("usage: node console_load.mjs --console FOLDER --out FILE");
    process.exit(2);
}
const of = (folder) => createRequire(new URL(`../../${folder}/package.json`, import.meta.url));
const { chromium } = of("tests/e2e/console")("playwright-core");
const { WebSocketServer } = of("bench/feed/npm_ws")("ws");

const p0 = 12;
const seconds = Number(values.seconds);
const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--js-flags=--expose-gc"],
});

const quantile = (list, q) =>
    list.length ? [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * q))] : null;

// A page that is measured.
class Measured {
    constructor(page, cdp) {
        Object.assign(this, { page, cdp });
    }

    static async open(url, ready) {
        const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
        page.on("pageerror", (error) => console.error("fault:", error.message));
        await page.addInitScript(watch);
        const cdp = await page.context().newCDPSession(page);
        await cdp.send("Performance.enable");
        const start = performance.now();
        await page.goto(url);
        await page.locator(ready).first().waitFor({ timeout: 120_000 });
        const self = new Measured(page, cdp);
        self.first_view_ms = Math.round(performance.now() - start);
        return self;
    }

    wait(s) {
        return this.page.waitForTimeout(s * 1000);
    }

    async #metrics() {
        const { metrics } = await this.cdp.send("Performance.getMetrics");
        return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
    }

    // While `doing`: shares in per cent of the time, the rest in ms.
    async during(doing) {
        await this.page.evaluate(() => Object.assign(window.bench, { frames: 0, longest: 0, keys: [], seen: [] }));
        const [before, start] = [await this.#metrics(), performance.now()];
        await doing();
        const [after, end] = [await this.#metrics(), performance.now()];
        const { frames, longest, keys, seen } = await this.page.evaluate(() => window.bench);
        const wall_s = (end - start) / 1000;
        const share = (name) => Math.round((100 * (after[name] - before[name])) / wall_s);
        return {
            fps: Math.round((10 * frames) / wall_s) / 10,
            busy: share("TaskDuration"),
            script: share("ScriptDuration"),
            longest: Math.round(longest),
            keys,
            seen: { count: seen.length, p50: quantile(seen, 0.5), p95: quantile(seen, 0.95) },
        };
    }

    // After a collection, of what is still held.
    async heap_mb() {
        await this.cdp.send("HeapProfiler.collectGarbage");
        return (await this.#metrics()).JSHeapUsedSize / 2 ** 20;
    }

    picture(name) {
        if (values.picture) return this.page.screenshot({ path: `${values.picture}-${name}.png` });
    }
}

// Keys that the arrow took longer than 16 ms for are listed by the browser; the others took no more.
async function arrow_keys(measured, count) {
    await measured.page.locator(".live-row").first().click();
    await measured.wait(2);
    const { keys } = await measured.during(async () => {
        for (let n = 0; n < count; n++) {
            await measured.page.keyboard.press(n % 20 < 10 ? "ArrowDown" : "ArrowUp");
            await measured.wait(0.12);
        }
    });
    while (keys.length < count) keys.push(16);
    return { count, p50: quantile(keys, 0.5), p95: quantile(keys, 0.95) };
}

// All that the open desk has loaded, its map too: as it came (brotli), and as a browser gets it that
// knows gzip only.
async function loaded_kb(files) {
    const gzip = await Promise.all(
        files.map(({ path: name, bytes }) =>
            stat(path.join(values.console, `${name}.gz`)).then(({ size }) => size, () => bytes),
        ),
    );
    const kb = (list) => Math.round(list.reduce((sum, bytes) => sum + bytes, 0) / 1000);
    return { br: kb(files.map(({ bytes }) => bytes)), gzip: kb(gzip) };
}

async function drag_map({ page }, spot) {
    const [x, y] = [spot.x + spot.width / 2, spot.y + spot.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let n = 0; n < 100; n++) {
        await page.mouse.move(x + 60 * Math.sin(n / 8), y + 40 * Math.cos(n / 8));
        await page.waitForTimeout(20);
    }
    await page.mouse.up();
}

async function desk(port) {
    const measured = await Measured.open(`http://127.0.0.1:${port}/desk.html#token=t`, ".live-row");
    const { page } = measured;
    const result = { first_view_ms: measured.first_view_ms };
    await page.locator(".map-marks").waitFor();
    await measured.wait(4);
    result.loaded_kb = await loaded_kb(await page.evaluate(loaded_files));
    result.open = await measured.during(() => measured.wait(seconds));
    result.emergencies = { seen: await page.evaluate(emergencies), of: p0 };
    await measured.picture("desk");
    const spot = await page.locator(".map-canvas").boundingBox();
    result.dragged = await measured.during(() => drag_map(measured, spot));
    for (let n = 0; n < 3; n++) await page.locator(".map-tools button").first().click();
    await measured.wait(2);
    result.near = await measured.during(() => measured.wait(seconds / 3));
    await page.locator(".live-row").first().click();
    await measured.wait(2);
    result.request_open = await measured.during(() => measured.wait(seconds / 3));
    await measured.picture("near");
    result.arrow_keys = await arrow_keys(measured, 60);
    await page.close();
    return result;
}

async function wall(port) {
    const measured = await Measured.open(`http://127.0.0.1:${port}/wall.html#token=t`, ".map-marks");
    await measured.wait(4);
    const result = {
        open: await measured.during(() => measured.wait(seconds / 2)),
        emergencies: { seen: await measured.page.evaluate(emergencies), of: p0 },
    };
    await measured.picture("wall");
    await measured.page.close();
    return result;
}

// How much the desk holds after 2 minutes, and after so many.
async function heap(port, minutes) {
    const measured = await Measured.open(`http://127.0.0.1:${port}/desk.html#token=t`, ".live-row");
    await measured.wait(120);
    const early = await measured.heap_mb();
    for (let n = 2; n < minutes; n++) {
        await measured.wait(60);
        console.error(`memory: ${n + 1} of ${minutes} minutes`);
    }
    const late = await measured.heap_mb();
    await measured.page.close();
    return { minutes, early_mb: early, late_mb: late, ratio: late / early };
}

async function before(port) {
    const measured = await Measured.open(`http://127.0.0.1:${port}/index.html#token=t`, "#queue *");
    await measured.wait(8);
    const result = {
        first_view_ms: measured.first_view_ms,
        open: await measured.during(() => measured.wait(seconds / 2)),
    };
    await measured.picture("before");
    await measured.page.close();
    return result;
}

const result = { load: loadavg(), cores: cpus().length };
async function with_city(folder, run) {
    const server = await serve({ WebSocketServer, folder, p0 });
    try {
        return await run(server.port);
    } finally {
        server.stop();
    }
}
for (const [name, folder, run] of [
    ["desk", values.console, desk],
    ["wall", values.console, wall],
    ["before", values.before, before],
    // Last: what it tells does not depend on what else the machine does.
    ["heap", values.console, (port) => heap(port, Number(values["heap-minutes"]))],
]) {
    if (!folder || (name === "heap" && Number(values["heap-minutes"]) <= 2)) continue;
    console.error(`console: ${name}`);
    result[name] = await with_city(folder, run);
    console.error(JSON.stringify(result[name]));
}
await writeFile(values.out, JSON.stringify(result));
await browser.close();
