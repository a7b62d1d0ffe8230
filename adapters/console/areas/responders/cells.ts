// Many units as counts per cell of the map. Pure.
import type { ResponderStatus } from "muster/schema";

export interface Cell {
    x: number; // near the mean of those in it, in map units
    y: number;
    count: number;
    free: number;
    one: number; // the place in the list of the first of them
}

interface CellUnit {
    x: number;
    y: number;
    responder: { status: ResponderStatus };
}

// How far from the middle of its cell a count may lie, as parts of the cell: so that it stands near
// those it counts and does not cover its neighbours.
const sway = { x: 0.04, y: 0.22 };

const near = (value: number, middle: number, most: number): number =>
    Math.max(middle - most, Math.min(middle + most, value));

// Cells of `size` map units that lie fast on the map, so that they do not flicker as it moves.
export function cells_of(units: readonly CellUnit[], size: number): Cell[] {
    const cells = new Map<number, Cell>();
    // Enough columns for the world at any size in use; exact in a double.
    const columns = 2 ** 24;
    units.forEach(({ x, y, responder }, place) => {
        const key = Math.floor(y / size) * columns + Math.floor(x / size);
        let cell = cells.get(key);
        if (!cell) cells.set(key, (cell = { x: 0, y: 0, count: 0, free: 0, one: place }));
        cell.count++;
        cell.x += x;
        cell.y += y;
        if (responder.status === "available") cell.free++;
    });
    for (const cell of cells.values()) {
        if (cell.count === 1) continue;
        const [x, y] = [cell.x / cell.count, cell.y / cell.count];
        cell.x = near(x, (Math.floor(x / size) + 0.5) * size, sway.x * size);
        cell.y = near(y, (Math.floor(y / size) + 0.5) * size, sway.y * size);
    }
    return [...cells.values()];
}
