// Ways on the map: along roads as a full line, where only the direction is known as a broken one.
import { px_x, px_y } from "@/shell/map/marks_layer.ts";
import type { Frame, Painter } from "@/shell/map/marks_layer.ts";
import { palette } from "@/shell/map/palette.ts";
import { draw_text } from "@/shell/map/sprites.ts";
import { edge_spot } from "./edge_spot.ts";
import type { Way, Ways } from "./ways.ts";

export class WaysPainter implements Painter {
    readonly #ways: Ways;
    readonly #name_of: (responder: number) => string;

    constructor(ways: Ways, name_of: (responder: number) => string) {
        this.#ways = ways;
        this.#name_of = name_of;
    }

    draw(frame: Frame): void {
        const { context } = frame;
        context.lineJoin = context.lineCap = "round";
        for (const { line, straight } of this.#ways.all()) {
            const path = new Path2D();
            line.forEach(({ x, y }, n) => {
                if (n === 0) path.moveTo(px_x(frame, x), px_y(frame, y));
                else path.lineTo(px_x(frame, x), px_y(frame, y));
            });
            context.setLineDash([]);
            context.lineWidth = straight ? 4 : 7;
            context.strokeStyle = palette.get("map-halo");
            context.stroke(path);
            context.setLineDash(straight ? [7, 6] : []);
            context.lineWidth = straight ? 2 : 4;
            context.strokeStyle = palette.get("accent");
            context.stroke(path);
        }
        context.setLineDash([]);
        for (const way of this.#ways.all()) this.#name_at_edge(frame, way);
    }

    // Who comes from beyond the edge stands where his way comes in.
    #name_at_edge(frame: Frame, { responder, line }: Way): void {
        const [from] = line;
        const to = line.at(-1);
        if (!from || !to) return;
        const { context, width, height } = frame;
        const at = edge_spot(
            { x: px_x(frame, from.x), y: px_y(frame, from.y) },
            { x: px_x(frame, to.x), y: px_y(frame, to.y) },
            { width, height },
        );
        if (!at) return;
        context.font = palette.font(12, 600);
        context.textAlign = at.x < width / 4 ? "left" : at.x > (width * 3) / 4 ? "right" : "center";
        draw_text(context, this.#name_of(responder), at.x, at.y, palette.get("accent"));
    }
}
