// How the ground looks, by kind, zoom, theme and language: quiet, so that requests and people stand
// out. Kinds are those of GET /v1/map and of the tiles (GET /v1/tiles).
import type { FeatureLike } from "ol/Feature.js";
import type { StyleFunction } from "ol/style/Style.js";
import Fill from "ol/style/Fill.js";
import Stroke from "ol/style/Stroke.js";
import Style from "ol/style/Style.js";
import Text from "ol/style/Text.js";
import Circle from "ol/style/Circle.js";
import { chosen } from "../words/words.ts";
import { palette } from "./palette.ts";

// Of the smallest zoom at which a road has its name, and its width in pixels at zoom 14.
const roads: Record<string, { width: number; name_from: number; rank: number }> = {
    motorway: { width: 4.5, name_from: 12, rank: 9 },
    trunk: { width: 4, name_from: 12, rank: 8 },
    primary: { width: 3.5, name_from: 13, rank: 7 },
    secondary: { width: 3, name_from: 13.5, rank: 6 },
    tertiary: { width: 2.4, name_from: 14.5, rank: 5 },
    unclassified: { width: 1.8, name_from: 15, rank: 4 },
    residential: { width: 1.6, name_from: 15.5, rank: 4 },
    living_street: { width: 1.6, name_from: 15.5, rank: 3 },
    unknown: { width: 1.8, name_from: 15, rank: 3 },
    service: { width: 1, name_from: 16.5, rank: 2 },
    track: { width: 0.8, name_from: 17, rank: 2 },
};
const walked = { width: 0.8, name_from: 17, rank: 1 };

// {from: the smallest zoom at which a place is named, px: the size of its name}
const places: Record<string, { from: number; px: number; dot?: boolean }> = {
    district: { from: 0, px: 13 },
    city: { from: 0, px: 14 },
    town: { from: 9, px: 13 },
    suburb: { from: 12, px: 12 },
    village: { from: 12, px: 12 },
    hamlet: { from: 14, px: 11 },
    locality: { from: 14.5, px: 11 },
    hospital: { from: 13, px: 11, dot: true },
    emergency_post: { from: 13.5, px: 11, dot: true },
    town_hall: { from: 14, px: 11, dot: true },
    station: { from: 12.5, px: 11, dot: true },
    community: { from: 13.5, px: 11 },
    bridge: { from: 14, px: 10 },
};

export const zoom_of = (resolution: number): number => Math.log2(156_543.033928 / resolution);

function name_of(feature: FeatureLike): string {
    const own = (feature.get("name") as string | undefined) ?? "";
    const other = feature.get(chosen.language === "en" ? "name_en" : "name_zh") as string | undefined;
    return other || own || (feature.get("name_zh") ?? feature.get("name_en") ?? "");
}

// Styles are made once per look; the versions say when those no longer count.
class Made {
    readonly #made = new Map<string, Style>();
    #of = "";

    get(key: string, make: () => Style): Style {
        const of = `${palette.version} ${chosen.language}`;
        if (of !== this.#of) this.#made.clear();
        this.#of = of;
        let style = this.#made.get(key);
        if (!style) this.#made.set(key, (style = make()));
        return style;
    }
}
const made = new Made();

const fill = (colour: string): Style =>
    made.get(`fill ${colour}`, () => new Style({ fill: new Fill({ color: palette.get(colour) }), zIndex: 0 }));

function line(colour: string, width: number, z: number, dash?: number[]): Style {
    return made.get(`line ${colour} ${width} ${z} ${dash}`, () => {
        const stroke = new Stroke({
            color: palette.get(colour),
            width,
            lineCap: dash ? "butt" : "round",
            lineJoin: "round",
            lineDash: dash,
        });
        return new Style({ stroke, zIndex: z });
    });
}

// Names are made for each: a text belongs to its style.
function named(text: string, px: number, options: { line?: boolean; dot?: boolean; z: number }): Style {
    return made.get(`name ${text} ${px} ${options.line}`, () => {
        const dot = new Circle({
            radius: 3,
            fill: new Fill({ color: palette.get("map-text") }),
            stroke: new Stroke({ color: palette.get("map-halo"), width: 1.5 }),
        });
        return new Style({
            image: options.dot ? dot : undefined,
            text: new Text({
                text,
                font: palette.font(px, options.z >= 12 ? 600 : 400),
                placement: options.line ? "line" : "point",
                offsetY: options.dot ? -10 : 0,
                overflow: false,
                fill: new Fill({ color: palette.get("map-text") }),
                // Along a line each letter is drawn by itself: a wide rim would cut its neighbour.
                stroke: new Stroke({ color: palette.get("map-halo"), width: options.line ? 2 : 3 }),
            }),
            zIndex: options.z,
        });
    });
}

// Half a pixel is as fine as it gets: fewer styles.
const halves = (n: number): number => Math.max(0.5, Math.round(n * 2) / 2);

function road(feature: FeatureLike, kind: string, zoom: number): Style[] {
    const { width, name_from, rank } = roads[kind] ?? walked;
    const shown = halves(Math.min(14, width * 1.45 ** (zoom - 14)));
    const styles: Style[] = [];
    if (shown >= 2) styles.push(line("map-road-edge", shown + 1.5, rank));
    styles.push(line(shown < 2 ? "map-road-edge" : "map-road", shown, rank + 0.5));
    const name = zoom >= name_from ? name_of(feature) : "";
    if (name) styles.push(named(name, 11, { line: true, z: rank }));
    return styles;
}

function place(feature: FeatureLike, kind: string, zoom: number): Style[] {
    const look = places[kind];
    if (!look || zoom < look.from) return [];
    const name = name_of(feature);
    return name ? [named(name, look.px, { dot: look.dot, z: look.px })] : [];
}

// Of a feature of GET /v1/map. `roads_too`: false where the tiles have them.
export const ground_style =
    (roads_too: () => boolean): StyleFunction =>
    (feature, resolution) => {
        const kind = feature.get("kind") as string;
        const zoom = zoom_of(resolution);
        const is_area = feature.getGeometry()?.getType().includes("Polygon") ?? false;
        switch (kind) {
            case "district":
                return [line("map-district", 1.5, 10, [6, 5]), ...place(feature, kind, zoom)];
            case "water":
                if (!roads_too() && !is_area) return [];
                return [is_area ? fill("map-water") : line("map-water", feature.get("water") === "river" ? 7 : 3.5, 0.5)];
            case "park":
            case "green":
                return [fill("map-green")];
            case "road":
                return roads_too() ? road(feature, (feature.get("road") as string) ?? "primary", Math.max(zoom, 12)) : [];
            default:
                return place(feature, kind, zoom);
        }
    };

// Of a feature of a tile.
export const tile_style: StyleFunction = (feature, resolution) => {
    const kind = feature.get("kind") as string;
    const zoom = zoom_of(resolution);
    switch (feature.get("layer")) {
        case "roads":
            return road(feature, kind, zoom);
        case "water":
            if (kind === "island") return fill("map-land");
            if (kind === "area") return fill("map-water");
            return line("map-water", halves(kind === "brook" ? 1 : 1.6 ** (zoom - 12)), 0.5);
        default:
            return place(feature, kind, zoom);
    }
};
