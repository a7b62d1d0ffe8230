// The map of a page: ground, what lives on it, and how it is moved. It is made once and outlives what
// shows it, so that somebody who looks at the board for a moment finds the map as he left it.
import OlMap from "ol/Map.js";
import type MapBrowserEvent from "ol/MapBrowserEvent.js";
import View from "ol/View.js";
import { defaults as default_interactions } from "ol/interaction/defaults.js";
import { unByKey } from "ol/Observable.js";
import type { Point } from "muster/schema";
import type { Api } from "../net/api.ts";
import { Changing } from "../store/changing.ts";
import { chosen } from "../words/words.ts";
import { from_map, is_within, resolution_of_scale } from "./geo.ts";
import type { Extent, Spot } from "./geo.ts";
import { read_ground } from "./ground_layers.ts";
import { zoom_of } from "./ground_styles.ts";
import { MarksLayer } from "./marks_layer.ts";
import type { Hit, Painter } from "./marks_layer.ts";
import { palette } from "./palette.ts";

const hit_px = 14; // a target of 28 pixels
const glide_ms = 250;
const margin_px = 36;
const closest_zoom = 19;
const widest_zoom = 6;
const least_redraw_ms = 200; // of what changes by itself

interface CityMapOptions {
    api: Api;
    painters: readonly Painter[];
    still?: boolean; // nobody moves it
    magnify?: number; // how much larger the marks are
    on_hit?(hit: Hit): void;
    on_hover?(hit: Hit | null): boolean; // whether something is to be drawn otherwise
}

const glide = (): number =>
    window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : glide_ms;

