// Texts on the map that do not lie over each other: what is placed first has its place.
import { palette } from "./palette.ts";
import { draw_text } from "./sprites.ts";

const line_px = 14;
const most_shifts = 6;

interface Box {
    left: number;
    right: number;
    y: number;
}

export class Labels {
    readonly #context: CanvasRenderingContext2D;
    readonly #taken: Box[] = [];

    constructor(context: CanvasRenderingContext2D, px: number, weight: number) {
        this.#context = context;
        context.font = palette.font(px, weight);
        context.textAlign = "left";
    }

    // Beginning at x. `must`: it is moved up to where there is room; else it is left out.
    draw(text: string, x: number, y: number, colour: string, must = false): void {
        const width = this.#context.measureText(text).width;
        let box: Box = { left: x, right: x + width, y };
        for (let shift = 0; must && shift < most_shifts && this.#hits(box); shift++) {
            box = { ...box, y: box.y - line_px };
        }
        if (!must && this.#hits(box)) return;
        this.#taken.push(box);
        draw_text(this.#context, text, box.left, box.y, colour);
    }

    // With its middle at x.
    draw_centred(text: string, x: number, y: number, colour: string, must = false): void {
        this.draw(text, x - this.#context.measureText(text).width / 2, y, colour, must);
    }

    #hits(box: Box): boolean {
        return this.#taken.some(
            (taken) =>
                Math.abs(taken.y - box.y) < line_px &&
                box.left < taken.right &&
                box.right > taken.left,
        );
    }
}
