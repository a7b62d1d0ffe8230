// Each mark drawn once per size, colour and theme, and then only copied: thousands stay quick.
import { palette } from "./palette.ts";

export interface Sprite {
    canvas: HTMLCanvasElement;
    width: number; // in CSS pixels
    height: number;
}

const most_kept = 2_000;

export class Sprites {
    readonly #made = new Map<string, Sprite>();
    #of = -1;

    get(key: string, dpr: number, make: (dpr: number) => Sprite): Sprite {
        if (this.#of !== palette.version || this.#made.size > most_kept) {
            this.#made.clear();
            this.#of = palette.version;
        }
        const full_key = `${key} ${dpr}`;
        let sprite = this.#made.get(full_key);
        if (!sprite) this.#made.set(full_key, (sprite = make(dpr)));
        return sprite;
    }
}

export function new_sprite(
    width: number,
    height: number,
    dpr: number,
    draw: (context: CanvasRenderingContext2D) => void,
): Sprite {
    const canvas = document.createElement("canvas");
    canvas.width = Math.ceil(width * dpr);
    canvas.height = Math.ceil(height * dpr);
    const context = canvas.getContext("2d");
    if (context) {
        context.scale(dpr, dpr);
        draw(context);
    }
    return { canvas, width, height };
}

// What stands in a shape.
export interface Sign {
    text: string;
    colour: string;
    y: number; // its middle, on the grid of the shape
}

// A shape of the 16 x 16 grid with a rim that sets it off from whatever lies below.
export function shape_sprite(
    shape: string,
    colour: string,
    size: number,
    dpr: number,
    sign?: Sign,
): Sprite {
    const full = size + 5;
    return new_sprite(full, full, dpr, (context) => {
        context.translate(2.5, 2.5);
        context.scale(size / 16, size / 16);
        const path = new Path2D(shape);
        context.lineWidth = (4 * 16) / size;
        context.lineJoin = "round";
        context.strokeStyle = palette.get("map-halo");
        context.stroke(path);
        context.fillStyle = colour;
        context.fill(path, "evenodd");
        if (!sign) return;
        context.font = palette.font(10, 700);
        context.textAlign = "center";
        context.textBaseline = "middle";
        context.fillStyle = sign.colour;
        context.fillText(sign.text, 8, sign.y);
    });
}

// With its middle at (x, y), on whole pixels of the screen so that it is not blurred.
export function stamp(
    context: CanvasRenderingContext2D,
    { canvas, width, height }: Sprite,
    x: number,
    y: number,
    dpr: number,
): void {
    const left = Math.round((x - width / 2) * dpr) / dpr;
    const top = Math.round((y - height / 2) * dpr) / dpr;
    context.drawImage(canvas, left, top, width, height);
}

// A text with a rim, readable over anything.
export function draw_text(
    context: CanvasRenderingContext2D,
    text: string,
    x: number,
    y: number,
    colour: string,
): void {
    context.lineJoin = "round";
    context.lineWidth = 3.5;
    context.strokeStyle = palette.get("map-halo");
    context.strokeText(text, x, y);
    context.fillStyle = colour;
    context.fillText(text, x, y);
}
