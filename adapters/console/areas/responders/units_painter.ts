// Responders on the map: single marks while there are few in sight and they have room, else how many are free of how
// many in each cell.
import { is_within } from "@/shell/map/geo.ts";
import { Labels } from "@/shell/map/labels.ts";
import { px_x, px_y } from "@/shell/map/marks_layer.ts";
import type { Frame, Hit, Painter } from "@/shell/map/marks_layer.ts";
import { palette } from "@/shell/map/palette.ts";
import { Sprites, new_sprite, shape_sprite, stamp } from "@/shell/map/sprites.ts";
import type { Sprite } from "@/shell/map/sprites.ts";
import { duty_shapes } from "@/shell/parts/marks.tsx";
import type { ResponderStatus } from "muster/schema";
import { cells_of } from "./cells.ts";
import type { Cell } from "./cells.ts";
import { duty_colour, duty_rank } from "./duty.ts";
import type { Unit, Units } from "./units.ts";

const most_single = 1_500;
const cell_px = 44;
const most_in_cell = 5; // on the average: more of them would hide each other
// So near that neighbours do not hide each other, as map units per pixel.
const named_from = 2.5;
const most_named = 60;
const ring_px = 11;

const mark_px = (status: ResponderStatus): number =>
    status === "off_duty" || status === "out_of_service" ? 9 : 12;

// What is pointed out among them.
export interface Emphasis {
    picked: number;
    hovered: number;
    candidates: readonly number[];
}

export class UnitsPainter implements Painter {
    readonly #units: Units;
    readonly #emphasis: () => Emphasis;
    readonly #sprites = new Sprites();
    #shown: Unit[] = [];
    #cells: Cell[] = [];
    #pointed: Unit[] = [];

    constructor(units: Units, emphasis: () => Emphasis) {
        this.#units = units;
        this.#emphasis = emphasis;
    }

