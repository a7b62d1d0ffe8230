// A map that follows the feed: open requests above responders on duty. What a page adds, it adds
// through its hooks.
import { CityMap } from "@/shell/map/city_map.ts";
import { extent_of, extent_of_most } from "@/shell/map/geo.ts";
import type { Spot } from "@/shell/map/geo.ts";
import type { Hit, Painter } from "@/shell/map/marks_layer.ts";
import type { Console } from "@/shell/console.ts";
import { UnitsPainter } from "@/areas/responders/units_painter.ts";
import { Units } from "@/areas/responders/units.ts";
import { RequestsPainter } from "@/areas/requests/map/requests_painter.ts";

const take_in_ms = 200; // five times a second
const first_nearest_zoom = 14;

export interface Emphasis {
    open: number; // the request that is looked at
    picked: number; // the responder that is
    candidates: readonly number[];
}

interface LiveMapOptions {
    still?: boolean; // nobody moves it
    magnify?: number; // how much larger the marks are
    below?: readonly Painter[]; // under the marks
    emphasis?(): Emphasis;
    on_hit?(hit: Hit): void;
    on_taken_in?(): void; // also when it comes to be shown
}

const nothing: Emphasis = { open: 0, picked: 0, candidates: [] };

export class LiveMap {
    readonly map: CityMap;
    readonly units: Units;
    readonly #console: Console;
    readonly #o: LiveMapOptions;
    readonly #requests: RequestsPainter;
    readonly #stop: () => void;
    #hovered: Hit | null = null;
    #fitted = false;
    #timer = 0;
    #units_dirty = true;
    #requests_dirty = true;

    constructor(console: Console, options: LiveMapOptions = {}) {
        this.#console = console;
        this.#o = options;
        const { store, api } = console;
        const emphasis = options.emphasis ?? (() => nothing);
        const hovered = (kind: string): number => (this.#hovered?.kind === kind ? this.#hovered.id : 0);
        this.units = new Units(store);
        this.#requests = new RequestsPainter(store, () => ({
            open: emphasis().open,
            hovered: hovered("request"),
        }));
        const units = new UnitsPainter(this.units, () => ({
            ...emphasis(),
            hovered: hovered("responder"),
        }));
        this.map = new CityMap({
            api,
            still: options.still,
            magnify: options.magnify,
            painters: [...(options.below ?? []), units, this.#requests],
            on_hit: options.on_hit,
            on_hover: (hit) => this.#hover(hit),
        });
        this.#stop = store.subscribe((dirty) => {
            if (dirty.has("responders") || dirty.has("positions")) this.#units_dirty = true;
            if (dirty.has("requests")) this.#requests_dirty = true;
            if (this.#units_dirty || this.#requests_dirty) this.#take_in_soon();
        });
        this.map.subscribe(() => {
            this.#first_view();
            if (this.can_move) options.on_taken_in?.();
        });
        this.#take_in_soon();
    }

    // Whether it is shown and has been given its first view: what comes before waits for it.
    get can_move(): boolean {
        return this.#fitted && this.map.has_size;
    }

    // All that is on it; without any, the city.
    show_all = (): void => {
        const extent = extent_of(this.#spots()) ?? this.map.ground;
        if (extent) this.map.fit(extent);
    };

    // Where most of them are.
    show_most(at_once = false): void {
        const extent = extent_of_most(this.#spots()) ?? this.map.ground;
        if (extent) this.map.fit(extent, { nearest_zoom: first_nearest_zoom, at_once });
    }

    // What somebody has just done is on it at once.
    take_in_now(): void {
        this.#units_dirty = this.#requests_dirty = true;
        this.#take_in();
        this.map.redraw();
    }

    dispose(): void {
        this.#stop();
        window.clearTimeout(this.#timer);
        this.map.dispose();
    }

    #spots(): Spot[] {
        return [...this.units.all(), ...this.#requests.placed()];
    }

    #first_view(): void {
        if (this.#fitted || !this.map.has_size || !this.#console.store.ready) return;
        if (this.#units_dirty || this.#requests_dirty) return; // it comes when they are taken in
        if (this.#spots().length === 0 && !this.map.ground) return;
        this.#fitted = true;
        this.show_most(true);
    }

    #take_in_soon(): void {
        this.#timer ||= window.setTimeout(() => this.#take_in(), take_in_ms);
    }

    #take_in(): void {
        window.clearTimeout(this.#timer);
        this.#timer = 0;
        const extent = this.map.marks.frame?.extent ?? null;
        let seen = this.#requests_dirty;
        if (this.#units_dirty) seen = this.units.update(extent, this.#o.emphasis?.().picked) || seen;
        if (this.#requests_dirty) this.#requests.update();
        this.#units_dirty = this.#requests_dirty = false;
        this.#first_view();
        this.#o.on_taken_in?.();
        if (seen) this.map.redraw_soon();
    }

    #hover(hit: Hit | null): boolean {
        const before = this.#hovered;
        this.#hovered = hit;
        return before?.kind !== hit?.kind || before?.id !== hit?.id;
    }
}
