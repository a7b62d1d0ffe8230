// What a large city costs a browser that has no GPU: frames a second, how busy the main thread is, the
// longest task, and whether each emergency is seen on the map. One page after the other:
//   node desk_load.mjs --console FOLDER [--map FILE] [--seconds 30] [--page desk]...
// FOLDER is what build.mjs of adapters/console made. The browser and ws are those of tests/e2e/console.
import { createRequire } from "node:module";
import { loadavg } from "node:os";
import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { serve } from "./load_server.mjs";

const { values } = parseArgs({
    options: {
        console: { type: "string" },
        modules: { type: "string", default: new URL("../../tests/e2e/console/", import.meta.url).pathname },
        map: { type: "string" },
        seconds: { type: "string", default: "30" },
        page: { type: "string", multiple: true, default: ["desk", "wall"] },
        picture: { type: "string" },
        updates: { type: "string", default: "50" },
    },
});
if (!values.console) {
    console.error("usage: node desk_load.mjs --console FOLDER");
    process.exit(2);
}
const require = createRequire(`${values.modules}/package.json`);
const { chromium } = require("playwright-core");
const { WebSocketServer } = require("ws");

const p0 = 12;
const seconds = Number(values.seconds);
const map = values.map ? await readFile(values.map, "utf8") : null;
const server = await serve({ WebSocketServer, folder: values.console, p0, map, updates: Number(values.updates) });
const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
});

// Frames and long tasks, counted in the page.
function watch() {
    window.bench = { frames: 0, longest: 0 };
    const frame = () => {
        window.bench.frames++;
        requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) {
            window.bench.longest = Math.max(window.bench.longest, duration);
        }
    }).observe({ type: "longtask" });
}

// How many spots of the colour of P0 there are on the map, each as large as a mark.
function emergencies() {
    const canvas = document.querySelector(".map-marks");
    if (!canvas) return 0;
    const probe = document.createElement("canvas").getContext("2d");
    probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--p0");
    probe.fillRect(0, 0, 1, 1);
    const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
    const is = new Uint8Array(width * height);
    for (let n = 0; n < is.length; n++) {
        is[n] = data[4 * n] === r && data[4 * n + 1] === g && data[4 * n + 2] === b ? 1 : 0;
    }
    let spots = 0;
    for (let n = 0; n < is.length; n++) {
        if (!is[n]) continue;
        let size = 0;
        const next = [n];
        is[n] = 0;
        while (next.length) {
            const at = next.pop();
            size++;
            for (const to of [at - 1, at + 1, at - width, at + width]) {
                if (is[to]) {
                    is[to] = 0;
                    next.push(to);
                }
            }
        }
        if (size > 100) spots++;
    }
    return spots;
}

async function metrics(cdp) {
    const { metrics: list } = await cdp.send("Performance.getMetrics");
    return Object.fromEntries(list.map(({ name, value }) => [name, value]));
}

// Over `wait`: {fps, busy and script in per cent, longest task in ms}.
async function measure(page, cdp, doing) {
    await page.evaluate(() => Object.assign(window.bench, { frames: 0, longest: 0 }));
    const [before, start] = [await metrics(cdp), performance.now()];
    await doing();
    const [after, end] = [await metrics(cdp), performance.now()];
    const { frames, longest } = await page.evaluate(() => window.bench);
    const wall_s = (end - start) / 1000;
    const share = (name) => Math.round((100 * (after[name] - before[name])) / wall_s);
    return {
        fps: Math.round(frames / wall_s),
        busy: share("TaskDuration"),
        script: share("ScriptDuration"),
        longest: Math.round(longest),
    };
}

const row = (name, { fps, busy, script, longest }) =>
    `${name.padEnd(28)} ${fps} fps, main thread ${busy} %, script ${script} %, longest task ${longest} ms`;

for (const name of values.page) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on("pageerror", (error) => console.log("fault:", error.message));
    await page.addInitScript(watch);
    const url = `http://127.0.0.1:${server.port}/${name}.html#token=t`;
    const start = performance.now();
    await page.goto(url);
    await page.locator(".map-marks").waitFor();
    console.log(`${name}: map there after ${Math.round(performance.now() - start)} ms`);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Performance.enable");
    await page.waitForTimeout(4_000);
    console.log(row(`${name}, as it opens`, await measure(page, cdp, () => page.waitForTimeout(seconds * 1000))));
    console.log(`${name}: ${await page.evaluate(emergencies)} of ${p0} emergencies seen`);
    if (values.picture) await writeFile(`${values.picture}-${name}.png`, await page.screenshot());
    if (name === "desk") {
        const spot = await page.locator(".map-canvas").boundingBox();
        const [x, y] = [spot.x + spot.width / 2, spot.y + spot.height / 2];
        const moved = await measure(page, cdp, async () => {
            await page.mouse.move(x, y);
            await page.mouse.down();
            for (let n = 0; n < 100; n++) {
                await page.mouse.move(x + 60 * Math.sin(n / 8), y + 40 * Math.cos(n / 8));
                await page.waitForTimeout(20);
            }
            await page.mouse.up();
        });
        console.log(row("desk, map dragged", moved));
        for (let n = 0; n < 3; n++) await page.locator(".map-tools button").first().click();
        await page.waitForTimeout(2_000);
        console.log(row("desk, zoomed in", await measure(page, cdp, () => page.waitForTimeout(seconds * 500))));
        await page.locator(".live-row").first().click();
        await page.waitForTimeout(2_000);
        console.log(row("desk, a request open", await measure(page, cdp, () => page.waitForTimeout(seconds * 500))));
        if (values.picture) await writeFile(`${values.picture}-near.png`, await page.screenshot());
    }
    await page.close();
}
console.log(`load average ${loadavg().map((n) => n.toFixed(1)).join(" ")}`);
await browser.close();
server.stop();
