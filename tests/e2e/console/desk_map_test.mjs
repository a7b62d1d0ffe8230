// The map of the desk, by the pixels that it draws: an opened request and its candidates are in the
// view at the scale of streets, and an emergency is seen through ten thousand responders.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, until, wait } from "./kit/browser.mjs";
import { City, centre } from "./kit/city.mjs";
import * as desk from "./kit/desk.mjs";
import { send_many } from "./kit/many.mjs";
import { Program } from "./kit/program.mjs";

const street_scale = 20_000;
const pixel_m = 0.00028; // of OGC, for "1:20,000"
const degree_m = 111_319.5; // on the map's sphere
const units = 10_000;
const patience_ms = 120_000;
const ring_px = { request: 17, candidate: 11 };

let program, city, browser, on;

before(async () => {
    program = await Program.start();
    city = await City.fill(program);
    browser = await Browser.start();
    on = await browser.person();
    on.setDefaultTimeout(patience_ms);
    const token = await program.make_token("Li Na", "dispatcher");
    await on.goto(`${program.url}/desk#token=${token}`);
    await desk.live(on);
    await on.locator(".map-marks").waitFor();
});
after(async () => {
    await browser?.stop();
    await program?.stop();
});

// Metres on the ground that a pixel is wide, by the scale line.
async function metres_per_px() {
    const line = on.locator(".map-scale");
    const [, number, unit] = /([\d.,]+)\s*(m|km)/.exec(await line.innerText());
    const { width } = await line.boundingBox();
    return (Number(number.replace(",", "")) * (unit === "km" ? 1000 : 1)) / width;
}

// When it has come to rest.
async function still() {
    let last = "";
    await until("the map rests", async () => {
        const now = await on.locator(".map-marks").evaluate((node) => node.toDataURL());
        const rests = now === last;
        last = now;
        if (!rests) await wait(300);
        return rests;
    }, patience_ms);
}

// Where the marks have this colour of the page's palette: the middle of each spot of it.
const spots = (colour, least_pixels) =>
    on.locator(".map-marks").evaluate(
        (canvas, [name, least]) => {
            const style = getComputedStyle(document.documentElement);
            const [r, g, b] = [1, 3, 5].map((at) =>
                parseInt(style.getPropertyValue(name).trim().slice(at, at + 2), 16),
            );
            const { width, height } = canvas;
            const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
            const near = (n) => {
                const [red, green, blue, alpha] = data.subarray(4 * n, 4 * n + 4);
                return alpha > 250 && Math.abs(red - r) + Math.abs(green - g) + Math.abs(blue - b) < 12;
            };
            const seen = new Uint8Array(width * height);
            const found = [];
            for (let start = 0; start < seen.length; ++start) {
                if (seen[start] || !near(start)) continue;
                const stack = [start];
                seen[start] = 1;
                let [many, x, y] = [0, 0, 0];
                while (stack.length > 0) {
                    const at = stack.pop();
                    many++;
                    x += at % width;
                    y += Math.floor(at / width);
                    for (const next of [at - 1, at + 1, at - width, at + width]) {
                        if (next < 0 || next >= seen.length || seen[next] || !near(next)) continue;
                        seen[next] = 1;
                        stack.push(next);
                    }
                }
                if (many >= least) found.push({ x: x / many, y: y / many, many });
            }
            return found;
        },
        [colour, least_pixels],
    );

// Which part of a circle around there has the colour in which something is pointed out.
const ring_around = ({ x, y }, radius) =>
    on.locator(".map-marks").evaluate(
        (canvas, [cx, cy, by]) => {
            const colour = getComputedStyle(document.documentElement).getPropertyValue("--accent").trim();
            const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
            const context = canvas.getContext("2d");
            const steps = 48;
            let hits = 0;
            for (let n = 0; n < steps; ++n) {
                const [dx, dy] = [Math.cos((2 * Math.PI * n) / steps), Math.sin((2 * Math.PI * n) / steps)];
                const near = [-1, 0, 1].some((more) => {
                    const [red, green, blue] = context.getImageData(
                        Math.round(cx + (by + more) * dx),
                        Math.round(cy + (by + more) * dy),
                        1,
                        1,
                    ).data;
                    return Math.abs(red - r) + Math.abs(green - g) + Math.abs(blue - b) < 90;
                });
                if (near) hits++;
            }
            return hits / steps;
        },
        [x, y, radius],
    );

// From one place to another, in pixels.
const offset = (from, to, per_px) => ({
    x: ((to.lon - from.lon) * degree_m * Math.cos((from.lat * Math.PI) / 180)) / per_px,
    y: (-(to.lat - from.lat) * degree_m) / per_px,
});

