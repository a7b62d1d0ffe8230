// Places that glide from one fix to the next instead of jumping. Pure: time is handed in.
import { to_world } from "./geo.js";

const shortest_ms = 250;
const longest_ms = 4_000;
const jump = 2e-4; // world units, some 7 km: nobody drove there between two fixes

export class Motion {
    #units = new Map(); // id -> {from, to, start, length, heard, lat, lon}
    #moving_until = 0;

    place(id, point, now) {
        const unit = this.#units.get(id);
        if (unit && unit.lat === point.lat && unit.lon === point.lon) return;
        const to = to_world(point);
        if (!unit) {
            this.#units.set(id, { from: to, to, start: now, length: 0, heard: now, ...point });
            return;
        }
        const from = this.at(id, now);
        const far = Math.abs(from.x - to.x) + Math.abs(from.y - to.y) > jump;
        const length = far ? 0 : Math.min(longest_ms, Math.max(shortest_ms, now - unit.heard));
        Object.assign(unit, { from, to, start: now, length, heard: now, ...point });
        this.#moving_until = Math.max(this.#moving_until, now + length);
    }

    at(id, now) {
        const unit = this.#units.get(id);
        if (!unit) return null;
        const done = unit.length > 0 ? Math.min(1, (now - unit.start) / unit.length) : 1;
        if (done >= 1) return unit.to;
        return {
            x: unit.from.x + (unit.to.x - unit.from.x) * done,
            y: unit.from.y + (unit.to.y - unit.from.y) * done,
        };
    }

    keep_only(ids) {
        for (const id of this.#units.keys()) if (!ids.has(id)) this.#units.delete(id);
    }

    moving(now) {
        return now < this.#moving_until;
    }
}
