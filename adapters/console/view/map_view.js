// The map: ground, open requests, responders, and who goes where. Three canvases, so that moving
// units do not redraw the ground.
import { is_open, urgencies } from "../model/derive.js";
import { round_length, to_point, to_world, Viewport } from "../model/geo.js";
import { metres } from "../model/format.js";
import { Motion } from "../model/motion.js";
import { current_language, t, word } from "../i18n/i18n.js";
import { el, set_text } from "./dom.js";
import { MapGestures } from "./map_gestures.js";
import { MapGround } from "./map_ground.js";
import { map_colours, Sprites } from "./map_sprites.js";
import { class_mark, duty_mark } from "./marks.js";

const hit_px = 12;
// The engine's places have seven decimals.
const round7 = (degrees) => Math.round(degrees * 1e7) / 1e7;
const rolling = new Set(["dispatched", "en_route"]);
// Drawn in this order: whoever matters most is on top.
const duty_order = [
    "off_duty",
    "out_of_service",
    "clearing",
    "on_scene",
    "available",
    "dispatched",
    "en_route",
];

export class MapView {
    #view = new Viewport();
    #motion = new Motion();
    #requests = []; // {request, at}, least urgent first
    #units = []; // {responder}, in drawing order
    #scheduled = false;
    #dirty = { ground: true, requests: true };
    #fitted = false;
    #ringed = 0; // the request that is drawn with a ring

