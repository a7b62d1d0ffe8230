import assert from "node:assert/strict";
import { test } from "node:test";
import {
    distance_m,
    extent_of_most,
    extent_with,
    from_map,
    resolution_of_scale,
    to_map,
} from "@/shell/map/geo.ts";
import { round_length } from "@/shell/map/round_length.ts";

test("a place survives the way to the map and back", () => {
    const place = { lat: 32.373044, lon: 119.3746608 };
    assert.deepEqual(from_map(to_map(place)), place);
    assert.deepEqual(from_map({ x: 0, y: 0 }), { lat: 0, lon: 0 });
});

test("map units are those of Web Mercator", () => {
    // EPSG:3857 of 180 degrees east.
    assert.ok(Math.abs(to_map({ lat: 0, lon: 180 }).x - 20_037_508.342789244) < 1e-6);
    assert.ok(Math.abs(to_map({ lat: 85.0511287798066, lon: 0 }).y - 20_037_508.342789244) < 1e-3);
});

test("distances are those of the great circle", () => {
    // A degree of latitude on a sphere of the earth's mean radius.
    const north = distance_m({ lat: 32, lon: 119 }, { lat: 33, lon: 119 });
    assert.ok(Math.abs(north - 111_195) < 1, String(north));
    assert.equal(distance_m({ lat: 1, lon: 2 }, { lat: 1, lon: 2 }), 0);
});

test("1:20,000 is 5.6 m a pixel on the ground", () => {
    const lat = 32.4;
    const ground_m = resolution_of_scale(20_000, lat) * Math.cos((lat * Math.PI) / 180);
    assert.ok(Math.abs(ground_m - 5.6) < 1e-9);
});

test("a few far away do not make the city small", () => {
    const near = Array.from({ length: 100 }, (_, n) => ({ x: n, y: n }));
    const [west, south, east, north] = extent_of_most([...near, { x: 10_000, y: -10_000 }]) ?? [];
    assert.ok(east !== undefined && east < 200 && south !== undefined && south > -200);
    assert.ok(west !== undefined && west >= 0 && north !== undefined && north <= 99);
    assert.deepEqual(extent_of_most([{ x: 3, y: 4 }]), [3, 4, 3, 4]);
    assert.equal(extent_of_most([]), null);
});

test("who fits with the opened place is in the view, and who does not is left out", () => {
    const centre = { x: 0, y: 0 };
    const others = [
        { x: 60, y: 10 },
        { x: -60, y: 0 }, // with the first 120 wide: too much
        { x: -30, y: -20 },
    ];
    assert.deepEqual(extent_with(centre, others, 100, 100), [-30, -20, 60, 10]);
    assert.deepEqual(extent_with(centre, [], 100, 100), [0, 0, 0, 0]);
});

test("a scale line has a round length", () => {
    assert.deepEqual([99, 100, 199, 200, 499, 500, 1234, 7.3].map(round_length), [
        50, 100, 100, 200, 200, 500, 1000, 5,
    ]);
});
