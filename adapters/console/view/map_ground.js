// The ground of the map from GeoJSON: districts, water, green, roads. Paths are built once, in units
// that keep their precision at every zoom, and drawn by transform.
import { to_world } from "../model/geo.js";

const unit = 2 ** 20; // path units per world unit

const kinds = {
    district: "district",
    area: "district",
    boundary: "district",
    water: "water",
    river: "water",
    canal: "water",
    lake: "water",
    green: "green",
    park: "green",
    road: "road",
    street: "road",
    highway: "road",
    bridge: "road",
};

export class MapGround {
    #paths = new Map(); // kind -> {fill: Path2D, line: Path2D}
    #labels = [];
    #origin = null;
    corners = []; // world coordinates that a view of everything must hold

    constructor(geojson) {
        for (const feature of geojson?.features ?? []) this.#add(feature);
    }

    #add({ geometry, properties = {} }) {
        if (!geometry) return;
        const kind = kinds[properties.kind ?? properties.type ?? properties.class] ?? "road";
        if (!this.#paths.has(kind)) {
            this.#paths.set(kind, { fill: new Path2D(), line: new Path2D() });
        }
        const { fill, line } = this.#paths.get(kind);
        const { type, coordinates } = geometry;
        if (type === "Polygon") this.#rings(fill, coordinates, true);
        else if (type === "MultiPolygon") coordinates.forEach((p) => this.#rings(fill, p, true));
        else if (type === "LineString") this.#rings(line, [coordinates], false);
        else if (type === "MultiLineString") this.#rings(line, coordinates, false);
        if (kind === "district") this.#label(type, coordinates, properties);
    }

    #rings(path, rings, closed) {
        for (const ring of rings) {
            ring.forEach(([lon, lat], n) => {
                const world = to_world({ lat, lon });
                this.#origin ??= world;
                const x = (world.x - this.#origin.x) * unit;
                const y = (world.y - this.#origin.y) * unit;
                if (n === 0) path.moveTo(x, y);
                else path.lineTo(x, y);
                this.#stretch(world);
            });
            if (closed) path.closePath();
        }
    }

    #stretch(w) {
        if (this.corners.length === 0) this.corners = [{ ...w }, { ...w }];
        const [low, high] = this.corners;
        low.x = Math.min(low.x, w.x);
        low.y = Math.min(low.y, w.y);
        high.x = Math.max(high.x, w.x);
        high.y = Math.max(high.y, w.y);
    }

    #label(type, coordinates, properties) {
        const ring = type === "Polygon" ? coordinates[0] : coordinates[0]?.[0];
        if (!Array.isArray(ring?.[0])) return;
        const lon = ring.reduce((sum, c) => sum + c[0], 0) / ring.length;
        const lat = ring.reduce((sum, c) => sum + c[1], 0) / ring.length;
        const en = properties.name_en ?? properties.name ?? "";
        this.#labels.push({ at: to_world({ lat, lon }), zh: properties.name_zh ?? en, en });
    }

    draw(context, view, colours, dpr, language) {
        if (!this.#origin) return draw_grid(context, view, colours, dpr);
        const k = (view.scale / unit) * dpr;
        const at = view.to_screen(this.#origin);
        context.setTransform(k, 0, 0, k, at.x * dpr, at.y * dpr);
        const px = dpr / k;
        const wide = Math.min(4, Math.max(0.6, view.scale / 4_000_000));
        const line = (kind, colour, width) => {
            const paths = this.#paths.get(kind);
            if (!paths) return;
            context.strokeStyle = colour;
            context.lineWidth = width * px;
            context.lineJoin = context.lineCap = "round";
            context.stroke(paths.line);
        };
        const fill = (kind, colour) => {
            const paths = this.#paths.get(kind);
            if (!paths) return;
            context.fillStyle = colour;
            context.fill(paths.fill);
        };
        fill("green", colours.green);
        fill("water", colours.water);
        line("water", colours.water, Math.max(4, wide * 5));
        line("road", colours.road_edge, wide + 1.5);
        line("road", colours.road, wide);
        fill("road", colours.road);
        const districts = this.#paths.get("district");
        if (districts) {
            context.strokeStyle = colours.district;
            context.lineWidth = 1.2 * px;
            context.setLineDash([5 * px, 4 * px]);
            context.stroke(districts.fill);
            context.setLineDash([]);
        }
        context.setTransform(dpr, 0, 0, dpr, 0, 0);
        context.font = `600 12px ${colours.font}`;
        context.textAlign = "center";
        context.lineWidth = 3;
        for (const label of this.#labels) {
            const { x, y } = view.to_screen(label.at);
            const text = language === "en" ? label.en : label.zh;
            context.strokeStyle = colours.halo;
            context.strokeText(text, x, y);
            context.fillStyle = colours.text;
            context.fillText(text, x, y);
        }
    }
}

// Without a map: a grid, so that movement and scale can be seen.
function draw_grid(context, view, colours, dpr) {
    context.setTransform(dpr, 0, 0, dpr, 0, 0);
    context.strokeStyle = colours.district;
    context.globalAlpha = 0.5;
    context.lineWidth = 1;
    const step = 2 ** Math.round(Math.log2(120 / view.scale));
    const from = view.to_world(0, 0);
    const to = view.to_world(view.width, view.height);
    context.beginPath();
    for (let x = Math.ceil(from.x / step) * step; x < to.x; x += step) {
        const sx = Math.round(view.to_screen({ x, y: 0 }).x) + 0.5;
        context.moveTo(sx, 0);
        context.lineTo(sx, view.height);
    }
    for (let y = Math.ceil(from.y / step) * step; y < to.y; y += step) {
        const sy = Math.round(view.to_screen({ x: 0, y }).y) + 0.5;
        context.moveTo(0, sy);
        context.lineTo(view.width, sy);
    }
    context.stroke();
    context.globalAlpha = 1;
}
