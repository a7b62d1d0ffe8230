// The ways of those who are on the way to a request, along the roads as the engine would send them;
// where it does not tell them, straight lines that say no more than where to.
import type { Console } from "@/shell/console.ts";
import { to_map } from "@/shell/map/geo.ts";
import type { Spot } from "@/shell/map/geo.ts";
import { as_problem } from "@/shell/net/problem.ts";
import { Changing } from "@/shell/store/changing.ts";
import type { Point, Request } from "muster/schema";

const read_again_ms = 15_000; // they move

export interface Way {
    responder: number;
    straight: boolean;
    line: Spot[];
}

// As GET /v1/requests/{id}/ways tells them.
interface WayOfSlot {
    responder: number;
    straight: boolean;
    line: { coordinates: [number, number][] } | null;
}

const bound = (request: Request): number[] =>
    (request.slots ?? [])
        .filter(({ responder, status }) => responder && status !== "on_scene" && status !== "served" && status !== "dropped")
        .map(({ responder }) => responder);

const signature = (request: Request): string =>
    JSON.stringify([request.id, request.place, bound(request)]);

export class Ways extends Changing {
    readonly #console: Console;
    readonly #place_of: (responder: number) => Point | undefined;
    #request: Request | undefined;
    #of = "";
    #told: Way[] | null = null; // null = the engine does not say
    #timer = 0;
    #reading = 0;

    constructor(console: Console, place_of: (responder: number) => Point | undefined) {
        super();
        this.#console = console;
        this.#place_of = place_of;
    }

    // The request that is looked at, as it is now; undefined = none.
    follow(request: Request | undefined): void {
        this.#request = request;
        const of = request ? signature(request) : "";
        if (of === this.#of) return;
        this.#of = of;
        this.#told = null;
        this.#read();
        this.changed();
    }

    all(): Way[] {
        const { place } = this.#request ?? {};
        if (!this.#request || !place) return [];
        if (this.#told) return this.#told;
        return bound(this.#request).flatMap((responder) => {
            const from = this.#place_of(responder);
            return from ? [{ responder, straight: true, line: [to_map(from), to_map(place)] }] : [];
        });
    }

    #read(): void {
        window.clearTimeout(this.#timer);
        const request = this.#request;
        const mine = ++this.#reading;
        if (!request || bound(request).length === 0) return;
        this.#console.api
            .get<{ ways: WayOfSlot[] }>(`/v1/requests/${request.id}/ways`)
            .then(({ ways }) => {
                if (mine !== this.#reading) return;
                this.#told = ways.flatMap(({ responder, straight, line }) =>
                    line
                        ? [{ responder, straight, line: line.coordinates.map(([lon, lat]) => to_map({ lat, lon })) }]
                        : [],
                );
                this.#timer = window.setTimeout(() => this.#read(), read_again_ms);
                this.changed();
            })
            // No road file, or not for these eyes: straight lines. An old way is not shown as the present.
            .catch((error: unknown) => {
                if (mine !== this.#reading) return;
                this.#told = null;
                this.changed();
                if (as_problem(error).unknown_outcome) {
                    this.#timer = window.setTimeout(() => this.#read(), read_again_ms);
                }
            });
    }
}
