// New P0 and P1 that nobody has opened yet: seen above everything, read aloud, and rung until one is
// opened here, taken by somebody, or over.
import { is_open } from "../model/derive.js";
import { duration } from "../model/format.js";
import { t } from "../i18n/i18n.js";
import { by_id, el, set_text } from "./dom.js";
import { front, on_layers } from "./layers.js";
import { class_mark } from "./marks.js";
import { person_text } from "./queue_view.js";

const rows_shown = 3;
const ring_again_ms = 5_000;

export class AlarmStrip {
    #waiting = new Set(); // ids of requests, in the order in which they came
    #rows = new Map();
    #ring = 0;

    // desk: {store, members, services, sound, now(), open_alarm(id)}
    constructor(root, desk) {
        Object.assign(this, { root, desk });
        this.build();
        on_layers((leaving) => this.#move(front(leaving)));
    }

    build() {
        this.list = el("div.alarm-rows");
        this.more = el("span.alarm-more");
        this.quiet = el("span.alarm-quiet");
        this.root.setAttribute("aria-label", t("alarm.title"));
        // The live region stays the same node: what is put into it is read aloud.
        this.root.replaceChildren(by_id("alarm"), this.list, this.more, this.quiet);
        this.#rows.clear();
        this.update();
    }

    clear() {
        this.#waiting.clear();
        by_id("alarm").textContent = "";
        this.update();
    }

    // A request that came in, or became urgent.
    add(request) {
        if (this.#is_over(request)) return;
        this.#waiting.add(request.id);
        by_id("alarm").textContent = this.#words(request);
        this.desk.sound.ring(request.urgency);
        this.#keep_ringing();
        this.update();
    }

    opened(id) {
        if (this.#waiting.delete(id)) this.update();
    }

    // The one to open first: the most urgent, then the oldest. 0 = none.
    first() {
        return this.#sorted()[0]?.id ?? 0;
    }

    update() {
        for (const id of this.#waiting) {
            if (this.#is_over(this.desk.store.requests.get(id))) this.#waiting.delete(id);
        }
        const sorted = this.#sorted();
        const shown = sorted.slice(0, rows_shown);
        const nodes = shown.map((request, place) => this.#row(request, place === 0));
        if (nodes.some((node, n) => this.list.children[n] !== node)) this.list.prepend(...nodes);
        while (this.list.children.length > nodes.length) this.list.lastChild.remove();
        for (const id of this.#rows.keys()) if (!this.#waiting.has(id)) this.#rows.delete(id);
        const left = sorted.length - shown.length;
        set_text(this.more, left > 0 ? t("alarm.more", { n: left }) : "");
        const blocked = sorted.length > 0 && this.desk.sound.state() === "blocked";
        set_text(this.quiet, blocked ? t("alarm.blocked") : "");
        this.root.hidden = sorted.length === 0;
        const height = this.root.hidden ? 0 : this.root.offsetHeight;
        document.documentElement.style.setProperty("--alarms", `${height}px`);
    }

    #sorted() {
        const { store } = this.desk;
        return [...this.#waiting]
            .map((id) => store.requests.get(id))
            .filter(Boolean)
            .sort((a, b) => (a.urgency === b.urgency ? a.id - b.id : a.urgency < b.urgency ? -1 : 1));
    }

    #is_over(request) {
        return !request || !is_open(request) || request.urgency > "P1" || Boolean(request.owner);
    }

    #words(request) {
        const { services } = this.desk;
        const service = services.name(request.service);
        const place = this.#place(request);
        return t("say.new", { urgency: request.urgency, service, place });
    }

    #place(request) {
        return request.address || this.desk.members.get(request.member)?.profile.address || "";
    }

    #row(request, first) {
        const { desk } = this;
        let row = this.#rows.get(request.id);
        if (!row) {
            const parts = { text: el("b"), person: el("span"), place: el("span"), age: el("time") };
            const key = el("kbd", { "aria-hidden": "true" }, "F1");
            row = {
                parts,
                key,
                node: el(
                    `button.alarm-row.${request.urgency}`,
                    { type: "button", onclick: () => desk.open_alarm(request.id) },
                    class_mark(request.urgency),
                    parts.text,
                    parts.person,
                    parts.place,
                    parts.age,
                    key,
                ),
            };
            this.#rows.set(request.id, row);
        }
        const member = desk.members.get(request.member);
        const hint = request.member ? null : desk.members.get(request.member_hint);
        set_text(row.parts.text, `${desk.services.name(request.service)} #${request.id}`);
        set_text(row.parts.person, person_text(request, member, hint, desk.now()));
        set_text(row.parts.place, this.#place(request));
        set_text(row.parts.age, duration(Math.max(0, desk.now() - request.created_at)));
        row.key.hidden = !first;
        return row.node;
    }

    // Into the dialog in front, or out of one that goes; the focus stays where it is.
    #move(host) {
        if (this.root.parentNode === host) return;
        host.append(this.root);
        this.update();
    }

    #keep_ringing() {
        if (this.#ring) return;
        this.#ring = setInterval(() => {
            const urgent = this.#sorted()[0];
            if (urgent?.urgency === "P0") return this.desk.sound.ring("P0");
            clearInterval(this.#ring);
            this.#ring = 0;
        }, ring_again_ms);
    }
}
