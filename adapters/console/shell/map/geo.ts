// Places on the earth and on the map, whose coordinates are those of Web Mercator (EPSG:3857).
import type { Point } from "muster/schema";

export type Extent = [number, number, number, number]; // west, south, east, north
export interface Spot {
    x: number;
    y: number;
}

const radius_m = 6_378_137; // of Web Mercator's sphere
const mean_radius_m = 6_371_008.8; // of the earth
const rad = Math.PI / 180;
// A screen's pixel by the convention of OGC, for "1:20,000".
const pixel_m = 0.00028;
// The engine's places have seven decimals.
const round7 = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;

export const to_map = ({ lat, lon }: Point): Spot => ({
    x: radius_m * lon * rad,
    y: radius_m * Math.log(Math.tan(Math.PI / 4 + (lat * rad) / 2)),
});

export const from_map = ({ x, y }: Spot): Point => ({
    lat: round7((2 * Math.atan(Math.exp(y / radius_m)) - Math.PI / 2) / rad),
    lon: round7(x / radius_m / rad),
});

export function distance_m(a: Point, b: Point): number {
    const dlat = (b.lat - a.lat) * rad;
    const dlon = (b.lon - a.lon) * rad;
    const s =
        Math.sin(dlat / 2) ** 2 +
        Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dlon / 2) ** 2;
    return 2 * mean_radius_m * Math.asin(Math.min(1, Math.sqrt(s)));
}

// Map units per pixel at which the map has the scale 1:n there.
export const resolution_of_scale = (n: number, lat: number): number =>
    (n * pixel_m) / Math.cos(lat * rad);

export function extent_of(spots: readonly Spot[]): Extent | null {
    if (spots.length === 0) return null;
    const extent: Extent = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { x, y } of spots) {
        extent[0] = Math.min(extent[0], x);
        extent[1] = Math.min(extent[1], y);
        extent[2] = Math.max(extent[2], x);
        extent[3] = Math.max(extent[3], y);
    }
    return extent;
}

// Where most are: the middle half each way and as much around it, but no farther than anybody is. A
// few who are a day's ride away do not make the city small.
export function extent_of_most(spots: readonly Spot[]): Extent | null {
    if (spots.length === 0) return null;
    const span = (values: number[]): [number, number] => {
        values.sort((a, b) => a - b);
        const at = (part: number): number => values[Math.round((values.length - 1) * part)] ?? 0;
        const around = (at(0.75) - at(0.25)) / 2;
        return [Math.max(at(0), at(0.25) - around), Math.min(at(1), at(0.75) + around)];
    };
    const [west, east] = span(spots.map(({ x }) => x));
    const [south, north] = span(spots.map(({ y }) => y));
    return [west, south, east, north];
}

export const is_within = ({ x, y }: Spot, [west, south, east, north]: Extent, margin = 0): boolean =>
    x >= west - margin && x <= east + margin && y >= south - margin && y <= north + margin;

// As many of `others`, the first of them first, as fit with `centre` into a view of width x height
// map units: the extent of those.
export function extent_with(
    centre: Spot,
    others: readonly Spot[],
    width: number,
    height: number,
): Extent {
    let extent: Extent = [centre.x, centre.y, centre.x, centre.y];
    for (const { x, y } of others) {
        const wider: Extent = [
            Math.min(extent[0], x),
            Math.min(extent[1], y),
            Math.max(extent[2], x),
            Math.max(extent[3], y),
        ];
        if (wider[2] - wider[0] <= width && wider[3] - wider[1] <= height) extent = wider;
    }
    return extent;
}