test("an opened request is in the view at 1:20,000 or nearer, with its candidates", async () => {
    for (let n = 0; n < 6; ++n) await city.request("haircut", { member: 8 + n }); // others of its class
    const { id, place } = await city.request("company", { member: 3 });
    await desk.row(on, id).waitFor();
    await desk.open(on, id);
    await on.locator(".candidates li").first().waitFor();
    await still();
    const per_px = await metres_per_px();
    assert.ok(per_px / pixel_m <= street_scale * 1.01, `1:${Math.round(per_px / pixel_m)}`);

    // Of all marks of its class that with the ring of what is open.
    const of_class = await spots("--p3", 40);
    const ringed = [];
    for (const spot of of_class) if ((await ring_around(spot, ring_px.request)) > 0.6) ringed.push(spot);
    assert.equal(ringed.length, 1, `${ringed.length} of ${of_class.length} marks are ringed`);
    const [at] = ringed;

    const { width, height } = await on.locator(".map-marks").boundingBox();
    const names = await on
        .locator(".candidates li")
        .evaluateAll((all) =>
            all.map((li) => {
                const node = li.querySelector("button, .out-of-reach").cloneNode(true);
                for (const extra of node.querySelectorAll("kbd, .unseen")) extra.remove();
                return node.textContent.trim();
            }),
        );
    assert.ok(names.length >= 3, names.join());
    const { items } = await program.get("/v1/responders?limit=100");
    for (const name of names) {
        const { profile, position } = items.find((one) => one.profile.name === name);
        const by = offset(place, position ?? profile.post, per_px);
        const there = { x: at.x + by.x, y: at.y + by.y };
        const inside = there.x > 0 && there.x < width && there.y > 0 && there.y < height;
        assert.ok(inside, `${name} is at ${Math.round(there.x)}, ${Math.round(there.y)}`);
        const ring = await ring_around(there, ring_px.candidate);
        assert.ok(ring > 0.3, `${name}: ${Math.round(ring * 100)} % of a ring`);
    }
    await browser.shot(on, "map-open");
    await desk.close(on);
});

// Registers so many in a square around the city and puts them on duty.
async function on_duty(many) {
    const side = Math.ceil(Math.sqrt(many));
    const post = (n) => ({
        lat: Number((centre.lat + (Math.floor(n / side) / side - 0.5) * 0.12).toFixed(7)),
        lon: Number((centre.lon + ((n % side) / side - 0.5) * 0.16).toFixed(7)),
    });
    const registered = Array.from({ length: many }, (_, n) => [
        "RegisterResponder",
        { profile: { kind: "volunteer", name: `众${n}`, skills: ["digital"], post: post(n) } },
    ]);
    await send_many(program, registered);
    const ids = [];
    for (let after = 0; ; ) {
        const { items, next_after } = await program.get(`/v1/responders?limit=500&after=${after}`);
        ids.push(...items.filter(({ status }) => status === "off_duty").map(({ id }) => id));
        if (!next_after) break;
        after = next_after;
    }
    assert.equal(ids.length, many);
    await send_many(program, ids.map((responder) => ["SetDuty", { responder, status: "available" }]));
}

test("at 10,000 responders each emergency's pixel has its colour", async () => {
    await on_duty(units);
    const places = [
        { lat: centre.lat + 0.03, lon: centre.lon - 0.04 },
        { lat: centre.lat - 0.025, lon: centre.lon + 0.05 },
        { lat: centre.lat + 0.01, lon: centre.lon + 0.02 },
        { lat: centre.lat - 0.04, lon: centre.lon - 0.05 },
    ];
    for (const [n, place] of places.entries()) {
        await city.request("chest_pain", { member: n, place, address: `汶河路${n + 1}号` });
    }
    await on.reload();
    await desk.live(on);
    const emergencies = on.locator(".request-row.P0");
    await until("all emergencies", async () => (await emergencies.count()) === places.length, patience_ms);
    await on.locator(".map-canvas").focus();
    await on.keyboard.press("0");
    await still();
    const per_px = await metres_per_px();
    const found = await spots("--p0", 60);
    await browser.shot(on, "map-full");
    // Wherever the view is, they lie to each other as on the ground.
    const matches = found.filter((first) =>
        places.every((place) => {
            const by = offset(places[0], place, per_px);
            return found.some(({ x, y }) => Math.hypot(x - first.x - by.x, y - first.y - by.y) < 4);
        }),
    );
    assert.equal(matches.length, 1, JSON.stringify({ found, per_px }));
});

test("no script error and nothing against the content policy", () => assert.deepEqual(browser.faults, []));
