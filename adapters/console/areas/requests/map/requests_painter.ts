// Open requests on the map, above all else: the most urgent last, so that nothing covers them. In each
// stands its class, so that it is told from a responder without its colour. Near by each has its number.
import { is_within, to_map } from "@/shell/map/geo.ts";
import type { Spot } from "@/shell/map/geo.ts";
import { Labels } from "@/shell/map/labels.ts";
import { px_x, px_y } from "@/shell/map/marks_layer.ts";
import type { Frame, Hit, Painter } from "@/shell/map/marks_layer.ts";
import { palette } from "@/shell/map/palette.ts";
import { Sprites, shape_sprite, stamp } from "@/shell/map/sprites.ts";
import { class_shapes } from "@/shell/parts/marks.tsx";
import type { EntityStore } from "@/shell/store/entity_store.ts";
import type { Request, Urgency } from "muster/schema";
import { is_open } from "../derive.ts";

const sizes: Record<Urgency, number> = { P0: 22, P1: 21, P2: 20, P3: 16, P4: 16 };
const sign_middle: Record<Urgency, number> = { P0: 8.5, P1: 10.5, P2: 8.5, P3: 8.7, P4: 8.5 };
// Some 1:50,000, as map units per pixel.
const numbered_from = 16;
const most_numbered = 80;
const ring_px = 17;

export interface PlacedRequest extends Spot {
    request: Request;
}

export class RequestsPainter implements Painter {
    readonly #store: EntityStore;
    readonly #emphasis: () => { open: number; hovered: number };
    readonly #sprites = new Sprites();
    #placed: PlacedRequest[] = []; // least urgent first

    constructor(store: EntityStore, emphasis: () => { open: number; hovered: number }) {
        this.#store = store;
        this.#emphasis = emphasis;
    }

    update(): void {
        const { open } = this.#emphasis();
        this.#placed = [];
        for (const request of this.#store.all<Request>("requests").values()) {
            if (!request.place || !(is_open(request) || request.id === open)) continue;
            this.#placed.push({ request, ...to_map(request.place) });
        }
        this.#placed.sort((a, b) =>
            a.request.urgency === b.request.urgency
                ? b.request.id - a.request.id
                : a.request.urgency < b.request.urgency
                  ? 1
                  : -1,
        );
    }

    placed(): readonly PlacedRequest[] {
        return this.#placed;
    }

    draw(frame: Frame): void {
        const { context, dpr, extent, resolution } = frame;
        const { open, hovered } = this.#emphasis();
        const shown = this.#placed.filter((at) => is_within(at, extent, 12 * resolution));
        const numbered = resolution <= numbered_from && shown.length <= most_numbered;
        const numbers = new Labels(context, 12, 700);
        // From the most urgent on: where two numbers would lie over each other it has its place.
        for (const { request, x, y } of [...shown].reverse()) {
            const { id, urgency } = request;
            const always = id === open || id === hovered;
            if (!numbered && !always) continue;
            const beside = id === open ? ring_px + 4 : sizes[urgency] / 2 + 4;
            const left = px_x(frame, x) + beside;
            numbers.draw(`#${id}`, left, px_y(frame, y) + 4, colour_of(urgency), always);
        }
        for (const { request, x, y } of shown) {
            const { id, urgency } = request;
            const sprite = this.#sprites.get(urgency, dpr, () =>
                shape_sprite(class_shapes[urgency] ?? "", colour_of(urgency), sizes[urgency], dpr, {
                    text: urgency.slice(1),
                    colour: palette.get(`${urgency.toLowerCase()}-text`),
                    y: sign_middle[urgency],
                }),
            );
            if (id === open) big_ring(context, px_x(frame, x), px_y(frame, y));
            stamp(context, sprite, px_x(frame, x), px_y(frame, y), dpr);
        }
    }

    hit(frame: Frame, x: number, y: number, within: number): Hit | null {
        let best: Hit | null = null;
        for (const { request, x: at_x, y: at_y } of this.#placed) {
            const px = Math.hypot(px_x(frame, at_x) - x, px_y(frame, at_y) - y);
            if (px > within || (best && px > best.px)) continue;
            best = { kind: "request", id: request.id, x: at_x, y: at_y, px };
        }
        return best;
    }
}

const colour_of = (urgency: Urgency): string => palette.get(urgency.toLowerCase());

function big_ring(context: CanvasRenderingContext2D, x: number, y: number): void {
    context.beginPath();
    context.arc(x, y, ring_px, 0, 2 * Math.PI);
    context.lineWidth = 6;
    context.strokeStyle = palette.get("map-halo");
    context.stroke();
    context.lineWidth = 3;
    context.strokeStyle = palette.get("accent");
    context.stroke();
}