    constructor(root, desk) {
        this.desk = desk;
        this.root = root;
        this.ground = new MapGround(null);
        this.layers = ["ground", "requests", "units"].map(() =>
            el("canvas", { "aria-hidden": "true" }),
        );
        this.contexts = this.layers.map((canvas) => canvas.getContext("2d"));
        this.top = this.layers[2];
        this.top.removeAttribute("aria-hidden");
        this.top.setAttribute("tabindex", "0");
        this.top.setAttribute("role", "application");
        new MapGestures(this.top, this.#view, {
            on_move: () => this.redraw(),
            on_click: (x, y) => this.#click(x, y),
            on_fit: () => this.fit(),
        });
        new ResizeObserver(() => this.#resize()).observe(root);
        matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
            this.#restyle(),
        );
        this.build();
        this.#restyle();
    }

    build() {
        this.top.setAttribute("aria-label", t("map.label"));
        const tool = (key, sign, act) =>
            el("button", { title: t(key), "aria-label": t(key), onclick: act }, sign);
        const zoom = (factor) => () => {
            this.#view.zoom(factor);
            this.redraw();
        };
        this.banner = el("div.map-banner", { hidden: true });
        this.root.replaceChildren(
            ...this.layers,
            el(
                "div.map-tools",
                {},
                tool("map.zoom_in", "+", zoom(1.6)),
                tool("map.zoom_out", "−", zoom(1 / 1.6)),
                tool("map.fit", "⤢", () => this.fit()),
            ),
            el(
                "details.map-legend",
                {},
                el("summary", {}, t("map.legend")),
                el("h3", {}, t("map.requests")),
                el(
                    "ul",
                    {},
                    urgencies.map((u) => el("li", {}, class_mark(u), word("urgency", u))),
                ),
                el("h3", {}, t("map.responders")),
                el(
                    "ul",
                    {},
                    ["available", "en_route", "on_scene", "clearing", "off_duty"].map((state) =>
                        el("li", {}, duty_mark(state), word("duty", state)),
                    ),
                ),
            ),
            this.banner,
        );
        this.redraw();
    }

    set_ground(geojson) {
        this.ground = new MapGround(geojson);
        this.#fitted = false;
        this.redraw();
    }

    update(dirty) {
        const { store } = this.desk;
        const now = performance.now();
        if (dirty.has("requests")) {
            this.#take_requests();
            this.#dirty.requests = true;
        }
        if (dirty.has("responders")) {
            this.#units = [...store.responders.values()].sort(
                (a, b) => duty_order.indexOf(a.status) - duty_order.indexOf(b.status),
            );
            this.#motion.keep_only(store.responders);
        }
        if (dirty.has("responders") || dirty.has("positions")) {
            for (const responder of this.#units) {
                const place = store.place_of(responder);
                if (place) this.#motion.place(responder.id, place.point, now);
            }
        }
        if (!this.#fitted && store.ready) this.fit();
        set_text(this.banner, this.desk.ui.get("picking_place") ? t("map.pick") : "");
        this.banner.hidden = !this.desk.ui.get("picking_place");
        if (this.#ringed !== this.desk.ui.get("open")) this.#dirty.requests = true;
        this.#schedule();
    }

    fit() {
        const all = this.#requests.map(({ at }) => at);
        for (const unit of this.#units) {
            const at = this.#motion.at(unit.id, performance.now());
            if (at) all.push(at);
        }
        const worlds = this.ground.corners.length > 0 ? this.ground.corners : all;
        if (worlds.length === 0) return;
        this.#fitted = this.#view.width > 1;
        this.#view.fit(worlds, 24);
        this.redraw();
    }

    show(point) {
        const at = to_world(point);
        const { x, y } = this.#view.to_screen(at);
        const margin = 40;
        const inside =
            x > margin &&
            y > margin &&
            x < this.#view.width - margin &&
            y < this.#view.height - margin;
        if (inside) return;
        this.#view.centre = at;
        this.redraw();
    }

    focus() {
        this.top.focus();
    }

    redraw() {
        this.#dirty = { ground: true, requests: true };
        this.#schedule();
    }

    #take_requests() {
        this.#requests = [];
        for (const request of this.desk.store.requests.values()) {
            if (request.place && is_open(request)) {
                this.#requests.push({ request, at: to_world(request.place) });
            }
        }
        this.#requests.sort((a, b) => (a.request.urgency < b.request.urgency ? 1 : -1));
    }

    #restyle() {
        this.colours = map_colours();
        this.sprites = new Sprites(this.colours, this.#dpr());
        this.redraw();
    }

    #dpr() {
        return Math.min(2, globalThis.devicePixelRatio || 1);
    }

    #resize() {
        const { clientWidth: width, clientHeight: height } = this.root;
        if (width === 0 || height === 0) return;
        Object.assign(this.#view, { width, height });
        for (const canvas of this.layers) {
            canvas.width = width * this.#dpr();
            canvas.height = height * this.#dpr();
        }
        if (!this.#fitted) this.fit();
        // At once: a canvas of another size is empty, and the next frame would show that.
        this.#dirty = { ground: true, requests: true };
        this.#draw();
    }

    #schedule() {
        if (this.#scheduled) return;
        this.#scheduled = true;
        requestAnimationFrame(() => {
            this.#scheduled = false;
            this.#draw();
        });
    }

    #begin(n) {
        const context = this.contexts[n];
        const dpr = this.#dpr();
        context.setTransform(dpr, 0, 0, dpr, 0, 0);
        context.clearRect(0, 0, this.#view.width, this.#view.height);
        return context;
    }

    #draw() {
        if (this.#view.width <= 1) return;
        if (this.#dirty.ground) {
            const context = this.#begin(0);
            this.ground.draw(context, this.#view, this.colours, this.#dpr(), current_language());
            this.#draw_scale(context);
        }
        if (this.#dirty.requests) this.#draw_requests(this.#begin(1));
        this.#dirty = { ground: false, requests: false };
        const now = performance.now();
        this.#draw_units(this.#begin(2), now);
        if (this.#motion.moving(now)) this.#schedule();
    }

    #seen(at) {
        return (
            at.x > -20 &&
            at.y > -20 &&
            at.x < this.#view.width + 20 &&
            at.y < this.#view.height + 20
        );
    }

    #stamp(context, sprite, at) {
        const { half, full } = sprite;
        context.drawImage(sprite.canvas, at.x - half, at.y - half, full, full);
    }

    #draw_requests(context) {
        const open = this.desk.ui.get("open");
        this.#ringed = open;
        let chosen = null;
        for (const { request, at } of this.#requests) {
            const place = this.#view.to_screen(at);
            if (request.id === open) chosen = place;
            if (this.#seen(place)) {
                this.#stamp(context, this.sprites.request(request.urgency), place);
            }
        }
        if (chosen) this.#ring(context, chosen, 15);
    }

    #ring(context, at, radius) {
        context.beginPath();
        context.arc(at.x, at.y, radius, 0, 2 * Math.PI);
        context.lineWidth = 5;
        context.strokeStyle = this.colours.halo;
        context.stroke();
        context.lineWidth = 2.5;
        context.strokeStyle = this.colours.accent;
        context.stroke();
    }

    #draw_units(context, now) {
        const { store, ui } = this.desk;
        const { open, responder: picked } = ui.values;
        const placed = [];
        for (const unit of this.#units) {
            const world = this.#motion.at(unit.id, now);
            if (world) placed.push({ unit, at: this.#view.to_screen(world) });
        }
        const ways = { strong: new Path2D(), faint: new Path2D() };
        for (const { unit, at } of placed) {
            if (!unit.request || !rolling.has(unit.status)) continue;
            const target = store.requests.get(unit.request)?.place;
            if (!target) continue;
            const to = this.#view.to_screen(to_world(target));
            if (!this.#seen(at) && !this.#seen(to)) continue;
            const way = unit.request === open || unit.id === picked ? ways.strong : ways.faint;
            way.moveTo(at.x, at.y);
            way.lineTo(to.x, to.y);
        }
        context.strokeStyle = this.colours.accent;
        context.globalAlpha = 0.45;
        context.lineWidth = 1.25;
        context.stroke(ways.faint);
        context.globalAlpha = 1;
        context.lineWidth = 2.5;
        context.stroke(ways.strong);
        let ring = null;
        for (const { unit, at } of placed) {
            if (!this.#seen(at)) continue;
            this.#stamp(context, this.sprites.responder(unit.status), at);
            if (unit.id === picked) ring = { unit, at };
        }
        if (ring) {
            this.#ring(context, ring.at, 11);
            this.#label(context, ring.unit.profile.name ?? `#${ring.unit.id}`, ring.at);
        }
    }

    #label(context, text, at) {
        context.font = `600 12px ${this.colours.font}`;
        context.textAlign = "center";
        context.lineWidth = 4;
        context.strokeStyle = this.colours.halo;
        context.strokeText(text, at.x, at.y - 16);
        context.fillStyle = this.colours.accent;
        context.fillText(text, at.x, at.y - 16);
    }

    #draw_scale(context) {
        const per_px = this.#view.metres_per_px();
        const length = round_length(per_px * 120);
        const width = length / per_px;
        const y = this.#view.height - 12;
        context.fillStyle = context.strokeStyle = this.colours.text;
        context.lineWidth = 1.5;
        context.beginPath();
        context.moveTo(12, y - 5);
        context.lineTo(12, y);
        context.lineTo(12 + width, y);
        context.lineTo(12 + width, y - 5);
        context.stroke();
        context.font = `11px ${this.colours.font}`;
        context.textAlign = "left";
        context.fillText(metres(length), 16, y - 4);
    }

    #click(x, y) {
        const { ui } = this.desk;
        if (ui.get("picking_place")) {
            const { lat, lon } = to_point(this.#view.to_world(x, y));
            ui.get("picking_place")({ lat: round7(lat), lon: round7(lon) });
            return;
        }
        const now = performance.now();
        const distance = (world) => {
            const at = this.#view.to_screen(world);
            return Math.hypot(at.x - x, at.y - y);
        };
        let best = { away: hit_px };
        for (const unit of this.#units) {
            const world = this.#motion.at(unit.id, now);
            const away = world ? distance(world) : Infinity;
            if (away <= best.away) best = { away, unit };
        }
        // While somebody is to be chosen a request under the finger is in the way.
        if (!ui.get("choosing")) {
            for (const { request, at } of this.#requests) {
                const away = distance(at);
                if (away <= best.away) best = { away, request };
            }
        }
        if (best.request) this.desk.open(best.request.id, false);
        else if (best.unit) this.desk.pick_responder(best.unit.id, true);
    }
}
