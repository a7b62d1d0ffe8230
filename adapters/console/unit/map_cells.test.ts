import assert from "node:assert/strict";
import { test } from "node:test";
import { edge_spot } from "@/areas/dispatch/edge_spot.ts";
import { cells_of } from "@/areas/responders/cells.ts";
import type { ResponderStatus } from "muster/schema";

const unit = (x: number, y: number, status: ResponderStatus = "available") => ({
    x,
    y,
    responder: { status },
});

test("each is counted once, and who is free is told apart", () => {
    const cells = cells_of([unit(1, 1), unit(9, 9, "on_scene"), unit(11, 1), unit(-1, -1)], 10);
    assert.deepEqual(cells.map(({ count, free }) => [count, free]).sort(), [
        [1, 1],
        [1, 1],
        [2, 1],
    ]);
});

test("one alone stands where he is", () => {
    const [cell] = cells_of([unit(0.5, 9.5)], 10);
    assert.deepEqual([cell?.x, cell?.y, cell?.one], [0.5, 9.5, 0]);
});

test("a count does not lie over that of the next cell", () => {
    // At the rims that the cells have in common.
    const cells = cells_of([unit(9.9, 5), unit(9.9, 5), unit(10.1, 5), unit(10.1, 5)], 10);
    assert.equal(cells.length, 2);
    const [a, b] = cells;
    assert.ok(a && b && Math.abs(a.x - b.x) > 9);
});

test("cells lie fast on the map", () => {
    const units = [unit(3, 3), unit(4, 4), unit(25, 3), unit(26, 4)];
    const all = cells_of(units, 10);
    const without_first = cells_of(units.slice(2), 10);
    assert.deepEqual(
        without_first.map(({ x, y, count }) => ({ x, y, count })),
        all.slice(1).map(({ x, y, count }) => ({ x, y, count })),
    );
});

test("who comes from beyond the edge is named at the edge", () => {
    const view = { width: 200, height: 100 };
    const to = { x: 100, y: 50 };
    assert.deepEqual(edge_spot({ x: 1100, y: 50 }, to, view), { x: 178, y: 50 });
    assert.deepEqual(edge_spot({ x: 100, y: -500 }, to, view), { x: 100, y: 22 });
    assert.equal(edge_spot({ x: 10, y: 10 }, to, view), null, "he is seen himself");
    assert.equal(edge_spot({ x: 300, y: 50 }, { x: 900, y: 50 }, view), null, "nothing of it is seen");
});
