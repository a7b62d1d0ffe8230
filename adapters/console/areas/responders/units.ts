// Whoever is on duty, with his spot on the map; kept up to date from the store at the pace at which
// it is asked, and without computing anew what has not changed.
import type { EntityStore } from "@/shell/store/entity_store.ts";
import { is_within, to_map } from "@/shell/map/geo.ts";
import type { Extent, Spot } from "@/shell/map/geo.ts";
import type { Point, Responder } from "muster/schema";
import { is_on_duty } from "./duty.ts";
import { newest_place } from "./place.ts";
import type { Position } from "./place.ts";

export interface Unit extends Spot {
    responder: Responder;
    point: Point;
}

export class Units {
    readonly #store: EntityStore;
    readonly #units = new Map<number, Unit>();

    constructor(store: EntityStore) {
        this.#store = store;
    }

    all(): Iterable<Unit> {
        return this.#units.values();
    }

    get(id: number): Unit | undefined {
        return this.#units.get(id);
    }

    get size(): number {
        return this.#units.size;
    }

    // Whether that changed anything within `extent`. `keep`: one who is shown in any state.
    update(extent: Extent | null, keep = 0): boolean {
        const responders = this.#store.all<Responder>("responders");
        const fixes = this.#store.all<Position>("positions");
        let seen = false;
        for (const id of this.#units.keys()) {
            const responder = responders.get(id);
            if (responder && (is_on_duty(responder) || id === keep)) continue;
            this.#units.delete(id);
            seen = true;
        }
        for (const responder of responders.values()) {
            if (!is_on_duty(responder) && responder.id !== keep) continue;
            const place = newest_place(responder, fixes.get(responder.id));
            const unit = this.#units.get(responder.id);
            if (!place) {
                if (unit) seen = this.#units.delete(responder.id);
                continue;
            }
            if (!unit) {
                const { x, y } = to_map(place.point);
                this.#units.set(responder.id, { responder, point: place.point, x, y });
                seen ||= !extent || is_within({ x, y }, extent);
                continue;
            }
            if (unit.responder === responder && unit.point === place.point) continue;
            const was_seen = !extent || is_within(unit, extent);
            if (unit.point !== place.point) Object.assign(unit, to_map(place.point));
            unit.point = place.point;
            unit.responder = responder;
            seen ||= was_seen || !extent || is_within(unit, extent);
        }
        return seen;
    }
}
