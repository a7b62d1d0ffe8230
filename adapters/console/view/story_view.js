// The timeline of the open request with the reasons of each decision, asked for from the server
// whenever the request changes.
import { clock, duration, metres, moment } from "../model/format.js";
import { could_be_weighed, why_lost } from "../model/derive.js";
import { t, told } from "../i18n/i18n.js";
import { el } from "./dom.js";

const most_rows = 40; // of candidates; the nearest come first
const settle_ms = 300; // several changes in a row are one question

// How likely a volunteer was to accept and to be in time; null for those who are sent.
function chances({ accepts_permille: accepts, in_time_permille: in_time }) {
    if (typeof accepts !== "number" || typeof in_time !== "number") return null;
    const per_cent = (permille) => Math.round(permille / 10);
    const words = { accepts: per_cent(accepts), in_time: per_cent(in_time) };
    return el("div.more", {}, t("why.chances", words));
}

export class Story {
    #id = 0;
    #asked = 0; // number of the last question
    #seen = null; // the entity that the story shows
    #timer = 0;
    #story = null;
    #open_decisions = new Set();

    constructor(desk) {
        this.desk = desk;
        this.body = el("div");
        this.title = el("h3");
        this.node = el("div.section", {}, this.title, this.body);
    }

    open(id) {
        this.#id = id;
        this.#seen = null;
        this.#story = null;
        this.#open_decisions.clear();
        this.title.textContent = t("detail.timeline");
        this.body.replaceChildren(el("p.dim", {}, t("detail.timeline_loading")));
        this.#load();
    }

    forget_words() {
        this.title.textContent = t("detail.timeline");
        if (this.#story) this.#draw();
    }

    check(request) {
        if (this.#seen === request) return;
        const first = this.#seen === null;
        this.#seen = request;
        if (first) return;
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#load(), settle_ms);
    }

    async #load() {
        const question = ++this.#asked;
        const id = this.#id;
        try {
            const story = await this.desk.api.get(`/v1/requests/${id}/timeline?decisions=1`);
            if (question !== this.#asked || id !== this.#id) return;
            this.#story = story;
            this.#draw();
        } catch (problem) {
            if (question !== this.#asked || id !== this.#id) return;
            this.body.replaceChildren(
                el("p", {}, t("detail.timeline_failed", { why: this.desk.problem_text(problem) })),
                el("button", { onclick: () => this.#load() }, t("detail.reload")),
            );
        }
    }

    #draw() {
        // Each decision is shown with the first event that it led to.
        const decisions = new Map();
        for (const decision of this.#story.decisions ?? []) {
            const key = `${decision.seq}:${decision.slot}`;
            if (!decisions.has(key)) decisions.set(key, decision);
        }
        const lines = [];
        for (const record of this.#story.timeline ?? []) {
            for (const place of (record.events ?? []).keys()) {
                lines.push(this.#line(record, place, decisions));
            }
        }
        const { complete, decisions_unavailable: why } = this.#story;
        this.body.replaceChildren(
            ...[
                complete === false && el("p.dim", {}, t("detail.incomplete")),
                el("ol.story", {}, lines),
                why && el("p.dim", {}, t("detail.no_decisions", { why })),
            ].filter(Boolean),
        );
    }

    // The event at this place of the record.
    #line(record, place, decisions) {
        const event = record.events[place];
        const key = `${record.seq}:${event.slot}`;
        const decided = event.type === "SlotAssigned" || event.type === "OfferMade";
        const decision = decided ? decisions.get(key) : null;
        if (decision) decisions.delete(key);
        return el(
            `li.${record.tones[place]}`,
            {},
            el(
                "time",
                { title: `${moment(record.at, 0)} · #${record.seq} · ${record.source}` },
                clock(record.at),
            ),
            el("span.dot", { "aria-hidden": "true" }),
            el(
                "div",
                {},
                el("span.what", {}, told(record)[place]),
                decision && this.#weighed(key, decision),
            ),
        );
    }

    #weighed(key, decision) {
        const candidates = decision.candidates ?? [];
        const winner = candidates.find((c) => c.verdict === "won")?.candidate;
        const weighed = candidates.filter((c) => could_be_weighed(c.verdict)).length;
        const rows = candidates.slice(0, most_rows).map((traced) => {
            const { candidate, verdict } = traced;
            const [why, params] = why_lost(candidate, verdict, winner);
            const time = params.by === undefined ? "" : duration(params.by);
            return el(
                verdict === "won" ? "tr.won" : "tr",
                {},
                el("td", {}, this.desk.responder_name(candidate.responder)),
                el("td.number", {}, candidate.eta_ms ? duration(candidate.eta_ms) : "–"),
                el("td.number", {}, candidate.distance_m ? metres(candidate.distance_m) : "–"),
                el("td", {}, t(why, { ...params, time }), chances(traced)),
            );
        });
        const details = el(
            "details",
            {
                ontoggle: () => {
                    if (details.open) this.#open_decisions.add(key);
                    else this.#open_decisions.delete(key);
                },
            },
            el("summary", {}, t("detail.decision", { n: weighed })),
            el(
                "table.weighed",
                {},
                el(
                    "thead",
                    {},
                    el(
                        "tr",
                        {},
                        el("th", { scope: "col" }, t("detail.cand")),
                        el("th.number", { scope: "col" }, t("detail.eta")),
                        el("th.number", { scope: "col" }, t("detail.dist")),
                        el("th", { scope: "col" }, t("detail.why")),
                    ),
                ),
                el("tbody", {}, rows),
            ),
        );
        details.open = this.#open_decisions.has(key);
        return details;
    }
}