export class CityMap extends Changing {
    readonly marks: MarksLayer;
    readonly #map: OlMap;
    readonly #view = new View({
        center: [0, 0],
        zoom: 2,
        minZoom: widest_zoom,
        maxZoom: closest_zoom,
        enableRotation: false,
        constrainResolution: false,
        smoothResolutionConstraint: false,
    });
    readonly #o: CityMapOptions;
    readonly #stops: (() => void)[] = [];
    #redraw_timer = 0;
    #drawn_at = 0;
    #seen = false;
    #moved_by_hand = false;
    attribution = "";
    ground: Extent | null = null;
    picking: ((point: Point) => void) | null = null;

    constructor(options: CityMapOptions) {
        super();
        this.#o = options;
        this.marks = new MarksLayer(options.painters, options.magnify);
        this.marks.setZIndex(10);
        this.#map = new OlMap({
            layers: [this.marks],
            view: this.#view,
            controls: [],
            interactions: options.still
                ? []
                : default_interactions({ altShiftDragRotate: false, pinchRotate: false }),
            pixelRatio: Math.min(2, window.devicePixelRatio || 1),
        });
        const keys = [
            this.#map.on("click", (event) => this.#click(event)),
            this.#map.on("pointermove", (event) => this.#hover(event)),
            this.#map.on("pointerdrag", this.#by_hand),
            this.#map.on("moveend", () => this.changed()),
            this.#map.on("change:size", () => this.changed()),
        ];
        this.#stops.push(
            () => unByKey(keys),
            palette.subscribe(() => this.#restyle()),
            chosen.subscribe(() => this.#restyle()),
        );
        const viewport = this.#map.getViewport();
        for (const name of ["wheel", "dblclick", "touchmove", "keydown"]) {
            viewport?.addEventListener(name, this.#by_hand, { passive: true });
        }
        void this.#read_ground();
    }

    readonly #by_hand = (): void => {
        this.#moved_by_hand = true;
    };

    async #read_ground(): Promise<void> {
        const { layers, extent, attribution } = await read_ground(this.#o.api);
        for (const layer of layers) this.#map.addLayer(layer);
        this.ground = extent;
        this.attribution = attribution;
        this.changed();
    }

    // Since it was last fitted: then it stays where somebody wants it.
    get moved_by_hand(): boolean {
        return this.#moved_by_hand;
    }

    #restyle(): void {
        for (const layer of this.#map.getLayers().getArray()) layer.changed();
    }

    // Shows it in this element, in place of the one before; returns what takes it out again.
    show_in(node: HTMLElement): () => void {
        this.#map.setTarget(node);
        const watch = new IntersectionObserver(([entry]) => {
            this.#seen = entry?.isIntersecting ?? false;
            if (this.#seen) this.redraw_soon();
        });
        watch.observe(node);
        return () => {
            watch.disconnect();
            this.#seen = false;
            this.#map.setTarget(undefined);
        };
    }

    // Something that lives on it has changed. Nothing is drawn where nobody can see it.
    redraw_soon(): void {
        if (this.#redraw_timer || !this.#seen || document.hidden) return;
        const wait = this.#drawn_at + least_redraw_ms - performance.now();
        this.#redraw_timer = window.setTimeout(() => this.redraw(), Math.max(0, wait));
    }

    // What somebody has just done is seen at once.
    redraw(): void {
        window.clearTimeout(this.#redraw_timer);
        this.#redraw_timer = 0;
        this.#drawn_at = performance.now();
        this.marks.redraw();
    }

    get has_size(): boolean {
        const [width = 0, height = 0] = this.#map.getSize() ?? [];
        return width > 0 && height > 0;
    }

    get resolution(): number {
        return this.#view.getResolution() ?? 1;
    }

    get zoom(): number {
        return zoom_of(this.resolution);
    }

    get centre(): Point {
        const [x = 0, y = 0] = this.#view.getCenter() ?? [];
        return from_map({ x, y });
    }

    // Map units that the map is wide and high at the scale 1:n, without a margin.
    room_at(scale: number, lat: number): [number, number] {
        const [width = 0, height = 0] = this.#map.getSize() ?? [];
        const resolution = resolution_of_scale(scale, lat);
        const room = (px: number): number => Math.max(1, px - 2 * margin_px) * resolution;
        return [room(width), room(height)];
    }

    // Not farther away than 1:scale, nor nearer than it takes to see the surroundings.
    fit(extent: Extent, { scale = 0, lat = 0, nearest_zoom = 16, at_once = false } = {}): void {
        if (!this.has_size) return;
        this.#view.cancelAnimations();
        const least = 2 ** (closest_zoom - nearest_zoom);
        const resolution = this.#view.getResolutionForExtent(extent, this.#inner_size());
        const farthest = scale ? resolution_of_scale(scale, lat) : Infinity;
        const wanted = Math.min(farthest, Math.max(resolution, 0.2986 * least));
        const center = [(extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2];
        this.#moved_by_hand = false;
        if (at_once) {
            this.#view.setResolution(wanted);
            this.#view.setCenter(center);
            return;
        }
        this.#view.animate({ resolution: wanted, center, duration: glide() });
    }

    shows(spot: Spot): boolean {
        if (!this.has_size) return false;
        const extent = this.#view.calculateExtent(this.#map.getSize()) as Extent;
        return is_within(spot, extent, -margin_px * this.resolution);
    }

    zoom_to({ x, y }: Spot, steps: number): void {
        this.#by_hand();
        this.#view.cancelAnimations();
        this.#view.animate({ center: [x, y], zoom: this.zoom + steps, duration: glide() });
    }

    zoom_by(steps: number): void {
        const zoom = this.#view.getZoom();
        if (zoom === undefined) return;
        this.#by_hand();
        this.#view.cancelAnimations();
        this.#view.animate({ zoom: zoom + steps, duration: glide() });
    }

    #inner_size(): [number, number] {
        const [width = 1, height = 1] = this.#map.getSize() ?? [];
        return [Math.max(1, width - 2 * margin_px), Math.max(1, height - 2 * margin_px)];
    }

    #click({ coordinate, pixel }: MapBrowserEvent): void {
        const [x = 0, y = 0] = coordinate;
        if (this.picking) return this.picking(from_map({ x, y }));
        const hit = this.#hit_at(pixel);
        if (hit) this.#o.on_hit?.(hit);
    }

    #hover({ pixel, dragging, originalEvent }: MapBrowserEvent): void {
        if (dragging || (originalEvent as PointerEvent).pointerType === "touch") return;
        const hit = this.picking ? null : this.#hit_at(pixel);
        const target = this.#map.getTargetElement();
        if (target) target.style.cursor = this.picking ? "crosshair" : hit ? "pointer" : "";
        if (this.#o.on_hover?.(hit)) this.redraw();
    }

    #hit_at([x = 0, y = 0]: number[]): Hit | null {
        return this.marks.hit(x, y, hit_px);
    }

    dispose(): void {
        for (const stop of this.#stops) stop();
        window.clearTimeout(this.#redraw_timer);
        this.#map.setTarget(undefined);
        this.#map.dispose();
    }
}
