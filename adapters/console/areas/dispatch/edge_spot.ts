// Where the straight line from what cannot be seen to what can crosses the edge of the view. Pure.
import type { Spot } from "@/shell/map/geo.ts";

const inset_px = 22; // so that a name has room there

// In pixels; null where `from` can be seen itself, or nothing of the line can.
export function edge_spot(
    from: Spot,
    to: Spot,
    { width, height }: { width: number; height: number },
): Spot | null {
    const outside = (spot: Spot, by: number): boolean =>
        spot.x < by || spot.y < by || spot.x > width - by || spot.y > height - by;
    if (!outside(from, 0) || outside(to, inset_px)) return null;
    // How much of the way back from `to` stays inside.
    const part = (at: number, towards: number, most: number): number => {
        if (towards === at) return 1;
        return ((towards < at ? inset_px : most - inset_px) - at) / (towards - at);
    };
    const inside = Math.min(1, part(to.x, from.x, width), part(to.y, from.y, height));
    return { x: to.x + (from.x - to.x) * inside, y: to.y + (from.y - to.y) * inside };
}
