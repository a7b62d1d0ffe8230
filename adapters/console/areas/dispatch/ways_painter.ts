// Ways on the map: along roads as a full line, where only the direction is known as a broken one.
import { px_x, px_y } from "@/shell/map/marks_layer.ts";
import type { Frame, Painter } from "@/shell/map/marks_layer.ts";
import { palette } from "@/shell/map/palette.ts";
import type { Ways } from "./ways.ts";

export class WaysPainter implements Painter {
    readonly #ways: Ways;

    constructor(ways: Ways) {
        this.#ways = ways;
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
    }
}
