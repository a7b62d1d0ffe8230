// Places on the earth and on the screen. World coordinates are Web Mercator in 0..1.

const earth_m = 6_371_008.8;
const rad = Math.PI / 180;

export function distance_m(a, b) {
    const dlat = (b.lat - a.lat) * rad;
    const dlon = (b.lon - a.lon) * rad;
    const s =
        Math.sin(dlat / 2) ** 2 +
        Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dlon / 2) ** 2;
    return 2 * earth_m * Math.asin(Math.min(1, Math.sqrt(s)));
}

// Metres per hour by profile, and road distance over great circle: the engine's defaults. Only for
// a first impression on the board (shown with ≈); decisions carry the engine's own figures.
const speed_m_per_h = { urgent: 40_000, normal: 28_000, e_bike: 15_000, walk: 4_500 };
const detour = 1.4;

export function rough_eta_ms(metres, profile) {
    const speed = speed_m_per_h[profile] ?? speed_m_per_h.normal;
    return ((metres * detour) / speed) * 3_600_000;
}

export function to_world(point) {
    const sin = Math.sin(point.lat * rad);
    return {
        x: (point.lon + 180) / 360,
        y: 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI),
    };
}

export function to_point(world) {
    const lat = Math.atan(Math.sinh(Math.PI * (1 - 2 * world.y))) / rad;
    return { lat, lon: world.x * 360 - 180 };
}

// What part of the world is on a canvas: `scale` is pixels per world unit.
export class Viewport {
    constructor(width = 1, height = 1) {
        this.width = width;
        this.height = height;
        this.centre = { x: 0.5, y: 0.5 };
        this.scale = 256;
        this.least_scale = 256 * 2 ** 5;
        this.most_scale = 256 * 2 ** 19;
    }

    to_screen(world) {
        return {
            x: (world.x - this.centre.x) * this.scale + this.width / 2,
            y: (world.y - this.centre.y) * this.scale + this.height / 2,
        };
    }

    to_world(x, y) {
        return {
            x: (x - this.width / 2) / this.scale + this.centre.x,
            y: (y - this.height / 2) / this.scale + this.centre.y,
        };
    }

    pan(dx, dy) {
        this.centre = { x: this.centre.x - dx / this.scale, y: this.centre.y - dy / this.scale };
    }

    // Keeps the place under (x, y) where it is.
    zoom(factor, x = this.width / 2, y = this.height / 2) {
        const fixed = this.to_world(x, y);
        this.scale = Math.min(this.most_scale, Math.max(this.least_scale, this.scale * factor));
        const moved = this.to_world(x, y);
        this.centre = {
            x: this.centre.x + fixed.x - moved.x,
            y: this.centre.y + fixed.y - moved.y,
        };
    }

    fit(worlds, margin_px = 40) {
        if (worlds.length === 0) return;
        let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
        for (const w of worlds) {
            x0 = Math.min(x0, w.x);
            y0 = Math.min(y0, w.y);
            x1 = Math.max(x1, w.x);
            y1 = Math.max(y1, w.y);
        }
        this.centre = { x: (x0 + x1) / 2, y: (y0 + y1) / 2 };
        const scale = Math.min(
            (this.width - 2 * margin_px) / Math.max(x1 - x0, 1e-9),
            (this.height - 2 * margin_px) / Math.max(y1 - y0, 1e-9),
        );
        this.scale = Math.min(256 * 2 ** 15, Math.max(this.least_scale, scale));
    }

    // Metres that one pixel stands for at the centre.
    metres_per_px() {
        const lat = to_point(this.centre).lat;
        return (2 * Math.PI * earth_m * Math.cos(lat * rad)) / this.scale;
    }
}

// A round length (1, 2 or 5 times a power of ten) that is at most `most_m` long.
export function round_length(most_m) {
    const power = 10 ** Math.floor(Math.log10(most_m));
    for (const step of [5, 2, 1]) {
        if (step * power <= most_m) return step * power;
    }
    return power;
}