    draw(frame: Frame): void {
        const { extent, resolution } = frame;
        const margin = 10 * resolution;
        this.#shown = [];
        for (const unit of this.#units.all()) {
            if (is_within(unit, extent, margin)) this.#shown.push(unit);
        }
        const cells = cells_of(this.#shown, cell_px * resolution);
        const single =
            this.#shown.length <= most_single && this.#shown.length <= most_in_cell * cells.length;
        this.#cells = single ? [] : cells;
        if (single) {
            // Who can be sent lies above those who cannot.
            this.#shown.sort((a, b) => rank(b) - rank(a));
            for (const unit of this.#shown) this.#mark(frame, unit);
        } else for (const cell of this.#cells) this.#cell(frame, cell);
        this.#point_out(frame, single);
    }

    #mark(frame: Frame, unit: Unit): void {
        const { status } = unit.responder;
        const sprite = this.#sprites.get(status, frame.dpr, (dpr) =>
            shape_sprite(
                duty_shapes[status] ?? "",
                palette.get(duty_colour[status]),
                mark_px(status),
                dpr,
            ),
        );
        stamp(frame.context, sprite, px_x(frame, unit.x), px_y(frame, unit.y), frame.dpr);
    }

    #cell(frame: Frame, cell: Cell): void {
        const one = this.#shown[cell.one];
        if (cell.count === 1 && one) return this.#mark(frame, one);
        const { free, count } = cell;
        const sprite = this.#sprites.get(`${free}/${count}`, frame.dpr, (dpr) =>
            cell_sprite(free, count, dpr),
        );
        stamp(frame.context, sprite, px_x(frame, cell.x), px_y(frame, cell.y), frame.dpr);
    }

    // The picked one, whoever the pointer is over, and the candidates, by name.
    #point_out(frame: Frame, single: boolean): void {
        const { picked, hovered, candidates } = this.#emphasis();
        const { context, resolution } = frame;
        const labels = new Labels(context, 12, 600);
        const named = new Set<number>([picked, ...candidates]);
        if (hovered) named.add(hovered);
        if (single && resolution <= named_from && this.#shown.length <= most_named) {
            for (const unit of this.#shown) named.add(unit.responder.id);
        }
        this.#pointed = [...named].flatMap((id) => this.#units.get(id) ?? []);
        const seen = this.#pointed.filter((unit) => is_within(unit, frame.extent));
        for (const unit of seen) {
            const { id } = unit.responder;
            if (!single) this.#mark(frame, unit);
            const place = candidates.indexOf(id);
            if (id !== picked && place < 0) continue;
            ring(context, px_x(frame, unit.x), px_y(frame, unit.y), place === 0 || id === picked);
        }
        for (const unit of seen) {
            const { id, profile } = unit.responder;
            const place = candidates.indexOf(id);
            const name = profile.name || `#${id}`;
            const text = place >= 0 ? `${place + 1} ${name}` : name;
            const must = place >= 0 || id === picked || id === hovered;
            const [x, y] = [px_x(frame, unit.x), px_y(frame, unit.y) - 13];
            labels.draw_centred(text, x, y, palette.get("text"), must);
        }
    }

    hit(frame: Frame, x: number, y: number, within: number): Hit | null {
        let best: Hit | null = null;
        for (const { x: at_x, y: at_y, count, one } of this.#cells) {
            if (count === 1) continue;
            const px = Math.hypot(px_x(frame, at_x) - x, px_y(frame, at_y) - y);
            if (px <= within && (!best || px < best.px)) {
                best = { kind: "cell", id: this.#shown[one]?.responder.id ?? 0, x: at_x, y: at_y, px };
            }
        }
        const alone = this.#cells.length === 0 ? this.#shown : this.#alone();
        for (const unit of alone) {
            const px = Math.hypot(px_x(frame, unit.x) - x, px_y(frame, unit.y) - y);
            if (px > within || (best && px >= best.px)) continue;
            best = { kind: "responder", id: unit.responder.id, x: unit.x, y: unit.y, px };
        }
        return best;
    }

    // Who has a mark of his own beside the counts.
    #alone(): Unit[] {
        const ones = this.#cells.filter(({ count }) => count === 1);
        return [...this.#pointed, ...ones.flatMap(({ one }) => this.#shown[one] ?? [])];
    }
}

const rank = ({ responder }: Unit): number => duty_rank[responder.status] ?? 0;

// A ring that is told from its neighbours: the first choice's is full, the others' are broken.
function ring(context: CanvasRenderingContext2D, x: number, y: number, strong: boolean): void {
    context.beginPath();
    context.arc(x, y, ring_px, 0, 2 * Math.PI);
    context.setLineDash([]);
    context.lineWidth = 5;
    context.strokeStyle = palette.get("map-halo");
    context.stroke();
    if (!strong) context.setLineDash([4, 3]);
    context.lineWidth = 2.5;
    context.strokeStyle = palette.get("accent");
    context.stroke();
    context.setLineDash([]);
}

// "7/12": how many are free of how many, and the same as a bar.
function cell_sprite(free: number, count: number, dpr: number): Sprite {
    const [width, height] = [40, 24];
    return new_sprite(width, height, dpr, (context) => {
        context.beginPath();
        context.roundRect(1, 1, width - 2, height - 2, 6);
        context.fillStyle = palette.get("panel");
        context.globalAlpha = 0.94;
        context.fill();
        context.globalAlpha = 1;
        context.strokeStyle = palette.get("control-line");
        context.lineWidth = 1;
        context.stroke();
        const [left, long] = [5, width - 10];
        const part = (long * free) / count;
        context.fillStyle = palette.get("busy");
        context.fillRect(left, height - 7, long, 3);
        context.fillStyle = palette.get("free");
        context.fillRect(left, height - 7, part, 3);
        const text = `${free}/${count}`;
        context.font = palette.font(text.length > 5 ? 10 : 11, 600);
        context.textAlign = "center";
        context.fillStyle = palette.get("text");
        context.fillText(text, width / 2, 13, width - 6); // narrower where it is long
    });
}
