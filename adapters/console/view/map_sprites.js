// Each mark of the map drawn once per size and palette, then only copied: thousands stay quick.
import { class_shapes } from "./icons.js";
import { duty_shapes } from "./marks.js";

export class Sprites {
    #made = new Map();

    constructor(colours, dpr) {
        this.colours = colours;
        this.dpr = dpr;
    }

    request(urgency) {
        const size = { P0: 18, P1: 16, P2: 13, P3: 11, P4: 11 }[urgency] ?? 11;
        return this.#get(`r${urgency}`, class_shapes[urgency], this.colours[urgency], size);
    }

    responder(status) {
        const size = status === "off_duty" || status === "out_of_service" ? 8 : 11;
        return this.#get(`d${status}`, duty_shapes[status], this.colours[status], size);
    }

    #get(name, shape, colour, size) {
        let sprite = this.#made.get(name);
        if (!sprite) {
            sprite = this.#make(shape, colour, size);
            this.#made.set(name, sprite);
        }
        return sprite;
    }

    #make(shape, colour, size) {
        const canvas = document.createElement("canvas");
        const full = size + 4;
        canvas.width = canvas.height = Math.ceil(full * this.dpr);
        const context = canvas.getContext("2d");
        context.scale((this.dpr * size) / 16, (this.dpr * size) / 16);
        context.translate(32 / size, 32 / size);
        const path = new Path2D(shape);
        context.lineWidth = 48 / size;
        context.lineJoin = "round";
        context.strokeStyle = this.colours.halo;
        context.stroke(path);
        context.fillStyle = colour;
        context.fill(path);
        return { canvas, half: full / 2, full };
    }
}

// Read from the style sheet, so that light and dark need no second table.
export function map_colours() {
    const style = getComputedStyle(document.documentElement);
    const get = (name) => style.getPropertyValue(`--${name}`).trim();
    return {
        land: get("map-land"),
        district: get("map-district"),
        water: get("map-water"),
        road: get("map-road"),
        road_edge: get("map-road-edge"),
        green: get("map-green"),
        text: get("map-text"),
        halo: get("map-halo"),
        accent: get("accent"),
        bad: get("bad"),
        font: get("sans"),
        P0: get("p0"),
        P1: get("p1"),
        P2: get("p2"),
        P3: get("p3"),
        P4: get("p4"),
        available: get("free"),
        dispatched: get("busy"),
        en_route: get("busy"),
        on_scene: get("scene"),
        clearing: get("clearing"),
        out_of_service: get("off"),
        off_duty: get("off"),
    };
}
