// The map of the desk: what is pointed out on it, and when it moves by itself, which is only when a
// request is opened or somebody asks for a place.
import { extent_with, to_map } from "@/shell/map/geo.ts";
import type { CityMap } from "@/shell/map/city_map.ts";
import type { Hit } from "@/shell/map/marks_layer.ts";
import type { DeskConsole } from "@/areas/requests/desk_console.ts";
import type { Point } from "muster/schema";
import { pointed_out } from "@/areas/requests/panel/candidates_of.ts";
import { LiveMap } from "./live_map.ts";
import { Ways } from "./ways.ts";
import { WaysPainter } from "./ways_painter.ts";

const street_scale = 20_000;
const show_zoom = 15;
const cell_zoom_steps = 1.5;

export class DeskMap {
    readonly #desk: DeskConsole;
    readonly #live: LiveMap;
    #candidates: readonly number[] = []; // whom the engine would send, as the panel knows it
    readonly #ways: Ways;
    #looked_at: Point | null = null;
    #brought = 0; // the request that was brought into view
    #framed = 0; // the one that was, with its candidates

    constructor(desk: DeskConsole) {
        this.#desk = desk;
        this.#ways = new Ways(desk, (id) => this.#live.units.get(id)?.point);
        this.#live = new LiveMap(desk, {
            below: [new WaysPainter(this.#ways, desk.responder_name)],
            emphasis: () => ({
                open: desk.desk.open,
                picked: desk.desk.responder,
                candidates: this.#candidates,
            }),
            on_hit: (hit) => this.#opened(hit),
            on_taken_in: () => this.#follow_desk(),
        });
        desk.desk.subscribe(() => this.#live.take_in_now());
        desk.panel.subscribe(() => this.#with_candidates());
        this.#ways.subscribe(() => this.map.redraw());
    }

    get map(): CityMap {
        return this.#live.map;
    }

    show_all = (): void => this.#live.show_all();

    #follow_desk(): void {
        const { open, look_at } = this.#desk.desk;
        if (look_at !== this.#looked_at && this.#live.can_move) this.#look_at(look_at);
        const request = this.#desk.request(open);
        this.#ways.follow(request);
        if (!open) this.#brought = this.#framed = 0;
        else if (this.#brought !== open) this.#bring_into_view();
    }

    // A place that somebody asked for, at a scale where the streets around it can be told.
    #look_at(place: Point | null): void {
        this.#looked_at = place;
        if (!place) return;
        const { x, y } = to_map(place);
        this.map.fit([x, y, x, y], { nearest_zoom: show_zoom });
    }

    // Once, when it is opened: at the scale of streets, with those who may go or go already.
    #bring_into_view(): void {
        const { open } = this.#desk.desk;
        const place = this.#desk.request(open)?.place;
        if (!place || !this.#live.can_move) return;
        this.#brought = open;
        const others = [...this.#candidates, ...this.#ways.all().map((way) => way.responder)]
            .map((id) => this.#live.units.get(id))
            .filter((unit) => unit !== undefined);
        const [width, height] = this.map.room_at(street_scale, place.lat);
        const extent = extent_with(to_map(place), others, width, height);
        this.map.fit(extent, { scale: street_scale, lat: place.lat, nearest_zoom: show_zoom });
    }

    // They come a moment after the request was opened, and are brought into view then; not each time
    // that another one is nearer.
    #with_candidates(): void {
        const { panel, desk } = this.#desk;
        const ids = panel.request === desk.open ? pointed_out(panel.advice) : [];
        if (ids.join() === this.#candidates.join()) return;
        this.#candidates = ids;
        const first = ids.length > 0 && this.#framed !== desk.open;
        if (first && !this.map.moved_by_hand) {
            this.#framed = desk.open;
            this.#bring_into_view();
        }
        this.map.redraw();
    }

    #opened({ kind, id, x, y }: Hit): void {
        if (kind === "request") this.#desk.open_request(id);
        else if (kind === "responder") this.#desk.desk.set({ responder: id });
        else this.map.zoom_to({ x, y }, cell_zoom_steps);
    }
}

const made = new WeakMap<DeskConsole, DeskMap>();

// One for each console: it outlives the components that show it.
export function desk_map(desk: DeskConsole): DeskMap {
    let map = made.get(desk);
    if (!map) made.set(desk, (map = new DeskMap(desk)));
    return map;
}
