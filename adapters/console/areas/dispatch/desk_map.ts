// The map of the desk: what is on it, what is pointed out, and when it moves by itself, which is only
// when a request is opened.
import { CityMap } from "@/shell/map/city_map.ts";
import { extent_of, extent_of_most, extent_with, to_map } from "@/shell/map/geo.ts";
import type { Spot } from "@/shell/map/geo.ts";
import type { Hit } from "@/shell/map/marks_layer.ts";
import { UnitsPainter } from "@/areas/responders/units_painter.ts";
import { Units } from "@/areas/responders/units.ts";
import type { DeskConsole } from "@/areas/requests/desk_console.ts";
import { RequestsPainter } from "@/areas/requests/map/requests_painter.ts";
import { ShownCandidates } from "./shown_candidates.ts";
import { Ways } from "./ways.ts";
import { WaysPainter } from "./ways_painter.ts";

const street_scale = 20_000;
const first_nearest_zoom = 14;
const show_zoom = 15;
const cell_zoom_steps = 1.5;

export class DeskMap {
    readonly map: CityMap;
    readonly #desk: DeskConsole;
    readonly #units: Units;
    readonly #candidates: ShownCandidates;
    readonly #ways: Ways;
    readonly #requests: RequestsPainter;
    #hovered: Hit | null = null;
    #shown_request = 0; // the one that was brought into view
    #fitted = false;
    #timer = 0;
    #units_dirty = true;
    #requests_dirty = true;

    constructor(desk: DeskConsole) {
        this.#desk = desk;
        this.#units = new Units(desk.store);
        this.#candidates = new ShownCandidates(desk);
        this.#ways = new Ways(desk, (id) => this.#units.get(id)?.point);
        const hovered = (kind: string): number => (this.#hovered?.kind === kind ? this.#hovered.id : 0);
        this.#requests = new RequestsPainter(desk.store, () => ({
            open: desk.desk.open,
            hovered: hovered("request"),
        }));
        const units = new UnitsPainter(this.#units, () => ({
            picked: desk.desk.responder,
            hovered: hovered("responder"),
            candidates: this.#candidates.ids,
        }));
        this.map = new CityMap({
            api: desk.api,
            painters: [new WaysPainter(this.#ways), units, this.#requests],
            on_hit: (hit) => this.#opened(hit),
            on_hover: (hit) => this.#hover(hit),
        });
        desk.store.subscribe((dirty) => {
            if (dirty.has("responders") || dirty.has("positions")) this.#units_dirty = true;
            if (dirty.has("requests")) this.#requests_dirty = true;
            if (this.#units_dirty || this.#requests_dirty) this.#take_in_soon();
        });
        desk.desk.subscribe(() => this.#desk_changed());
        this.#candidates.subscribe(() => this.#with_candidates());
        this.#ways.subscribe(() => this.map.redraw());
        this.map.subscribe(() => this.#first_view());
        this.#take_in();
    }

    // All that is on it; without any, the city.
    show_all = (): void => {
        const extent = extent_of(this.#spots()) ?? this.map.ground;
        if (extent) this.map.fit(extent);
    };

    // One responder, at a scale where the streets around him can be told.
    show(responder: number): void {
        const unit = this.#units.get(responder);
        if (unit) this.map.fit([unit.x, unit.y, unit.x, unit.y], { nearest_zoom: show_zoom });
    }

    #spots(): Spot[] {
        return [...this.#units.all(), ...this.#requests.placed()];
    }

    // Before somebody has moved it: where most of them are.
    #first_view(): void {
        if (this.#fitted || !this.map.has_size || !this.#desk.store.ready) return;
        const extent = extent_of_most(this.#spots()) ?? this.map.ground;
        if (!extent) return;
        this.#fitted = true;
        this.map.fit(extent, { nearest_zoom: first_nearest_zoom, at_once: true });
        this.#bring_into_view();
    }

    #take_in_soon(): void {
        this.#timer ||= window.setTimeout(() => this.#take_in(), 200);
    }

    #take_in(): void {
        this.#timer = 0;
        const extent = this.map.marks.frame?.extent ?? null;
        let seen = this.#requests_dirty;
        if (this.#units_dirty) seen = this.#units.update(extent, this.#desk.desk.responder) || seen;
        if (this.#requests_dirty) this.#requests.update();
        this.#units_dirty = this.#requests_dirty = false;
        const open = this.#desk.request(this.#desk.desk.open);
        this.#candidates.follow(open);
        this.#ways.follow(open);
        this.#first_view();
        if (open && this.#shown_request !== open.id) this.#bring_into_view();
        if (seen) this.map.redraw_soon();
    }

    #desk_changed(): void {
        this.#units_dirty = this.#requests_dirty = true;
        if (this.#desk.desk.open === 0) this.#shown_request = 0;
        this.#take_in();
        this.map.redraw();
    }

    // Once, when it is opened: at the scale of streets, with those who may go or go already.
    #bring_into_view(): void {
        const { open } = this.#desk.desk;
        const place = this.#desk.request(open)?.place;
        if (!open || !place || !this.#fitted || this.#shown_request === open) return;
        this.#shown_request = open;
        const others = [...this.#candidates.ids, ...this.#ways.all().map((way) => way.responder)]
            .map((id) => this.#units.get(id))
            .filter((unit) => unit !== undefined);
        const [width, height] = this.map.room_at(street_scale, place.lat);
        const extent = extent_with(to_map(place), others, width, height);
        this.map.fit(extent, { scale: street_scale, lat: place.lat });
    }

    // They come a moment after the request was opened: then it is fitted to them, once.
    #with_candidates(): void {
        if (this.#candidates.ids.length > 0 && !this.map.moved_by_hand) {
            this.#shown_request = 0;
            this.#bring_into_view();
        }
        this.map.redraw();
    }

    #opened({ kind, id, x, y }: Hit): void {
        if (kind === "request") this.#desk.open_request(id);
        else if (kind === "responder") this.#desk.desk.set({ responder: id });
        else this.map.zoom_to({ x, y }, cell_zoom_steps);
    }

    #hover(hit: Hit | null): boolean {
        const before = this.#hovered;
        this.#hovered = hit;
        return before?.kind !== hit?.kind || before?.id !== hit?.id;
    }
}

const made = new WeakMap<DeskConsole, DeskMap>();

// One for each console: it outlives the components that show it.
export function desk_map(desk: DeskConsole): DeskMap {
    let map = made.get(desk);
    if (!map) made.set(desk, (map = new DeskMap(desk)));
    return map;
}
