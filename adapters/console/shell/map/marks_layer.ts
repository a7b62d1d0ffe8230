// What lives on the map, in one canvas above the ground: painters draw into it, at most five times a
// second for what changed by itself, and with each frame of the map while that moves. The ground is
// not drawn again for a unit that moved.
import Layer from "ol/layer/Layer.js";
import type { FrameState } from "ol/Map.js";
import type { Extent, Spot } from "./geo.ts";

const most_dpr = 2;
const shifted_ms = 120;

export interface Frame {
    context: CanvasRenderingContext2D;
    width: number; // in CSS pixels (larger ones where marks are magnified), as all that is drawn
    height: number;
    dpr: number;
    resolution: number; // map units per pixel
    extent: Extent;
}

export const px_x = (frame: Frame, x: number): number => (x - frame.extent[0]) / frame.resolution;
export const px_y = (frame: Frame, y: number): number => (frame.extent[3] - y) / frame.resolution;

export interface Hit extends Spot {
    kind: string;
    id: number;
    px: number; // how far from the pointer
}

export interface Painter {
    draw(frame: Frame): void;
    // What is drawn nearest to this pixel, if it is at most `within` pixels away.
    hit?(frame: Frame, x: number, y: number, within: number): Hit | null;
}

export class MarksLayer extends Layer {
    readonly #canvas = document.createElement("canvas");
    readonly #painters: readonly Painter[];
    readonly #magnify: number;
    #frame: Frame | null = null; // where the map is
    #drawn: Frame | null = null; // where it was when the canvas was drawn
    #drawn_at = 0;

    // magnify: how much larger all marks are drawn, for a screen that is seen from afar.
    constructor(painters: readonly Painter[], magnify = 1) {
        super({});
        this.#painters = painters;
        this.#magnify = magnify;
        this.#canvas.className = "map-marks";
        this.#canvas.setAttribute("aria-hidden", "true");
    }

    // As the map draws itself.
    override render({ size, extent, viewState, viewHints }: FrameState): HTMLElement | null {
        const [width, height] = size;
        const context = this.#canvas.getContext("2d");
        if (!width || !height || !extent || !context) return null;
        const dpr = Math.min(most_dpr, window.devicePixelRatio || 1);
        const [across, down] = [Math.round(width * dpr), Math.round(height * dpr)];
        // Setting a size empties a canvas, even when it is the same.
        if (this.#canvas.width !== across || this.#canvas.height !== down) {
            this.#canvas.width = across;
            this.#canvas.height = down;
            this.#drawn = null;
        }
        const by = this.#magnify;
        this.#frame = {
            context,
            width: width / by,
            height: height / by,
            dpr: dpr * by,
            resolution: viewState.resolution * by,
            extent: extent as Extent,
        };
        // While it moves the last drawing is shifted along, and made anew only now and then.
        const moves = viewHints.some((hint) => hint > 0);
        const drawn = this.#drawn;
        if (moves && drawn && performance.now() < this.#drawn_at + shifted_ms) {
            this.#shift(drawn, this.#frame);
        } else this.redraw();
        return this.#canvas;
    }

    #shift(from: Frame, to: Frame): void {
        const by = from.resolution / to.resolution;
        const x = px_x(to, from.extent[0]) * this.#magnify;
        const y = px_y(to, from.extent[3]) * this.#magnify;
        this.#canvas.style.transform = `translate(${x}px, ${y}px) scale(${by})`;
    }

    // Where the map is, with what is on it now.
    redraw(): void {
        const frame = this.#frame;
        if (!frame) return;
        this.#drawn = frame;
        this.#drawn_at = performance.now();
        this.#canvas.style.transform = "";
        const { context, width, height, dpr } = frame;
        context.setTransform(dpr, 0, 0, dpr, 0, 0);
        context.clearRect(0, 0, width, height);
        for (const painter of this.#painters) painter.draw(frame);
    }

    // The topmost painter's first: what lies above is what is meant.
    hit(x: number, y: number, within: number): Hit | null {
        const frame = this.#frame;
        if (!frame) return null;
        let best: Hit | null = null;
        for (const painter of [...this.#painters].reverse()) {
            const found = painter.hit?.(frame, x / this.#magnify, y / this.#magnify, within);
            if (found && (!best || found.px < best.px - within / 2)) best = found;
        }
        return best;
    }

    get frame(): Frame | null {
        return this.#frame;
    }
}
